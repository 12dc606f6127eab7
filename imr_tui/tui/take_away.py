"""What every screen with an item or a case offers: to copy it, to export, to open it elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from imr_tui.corpus.cases import Case
from imr_tui.search.passages import Sought
from imr_tui.tui.messages import CaseRead, CorpusWanted, JobFailed
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
    ]  # fmt: skip

    _then: Callable[[Case, int], None] | None = None
    """What to do with the case that is being read."""

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
        return cast("ExplorerApp", self.app).settings.corpus

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
        from imr_tui.tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.offers))

    def action_original(self) -> None:
        """Show the original letter at the place of the item."""
        self._with_case(self._open_letter)

    def _open_letter(self, case: Case, item_no: int) -> None:
        from imr_tui.tui.screens.letter import LetterScreen

        self.app.push_screen(LetterScreen(case, item_no, self.sought))

    def _open_copy_menu(self, case: Case, item_no: int) -> None:
        from imr_tui.tui.screens.copy_menu import CopyMenu

        self.app.push_screen(CopyMenu(case, item_no))

    def _with_case(self, then: Callable[[Case, int], None]) -> None:
        """Do something with the case of the item that the screen stands on, as soon as it is read."""
        place, case = self.place, self.case_at_hand
        if place is None:
            self.notify("There is no item here.", markup=False)
        elif case:
            then(case, place.item_no)
        else:
            self._then = then
            self.post_message(
                CorpusWanted(lambda reader: reader.read_case(*place, lambda m: self.post_message(TakenCase(place, m))))
            )

    @on(TakenCase)
    def _go_on_with_case(self, message: TakenCase) -> None:
        then, self._then = self._then, None  # a newer snapshot answers once more
        if then is None or self.app.screen is not self:
            return
        if isinstance(message.reply, CaseRead):
            then(message.reply.case, message.place.item_no)
        elif isinstance(message.reply, JobFailed):
            self.app.push_screen(TextModal.of_failure(message.reply.error))
