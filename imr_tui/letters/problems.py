"""What is missing in a letter or could not be read, in words that an analyst understands."""

from collections.abc import Iterator, Sequence

from imr_tui.letters.items.printed import CLAIMS, MAXIMUS, RATIONALE, PrintedItem
from imr_tui.letters.items.titles import concludes
from imr_tui.letters.model import Decision, Generation, Letter

PARTS = {
    CLAIMS: "claims administrator guideline",
    MAXIMUS: "MAXIMUS guideline",
    RATIONALE: "decision rationale",
}
NOT_IN_FORM = {Generation.C: (CLAIMS,), Generation.D: (CLAIMS,)}
"""Parts that the forms of a generation need not print."""
LONGEST_QUOTE = 60


def find_problems(letter: Letter, printed: Sequence[PrintedItem]) -> tuple[str, ...]:
    """Return the problems of a letter, of which `printed` are the items as they were found."""
    return (
        *letter.header.problems,
        *_missing_facts(letter),
        *(problem for item in printed for problem in _item_problems(letter.generation, item)),
        *_repeated(letter),
        *_break_off(letter),
        *(f"not read, it belongs to no part of the letter: {_quoted(text)}" for text in letter.unread),
    )


def _missing_facts(letter: Letter) -> Iterator[str]:
    checks = {
        "no state of licensure found": not letter.reviewer.licensure_states,
        "no specialty of the reviewer found": not letter.reviewer.specialties,
        "no clinical summary found": letter.clinical_summary is None,
        "no disputed item found": not letter.items,
        "one rationale for all items, and the letter's end is missing": _may_lack_rationales(letter),
    }
    yield from (problem for problem, is_so in checks.items() if is_so)
    injured, decided = letter.header.injury_date or letter.patient.injury_date, letter.header.decision_date
    if injured and decided and injured > decided:
        yield f"the date of injury, {injured}, is after the decision, {decided}"


def _may_lack_rationales(letter: Letter) -> bool:
    """Tell whether the one rationale of a letter of generation D may be only the first of those it had."""
    is_shared = (
        letter.generation is Generation.D and len(letter.items) > 1 and len({i.rationale for i in letter.items}) == 1
    )
    return is_shared and not letter.reviewer.specialties


def _item_problems(generation: Generation, item: PrintedItem) -> Iterator[str]:
    needed = (part for part in PARTS if part not in NOT_IN_FORM.get(generation, ()))
    missing = [PARTS[part] for part in needed if part not in item.parts]
    if item.decision is Decision.UNCLEAR and not any("decision" in problem for problem in item.problems):
        missing.append("decision")
    if item.title.start == item.title.end:
        missing.append("title")
    yield from (f"item {item.number}: no {words} found" for words in missing)
    yield from (f"item {item.number}: {problem}" for problem in item.problems)


def _repeated(letter: Letter) -> Iterator[str]:
    """Tell which items are printed again, word for word: a page may stand twice in the file."""
    seen: dict[object, int] = {}
    for item in letter.items:
        first = seen.setdefault((item.title, item.decision, item.rationale), item.number)
        if first != item.number and item.rationale:
            yield f"item {item.number}: the same as item {first}"


def _break_off(letter: Letter) -> Iterator[str]:
    """Tell when the letter ends in the middle of a sentence; a verdict only lacks its full stop."""
    end = (letter.items[-1].rationale or "") if letter.items else ""
    if end and (end[-1].isalnum() or end[-1] in ",;-") and not concludes(end):
        yield f"item {letter.items[-1].number}: the rationale breaks off: ... {end[-LONGEST_QUOTE // 2 :].lstrip()}"


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()} ..."
