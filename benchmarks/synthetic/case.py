"""The facts of a case: who was injured and when, who decides it, and in which generation of forms."""

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from math import exp
from random import Random

from benchmarks.synthetic.grammar import deck, pick, read_sections
from benchmarks.synthetic.rare_words import PRODUCTS, SURNAMES, TERMS
from benchmarks.synthetic.vocabulary import DATA
from imr_tui.letters.model import Generation, Header

YEARS = range(2013, 2021)
LETTERS_A_YEAR = (12, 24, 27, 29, 28, 19, 15, 12)
"""In proportion; 2013 had only begun to decide."""
FORMS = (
    (date(2013, 5, 15), "DDDDDDDDDC"),
    (date(2013, 11, 1), "CCCCCCCCDB"),
    (date(2014, 1, 1), "BBBBBBBBCA"),
    (date(2014, 5, 1), "BBBBBBBAAA"),
    (date(2014, 9, 1), "BBAAAAAAAA"),
    (date.max, "A"),
)
"""The generations that were in use up to a day, in proportion."""
UNUSED_NUMBERS, LAST_NUMBER = 1_000_000, 9_999_999
"""The state has never reached a million letters in a year: none of these numbers is a real case's."""
MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip


def slashed(day: date) -> str:
    """Return `3/4/2015`."""
    return f"{day.month}/{day.day}/{day.year}"


def padded(day: date) -> str:
    """Return `03/04/2015`."""
    return f"{day.month:02}/{day.day:02}/{day.year}"


def spelt(day: date) -> str:
    """Return `March 4, 2015`."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


WAYS_TO_WRITE: tuple[Callable[[date], str], ...] = (padded, slashed, padded, slashed, spelt)


@dataclass(frozen=True, slots=True)
class Case:
    """One case, before it is told."""

    generation: Generation
    header: Header
    decided: date
    licensure_states: tuple[str, ...]
    specialties: tuple[str, ...]
    age: int
    gender: str
    facts: dict[str, str]
    """What the slots of wordings stand for in this case."""


def draw_case(number: int, random: Random) -> Case:
    """Return the case with this number of the corpus; every number gets a case number of its own."""
    draw = random.random
    decided = _workday(random)
    # 7,368,787 is a prime: it parts neighbours and repeats no number.
    own = UNUSED_NUMBERS + number * 7_368_787 % (LAST_NUMBER + 1 - UNUSED_NUMBERS)
    denied = decided - timedelta(60 + int(140 * draw()))
    received = denied + timedelta(3 + int(26 * draw()))
    header = Header(
        case_number=f"CM{max(received.year, YEARS[0]) % 100}-{own:07}",
        assigned_date=received + timedelta(2 + int(20 * draw())),
        injury_date=denied - timedelta(int(120 + 700 * exp(random.gauss(0, 1))) % 9000),
        decision_date=decided,
        ur_denial_date=denied,
        received_date=received,
        priority="Expedited" if draw() < 0.02 else "Standard",
    )
    names = _names()
    states = dict.fromkeys(pick(names["state"], draw) for _ in range(pick((1, 1, 1, 2, 2, 3), draw)))
    specialties = dict.fromkeys(pick(names["specialty"], draw) for _ in range(pick((1, 1, 1, 2), draw)))
    age = min(max(int(random.gauss(48, 11)), 18), 84)
    gender = "female" if draw() < 0.46 else "male"
    facts = _facts(random, header) | _worker(age, gender)
    facts |= {"states": _listed(list(states)), "specialties": _listed(list(specialties))}
    generation = Generation(pick(next(used for last, used in FORMS if decided <= last), draw))
    return Case(generation, header, decided, tuple(states), tuple(specialties), age, gender, facts)


def _workday(random: Random) -> date:
    year = YEARS[bisect(_shares(), random.random() * _shares()[-1])]
    day = date(year, 1, 1) + timedelta(int(random.random() * 365))
    return day - timedelta(max(0, day.weekday() - 4)) if day.day > 2 else date(year, day.month, 4 + day.weekday() // 5)


@cache
def _shares() -> Sequence[int]:
    return list(accumulate(LETTERS_A_YEAR))


@cache
def _names() -> dict[str, list[str]]:
    return {name: deck(entries) for name, entries in read_sections(DATA / "names.txt").items()}


def _listed(names: Sequence[str]) -> str:
    """Return `A, B and C`."""
    return " and ".join(name for name in (", ".join(names[:-1]), names[-1]) if name)


def _worker(age: int, gender: str) -> dict[str, str]:
    he, his, him = ("he", "his", "him") if gender == "male" else ("she", "her", "her")
    return {"age": str(age), "gender": gender, "he": he, "He": he.capitalize(), "his": his, "him": him}


def _facts(random: Random, header: Header) -> dict[str, str]:
    draw, names = random.random, _names()
    write = pick(WAYS_TO_WRITE, draw)
    denied, injured = header.ur_denial_date, header.injury_date
    assert denied
    assert injured
    days = {"denied": denied, "injured": injured}
    before = denied
    for name, most in (("served", 20), ("seen", 25), ("seen2", 45), ("imaged", 160), ("operated", 400)):
        before = days[name] = max(injured, before - timedelta(1 + int(most * draw())))
    side = "left" if draw() < 0.48 else "right"
    return {name: write(day) for name, day in days.items()} | {
        "received": write(header.received_date or denied),
        "assigned": write(header.assigned_date or denied),
        "side": side,
        "side_cap": side.capitalize(),
        "part": pick(names["part"], draw),
        "joint": pick(names["joint"], draw),
        "limbs": "lower" if draw() < 0.55 else "upper",
        "surname": SURNAMES.draw(draw),
        "surname2": SURNAMES.draw(draw),
        "clinic": f"{SURNAMES.draw(draw)} {pick(names['clinic'], draw)}",
        "product": PRODUCTS.draw(draw),
        "term": TERMS.draw(draw),
    }
