"""What every screen that stands on an item offers: to mark it, to tag it, to note something."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from imr_tui.marks.annotation import Annotation, parse_note, parse_tags
from imr_tui.terminal_text import counted
from imr_tui.tui.marking import Marker, Targets
from imr_tui.tui.screens.take_away import TakeAwayScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from imr_tui.marks.store import Choose


class MarkingScreen(TakeAwayScreen):
    """A screen that stands on an item, or several, of which something may be said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "m", "mark", "Mark", show=False, id="marks.mark",
            tooltip="Mark as relevant; again: not relevant, later, no mark.",
        ),
        Binding("t", "tag", "Tags", show=False, id="marks.tag", tooltip="Change the tags, `#prn #weak`."),
        Binding("a", "note", "Note", show=False, id="marks.note", tooltip="Change the note."),
        Binding(
            "u", "undo_mark", "Undo a mark", show=False, id="marks.undo",
            tooltip="Take the last mark, tag or note back; again: the one before.",
        ),
    ]  # fmt: skip

    @property
    def marker(self) -> Marker:
        """What is said of items."""
        return self._explorer_app.marker

    @property
    def targets(self) -> Targets | None:
        """The items that are meant, if any."""
        return Targets(frozenset((f"{self.place.case_id}#{self.place.item_no}",))) if self.place else None

    def show_marks(self, told: str) -> None:
        """Show what is said of the items in sight, and what was done just now."""
        raise NotImplementedError

    def with_targets(self, act: "Callable[[Targets], object]") -> None:
        """Do something with the items that are meant, if there are any."""
        self.when_ready(lambda: act(self.targets) if self.targets else None)

    def action_mark(self) -> None:
        """Give the items the mark that follows the one they have."""
        self.with_targets(self.marker.cycle)

    def action_undo_mark(self) -> None:
        """Take back what was said last."""
        self.marker.undo()

    def action_tag(self) -> None:
        """Ask for the tags."""
        self.with_targets(self._ask_for_tags)

    def action_note(self) -> None:
        """Ask for the note."""
        self.with_targets(self._ask_for_note)

    def _ask_for_tags(self, targets: Targets) -> None:
        from imr_tui.tui.screens.mark_prompt import MarkPrompt

        said, known = self._said(targets), self.marker.tags
        shown = set[str].intersection(*(set(one.tags) for one in said)) if said else set[str]()

        def keep(text: str | None) -> None:
            if text is not None:
                wanted = set(parse_tags(text, known))
                self.marker.alter(targets, retagged(wanted - shown, shown - wanted), "tagged")

        line = "".join(f"#{tag} " for tag in sorted(shown))
        self.app.push_screen(MarkPrompt(_title("Tags", targets), line, known), keep)

    def _ask_for_note(self, targets: Targets) -> None:
        from imr_tui.tui.screens.mark_prompt import MarkPrompt

        notes = {one.note for one in self._said(targets)}
        others = f", replaces {counted(len(notes - {''}), 'note')}" if len(notes) > 1 else ""

        def keep(text: str | None) -> None:
            if text is not None:
                note = parse_note(text)
                self.marker.alter(targets, lambda _: lambda said: replace(said, note=note), "noted")

        shown = notes.pop() if len(notes) == 1 else ""
        self.app.push_screen(MarkPrompt(_title("Note", targets) + others, shown), keep)

    def _said(self, targets: Targets) -> "Collection[Annotation]":
        """Return what is said of some items; of all results, nothing in common."""
        return [] if targets.all_of else [self.marker.said_of(item_id) for item_id in targets.item_ids]


def retagged(added: set[str], removed: set[str]) -> "Choose":
    """Return what adds tags and removes others, and leaves alone those that were not seen."""
    return lambda _: lambda said: replace(said, tags=tuple(sorted({*said.tags, *added} - removed)))


def _title(what: str, targets: Targets) -> str:
    return what if targets.count == 1 else f"{what} of {targets.count:,}"
