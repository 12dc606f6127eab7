"""What the documentation names is there, and what is there is named."""

import re
from pathlib import Path

import pytest

from imr_tui.corpus.facets import FACETS
from imr_tui.saved_queries import find_queries
from imr_tui.search.query import FIELDS
from tests.conftest import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "benchmarks/README.md",
    *sorted(ROOT.glob("docs/**/*.md")),
]
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"```.*?```", re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Return the names by which the headings of a page are linked to."""
    headings = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        linked = (page.parent / target).resolve() if target else page
        assert linked.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(linked), f"{page.name}: {target}#{anchor}"


def test_every_field_is_documented_and_every_facet_is_a_field() -> None:
    table = (ROOT / "docs/search.md").read_text(encoding="utf-8")
    assert [field for field in FIELDS if f"| `{field}:` |" not in table] == []
    assert [facet for facet in FACETS if facet not in FIELDS] == []


def test_the_number_of_shipped_queries_is_told_right() -> None:
    number = len(find_queries([ROOT / "queries"]))
    assert f"{number} saved queries" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{number} saved queries shipped" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
