"""Guideline lines -> citations."""

import pytest

from imr_tui.letters.citations import find_citations


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines, Opioids Page(s): 74-96.",
            [("MTUS", "Chronic Pain Treatment Guidelines, Opioids", "74-96")],
        ),
        (
            "Decision based on MTUS ACOEM Practice Guidelines, Chapter 12 Low Back Complaints Page(s): 303-305.",
            [("ACOEM", "Practice Guidelines, Chapter 12 Low Back Complaints", "303-305")],
        ),
        (
            "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Knee Chapter.",
            [("ODG", "Knee Chapter", None)],
        ),
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines page(s) 63-66 of 127 and ODG, Pain Chapter.",
            [("MTUS", "Chronic Pain Treatment Guidelines", "63-66 of 127"), ("ODG", "Pain Chapter", None)],
        ),
        ("Decision based on Non-MTUS Citation FDA label of Lyrica.", [("Other", "FDA label of Lyrica", None)]),
        ("The Claims Administrator did not cite any medical evidence for its decision.", []),
        (
            "The Expert Reviewer did not base their decision on the MTUS. Decision based on Non-MTUS ODG, Pain.",
            [("ODG", "Pain", None)],
        ),
        (
            "Decision based on MTUS Opioids Page(s): 76-80. Decision based on Non-MTUS Citation ODG, Pain chapter.",
            [("MTUS", "Opioids", "76-80"), ("ODG", "Pain chapter", None)],
        ),
        ("Decision based on MTUS.", [("MTUS", None, None)]),
        (
            "the Chronic Pain Medical Treatment Guidelines, Opioids, pages 76-80, and Weaning of medications, page 124,"
            " which are part of the MTUS.",
            [
                ("MTUS", "Chronic Pain Medical Treatment Guidelines, Opioids", "76-80"),
                ("MTUS", "Weaning of medications", "124"),
            ],
        ),
        (
            "Drug testing, Chronic Pain Medical Treatment Guidelines, page 43, part of the MTUS. The Claims"
            " Administrator further based its decision on the ODG, Pain Chapter.",
            [
                ("MTUS", "Drug testing, Chronic Pain Medical Treatment Guidelines", "43"),
                ("ODG", "Pain Chapter", None),
            ],
        ),
        (
            "the Knee Complaints Chapter (ACOEM Practice Guidelines, Chapter 13), page 341 and p. 343. ACOEM stresses"
            " exercise. It is part of the MTUS.",
            [("ACOEM", "Knee Complaints Chapter (ACOEM Practice Guidelines, Chapter 13)", "341 and p. 343")],
        ),
        ("The Expert Reviewer found the guidelines used by the Claims Administrator relevant.", []),
        ("The Expert Reviewer relied on ACOEM, Chapter 12, page 303.", [("ACOEM", "Chapter 12", "303")]),
        ("", []),
    ],
)
def test_citations(line: str, cited: list[tuple[str, str | None, str | None]]) -> None:
    found = list(find_citations("reviewer", line))
    assert [(c.source, c.section, c.pages) for c in found] == cited
    assert all(c.party == "reviewer" for c in found)
