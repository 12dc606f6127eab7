"""Fixtures that many tests share. No test reads the user's own cache or environment."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_corpus"
REAL_LETTERS = ROOT.parent / "shared" / "letters"
GOLD = ROOT / "tests" / "gold" / "sample_corpus.jsonl"

needs_real_letters = pytest.mark.skipif(
    not REAL_LETTERS.is_dir(), reason="the three real letters are not beside this checkout"
)


@pytest.fixture(scope="session")
def gold() -> list[dict[str, Any]]:
    """What the authors of the sample letters say that each letter holds."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
