"""The layers, at run time: a linter does not see what a function imports when it is called."""

import subprocess
import sys

HEADLESS = """
import sys
from imr_tui.cli import main
for arguments in {commands!r}:
    try:
        main(arguments)
    except SystemExit as end:
        assert not end.code, arguments
    assert "textual" not in sys.modules, arguments
"""
COMMANDS = (
    ["load"],
    ["search", "pain"],
    ["similar", "CM15-9000139"],
    ["show", "letter_001"],
    ["query", "mixed_outcome_cases"],
    ["export"],
    ["doctor"],
)
CHECK = "print(sorted({{m.partition('.')[0] for m in sys.modules}} & {forbidden!r}), file=sys.stderr)"


def modules_after(code: str, forbidden: set[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\n{CHECK.format(forbidden=forbidden)}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.strip().splitlines()[-1]


def test_headless_commands_never_load_textual() -> None:
    assert modules_after(HEADLESS.format(commands=COMMANDS), {"textual"}) == "[]"


def test_the_parser_loads_no_database() -> None:
    code = "from imr_tui.letters.parse import parse_letters; parse_letters('CLINICAL CASE SUMMARY')"
    assert modules_after(code, {"duckdb", "click", "rich", "textual"}) == "[]"


def test_the_first_screen_is_painted_before_the_database_is_imported() -> None:
    assert modules_after("import imr_tui.tui.app", {"duckdb", "numpy"}) == "[]"
