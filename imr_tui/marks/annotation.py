"""What an analyst may say of an item: a mark, tags, a note."""

from dataclasses import dataclass

from imr_tui.search.words import words_of
from imr_tui.terminal_text import clean, clean_line

MARKS = ("relevant", "not", "later")
"""In the order in which one key goes through them."""
LONGEST_TAG = 40
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is said of one item; nothing, at first."""

    mark: str | None = None
    """One of `MARKS`."""
    tags: tuple[str, ...] = ()
    """Single words, sorted."""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.mark or self.tags or self.note)


NOTHING = Annotation()


def next_mark(mark: str | None) -> str | None:
    """Return the mark that follows: relevant, not, later, none, relevant again."""
    if mark is None:
        return MARKS[0]
    place = MARKS.index(mark) + 1
    return MARKS[place] if place < len(MARKS) else None


def parse_tags(text: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the tags of a line, `#prn, weak`: words by blanks or commas, spelt as the `known` ones are.

    What holds no letter or digit is no tag, since it could not be searched.
    """
    spelt = {tag.casefold(): tag for tag in reversed(known)}
    tags: dict[str, str] = {}
    for word in text.replace(",", " ").replace('"', " ").split():
        tag = clean(word).lstrip("#")[:LONGEST_TAG]
        if words_of(tag):
            tags.setdefault(tag.casefold(), spelt.get(tag.casefold(), tag))
    return tuple(sorted(tags.values()))


def parse_note(text: str) -> str:
    """Return a note as it is kept: one line, safe for a terminal."""
    return clean_line(text)[:LONGEST_NOTE]
