"""A screen with a table of results, whose cases may be opened."""

from textual import on

from imr_tui.corpus.results import ResultRow
from imr_tui.search.passages import Sought
from imr_tui.tui.messages import CaseRead, ResultSpot, ResultWanted
from imr_tui.tui.reader import CorpusReader
from imr_tui.tui.selecting import SelectingScreen
from imr_tui.tui.widgets.window_table import WindowTable


class OpeningScreen(SelectingScreen):
    """Enter on a result opens its case; Enter twice, however fast, the item in it."""

    _reader: CorpusReader | None = None
    _is_opening = False
    _opens_item = False

    @property
    def sought(self) -> Sought:
        """The words that the answer was sought by."""
        return self._answer.sought if self._answer else ()

    def open_case(self, case_id: str, item_no: int = 1) -> None:
        """Open a case at one of its items."""
        self._is_opening = True
        if self._reader:
            self._explorer_app.hold_keys(self)
            self._reader.read_case(case_id, item_no)

    def go_on_opening(self, row: ResultRow | None) -> None:
        """Ask once more for the case that is being opened: the reader was changed for another."""
        if self._is_opening and row:
            self.open_case(row.case_id, row.item_no)

    def open_none(self) -> None:
        """Open no case after all."""
        self._is_opening = self._opens_item = False
        self._explorer_app.release_keys(self)

    def step_result(self, wanted: ResultWanted) -> None:
        """Move the cursor for a screen that lies above this one, and read for it what is there."""
        position = self.table.cursor + wanted.step
        if self._reader and self._answer and 0 <= position < self._answer.results.total:
            self.table.cursor = position
            self._reader.read_result(self._answer.results, position, wanted.reply)

    @on(WindowTable.RowOpened, "#results")
    def _open_row(self, message: WindowTable.RowOpened) -> None:
        row = self.table.row_at(message.row)
        if row:
            self._opens_item = self._is_opening
            self.open_case(row.case_id, row.item_no)

    @on(CaseRead)
    def _show_case(self, message: CaseRead) -> None:
        if self._is_opening and self.app.screen is self:
            from imr_tui.tui.screens.case import CaseScreen

            self.app.push_screen(CaseScreen(message.case, message.item_no, self.sought, self._opens_item, self._spot))
        self.open_none()

    @property
    def _spot(self) -> ResultSpot | None:
        row = self.table.row_at(self.table.cursor)
        return ResultSpot(row.item_id, self.table.cursor + 1, self.table.total) if row else None
