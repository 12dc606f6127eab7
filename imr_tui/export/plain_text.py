"""A case or an item as plain text, for a terminal, a pager or a clipboard: safe to show, wrapped."""

import textwrap
from collections.abc import Mapping
from typing import Any

from imr_tui.corpus.cases import Case
from imr_tui.export.formats import to_text
from imr_tui.terminal_text import clean, clean_line

WIDTH = 80
FACTS = {
    "case_number": "Case number", "outcome": "Outcome", "priority": "Priority", "injury_date": "Date of injury",
    "ur_denial_date": "UR denial", "received_date": "Application received", "assigned_date": "Assigned",
    "decision_date": "Decided", "patient_age": "Age", "patient_gender": "Gender", "licensure_states": "Licensed in",
    "specialties": "Specialty", "generation": "Generation", "source_path": "Letter", "problems": "Problems",
}  # fmt: skip
TEXTS = {
    "claims_guideline": "Claims administrator",
    "maximus_guideline": "Reviewer",
    "rationale": "Rationale",
}
NOT_FOUND = "not found in the letter"

Item = Mapping[str, Any]


def case_text(case: Case) -> str:
    """Return a case as text: facts, clinical summary, items with their rationales."""
    lines = [clean_line(case.facts["case_id"]), ""]
    lines += [_fact(label, case.facts[name]) for name, label in FACTS.items() if case.facts[name] not in (None, [])]
    if case.facts["clinical_summary"]:
        lines += ["", "Clinical case summary", *_wrapped(case.facts["clinical_summary"])]
    for item in case.items:
        lines += ["", f"{item['item_no']}. {clean_line(item['title'])}: {item['decision']}"]
        lines += [f"   {_kind(item)}", *_texts(item)]
    return "\n".join(lines) + "\n"


def item_text(case: Case, item: Item) -> str:
    """Return an item as text: title, decision, citation line, guidelines and rationale."""
    lines = [f"{clean_line(item['title'])}: {item['decision']}", citation_line(case, item)]
    return "\n".join([*lines, _kind(item), *_texts(item)]) + "\n"


def rationale_text(item: Item) -> str:
    """Return the rationale as one piece of text, empty if the letter has none."""
    return clean(item["rationale"] or "")


def citation_line(case: Case, item: Item) -> str:
    """Return what to cite an item by: `IMR CM15-0012345, item 2, Upheld, 2015-05-06`, the date where it is known."""
    return cited(case.facts["case_id"], item["item_no"], item["decision"], case.facts["decision_date"])


def cited(case_id: str, item_no: int, decision: str, decided: object) -> str:
    """Return the citation line of an item by its facts."""
    return clean_line(", ".join(filter(None, (f"IMR {case_id}", f"item {item_no}", decision, to_text(decided)))))


def _kind(item: Item) -> str:
    return clean_line(f"{item['item_type']} · {item['item_subtype']}")


def _texts(item: Item) -> list[str]:
    lines = []
    for name, label in TEXTS.items():
        lines += ["", f"   {label}", *_wrapped(item[name] or NOT_FOUND)]
    return lines


def _fact(label: str, value: Any) -> str:
    return f"{label:<22}{clean_line(to_text(value))}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(clean_line(text), WIDTH, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
