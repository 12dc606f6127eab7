"""The application: opens the corpus in the background, owns what the screens share."""

import gc
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import on
from textual._compositor import CompositorUpdate
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import ModalScreen, Screen

from imr_tui.errors import EXIT_FAILED, EXIT_INTERRUPTED, ImrError, unexpected
from imr_tui.last_session import LastSession, keep_session
from imr_tui.settings import Settings
from imr_tui.terminal_text import clean
from imr_tui.tui.leaving import end_on_signals, forget_signals
from imr_tui.tui.live import LiveCorpus
from imr_tui.tui.marking import Marker, MarksChanged, MarksTold
from imr_tui.tui.messages import CorpusWanted, Loaded, LoadEnded, LoadFailed, Loading, ResultWanted
from imr_tui.tui.painting import Difference, Painter
from imr_tui.tui.screens.explorer import ExplorerScreen
from imr_tui.tui.screens.mark_keys import MarkingScreen
from imr_tui.tui.themes import THEMES, next_theme, use_themes
from imr_tui.tui.too_small import is_too_small, notice
from imr_tui.tui.typed_ahead import PatientApp
from imr_tui.tui.warming import WAIT, import_ahead

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus


NOT_OFFERED = ("app.palette", "app.interrupt")
COMMAND_WIDTHS = (16, 6, 0)
"""Of a command's name, its key and what it does, in the palette."""


class ExplorerApp(PatientApp):
    """The explorer on one corpus."""

    TITLE = "imr-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    """No key copies a selection, and Textual fails where the widget under the mouse has just gone."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark,f1", "help", "Help", key_display="?", id="app.help", tooltip="Show the keys that work here."
        ),
        Binding(
            "ctrl+t",
            "theme",
            "Theme",
            show=False,
            id="app.theme",
            tooltip="Use the next theme: dark, light, ansi, contrast.",
        ),
        Binding("ctrl+p", "palette", "Palette", show=False, id="app.palette", tooltip="Find a command by its name."),
        Binding(
            "r",
            "reload",
            "Reload",
            show=False,
            id="app.reload",
            tooltip="Look for new and changed letters; while they are read, stop that.",
        ),
        Binding("q", "quit", "Quit", id="app.quit", tooltip="Leave the explorer; the session is kept."),
        Binding(
            "ctrl+c",
            "interrupt",
            "Quit",
            show=False,
            priority=True,
            id="app.interrupt",
            tooltip="Leave at once, as interrupted.",
        ),
        Binding(
            "ctrl+z",
            "suspend_process",
            "Suspend",
            show=False,
            id="app.suspend",
            tooltip="Go back to the shell; `fg` returns.",
        ),
        Binding(
            "ctrl+l",
            "repaint",
            "Repaint",
            show=False,
            priority=True,
            id="app.repaint",
            tooltip="Send the whole screen again, if another program has written over it.",
        ),
    ]

    def __init__(self, settings: Settings, start: LastSession | None = None, case: str = "", note: str = "") -> None:
        """Prepare the explorer; nothing is read before the first screen is painted.

        It starts as it was left (`start`), tells `note`, and opens `case`. Raises UnusableInputError for keys of the
        settings that are none.
        """
        super().__init__()
        self.animation_level = "none"
        self.settings = settings
        self.failure: ImrError | None = None
        """Why the explorer closed, if not by the user; the caller tells it on the restored terminal."""
        self._start = start or LastSession()
        self._case = case
        self._note = note
        if settings.preferences.keys:
            from imr_tui.tui.keymap import checked_keymap

            self.set_keymap(checked_keymap(settings.preferences.keys))
        self._corpus: Corpus | None = None
        self._live = LiveCorpus(settings, self.post_message)
        self._painter = Painter()
        self.marker = Marker(self.post_message)

    def on_mount(self) -> None:
        """Show the empty screen, then read."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        end_on_signals(lambda code: self.exit(return_code=code))
        use_themes(self, self.settings.preferences.theme)
        self._first_theme = self.theme
        if self._start.theme in THEMES.values() and self._start.instead_of == self.theme:
            self.theme = self._start.theme
        self.push_screen(ExplorerScreen(self.settings, self._start))
        self.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        """Do what may wait until the first screen is painted."""
        if not gc.isenabled():
            gc.freeze()  # what was imported stays: to look through it for garbage takes 50 ms each time
            gc.enable()
        self._live.start()
        if self._note:
            self.notify(self._note, markup=False)

    @on(Loading)
    def _show_progress(self, message: Loading) -> None:
        self._explorer.show_progress(message.progress)

    @on(Loaded)
    def _show_corpus(self, message: Loaded) -> None:
        before, self._corpus = self._corpus, message.corpus
        self.marker.attach(message.marks)
        self._explorer.open_corpus(message.corpus, message.engine)
        if before is not None:
            before.close()
            return
        self.set_timer(WAIT, import_ahead)
        if self._case:
            self._explorer.open_case(self._case)

    @on(LoadEnded)
    def _tell_end(self, message: LoadEnded) -> None:
        report = message.report
        if report is None:  # else the title tells them already: a corpus that is opened is counted
            self._explorer.show_totals()
        news = (report.rebuilt or ("" if message.is_first else report.news())) if report else "Stopped loading."
        if news:
            self.notify(news, markup=False)

    @on(LoadFailed)
    def _tell_failure(self, message: LoadFailed) -> None:
        if self._corpus is None:
            self.failure = message.error
            self.exit()
            return
        self._explorer.show_totals()
        self._tell(message.error)

    @on(CorpusWanted)
    def _pass_on(self, message: CorpusWanted) -> None:
        self._explorer.ask_for(message)

    @on(ResultWanted)
    def _step_result(self, message: ResultWanted) -> None:
        self._explorer.step_result(message)

    @on(MarksChanged)
    @on(MarksTold)
    def _show_marks(self, message: MarksChanged | MarksTold) -> None:
        if isinstance(message, MarksTold) and message.error:
            self._tell(message.error)
        for screen in self.screen_stack:
            if isinstance(screen, MarkingScreen) and screen.is_mounted:  # one that opens shows them by itself
                screen.show_marks(message.told)
        if isinstance(message, MarksChanged):
            self._explorer.narrow_anew()
        elif not message.is_begun:
            self._explorer.narrow_not()

    def _tell(self, error: ImrError) -> None:
        self.notify(clean(f"{error.message} {error.hint}"), title=error.title, severity="error", markup=False)

    def push_screen(self, screen: Screen[Any], *arguments: Any, **options: Any) -> Any:  # type: ignore[override]
        """Show a screen. It has the classes of its size from the start: Textual would style it once more for them."""
        for size, breakpoints in zip(self.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            fitting = max((least, name) for least, name in breakpoints if least <= size)[1]
            screen.remove_class(*{name for _, name in breakpoints} - {fitting})
            screen.add_class(fitting)
        if isinstance(screen, ModalScreen):
            self.clear_notifications()  # they would cover the form
        return super().push_screen(screen, *arguments, **options)

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top, but never the explorer: a window that is closed twice closes what is below it."""
        return AwaitComplete() if isinstance(self.screen, ExplorerScreen) else super().pop_screen()

    def action_reload(self) -> None:
        """Look for new and changed letters; while they are read, stop that."""
        if self._live.is_reading:
            self._live.cancel()
        else:
            self._live.reload()

    def action_help(self) -> None:
        """Show the keys of the screen that is open."""
        from imr_tui.tui.screens.help import help_on

        self.push_screen(help_on(self.screen))

    def action_palette(self) -> None:
        """Offer every command that works here by its name."""
        from imr_tui.tui.keys import commands_of
        from imr_tui.tui.screens.pick import PickModal

        commands = [command for command in commands_of(self.screen) if command.binding.id not in NOT_OFFERED]

        async def run(number: int | None) -> None:
            if number is not None:
                await self.run_action(commands[number].binding.action, commands[number].node)

        lines = [(command.binding.description, command.keys[0], command.binding.tooltip) for command in commands]
        self.push_screen(PickModal("Commands", lines, COMMAND_WIDTHS), run)

    def action_repaint(self) -> None:
        """Send the whole screen again, whatever another program has written over it."""
        self._painter.forget()
        self.refresh(layout=True)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Keep the session and end."""
        if self.failure is None and self.settings.preferences.restore:
            with suppress(StopIteration, NoMatches):  # before the first screen is there, there is nothing to keep
                keep_session(self.settings, self._explorer.session(self.theme, self._first_theme))
        super().exit(result, return_code, message)

    def action_theme(self) -> None:
        """Use the next theme."""
        self.notify(f"Theme: {next_theme(self)}", timeout=2)

    def action_interrupt(self) -> None:
        """End as a program does that is interrupted."""
        self.exit(return_code=EXIT_INTERRUPTED)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate) and not self.is_headless:
            shown = notice(self.size) if is_too_small(self.size) else renderable
            renderable = Difference(shown, self._painter, self.size)
        super()._display(screen, renderable)

    def on_unmount(self) -> None:
        """Stop loading and let go of the snapshot."""
        forget_signals()
        self._live.close()
        self.marker.close()
        if self._corpus is not None:
            self._corpus.close()

    def _fatal_error(self) -> None:
        # Textual would print a traceback with local variables: letter text, on a terminal that may be logged.
        self.failure = unexpected(sys.exception() or RuntimeError())
        super().exit(return_code=EXIT_FAILED)

    @property
    def _explorer(self) -> ExplorerScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, ExplorerScreen))
