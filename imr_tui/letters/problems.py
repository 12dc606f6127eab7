"""What is missing in a letter or could not be read, in words that an analyst understands."""

from collections.abc import Iterator, Sequence

from imr_tui.letters.items.printed import CLAIMS, MAXIMUS, RATIONALE, PrintedItem
from imr_tui.letters.items.titles import concludes
from imr_tui.letters.model import Decision, DisputedItem, Generation, Letter

PARTS = {
    CLAIMS: "claims administrator guideline",
    MAXIMUS: "MAXIMUS guideline",
    RATIONALE: "decision rationale",
}
NOT_IN_FORM: dict[Generation | None, tuple[str, ...]] = {Generation.C: (CLAIMS,), Generation.D: (CLAIMS,)}
"""Parts that the forms of a generation need not print."""
LONGEST_QUOTE = 60


def find_problems(letter: Letter, printed: Sequence[PrintedItem]) -> tuple[str, ...]:
    """Return the problems of a letter, of which `printed` are the items as they were found."""
    problems = [*letter.header.problems, *_missing_facts(letter)]
    for item in printed:
        problems += _item_problems(letter.generation, item)
    if letter.items:
        problems += _repeated(letter)
        problems += _break_off(letter.items[-1])
    problems += [f"not read, it belongs to no part of the letter: {_quoted(text)}" for text in letter.unread]
    return tuple(problems)


def _missing_facts(letter: Letter) -> Iterator[str]:
    if not letter.reviewer.licensure_states:
        yield "no state of licensure found"
    if not letter.reviewer.specialties:
        yield "no specialty of the reviewer found"
    if letter.clinical_summary is None:
        yield "no clinical summary found"
    if not letter.items:
        yield "no disputed item found"
    if _may_lack_rationales(letter):
        yield "one rationale for all items, and the letter's end is missing"
    injured, decided = letter.header.injury_date or letter.patient.injury_date, letter.header.decision_date
    if injured and decided and injured > decided:
        yield f"the date of injury, {injured}, is after the decision, {decided}"


def _may_lack_rationales(letter: Letter) -> bool:
    """Tell whether the one rationale of a letter of generation D may be only the first of those it had."""
    is_shared = (
        letter.generation is Generation.D and len(letter.items) > 1 and len({i.rationale for i in letter.items}) == 1
    )
    return is_shared and not letter.reviewer.specialties


def _item_problems(generation: Generation | None, item: PrintedItem) -> Iterator[str]:
    not_printed = NOT_IN_FORM.get(generation, ())
    missing = [words for part, words in PARTS.items() if part not in item.parts and part not in not_printed]
    if item.decision is Decision.UNCLEAR and not any("decision" in problem for problem in item.problems):
        missing.append("decision")
    if item.title.start == item.title.end:
        missing.append("title")
    for words in missing:
        yield f"item {item.number}: no {words} found"
    for problem in item.problems:
        yield f"item {item.number}: {problem}"


def _repeated(letter: Letter) -> Iterator[str]:
    """Tell which items are printed again, word for word: a page may stand twice in the file."""
    if len(letter.items) < 2:
        return
    seen: dict[object, int] = {}
    for item in letter.items:
        first = seen.setdefault((item.title, item.decision, item.rationale), item.number)
        if first != item.number and item.rationale:
            yield f"item {item.number}: the same as item {first}"


def _break_off(last: DisputedItem) -> Iterator[str]:
    """Tell when a letter's last item ends in the middle of a sentence; a verdict only lacks its full stop."""
    end = last.rationale or "."
    if (end[-1].isalnum() or end[-1] in ",;-") and not concludes(end):
        yield f"item {last.number}: the rationale breaks off: ... {end[-LONGEST_QUOTE // 2 :].lstrip()}"


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()} ..."
