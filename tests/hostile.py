"""A corpus of letters that mean harm or are as odd as letters can be: the same for the same seed."""

import re
from pathlib import Path
from random import Random

from benchmarks.synthetic.letters import synthetic_letter
from imr_tui.corpus.schema import CASE_COLUMNS, ITEM_COLUMNS
from imr_tui.export.formats import Table, write_parquet
from imr_tui.letters.decode import decode
from tests.letters.letters import item, letter

COMMANDS = (
    "\x1b]0;owned\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1b[31mred", "\x1b[2J\x1b[H", "\x1b[?1049l", "\x1bP1$r\x1b\\",
    "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "\x9b32mgreen", "\x90q\x9c", "\x9d0;owned\x9c", "\x0e", "\x08\x08",
    "\x7f", "\x00", "\r[31mline", "\x0b", "\x85",
)  # fmt: skip
"""Sequences that a terminal would obey."""
MARKUP = (
    "[/foo]", "[bold]x", "[@click=app.quit]x[/]", "[link=http://evil]", "\\[", "<script>x</script>", "| a |", "{}%s$x",
)  # fmt: skip
SCRIPTS = (
    "\u202eesrever\u202c", "\u2066isolate\u2069", "\u200f", "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
    "\u0645\u0631\u062d\u0628\u0627", "e\u0301\u0316\u0317\u0330\u0353", "\u0e19\u0e49\u0e33", "\u6f22\u5b57",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u200b\u2060", "\u2028", "\u2029", "\ufffd", "\U0010ffff",
)  # fmt: skip
FORMULAS = ('=HYPERLINK("http://evil")', "+1+cmd|' /C calc'!A0", "-1+1", "@SUM(1)", "\uff1d1+1")
SQL = ("'; DROP TABLE items; --", "$1", "%", "_", "\\x00")
NASTY = (*COMMANDS, *MARKUP, *SCRIPTS, *FORMULAS, *SQL)

SENT = re.compile(
    rb"\x1b\]0;owned|\x1b\]52;c;ZXZpbA==|\x1b\[31mred|\x1b\[32mgreen|\x1bP1\$r|\x1b\]8;;http://evil"
    rb"|[\x00-\x06\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]|\xc2[\x80-\x9f]"  # C0, DEL, C1
    rb"|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c"  # separators and controls of direction
)
"""What the program never sends to a terminal by itself, in UTF-8: none of it may come through from a letter."""

DATES = ("13/45/2015", "00/00/0000", "2/30/2014", "99/99/9999", "1/1/1", "\u0661/\u0662/2015", "3/4/20155555")
PLACES = (
    "../../etc/passwd",
    "/etc/CM15-0000001",
    "CM15/0000002",
    "..",
    "CM15-0000003\\..\\x",
    "CM15-0000004\x00",
    "C:\\x",
)
"""Case numbers that would be another place if a file were named by them."""
CASE_TEXTS = ("generation", "source_path", "priority", "patient_gender", "clinical_summary", "documents_reviewed")
ITEM_TEXTS = (
    "title", "decision", "item_type", "item_subtype", "claims_guideline", "maximus_guideline", "rationale",
)  # fmt: skip
ITEMS = 5_000
"""Of the letter with the most."""
PLAIN = "Pain of the lower back since a fall at work. " * 60
"""Words enough that a text with a few control characters is one."""
SYNTHETIC = 40
"""Letters of all generations with harm at random places."""
LONG, LONGEST = 100_000, 10_000_000
"""Characters of one line; the longest is more than a letter may have."""


def write_hostile_corpus(folder: Path, seed: int = 1, long: int = LONG, items: int = ITEMS) -> None:
    """Write the letters; `long` and `items` say how large the largest are."""
    random = Random(seed)
    letters = {**_in_every_field(), **_odd_numbers(), **_odd_dates(), **_large(long, items)}
    letters |= {f"synthetic-{number:03}": _spoilt(number, random) for number in range(SYNTHETIC)}
    for name, text in letters.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    _write_tables(folder / "tables")
    (folder / "longest.txt").write_bytes(b"x" * LONGEST)
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "latin.txt").write_bytes(letter(item("Norco \xe9\x9b31m\x81")).encode("latin-1"))


def _write_tables(folder: Path) -> None:
    """Write tables that another program parsed, with harm in every text, also in what names cases and their types."""
    folder.mkdir()
    texts = [(f"../table-{number:03} {nasty}", f"{nasty} fromtables {nasty}") for number, nasty in enumerate(NASTY)]
    cases = [{"case_id": name, **dict.fromkeys(CASE_TEXTS, text), "specialties": [text]} for name, text in texts]
    items = [
        {"item_id": f"{name}#1", "case_id": name, "item_no": 1, **dict.fromkeys(ITEM_TEXTS, text)}
        for name, text in texts
    ]
    for table, columns, rows in (("cases", CASE_COLUMNS, cases), ("items", ITEM_COLUMNS, items)):
        values = ([row.get(name) for name in columns] for row in rows)
        write_parquet(Table(tuple(columns), tuple(columns.values()), values), folder / f"{table}.parquet")


def _header(number: str, date: str = "3/4/2015") -> str:
    return f"Case Number: {number}  Date Assigned: {date}\nDecision Date: {date}\nPriority: Standard\n\n"


def _in_every_field() -> dict[str, str]:
    """Return for each nasty text a letter that holds it in all its fields, and under a name that holds it."""
    letters = {}
    for number, nasty in enumerate(NASTY):
        title, reason = f"{nasty} titleword Norco {nasty} #60", f"{nasty} rationaleword. It ends {nasty} here."
        text = letter(
            item(title, "Overturned", reason).replace("MTUS", f"MTUS guidelineword {nasty}"),
            summary=f"{nasty} summaryword of a 44-year-old male {nasty}. {PLAIN}",
            header=_header(f"CM15-{number:07}"),
        )
        name = re.sub(r"[/\x00]", "", nasty)
        letters[f"fields {name}/{number:03} {name}"] = text.replace("Orthopedic", f"Orthopedic {nasty}")
    return letters


def _odd_numbers() -> dict[str, str]:
    """Return letters whose case numbers are places, and several letters with one case number."""
    places = {f"place-{n}": letter(item(f"Soma {n}"), header=_header(place)) for n, place in enumerate(PLACES)}
    twice = {f"twice-{n}": letter(item(f"MRI {n}"), header=_header("CM15-9999999")) for n in range(5)}
    return places | twice


def _odd_dates() -> dict[str, str]:
    return {
        f"date-{n}": letter(item(f"Cane {n}"), header=_header(f"CM16-{n:07}", date)) for n, date in enumerate(DATES)
    }


def _large(long: int, items: int) -> dict[str, str]:
    """Return a letter of many items, and letters with one long line each."""
    many = letter(*(item(f"Norco {number}", rationale=f"Reason {number}.") for number in range(items)))
    words = "lineword " * (long // 9)
    return {
        "many-items": many,
        "long-rationale": letter(item("Norco", rationale=words)),
        "long-title": letter(item(f"Norco {words}")),
        "long-summary": letter(item("Norco"), summary=words),
        "long-word": letter(item("Norco", rationale="y" * long)),
        "long-marks": letter(item("Norco", rationale="e" + "\u0301" * (long // 10))),
        "long-line": words.replace("\n", " ") + letter(item("Norco")).replace("\n", " "),
    }


def _spoilt(number: int, random: Random) -> str:
    """Return a synthetic letter with harm between its words."""
    words = re.split(r"(\s+)", decode(synthetic_letter(number, 1).data) or "")
    for _ in range(25):
        words.insert(random.randrange(len(words)), random.choice(NASTY))
    return "".join(words)
