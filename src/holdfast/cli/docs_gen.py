"""`holdfast docs-gen`: writes the reference pages from the code, or says which of them no longer agree with it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

FOLDER = Path("docs/reference")


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; say which pages differ, and end with status 1 if any does.")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The repository's folder (default: the working folder).",
)
def command(root: Path, *, check: bool) -> None:
    """Write docs/reference from the code: protocol, commands, settings and API. For those who work on Holdfast."""
    if not (root / "pyproject.toml").exists():
        raise click.UsageError("This is not the repository of Holdfast: run it there, or name it with --root.")
    different = [name for name, text in _pages(root).items() if not _is_as(root / FOLDER / name, text)]
    if check and different:
        click.echo("\n".join(f"{FOLDER / name} differs from the code" for name in different))
        click.echo("run: make docs-gen")
        sys.exit(1)
    for name in different:
        (root / FOLDER).mkdir(parents=True, exist_ok=True)
        (root / FOLDER / name).write_text(_pages(root)[name], encoding="utf-8")
        click.echo(f"{FOLDER / name} written")
    if not different:
        click.echo("The reference pages agree with the code.")


def _pages(root: Path) -> dict[str, str]:
    """Return every reference page by its name."""
    from holdfast.cli.reference import api, commands, protocol, settings

    pages = {
        "protocol.md": protocol.page(root),
        "cli.md": commands.page(),
        "settings.md": settings.page(root),
    }
    document = api.document()
    return pages if document is None else {**pages, "api.md": api.page(document)}


def _is_as(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
