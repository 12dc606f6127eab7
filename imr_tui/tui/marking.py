"""The screens' way to the analyst's marks: changes them in a background thread, one after the other."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from imr_tui.errors import ImrError, unexpected
from imr_tui.marks.annotation import NOTHING, Annotation

if TYPE_CHECKING:
    from imr_tui.corpus.results import Results
    from imr_tui.marks.corpus_marks import CorpusMarks
    from imr_tui.marks.store import Choose, Step
    from imr_tui.search.fields import Fields

MOST_STEPS = 200
"""That can be taken back."""
TELLS_PROGRESS = 2_000
"""Items of which to change takes so long that it is told before."""


@dataclass
class MarksChanged(Message):
    """Something else is said of items than before."""

    told: str = ""
    """What was done, in a word or two; empty if another session did it."""


@dataclass
class MarksTold(Message):
    """Nothing was changed, and why; or not yet."""

    told: str
    error: ImrError | None = None
    is_begun: bool = False
    """Whether the change is being made, and told later."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The items that are to be marked: some, or all results but some."""

    item_ids: frozenset[str]
    all_of: "Results | None" = None
    """Then `item_ids` are those that are left out."""

    @property
    def count(self) -> int:
        """How many they are."""
        return self.all_of.total - len(self.item_ids) if self.all_of else len(self.item_ids)

    def docs(self, marks: "CorpusMarks") -> Sequence[int]:
        """Return their numbers in the snapshot."""
        named = marks.docs_of(self.item_ids)
        if self.all_of is None:
            return named
        left_out = set(named)
        docs: list[int] = self.all_of.docs(self.all_of.total).tolist()
        return [doc for doc in docs if doc not in left_out]


class Marker:
    """What is said of items, and the steps that can be taken back. Answers by messages."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        """Answer by `post`, from another thread."""
        self._post = post
        self._marks: CorpusMarks | None = None
        self._steps: list[Step] = []
        self._waiting: list[Callable[[CorpusMarks], Message | None]] = []
        """For the letters to be read."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="marks")

    def attach(self, marks: "CorpusMarks") -> None:
        """Take the marks of the snapshot that is shown from now on."""
        self._marks = marks
        self._submit(lambda marks: MarksChanged() if marks.refresh() else None)
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            self._submit(work)

    def look(self) -> None:
        """See whether another session changed something."""
        if self._marks:
            self._submit(lambda marks: MarksChanged() if marks.refresh() else None, is_told=False)

    def said_of(self, item_id: str) -> Annotation:
        """Return what is said of an item."""
        return self._marks.of_item(item_id) if self._marks else NOTHING

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags in use."""
        return self._marks.tags if self._marks else ()

    def cycle(self, targets: Targets) -> None:
        """Give items the mark that follows the one they have."""
        self._change(targets, lambda marks, docs: marks.cycle(docs), _told_mark)

    def alter(self, targets: Targets, choose: "Choose", told: str) -> None:
        """Change what is said of items."""
        self._change(targets, lambda marks, docs: marks.alter(docs, choose), lambda step: told)

    def undo(self) -> None:
        """Take the last step back."""

        def work(marks: "CorpusMarks") -> Message:
            if not self._steps:
                return MarksTold("nothing to undo")
            undone = marks.undo(self._steps[-1])
            self._steps.pop()
            others = f", {undone.untouched:,} changed by another session since" if undone.untouched else ""
            return MarksChanged(_of_several("undone", len(undone.after)) + others)

        self._submit(work)

    def close(self) -> None:
        """Finish what was asked for."""
        self._thread.shutdown()

    def _change(
        self, targets: Targets, make: "Callable[[CorpusMarks, Sequence[int]], Step]", tell: "Callable[[Step], str]"
    ) -> None:
        def work(marks: "CorpusMarks") -> Message:
            if targets.count > TELLS_PROGRESS:
                self._post(MarksTold(f"changing {targets.count:,}…", is_begun=True))
            step = make(marks, targets.docs(marks))
            if not step.after:
                return MarksTold("no change")
            self._steps = [*self._steps, step][-MOST_STEPS:]
            return MarksChanged(_of_several(tell(step), len(step.after)))

        self._submit(work)

    def _submit(self, work: "Callable[[CorpusMarks], Message | None]", is_told: bool = True) -> None:
        marks = self._marks
        if marks is None:
            self._waiting.append(work)
        else:
            self._thread.submit(self._guarded, marks, work, is_told)

    def _guarded(self, marks: "CorpusMarks", work: "Callable[[CorpusMarks], Message | None]", is_told: bool) -> None:
        try:
            message = work(marks)
        except Exception as error:
            known = error if isinstance(error, ImrError) else unexpected(error)
            message = MarksTold("not marked", known) if is_told else None
        if message:
            self._post(message)


def readable_fields(marks: "CorpusMarks") -> "Fields":
    """Return the fields that marks give to a search; none if the file cannot be read, which is told elsewhere."""
    try:
        return marks.fields()
    except ImrError:
        return {}


def _told_mark(step: "Step") -> str:
    mark = next(iter(step.after.values())).mark
    return MARK_NAMES[mark] if mark else "no mark"


def _of_several(told: str, count: int) -> str:
    return told if count == 1 else f"{count:,} {told}"


MARK_NAMES = {"relevant": "relevant", "not": "not relevant", "later": "later"}


def described(said: Annotation) -> str:
    """Say mark and tags in a line: `★ relevant #prn #weak`."""
    mark = f"{'★ ' if said.mark == 'relevant' else ''}{MARK_NAMES[said.mark]}" if said.mark else ""
    return " ".join(filter(None, (mark, *(f"#{tag}" for tag in said.tags))))


def abbreviated(said: Annotation) -> str:
    """Say the same in two cells: `R`, `N` or `L`, and `#` if there are tags, or a note."""
    return f"{said.mark[0].upper() if said.mark else ' '}{'#' if said.tags or said.note else ''}"
