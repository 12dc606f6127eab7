"""Whatever a command ends with: what is printed of it is its kind and place, never words that a letter may have."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from imr_tui.cli import main
from imr_tui.cli.crashes import crashes_without_words
from imr_tui.errors import unexpected
from imr_tui.loading.snapshot import unwritable
from imr_tui.search.engine import SearchEngine
from imr_tui.tui.screens.text_modal import TextModal

WORDS = "words of a letter"


def failing(error: Exception) -> Callable[..., None]:
    def fail(*arguments: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    "error",
    [
        ValueError(WORDS),
        UnicodeDecodeError("utf-8", WORDS.encode(), 0, 1, WORDS),
        duckdb.ConversionException(f"Could not convert string '{WORDS}' to INT32"),
        duckdb.ConstraintException(f'Duplicate key "{WORDS}"'),
        KeyError(WORDS),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_command_that_fails_prints_no_letter_text(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    monkeypatch.setattr(SearchEngine, "search", failing(error))
    with pytest.raises(SystemExit) as ended:
        main(["search", "knee", "--db", str(snapshot)])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (1, "")
    assert f"{type(error).__name__} at test_crash_reports.py:" in err
    assert WORDS not in err
    assert "Traceback" not in err


def test_what_duckdb_says_of_files_is_told(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(SearchEngine, "search", failing(duckdb.IOException("IO Error: Could not read\nmore")))
    with pytest.raises(SystemExit):
        main(["search", "knee", "--db", str(snapshot)])
    err = capsys.readouterr().err
    assert "The database failed\n  IO Error: Could not read\n" in err
    assert "imr-tui doctor" in err


def test_a_load_that_fails_tells_no_letter_text(tmp_path: Path) -> None:
    told = unwritable(tmp_path / "x.duckdb", duckdb.ConstraintException(f'Duplicate key "{WORDS}"'))
    assert told.message == f"{tmp_path / 'x.duckdb'}: ConstraintException"


def test_the_window_of_a_failure_shows_no_letter_text() -> None:
    window = TextModal.of_failure(duckdb.ConversionException(WORDS))
    assert "ConversionException" in window._text.plain
    assert WORDS not in window._text.plain


def test_a_thread_or_a_destructor_that_fails_prints_no_letter_text(capfd: pytest.CaptureFixture[str]) -> None:
    class Odd:
        def __del__(self) -> None:
            raise RuntimeError(WORDS)

    with crashes_without_words():
        thread = Thread(target=failing(ValueError(WORDS)))
        thread.start()
        thread.join()
        del thread
        Odd()
    err = capfd.readouterr().err
    assert err.count("Unexpected error: ") == 2
    assert "ValueError at test_crash_reports.py:" in err
    assert "RuntimeError at test_crash_reports.py:" in err
    assert WORDS not in err


def test_kind_and_place_of_an_error_without_either() -> None:
    assert unexpected(RuntimeError(WORDS)).message == "RuntimeError"
