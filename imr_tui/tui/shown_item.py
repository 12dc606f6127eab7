"""What stands above an item's rationale: title, decision, both guidelines, the reviewer."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.content import Content

from imr_tui.corpus.cases import Case
from imr_tui.marks.annotation import Annotation
from imr_tui.search.passages import Sought, find_matches
from imr_tui.terminal_text import clean_line
from imr_tui.tui.marking import described
from imr_tui.tui.shown import DIM, at_both_ends, decision_content, labelled, with_matches

PARTIES = {"claims_administrator": "Claims administrator", "reviewer": "Reviewer"}
SHORT_PARTIES = {"claims_administrator": "Claims", "reviewer": "Reviewer"}
GUIDELINES = {"claims_administrator": "claims_guideline", "reviewer": "maximus_guideline"}
LABEL_WIDTH = 22
SHORT_LABEL_WIDTH = 10
LEAST_FOR_LONG_LABELS = 64
NOT_FOUND = "not found in the letter"


def item_content(case: Case, index: int, sought: Sought, width: int, said: Annotation) -> Content:
    """Return what is known of the item at `index` of `case`, but for its rationale, in lines of `width` cells.

    With what the analyst `said` of it.
    """
    item = case.items[index]
    is_wide = width >= LEAST_FOR_LONG_LABELS
    indent = LABEL_WIDTH if is_wide else SHORT_LABEL_WIDTH
    title = clean_line(item["title"])
    lines = [
        at_both_ends(
            with_matches(title, find_matches(title, sought)).stylize_before("bold"),
            decision_content(item["decision"], is_loud=True),
            width,
        ),
        _kind(case, item, width),
    ]
    if marked := described(said):
        lines.append(Content(clean_line(marked)))
    if said.note:
        lines.append(labelled("Note", said.note, indent, width))
    lines.append(Content(""))
    for party, label in (PARTIES if is_wide else SHORT_PARTIES).items():
        lines.append(labelled(label, item[GUIDELINES[party]] or NOT_FOUND, indent, width, sought))
        if cited := cited_line(case.cited(item["item_id"], party)):
            lines.append(labelled("", cited, indent, width).stylize_before(DIM))
    if reviewer := reviewer_line(case.facts):
        lines.append(labelled("", reviewer, indent, width).stylize_before(DIM))
    return Content("\n").join(lines)


def _kind(case: Case, item: Mapping[str, Any], width: int) -> Content:
    kind = Content.styled(clean_line(f"{item['item_type']} · {item['item_subtype']}"), DIM)
    day = case.facts["decision_date"]
    decided = Content.styled(f"decided {day}" if day else "no date of decision", DIM)
    if kind.cell_length + decided.cell_length + 2 <= width:
        return at_both_ends(kind, decided, width)
    return Content("\n").join((kind, decided))


def cited_line(citations: Sequence[Mapping[str, Any]]) -> str:
    """Return what is cited, and where: `cites MTUS p. 41, 63-66 · ODG`; empty if nothing is."""
    pages: dict[str, list[str]] = {}
    for citation in citations:
        known = pages.setdefault(citation["source"], [])
        known += [citation["pages"]] if citation["pages"] and citation["pages"] not in known else []
    told = [f"{source} p. {', '.join(found)}" if found else source for source, found in pages.items()]
    return f"cites {' · '.join(told)}" if told else ""


def reviewer_line(facts: Mapping[str, Any]) -> str:
    """Return a case's expert reviewer: specialties, and where licensed."""
    states = ", ".join(facts["licensure_states"] or ())
    return " · ".join(filter(None, (", ".join(facts["specialties"] or ()), f"licensed in {states}" if states else "")))
