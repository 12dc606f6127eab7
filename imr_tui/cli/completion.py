"""`imr-tui completion`, and what the shells ask by it."""

import os
import re
from contextlib import suppress

import click
from click.shell_completion import CompletionItem, get_completion_class, shell_complete

from imr_tui.cli.options import COMPLETES, settings_of
from imr_tui.errors import EXIT_FAILED, ImrError
from imr_tui.letters.values import ITEM_TYPES

PROGRAM = "imr-tui"
SHELLS = ("bash", "zsh", "fish")
COMPLETED = re.compile(r"\w[\w.-]*")
"""Names that no shell takes for more than a word."""


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what lets a SHELL complete commands, options, names of queries and paths by tab.

    \b
      bash   eval "$(imr-tui completion bash)"                      in ~/.bashrc
      zsh    eval "$(imr-tui completion zsh)"                       in ~/.zshrc, after compinit
      fish   imr-tui completion fish > ~/.config/fish/completions/imr-tui.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    program = context.find_root().command
    click.echo(kind(program, {}, PROGRAM, COMPLETES).source(), nl=False)


def answer_shell(program: click.Command) -> int:
    """Answer a shell that asks what may stand here."""
    try:
        return shell_complete(program, {}, PROGRAM, COMPLETES, os.environ[COMPLETES])
    except Exception:  # words that nobody typed to the end, or a broken settings file: a shell shows what is printed
        return EXIT_FAILED


def query_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Complete the name of a saved query, or the path of a file."""
    from imr_tui.saved_queries.files import list_names

    names: list[str] = []
    with suppress(ImrError, OSError):
        names = list_names(settings_of(context).queries)
    found = [name for name in names if name.startswith(incomplete) and COMPLETED.fullmatch(name)]
    return [paths(incomplete), *map(CompletionItem, found)]


def paths(incomplete: str) -> CompletionItem[str]:
    """Let the shell complete a path. It must stand before words: bash forgets those that came earlier."""
    return CompletionItem(incomplete, type="file")


def item_types(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Complete an item type by its first word, which is enough to tell it."""
    names = [name.split()[0] for name in ITEM_TYPES]
    return [CompletionItem(name) for name in names if name.lower().startswith(incomplete.lower())]
