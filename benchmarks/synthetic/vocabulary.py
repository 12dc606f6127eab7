"""What letters may say: sentences of `prose.txt` and of the sample corpus, and the drugs that are known by name.

A sentence of the sample corpus becomes a wording with slots: its dates, numbers, sides and joints are the case's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from benchmarks.synthetic.grammar import Grammar, read_sections
from imr_tui.letters.decode import decode
from imr_tui.letters.item_types.lexicon import DRUGS, DRUGS_FILE, lexicon
from imr_tui.letters.model import ITEM_TYPES, Decision, Letter
from imr_tui.letters.parse import parse_letters

DATA = Path(__file__).parent
SAMPLE = DATA.parents[1] / "sample_corpus"
SENTENCE_END = re.compile(r"(?<=[a-z)]\.) (?=[A-Z])")
UNFIT = re.compile(
    r"[:\"\u201c\u201d{}\[\]]|upheld|overturned|medically|necessary|injur|year|\bold\b|\bage|born|MAXIMUS|\b(?:her|him)\b"
    r"|request for|tripped|slip|fell|fall|accident|hurt|mother|father|brother|sister|wife|husband|daughter|\bson\b",
    re.IGNORECASE,
)
"""What a sentence of another case may not hold: its decision, its worker."""
LENGTHS = range(40, 260)
LEAST_OF_A_TYPE = 40
"""Sentences about items of one type, below which those about all items serve for it."""
SLOTS = (
    (re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b"), "{seen}"),
    (re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) "
                r"(?:\d{1,2}, )?\d{4}\b"), "{seen2}"),
    (re.compile(r"\b(?:left|right)\b"), "{side}"),
    (re.compile(r"\b(?:knee|shoulder|wrist|elbow|ankle|hip)\b"), "{joint}"),
    (re.compile(r"\b(?:He|She)\b"), "{He}"),
    (re.compile(r"\b(?:he|she)\b"), "{he}"),
    (re.compile(r"\bhis\b"), "{his}"),
)  # fmt: skip
NUMBER = re.compile(r"(?<![\d{/.-])\b\d{1,2}\b(?![\d}/-]|\.\d)")
SECTIONS_OF_DRUGS = {
    "Opioids": "opioid",
    "NSAIDs": "nsaid",
    "Muscle relaxants": "relaxant",
    "Anticonvulsants": "nerve_drug",
    "Proton pump inhibitors": "stomach_drug",
    "Antidepressants": "mood_drug",
    "Sedative-hypnotics": "sleep_drug",
    "Benzodiazepines": "calmer",
    "Other drugs": "other_drug",
}


@cache
def prose() -> Grammar:
    """Return all that summaries, rationales and titles may say."""
    sections = read_sections(DATA / "prose.txt")
    drugs = drug_names()
    sections |= {section: drugs[subtype] for subtype, section in SECTIONS_OF_DRUGS.items()}
    letters = _sample()
    sections["sample summary"] = _sentences(letter.clinical_summary for letter in letters)
    items = [item for letter in letters for item in letter.items]
    for decision in (Decision.UPHELD, Decision.OVERTURNED):
        sections[f"sample {decision}"] = _sentences(item.rationale for item in items if item.decision is decision)
        for name in ITEM_TYPES:
            alike = (item.rationale for item in items if (item.decision, item.item_type.name) == (decision, name))
            if len(sentences := _sentences(alike)) >= LEAST_OF_A_TYPE:
                sections[f"sample {decision} {name}"] = sentences
    return Grammar(sections)


@cache
def drug_names() -> dict[str, list[str]]:
    """Return the drugs of each subtype, the usual ones first, as a title prints them."""
    names: dict[str, list[str]] = defaultdict(list)
    for rule in lexicon().rules:
        if rule.file == DRUGS_FILE and rule.item_type.name == DRUGS and rule.text.isalpha():
            names[rule.item_type.subtype].append(rule.text.capitalize())
    return names


def _sample() -> list[Letter]:
    texts = ((decode(file.read_bytes()) or "").replace("\u2019", "'") for file in sorted(SAMPLE.glob("*.txt")))
    return [letter for text in texts for letter in parse_letters(text)]


def _sentences(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(wording for text in texts if text for wording in _wordings(text)))


def _wordings(text: str) -> Iterator[str]:
    for sentence in SENTENCE_END.split(text):
        if len(sentence) in LENGTHS and sentence[-1] == "." and sentence[0].isupper() and not UNFIT.search(sentence):
            for words, slot in SLOTS:
                sentence = words.sub(slot, sentence)
            yield NUMBER.sub(_range_around, sentence)


def _range_around(number: re.Match[str]) -> str:
    value = int(number[0])
    return f"{{{max(2, value // 2)}-{max(4, value * 2)}}}"
