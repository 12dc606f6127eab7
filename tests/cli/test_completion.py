"""What a shell completes by tab."""

import subprocess
import sys
from pathlib import Path

import pytest

from imr_tui.cli import main
from tests.conftest import ROOT
from tests.test_layers import modules_after


def completed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str, shell: str = "bash"
) -> list[str]:
    """Return what is answered when tab is pressed behind the last of `words`."""
    monkeypatch.setenv("_IMR_TUI_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(("imr-tui", *words)))
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words)))
    with pytest.raises(SystemExit):
        main([])
    out, err = capsys.readouterr()
    assert err == ""
    return out.split()


@pytest.mark.parametrize(
    ("words", "among"),
    [
        (("",), {"file,", "plain,search", "plain,forget", "plain,completion"}),
        (("--c",), {"plain,--corpus", "plain,--case"}),
        (("query", "overturn_rate_by_y"), {"file,overturn_rate_by_y", "plain,overturn_rate_by_year"}),
        (("export", "--format", "p"), {"plain,parquet"}),
        (("export", "--o"), {"plain,--output"}),
        (("load", "--corpus", "le"), {"file,le"}),
        (("search", "--type", "s"), {"plain,Surgery"}),
        (("completion", "z"), {"plain,zsh"}),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_commands_options_queries_and_paths_are_completed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], among: set[str]
) -> None:
    found = completed(monkeypatch, capsys, *words)
    assert among <= set(found)
    assert [place for place, told in enumerate(found) if told.startswith("file")] in ([], [0])


def test_a_hidden_command_is_not_completed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert "plain,explore" not in completed(monkeypatch, capsys, "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_are_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    assert "overturn_rate_by_year" in " ".join(completed(monkeypatch, capsys, "query", "overturn", shell=shell))


def test_queries_of_the_folders_that_are_named_are_completed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A name that a shell would take for more than a word is left out."""
    for name in ("mine", "mine $(touch x)", "mine\nplain,evil", "mine\x1b[31m", "mine*"):
        (tmp_path / f"{name}.sql").touch()
    assert completed(monkeypatch, capsys, "--queries", str(tmp_path), "query", "min") == ["file,min", "plain,mine"]


def test_settings_that_cannot_be_used_complete_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IMR_THEME", "pink")
    assert completed(monkeypatch, capsys, "query", "over") == ["file,over"]


def test_a_name_is_completed_without_database_or_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COMPLETE": "bash_complete", "COMP_WORDS": "imr-tui query over", "COMP_CWORD": "2"}.items():
        monkeypatch.setenv(f"_IMR_TUI_{name}" if name == "COMPLETE" else name, value)
    code = "from imr_tui.cli import main\ntry:\n    main([])\nexcept SystemExit:\n    pass"
    assert modules_after(code, {"duckdb", "textual", "numpy", "rich"}) == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["completion", shell])
    script = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"_IMR_TUI_COMPLETE={shell}_complete" in script
    assert {"bash": "complete -o", "zsh": "compdef", "fish": "complete --no-files"}[shell] in script


def test_bash_completes_by_the_script(tmp_path: Path) -> None:
    program = tmp_path / "imr-tui"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m imr_tui "$@"\n')
    program.chmod(0o755)
    script = (
        f'PATH="{tmp_path}:$PATH"; eval "$(imr-tui completion bash)"; complete -p imr-tui\n'
        "COMP_WORDS=(imr-tui query overturn_rate_by_s); COMP_CWORD=2\n"
        '_imr_tui_completion imr-tui 2>/dev/null; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "complete -o nosort -F _imr_tui_completion imr-tui",
        "overturn_rate_by_specialty overturn_rate_by_state overturn_rate_by_subtype",
    ]
