"""`imr-tui show`."""

import textwrap
from typing import TYPE_CHECKING, Any

import click

from imr_tui.cli.corpus import open_corpus
from imr_tui.cli.options import corpus_options, format_option, settings_of
from imr_tui.terminal_text import clean_line

if TYPE_CHECKING:
    from imr_tui.corpus.cases import Case

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


@click.command()
@click.argument("case_id", metavar="CASE")
@format_option("text", "json")
@corpus_options()
@click.pass_context
def show(context: click.Context, case_id: str, kind: str) -> None:
    """Show a case: facts, clinical summary, items with their rationales."""
    from imr_tui.corpus.cases import read_case
    from imr_tui.export import open_output
    from imr_tui.export.formats import to_json

    with open_corpus(settings_of(context)) as corpus:
        case = read_case(corpus.cursor(), case_id)
    if kind == "json":
        with open_output(None) as out:
            out.write(to_json({**case.facts, "items": [dict(item) for item in case.items]}, indent=2) + "\n")
    else:
        click.echo("\n".join(_lines(case)))


def _lines(case: "Case") -> list[str]:
    lines = [case.facts["case_id"], ""]
    lines += [_fact(label, case.facts[name]) for name, label in FACTS.items() if case.facts[name] not in (None, [])]
    if case.facts["clinical_summary"]:
        lines += ["", "Clinical case summary", *_wrapped(case.facts["clinical_summary"])]
    for item in case.items:
        lines += ["", f"{item['item_no']}. {clean_line(item['title'])}: {item['decision']}"]
        lines += [f"   {item['item_type']} · {item['item_subtype']}"]
        for name, label in TEXTS.items():
            lines += ["", f"   {label}", *_wrapped(item[name] or "not found in the letter")]
    return lines


def _fact(label: str, value: Any) -> str:
    from imr_tui.export.formats import to_text

    return f"{label:<22}{clean_line(to_text(value))}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(clean_line(text), WIDTH, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
