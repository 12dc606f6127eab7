"""The disputed items of generation C: decided in a list that is printed twice, reasoned one by one below.

The list says `1) MAXIMUS Federal Services, Inc. has determined the request for TITLE is [not] medically necessary and
appropriate.`; the reasons stand under `1) Regarding the request for TITLE:`. An item's decision is what the list says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imr_tui.letters.items.printed import CLAIMS, MAXIMUS, RATIONALE, Named, PrintedItem, label
from imr_tui.letters.items.verdicts import ANOTHER_DECISION, runs_together
from imr_tui.letters.landmarks import BASED, REVIEWER, Landmark
from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import Piece, SourceText

DETERMINED = re.compile(
    r"\s+(?:that\s+)?(?:the\s+)?requests?\s+for\s+(?P<title>\S[^\0]{0,900}?)"
    r"\s+(?:is|are|was|were)\s+(?P<not>not\s+)?medi(?:-\s)?cally\s+necessary"
    r"(?:\s+(?:and|or|/)\s+appropriate)?\s*(?:\.|(?=\n|$))",
    re.IGNORECASE,
)
CLAIMS_BASED = re.compile(rf"The Claims Administrator {BASED}\s+", re.IGNORECASE)
NO_CLAIMS = re.compile(r"(?=The Claims Administrator did not (?:cite|base|rely|provide|reference))", re.IGNORECASE)
REVIEWER_BASED = re.compile(
    rf"(?<=[.)] )(?=(?:The|No|An?|He/she|His/her)\b[^.]{{0,80}}\b{REVIEWER}\b|The {REVIEWER}|The provider\b)",
    re.IGNORECASE,
)
MARKS = ("regarding", "guidelines", "rationale_c")
NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry of the list."""

    number: int | None
    title: Piece
    decision: Decision
    """`Unclear` where its words decide more than one item."""
    found: tuple[Named, ...]


class _Items:
    """The items found so far, by title and by number."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._by_title: dict[str, list[PrintedItem]] = {}
        self._by_number: dict[int | None, PrintedItem] = {}
        self.all: list[PrintedItem] = []

    def add(self, item: PrintedItem) -> PrintedItem:
        self.all.append(item)
        self._by_title.setdefault(self._key(item.title), []).append(item)
        self._by_number.setdefault(item.number, item)
        return item

    def same_as(self, entry: _Listed) -> PrintedItem | None:
        """Return the item that an entry of the list decides: the one of its title, else of its number."""
        same = self._by_title.get(self._key(entry.title), [])
        numbered = (item for item in same if item.number == entry.number)
        return next(numbered, None) or next(iter(same), None) or self._by_number.get(entry.number)

    def _key(self, title: Piece) -> str:
        return NOT_LETTERS.sub("", self._source.words(title)).casefold()


def read_items(source: SourceText, marks: Sequence[Landmark], region: Piece) -> list[PrintedItem]:
    """Return the items of the letter, of which `region` holds the reasons; none of the list is left out."""
    items = _Items(source)
    for reasoned in _reasoned(source, marks, region):
        items.add(reasoned)
    for entry in _listed(source, marks):
        item = items.same_as(entry) or items.add(PrintedItem(entry.number or len(items.all) + 1, entry.title))
        _decide(item, entry)
    ordered = sorted(items.all, key=lambda item: item.number)
    for number, item in enumerate(ordered, 1):
        item.number = number
    return ordered


def _listed(source: SourceText, marks: Sequence[Landmark]) -> Iterator[_Listed]:
    starts = [mark for mark in marks if mark.name == "determined"]
    for number, mark in enumerate(starts):
        stop = starts[number + 1].start if number + 1 < len(starts) else len(source.flat)
        found = DETERMINED.match(source.flat, mark.end, stop)
        if found is None:
            continue
        title = Piece(*found.span("title"))
        line_start = source.starts[mark.line]
        yield _Listed(
            mark.number,
            title,
            _decision(found),
            (
                label(line_start, title.start),
                (*title, "title"),
                (title.end, found.end(), "decision"),
            ),
        )


def _decision(found: re.Match[str]) -> Decision:
    if runs_together(found["title"], "medically necessary"):
        return Decision.UNCLEAR
    return Decision.UPHELD if found["not"] else Decision.OVERTURNED


def _reasoned(source: SourceText, marks: Sequence[Landmark], region: Piece) -> Iterator[PrintedItem]:
    inside = [m for m in marks if m.name in MARKS and region.start <= m.start < region.end]
    starts = [at for at, mark in enumerate(inside) if _starts_item(source, inside, at)]
    for number, at in enumerate(starts):
        stop_at = starts[number + 1] if number + 1 < len(starts) else len(inside)
        stop = source.starts[inside[stop_at].line] if stop_at < len(inside) else region.end
        yield _item(source, inside[at:stop_at], number + 1, stop)


def _starts_item(source: SourceText, marks: Sequence[Landmark], at: int) -> bool:
    """Tell whether a landmark opens an item: rationales start with "Regarding the request for" as well."""
    mark = marks[at]
    if mark.name != "regarding":
        return False
    below = marks[at + 1] if at + 1 < len(marks) else None
    if below and below.name in ("guidelines", "rationale_c"):
        return mark.number is not None or source.flat[mark.end : below.start].rstrip().endswith(":")
    return mark.number is not None


def _item(source: SourceText, marks: Sequence[Landmark], number: int, stop: int) -> PrintedItem:
    head = marks[0]
    ends = [mark.start for mark in marks[1:]] + [stop]
    title = source.trimmed(head.end, ends[0], " \n:")
    item = PrintedItem(head.number or number, title)
    item.found += [label(source.starts[head.line], title.start), label(title.end, ends[0])]
    for mark, end in zip(marks[1:], ends[1:], strict=True):
        _read_part(source, item, mark, end)
    return item


def _read_part(source: SourceText, item: PrintedItem, mark: Landmark, end: int) -> None:
    piece = source.trimmed(mark.end, end)
    if mark.name == "guidelines" and MAXIMUS not in item.parts:
        item.found.append(label(mark.start, mark.end))
        _read_guidelines(source, item, piece)
    elif mark.name == "rationale_c" and RATIONALE not in item.parts:
        item.found.append(label(mark.start, mark.end))
        item.parts[RATIONALE] = piece
    elif item.parts:
        # Words of a label in running text: they belong to the part that they stand in.
        part = list(item.parts)[-1]
        item.parts[part] = Piece(item.parts[part].start, piece.end)


def _read_guidelines(source: SourceText, item: PrintedItem, piece: Piece) -> None:
    """Split what the claims administrator relied on from what the reviewer did, where both are told."""
    text = source.words(piece)
    claims = CLAIMS_BASED.match(text) or NO_CLAIMS.match(text)
    if claims is None:
        item.parts[MAXIMUS] = piece
        return
    found = REVIEWER_BASED.search(text, claims.end())
    split = piece.start + (found.start() if found else len(text))
    item.found.append(label(piece.start, piece.start + claims.end()))
    item.parts[CLAIMS] = source.trimmed(piece.start + claims.end(), split)
    if found:
        item.parts[MAXIMUS] = source.trimmed(split, piece.end)


def _decide(item: PrintedItem, entry: _Listed) -> None:
    is_decided = any(name == "decision" for _, _, name in item.found)
    if is_decided and item.decision is not entry.decision:
        item.decision = Decision.UNCLEAR
        item.problems.append("its decision is printed in two ways")
    elif not is_decided:
        item.decision = entry.decision
        if entry.decision is Decision.UNCLEAR:
            item.problems.append(ANOTHER_DECISION)
    item.found += [found for found in entry.found if found[:2] != item.title]
