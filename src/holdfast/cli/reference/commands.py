"""The page of the command line: what `--help` says, of every command."""

from __future__ import annotations

from collections.abc import Iterator

import click

from holdfast.cli import main
from holdfast.cli.reference import markdown as md

_WIDTH = 100
_SAID = "What `holdfast` can be asked, word for word as `--help` says it."


def page() -> str:
    """Return the page."""
    return md.page("The command line", _SAID, (_section(path, command) for path, command in _walk("holdfast", main)))


def _walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _walk(f"{path} {name}", below)


def _section(path: str, command: click.Command) -> str:
    context = click.Context(
        command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH, help_option_names=["-h", "--help"]
    )
    return f"## {path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
