"""The words of a title or a rule, in the one form in which they are compared."""

import re

WORD = re.compile(r"[a-z]+(?:\d+[a-z]*)?|\d+(?:\.\d+)?|%|\*[a-z]+(?:\d+[a-z]*)?")
INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
CURLY_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
SHORTEST_PLURAL = 4
NO_PLURAL = "tens"


def words_of(text: str) -> list[str]:
    """Return the words of `text` in lower case; doses are split from their units, "P.T." is "pt"."""
    lower = text.lower().replace("'", "").replace(CURLY_APOSTROPHE, "")
    return WORD.findall(INITIALS.sub(r"\1", lower) if "." in lower else lower)


def singular(word: str) -> str:
    """Return `word` without the ending of a plural, so that no rule must name both forms."""
    if len(word) < SHORTEST_PLURAL or word[-1] != "s" or word[-2] in "isu" or word == NO_PLURAL:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("nches", "tches", "shes", "sses", "xes")) else word[:-1]
