"""The application: opens the corpus in the background, owns what the screens share."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from imr_tui.errors import EXIT_INTERRUPTED, ImrError, unexpected
from imr_tui.settings import Settings
from imr_tui.tui.messages import Loaded, LoadFailed, Loading
from imr_tui.tui.screens.explorer import ExplorerScreen
from imr_tui.tui.screens.text_modal import TextModal

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus
    from imr_tui.loading import Progress


class _LoadCancelledError(Exception):
    """The user quit while letters were read."""


class ExplorerApp(App[None]):
    """The explorer on one corpus."""

    TITLE = "imr-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit"),
        Binding("ctrl+c", "interrupt", "Quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False),
    ]

    def __init__(self, settings: Settings) -> None:
        """Prepare the explorer; nothing is read before the first screen is painted."""
        super().__init__()
        self.animation_level = "none"
        self.settings = settings
        self.failure: ImrError | None = None
        """Why the explorer closed, if not by the user; the caller tells it on the restored terminal."""
        self._corpus: Corpus | None = None

    def on_mount(self) -> None:
        """Show the empty screen, then read."""
        self.push_screen(ExplorerScreen(self.settings))
        self.call_after_refresh(self._load)

    @work(thread=True, exit_on_error=False, group="load")
    def _load(self) -> None:
        worker = get_current_worker()

        def on_progress(progress: "Progress") -> None:
            if worker.is_cancelled:
                raise _LoadCancelledError
            self.post_message(Loading(progress))

        try:
            self.post_message(self._open_corpus(on_progress))
        except _LoadCancelledError:
            return
        except ImrError as error:
            self.post_message(LoadFailed(error))
        except Exception as error:
            self.post_message(LoadFailed(unexpected(error)))

    def _open_corpus(self, on_progress: Callable[["Progress"], None]) -> Loaded:
        from imr_tui.corpus.session import Corpus
        from imr_tui.loading import load_corpus
        from imr_tui.search.engine import SearchEngine

        report = load_corpus(self.settings.corpus, self.settings.db, on_progress)
        corpus = Corpus(self.settings.db)
        return Loaded(corpus, SearchEngine(corpus), report)

    @on(Loading)
    def _show_progress(self, message: Loading) -> None:
        self._explorer.show_progress(message.progress)

    @on(Loaded)
    def _show_corpus(self, message: Loaded) -> None:
        self._corpus = message.corpus
        self._explorer.open_corpus(message.corpus, message.engine)
        if message.report.rebuilt:
            self.notify(message.report.rebuilt, markup=False)

    @on(LoadFailed)
    def _give_up(self, message: LoadFailed) -> None:
        self.failure = message.error
        self.exit()

    def action_help(self) -> None:
        """Show the keys of the screen that is open."""
        self.push_screen(TextModal.of_keys(self.screen))

    def action_interrupt(self) -> None:
        """End as a program does that is interrupted."""
        self.exit(return_code=EXIT_INTERRUPTED)

    def on_unmount(self) -> None:
        """Let go of the snapshot."""
        if self._corpus is not None:
            self._corpus.close()

    def _fatal_error(self) -> None:
        # Textual would print a traceback with local variables: letter text, on a terminal that may be logged.
        self.failure = unexpected(sys.exception() or RuntimeError())
        self._close_messages_no_wait()

    @property
    def _explorer(self) -> ExplorerScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, ExplorerScreen))
