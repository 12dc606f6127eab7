"""A screen with a table of results, whose cases may be opened."""

from textual import on

from imr_tui.search.passages import Sought
from imr_tui.tui.messages import CaseRead, NoSuchResult, ResultSpot, ResultWanted
from imr_tui.tui.reader import CorpusReader
from imr_tui.tui.screens.selecting import SelectingScreen
from imr_tui.tui.screens.take_away import Place
from imr_tui.tui.widgets.window_table import WindowTable


class OpeningScreen(SelectingScreen):
    """Enter on a result opens its case; Enter twice, however fast, the item in it."""

    _reader: CorpusReader | None = None
    _opening: Place | None = None
    """The item whose case is being opened."""
    _opens_item = False

    @property
    def sought(self) -> Sought:
        """The words that the answer was sought by."""
        return self._answer.sought if self._answer else ()

    def open_case(self, case_id: str, item_no: int = 1) -> None:
        """Open a case at one of its items."""
        self._opening = Place(case_id, item_no)
        self.go_on_opening()

    def go_on_opening(self) -> None:
        """Ask for the case that is being opened, if one is; again when another reader has come."""
        if self._opening and self._reader:
            self._explorer_app.hold_keys(self)
            self._reader.read_case(*self._opening)

    def open_none(self) -> None:
        """Open no case after all."""
        self._opening, self._opens_item = None, False
        self._explorer_app.release_keys(self)

    def step_result(self, wanted: ResultWanted) -> None:
        """Move the cursor for a screen that lies above this one, and read for it what is there."""
        position = self.table.cursor + wanted.step
        if self._reader and self._answer and 0 <= position < self._answer.results.total:
            self.table.cursor = position
            self._reader.read_result(self._answer.results, position, wanted.reply)
        else:
            wanted.reply(NoSuchResult())

    @on(WindowTable.RowOpened, "#results")
    def _open_row(self, message: WindowTable.RowOpened) -> None:
        row = self.table.row_at(message.row)
        if row:
            self._opens_item = self._opening is not None
            self.open_case(row.case_id, row.item_no)

    @on(CaseRead)
    def _show_case(self, message: CaseRead) -> None:
        if self._opening and self.app.screen is self:
            from imr_tui.tui.screens.case import CaseScreen

            self.app.push_screen(CaseScreen(message.case, message.item_no, self.sought, self._opens_item, self._spot))
        self.open_none()

    @property
    def _spot(self) -> ResultSpot | None:
        row = self.table.row_at(self.table.cursor)
        return ResultSpot(row.item_id, self.table.cursor + 1, self.table.total) if row else None
