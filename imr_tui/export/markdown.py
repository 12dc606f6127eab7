"""A letter's text within Markdown."""

import re

from imr_tui.terminal_text import clean_line

NO_RATIONALE = "No rationale was found in the letter."
COMMANDS = re.compile(r"[\\`*_\[\]<>|]|^(?=[#+-])|^(?=\d+[.)])")
"""What Markdown would take for its own: a letter's text is shown as it is."""


def as_text(text: str) -> str:
    """Return `text` on one line and without control characters, such that Markdown shows it as it is."""
    return COMMANDS.sub(r"\\\g<0>", clean_line(text))
