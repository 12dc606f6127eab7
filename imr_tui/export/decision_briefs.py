"""Items as Markdown to hand on: quotes with their case numbers, grouped by decision."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TextIO

from imr_tui.export.markdown import NO_RATIONALE, as_text
from imr_tui.export.plain_text import cited
from imr_tui.terminal_text import counted


class Quote(NamedTuple):
    """What a brief says of an item."""

    case_id: str
    item_no: int
    title: str
    decision: str
    decision_date: date | None
    rationale: str | None


def write_brief(title: str, counts: Mapping[str, int], quotes: Iterable[Quote], out: TextIO) -> None:
    """Write a section a decision; `quotes` come with those of one decision together, `counts` are theirs."""
    out.write(f"# {as_text(title)}\n\n")
    decided = ", ".join(f"{number:,} {decision.lower()}" for decision, number in counts.items())
    out.write(f"{counted(sum(counts.values()), 'item')}{f': {decided}' if decided else ''}\n")
    last = None
    for quote in quotes:
        if quote.decision != last:
            out.write(f"\n## {quote.decision} ({counts[quote.decision]:,})\n")
            last = quote.decision
        citation = cited(quote.case_id, quote.item_no, quote.decision, quote.decision_date)
        out.write(f"\n### {as_text(quote.title)}\n\n> {as_text(quote.rationale or NO_RATIONALE)}\n>\n")
        out.write(f"> \N{EM DASH} {as_text(citation)}\n")
