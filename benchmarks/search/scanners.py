"""Peers without an index: they read all texts for every query."""

import os
import shutil
import subprocess
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.search.ours import SHOWN
from benchmarks.search.peers import Given, NotInstalledError, typed_words

LEAST_RATIO = 70
"""Below it nothing is worth showing: two wrong letters in a word of eight are 75. A cutoff nearly halves the time."""


class Fzf:
    """`fzf --filter` as it comes: it ranks all lines that hold the letters of the query in their order."""

    name, turns, judged = "fzf --filter", 1, 0

    def __init__(self, given: Given) -> None:
        """Take the lines. Raises NotInstalledError."""
        _require("fzf")
        self._lines = given.lines

    def ask(self, text: str) -> Sequence[int]:
        """Rank all lines; nothing is returned."""
        with self._lines.open("rb") as lines:
            _run(["fzf", "--filter", text.strip()], lines.fileno())
        return ()


class Ripgrep:
    """`rg -i -F -c`: a full pass for the words as typed, its quickest; matches are counted, not printed."""

    name, turns, judged = "rg -i -F -c", 3, 0

    def __init__(self, given: Given) -> None:
        """Take the lines. Raises NotInstalledError."""
        _require("rg")
        self._lines = given.lines

    def ask(self, text: str) -> Sequence[int]:
        """Count the lines that match; nothing is returned."""
        _run(["rg", "--no-config", "-i", "-F", "-c", "--", text.strip(), str(self._lines)])
        return ()


class PartialRatio:
    """RapidFuzz's `partial_ratio` of the query and every text, on all cores, and the ten highest."""

    name, turns, judged = "RapidFuzz partial_ratio", 1, 4

    def __init__(self, given: Given) -> None:
        """Take the texts."""
        self._texts = given.texts

    def ask(self, text: str) -> Sequence[int]:
        """Return the places of the ten best."""
        query = " ".join(typed_words(text)[0])
        # The texts are the rows: `cdist` shares out rows among the cores.
        ratios = process.cdist(
            self._texts, [query], scorer=fuzz.partial_ratio, score_cutoff=LEAST_RATIO, dtype=np.uint8, workers=-1
        )[:, 0]
        best = np.argpartition(ratios, -min(SHOWN, len(ratios)))[-SHOWN:]
        return [int(place) for place in best[np.argsort(ratios[best])[::-1]]]


def _require(program: str) -> None:
    if shutil.which(program) is None:
        raise NotInstalledError(program)


def _run(command: list[str], source: int = subprocess.DEVNULL) -> None:
    """Run a filter to its end. Raises CalledProcessError when it fails; to find nothing is no failure."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FZF_")}
    done = subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, env=environment, check=False)
    if done.returncode > 1:
        done.check_returncode()
