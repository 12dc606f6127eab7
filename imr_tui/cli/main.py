"""The program: which command runs, and how every error ends."""

import io
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imr_tui import __version__
from imr_tui.cli.crashes import crashes_without_words
from imr_tui.cli.options import COMPLETES, Command, corpus_options, settings_of
from imr_tui.cli.terminal import PLAINLY
from imr_tui.errors import (
    EXIT_INTERRUPTED,
    EXIT_PIPE_CLOSED,
    EXIT_UNUSABLE,
    ImrError,
    UnusableInputError,
    WorkFailedError,
    database_failed,
    unexpected,
)
from imr_tui.terminal_text import clean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = (
    "load", "search", "similar", "show", "query", "export", "classify", "doctor", "forget", "completion",
)  # fmt: skip
"""Each is a function of a module of its own name, imported when it is wanted: the explorer starts without them."""


class ProgramGroup(click.Group):
    """A group whose first argument may be a corpus instead of a command: `imr-tui FOLDER` opens the explorer."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a word that is none is taken for a corpus."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            return "explore", explore, args
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None for a word that is none."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"imr_tui.cli.{cmd_name}"), cmd_name)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """Complete commands and options, or the path of a corpus."""
        from imr_tui.cli.completion import paths

        completed = super().shell_complete(ctx, incomplete)
        return completed if incomplete.startswith("-") else [paths(incomplete), *completed]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show both ways to call the program."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] [CORPUS]...")
        formatter.write_usage(ctx.command_path, "[OPTIONS] COMMAND [ARGS]...", prefix="       ")


def start_options(command: Command) -> Command:
    """Add --case and --search, which tell where the explorer starts; the later one counts."""
    for flag, text in {
        "--case": "Open the explorer on this case.",
        "--search": "Open it on this search, not as it was left; an empty one shows everything.",
    }.items():
        command = click.option(flag, help=text, expose_value=False, callback=_keep_start)(command)
    return command


def _keep_start(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.ensure_object(dict)[parameter.name] = value


@click.group(cls=ProgramGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@corpus_options(environment=True)
@start_options
@click.version_option(__version__, prog_name="imr-tui")
@click.pass_context
def program(context: click.Context) -> None:
    """Read California Independent Medical Review decisions from a terminal.

    Without a command, opens the explorer on CORPUS: a folder of letters, a single letter, an archive of letters (zip,
    tar.gz), or several of these. Without a corpus it opens the synthetic sample corpus that comes with the program.

    Data goes to standard output, narration to standard error. Exit codes: 0 done, 1 the work failed, 2 wrong usage
    or unusable input, 130 interrupted, 141 the reader closed the pipe.
    """
    if context.invoked_subcommand is None:
        context.invoke(explore)


@click.command(hidden=True)
@click.argument("places", metavar="CORPUS", type=click.Path(path_type=Path), nargs=-1)
@corpus_options()
@start_options
@click.pass_context
def explore(context: click.Context, places: tuple[Path, ...]) -> None:
    """Open the explorer."""
    for place in places:
        if not place.exists():
            raise UnusableInputError(
                "No such corpus",
                f"There is no folder, file or command {place}.",
                "`imr-tui --help` lists the commands.",
            )
    if places:
        context.ensure_object(dict)["corpus"] = places
    settings = settings_of(context)
    from imr_tui.cli.terminal import require_terminal

    require_terminal()
    from imr_tui.tui import run_explorer

    given = context.ensure_object(dict)
    context.exit(run_explorer(settings, given.get("search"), given.get("case", "")))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit. Every error becomes a message with a cause and a hint, never a traceback."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    _prepare_streams()
    interrupts: list[int] = []
    previous = signal.signal(signal.SIGINT, lambda number, frame: _interrupt(interrupts))
    try:
        with crashes_without_words():
            return _run_command(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return _tell_interrupted()
    except Exception as error:
        # Libraries turn an interrupt into errors of their own.
        return _tell_interrupted() if interrupts else _tell_error(error)
    finally:
        signal.signal(signal.SIGINT, previous)


def _interrupt(interrupts: list[int]) -> None:
    interrupts.append(signal.SIGINT)
    raise KeyboardInterrupt


def _run_command(arguments: list[str]) -> int:
    if COMPLETES in os.environ:
        from imr_tui.cli.completion import answer_shell

        return answer_shell(program)
    try:
        with program.make_context("imr-tui", arguments) as context:
            program.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    return 0


def _prepare_streams() -> None:
    """Data is UTF-8 whatever the locale; a terminal gets for a character that it lacks one like it."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            errors = PLAINLY if stream.isatty() and stream.writable() else "replace"
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors=errors)


def _tell_interrupted() -> int:
    click.echo("Interrupted.", err=True)
    return EXIT_INTERRUPTED


def _tell_error(error: Exception) -> int:
    if isinstance(error, ImrError):
        return _tell(error)
    if isinstance(error, click.Abort):
        return _tell_interrupted()
    if isinstance(error, click.ClickException):
        error.show()
        return EXIT_UNUSABLE
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE_CLOSED
    if isinstance(error, OSError):
        message = error.strerror or type(error).__name__
        return _tell(WorkFailedError("The work failed", message, "Is there room, and may you write there?"))
    return _tell_unexpected(error)


def _tell_unexpected(error: Exception) -> int:
    if type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb"):
        hint = "The snapshot may be damaged: `imr-tui doctor` names its file; remove it and load again."
        return _tell(database_failed(error, hint))
    return _tell(unexpected(error))


def _tell(error: ImrError) -> int:
    click.echo(clean(f"Error: {error.title}\n  {error.message}\n  {error.hint}"), err=True)
    return error.exit_code
