"""What to copy of an item: one more key."""

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from imr_tui.corpus.cases import Case
from imr_tui.errors import ImrError
from imr_tui.export.output import file_stem, new_file, unused
from imr_tui.export.plain_text import citation_line, item_text, rationale_text
from imr_tui.terminal_text import clean_line
from imr_tui.tui import clipboard
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM

KINDS = {"citation": "citation line", "rationale": "rationale", "item": "whole item"}
FILE_HINT = "Start imr-tui in a folder that you may write to, or export by e, which asks for a file name."


class CopyMenu(ModalScreen[None]):
    """A few lines at the bottom: `c`, `r` or `i` copies and closes; `w` before writes a file instead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c", "copy('citation')", "Citation line", id="copy.citation", tooltip="Copy a line to cite the item by."
        ),
        Binding("r", "copy('rationale')", "Rationale", id="copy.rationale", tooltip="Copy the rationale."),
        Binding(
            "i", "copy('item')", "Whole item", id="copy.item", tooltip="Copy title, decision, guidelines and rationale."
        ),
        Binding(
            "w",
            "switch",
            "To a file, or the clipboard",
            id="copy.switch",
            tooltip="Write what is chosen next to a file.",
        ),
        Binding("escape,q,y", "dismiss", "Close", key_display="esc", id="copy.close", tooltip="Close the menu."),
    ]

    def __init__(self, case: Case, item_no: int) -> None:
        """Offer the item numbered `item_no` of `case`."""
        super().__init__()
        item = next(item for item in case.items if item["item_no"] == item_no)
        self._stem = f"{case.facts['case_id']}-item-{item_no}"
        self._title = f"{case.facts['case_id']}, item {item_no}"
        self._texts = {
            "citation": citation_line(case, item),
            "rationale": rationale_text(item),
            "item": item_text(case, item),
        }
        self._is_to_file = False

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        yield Static(id="menu")

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def _show(self) -> None:
        verb, other = ("Write", "copy it") if self._is_to_file else ("Copy", "write a file")
        notes = {
            "citation": self._texts["citation"],
            "rationale": f"{len(self._texts['rationale']):,} characters",
            "item": "with its citation line, guidelines and rationale",
        }
        lines = [
            Content.assemble((kind[0], "bold"), f"  {label:<15}", (notes[kind], DIM)) for kind, label in KINDS.items()
        ]
        title = Content.assemble((f"{verb} of {clean_line(self._title)}", "bold"))
        last = Content.assemble(("w", "bold"), f"  {other} instead", ("   esc closes", DIM))
        self.query_one("#menu", Static).update(Content("\n").join((title, *lines, last)))

    def action_switch(self) -> None:
        """Write to a file instead of copying, or the other way round."""
        self._is_to_file = not self._is_to_file
        self._show()

    async def action_copy(self, kind: str) -> None:
        """Copy or write one of the texts, and say where to."""
        text = self._texts[kind]
        if not text:
            self.notify("The letter has no rationale for this item.", markup=False)
            return
        try:
            place = self._write(kind) if self._is_to_file else await asyncio.to_thread(clipboard.copy, self.app, text)
        except ImrError as error:
            self.app.switch_screen(TextModal.of_error(error))
            return
        verb = "Wrote" if self._is_to_file else "Copied"
        self.app.notify(clean_line(f"{verb} the {KINDS[kind]} ({len(text):,} characters) to {place}."), markup=False)
        self.dismiss()

    def _write(self, kind: str) -> str:
        path = unused(Path(f"{file_stem(self._stem)}-{kind}.txt").absolute())
        with new_file(path, replaces=False, hint=FILE_HINT) as building:
            building.write_text(self._texts[kind].rstrip("\n") + "\n", encoding="utf-8")
        return f"{path.name} in {path.parent}"
