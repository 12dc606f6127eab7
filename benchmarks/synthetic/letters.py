"""Letters of a synthetic corpus: what each means, and the file that says it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import NamedTuple

from benchmarks.synthetic.case import Case, draw_case
from benchmarks.synthetic.forms import paragraphs
from benchmarks.synthetic.grammar import Draw
from benchmarks.synthetic.items import draw_items
from benchmarks.synthetic.page import draw_page
from benchmarks.synthetic.typos import Typist
from benchmarks.synthetic.vocabulary import prose
from imr_tui.letters.model import Generation, Header, Letter, Patient, Reviewer

HEADLESS = 0.12
"""Share of letters of generation A that were extracted without their header."""
DOCUMENTS_IN_A = 0.15
SUMMARY = (
    ("history", 1.0), ("history", 1.0), ("study", 0.7), ("medication", 0.8), ("visit", 1.0), ("sample summary", 0.7),
    ("exam", 1.0), ("study", 0.25), ("sample summary", 0.4), ("exam", 0.4), ("plan", 1.0), ("plan", 0.4),
)  # fmt: skip
"""The sections of a clinical summary below its opening, and in which share of them each stands."""


class SyntheticLetter(NamedTuple):
    """A letter of the corpus."""

    case_number: str
    decided: date
    meant: Letter
    """What a reader should find in it; no citations."""
    data: bytes
    """The file."""


def synthetic_letter(number: int, seed: int) -> SyntheticLetter:
    """Return letter `number` of the corpus of `seed`: always the same, whatever the size of the corpus."""
    random = Random(f"{seed}/{number}")
    case = draw_case(number, random)
    draw = random.random
    case_number = case.header.case_number or ""
    page = draw_page(case_number, draw)
    meant = _meant(case, random)
    return SyntheticLetter(case_number, case.decided, meant, page.print(paragraphs(meant, case, draw)))


def _meant(case: Case, random: Random) -> Letter:
    typist = Typist(random.random)
    items = draw_items(case, random, typist)
    summary = " ".join(_summary(case, items[0].title, typist, random.random))
    documents = None
    if case.generation is not Generation.A or random.random() < DOCUMENTS_IN_A:
        documents = prose().say("documents", case.facts, random.random)
    return Letter(
        case.generation,
        _printed(case.header, case.generation, random.random),
        Reviewer(case.licensure_states, case.specialties),
        Patient(case.age, case.gender, case.header.injury_date),
        summary,
        documents,
        items,
        (),
    )


def _summary(case: Case, disputed: str, typist: Typist, draw: Draw) -> Iterator[str]:
    """Yield the sentences of the clinical summary; the first one, with age, gender and date of injury, has no typo."""
    facts = {**case.facts, "thing": disputed}
    yield prose().say("opening", facts, draw)
    said: set[str] = set()
    for section, share in SUMMARY:
        if draw() < share and (sentence := typist.type(prose().say(section, facts, draw))) not in said:
            said.add(sentence)
            yield sentence


def _printed(header: Header, generation: Generation, draw: Draw) -> Header:
    """Return the facts that a letter of this generation prints above its first heading."""
    if generation is Generation.A:
        return Header() if draw() < HEADLESS else header
    if generation is Generation.C:
        return replace(header, priority=None)
    return replace(header, priority=None, assigned_date=None)
