"""The disputed items of a case: titles, decisions, guidelines and rationales."""

from random import Random

from benchmarks.synthetic.case import Case
from benchmarks.synthetic.grammar import Draw, Facts, pick
from benchmarks.synthetic.kinds import Kind, kinds
from benchmarks.synthetic.typos import Typist
from benchmarks.synthetic.vocabulary import prose
from imr_tui.letters.model import Decision, DisputedItem, Generation

MOST_ITEMS = 10
ONE_MORE = 0.56
"""How probable another item is: 2.2 items a letter."""
LENIENT = 0.2
"""Share of letters that overturn half of their items; of the others 2.5 percent are overturned: 12 percent of all."""
RETRO = 0.04
SHOUTED = 0.03
"""Share of titles in capitals."""
NO_PAGES = 0.3
"""Share of guidelines that are cited without pages."""


CLAIMS_UNTOLD = 0.6
"""Share of the letters of generation C that do not say what the claims administrator relied on."""
MIDDLE = (("stock", 0.8), ("apply", 0.7), ("sample", 0.6), ("apply", 0.4), ("stock", 0.25))
"""What more a rationale says, and in which share of them."""


def draw_items(case: Case, random: Random, typist: Typist) -> tuple[DisputedItem, ...]:
    """Return 1 to `MOST_ITEMS` items, no two of one title."""
    draw = random.random
    overturned = 0.5 if draw() < LENIENT else 0.025
    titles: set[str] = set()
    items: list[DisputedItem] = []
    while not items or (len(items) < MOST_ITEMS and draw() < ONE_MORE):
        kind = pick(kinds(), draw)
        facts = case.facts | {"drug": pick(kind.drugs, draw)} if kind.drugs else case.facts
        title = typist.type(_title(kind, facts, draw))
        if title.casefold() in titles:
            continue
        titles.add(title.casefold())
        decision = Decision.OVERTURNED if draw() < overturned else Decision.UPHELD
        items.append(_item(len(items) + 1, title, decision, kind, case, facts, draw, typist))
    return tuple(items)


def _title(kind: Kind, facts: Facts, draw: Draw) -> str:
    grammar = prose()
    title = grammar.fill(pick(kind.titles, draw), facts, draw)
    if draw() < SHOUTED:
        title = title.upper()
    return grammar.say("retro", {**facts, "title": title}, draw) if draw() < RETRO else title


def _item(
    number: int, title: str, decision: Decision, kind: Kind, case: Case, facts: Facts, draw: Draw, typist: Typist
) -> DisputedItem:
    thing = prose().fill(pick(kind.things, draw), facts, draw)
    facts = {**facts, "title": title, "item": title, "thing": thing}
    rationale = typist.type(_rationale(decision, kind, facts, draw))
    claims, maximus = (_guideline(kind, case.generation, facts, draw) for _ in range(2))
    if case.generation is Generation.D or (case.generation is Generation.C and draw() < CLAIMS_UNTOLD):
        return DisputedItem(number, title, decision, kind.item_type, None, maximus, rationale, ())
    if case.generation is Generation.C:
        maximus = f"The Expert Reviewer based his/her decision on {maximus}"
    return DisputedItem(number, title, decision, kind.item_type, claims, maximus, rationale, ())


def _rationale(decision: Decision, kind: Kind, facts: Facts, draw: Draw) -> str:
    """Return a quotation, what all letters say, what is said of this case, and the conclusion."""
    middle = ["sample", "apply", *(section for section, share in MIDDLE if draw() < share)]
    sections = ["quote", *(f"{section} {decision}" for section in (*sorted(middle, key=lambda _: draw()), "conclude"))]
    said = (prose().say(kind.sections.get(section, section), facts, draw) for section in sections)
    return " ".join(dict.fromkeys(said))


def _guideline(kind: Kind, generation: Generation, facts: Facts, draw: Draw) -> str:
    """Return a citation in the words of a generation."""
    cited = prose().fill(pick(kind.guidelines, draw), facts, draw)
    is_of_a = generation is Generation.A
    if draw() >= NO_PAGES:
        first = 1 + int(draw() * draw() * 340)
        last = first + int(draw() * 6)
        pages = str(first) if last == first else f"{first}-{last}"
        cited += f", {'Page(s):' if is_of_a else 'page' if last == first else 'pages'} {pages}"
    if is_of_a:
        return f"Decision based on {cited}."
    return f"the {cited}." if cited.startswith(("O", "MTUS")) else f"the {cited}, which is part of the MTUS."
