"""A small letter to write tests with: only what matters for a test is spelt out in it."""

from imr_tui.letters.model import Letter
from imr_tui.letters.parse import parse_letters

HEAD = """\
HOW THE IMR FINAL DETERMINATION WAS MADE

The Expert Reviewer has the following credentials:
State(s) of Licensure: California, Texas
Certification(s)/Specialty: Orthopedic Surgery

CLINICAL CASE SUMMARY

{summary}

IMR ISSUES, DECISIONS AND RATIONALES

The Final Determination was based on decisions for the disputed items/services set forth below:

"""
SUMMARY = "The injured worker is a 44-year-old male who was injured on 3/4/2013."
REASONS = """\
Claims Administrator guideline: Decision based on MTUS ACOEM.

MAXIMUS guideline: Decision based on MTUS ACOEM Page(s): 12.

Decision rationale: {rationale}

"""
LAST = "The request is not medically necessary."


def item(title: str, decision: str = "Upheld", rationale: str = LAST) -> str:
    """Return an item as printed; `title` may hold line breaks."""
    return f"{title}: {decision}\n\n{REASONS.format(rationale=rationale)}"


def letter(*items: str, summary: str = SUMMARY, header: str = "") -> str:
    """Return a letter of generation A."""
    return f"{header}{HEAD.format(summary=summary)}{''.join(items)}"


def only_letter(text: str) -> Letter:
    """Return the one letter that `text` holds."""
    (found,) = parse_letters(text)
    return found
