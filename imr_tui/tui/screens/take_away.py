"""What every screen with an item or a case offers: to copy it, to export, to open it elsewhere."""

from asyncio import to_thread
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from imr_tui.corpus.cases import Case
from imr_tui.errors import ImrError, unexpected
from imr_tui.search.passages import Sought
from imr_tui.terminal_text import clean
from imr_tui.tui.messages import CaseRead, CorpusWanted, JobFailed, LetterFound
from imr_tui.tui.screens.text_modal import TextModal

if TYPE_CHECKING:
    from imr_tui.tui.app import ExplorerApp
    from imr_tui.tui.screens.export import Offer


class Place(NamedTuple):
    """The item that a screen stands on."""

    case_id: str
    item_no: int


@dataclass
class TakenCase(Message):
    """The case to take away was read, or could not be."""

    place: Place
    reply: Message


@dataclass
class OriginalPlaced(Message):
    """It is known where the letter to edit is, or is not."""

    reply: Message


class TakeAwayScreen(Screen[None]):
    """A screen that stands on an item, which may be taken away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "y", "copy", "Copy", show=False, id="take.copy",
            tooltip="Copy the item, its rationale or a line to cite it by, or write it to a file.",
        ),
        Binding(
            "e", "export", "Export", show=False, id="take.export",
            tooltip="Write the results, what is marked or the case as csv, jsonl, parquet or a Markdown brief.",
        ),
        Binding(
            "o", "original", "Original letter", show=False, id="take.original",
            tooltip="Show the original letter at the place of the item.",
        ),
        Binding(
            "vertical_line", "page", "Pager", key_display="|", show=False, id="take.page",
            tooltip="Open the text in $PAGER.",
        ),
        Binding(
            "E", "edit", "Editor", show=False, id="take.edit",
            tooltip="Open the original letter in $EDITOR: the file itself if it is plain text, else a copy.",
        ),
    ]  # fmt: skip

    _then: Callable[[Case, int], None] | None = None
    """What to do with the case that is being read."""
    _edits = False
    """Whether the original is being looked for, to be edited."""

    @property
    def place(self) -> Place | None:
        """The item that the screen stands on, if any."""
        raise NotImplementedError

    @property
    def case_at_hand(self) -> Case | None:
        """Its case, if that was read already."""
        return None

    @property
    def sought(self) -> Sought:
        """The words that were sought."""
        return ()

    @property
    def roots(self) -> tuple[Path, ...]:
        """The files and folders of the corpus."""
        return self._explorer_app.settings.corpus

    @property
    def _explorer_app(self) -> "ExplorerApp":
        return cast("ExplorerApp", self.app)

    def when_ready(self, act: Callable[[], object]) -> None:
        """Do something with the item that the screen stands on, as soon as it stands on what it shall show."""
        act()

    def action_copy(self) -> None:
        """Choose what to copy of the item."""
        self._with_case(self._open_copy_menu)

    @property
    def offers(self) -> "list[Offer]":
        """What may be exported from here."""
        from imr_tui.tui.screens.export import MARKED, Offer

        case = [Offer(f"case {self.place.case_id}", self.place.case_id)] if self.place else []
        return [*case, Offer("all marked", "marked items", MARKED)]

    def action_export(self) -> None:
        """Choose what to export, as what, and to which file."""
        self.when_ready(self._open_export)

    def _open_export(self) -> None:
        from imr_tui.tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.offers))

    def action_original(self) -> None:
        """Show the original letter at the place of the item."""
        self._with_case(self._open_letter)

    def text_of(self, case: Case, item_no: int) -> str:
        """Return what the screen shows as text for a pager."""
        from imr_tui.export.plain_text import item_text

        return item_text(case, next(item for item in case.items if item["item_no"] == item_no))

    def action_page(self) -> None:
        """Open the text in the user's pager."""
        self._with_case(self._open_pager)

    def _open_pager(self, case: Case, item_no: int) -> None:
        from imr_tui.tui.outside import show_in_pager

        try:
            show_in_pager(self.app, self.text_of(case, item_no))
        except ImrError as error:
            self.app.push_screen(TextModal.of_error(error))

    def action_edit(self) -> None:
        """Open the original letter in the user's editor."""
        self.when_ready(self._seek_original)

    def _seek_original(self) -> None:
        if place := self.place:
            self._edits = True
            self.post_message(
                CorpusWanted(lambda r: r.find_letter(place.case_id, lambda m: self.post_message(OriginalPlaced(m))))
            )

    @on(OriginalPlaced)
    async def _open_editor(self, message: OriginalPlaced) -> None:
        wanted, self._edits = self._edits, False  # a newer snapshot answers once more
        if not wanted or self.app.screen is not self:
            return
        if isinstance(message.reply, JobFailed):
            self.app.push_screen(TextModal.of_failure(message.reply.error))
        elif isinstance(message.reply, LetterFound):
            try:
                await self._edit_original(message.reply)
            except Exception as error:
                self.app.push_screen(TextModal.of_error(error if isinstance(error, ImrError) else unexpected(error)))

    async def _edit_original(self, found: LetterFound) -> None:
        from imr_tui.export.output import file_stem
        from imr_tui.loading.original_row import read_letter
        from imr_tui.tui.outside import open_in_editor, private_copy

        original = await to_thread(read_letter, found.place, self.roots, found.tables, lambda: True)
        if original.file:
            open_in_editor(self.app, original.file)
        else:
            with private_copy(f"{file_stem(found.place.case_id) or 'letter'}.txt", clean(original.text)) as path:
                open_in_editor(self.app, path)

    def _open_letter(self, case: Case, item_no: int) -> None:
        from imr_tui.tui.screens.letter import LetterScreen

        self.app.push_screen(LetterScreen(case, item_no, self.sought))

    def _open_copy_menu(self, case: Case, item_no: int) -> None:
        from imr_tui.tui.screens.copy_menu import CopyMenu

        self.app.push_screen(CopyMenu(case, item_no))

    def _with_case(self, then: Callable[[Case, int], None]) -> None:
        """Do something with the case of the item that the screen stands on, as soon as it is read."""
        self.when_ready(lambda: self._read_for(then))

    def _read_for(self, then: Callable[[Case, int], None]) -> None:
        place, case = self.place, self.case_at_hand
        if place is None:
            self.notify("There is no item here.", markup=False)
        elif case:
            then(case, place.item_no)
        else:
            self._then = then
            self._explorer_app.hold_keys(self)
            self.post_message(
                CorpusWanted(lambda reader: reader.read_case(*place, lambda m: self.post_message(TakenCase(place, m))))
            )

    @on(TakenCase)
    def _go_on_with_case(self, message: TakenCase) -> None:
        then, self._then = self._then, None  # a newer snapshot answers once more
        self._explorer_app.release_keys(self)
        if then is None or self.app.screen is not self:
            return
        if isinstance(message.reply, CaseRead):
            then(message.reply.case, message.place.item_no)
        elif isinstance(message.reply, JobFailed):
            self.app.push_screen(TextModal.of_failure(message.reply.error))
