"""Cases as Markdown to read: facts, then each item with its decision and rationale."""

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from imr_tui.export.formats import to_text
from imr_tui.export.markdown import NO_RATIONALE, as_text

FACTS = {
    "decision_date": "Decided",
    "injury_date": "Injured",
    "outcome": "Outcome",
    "specialties": "Reviewer",
    "licensure_states": "Licensed in",
}


def write_briefs(cases: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write a section a case."""
    for case in cases:
        out.write(f"# {as_text(case['case_id'])}\n\n")
        facts = (f"{label}: {as_text(to_text(case[name]))}" for name, label in FACTS.items() if case[name])
        out.write(f"{' · '.join(facts)}\n\n")
        if case["problems"]:
            out.write(f"Problems: {as_text(to_text(case['problems']))}\n\n")
        if case["clinical_summary"]:
            out.write(f"{as_text(case['clinical_summary'])}\n\n")
        for item in case["items"]:
            _write_item(item, out)


def _write_item(item: Mapping[str, Any], out: TextIO) -> None:
    out.write(f"## {item['item_no']}. {as_text(item['title'])}: {item['decision']}\n\n")
    out.write(as_text(f"{item['item_type']} · {item['item_subtype']}") + "\n\n")
    out.write(f"> {as_text(item['rationale'] or NO_RATIONALE)}\n\n")
