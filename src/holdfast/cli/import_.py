"""`holdfast import`: directories and people from files. A fault imports nothing, status 1; the count comes last."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click

from holdfast.cli import django_ready
from holdfast.incoming.faults import FileRefused, Tally

Advance = Callable[[int], None]
_PATH = click.Path(path_type=Path)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Check and count; write nothing.")


@click.group("import")
def command() -> None:
    """Import a directory or people. Importing the same files again changes nothing.

    A file with a fault imports nothing: each fault is printed with its file, its row or JSON path, its column, what is
    wrong and what is accepted. The last line is always the count.
    """


@command.command("directory")
@click.argument("path", type=_PATH)
@click.option("--source", metavar="NAME", help="Name of the data set (default: its form, ohana or hsds).")
@click.option("--zone", metavar="ZONE", help="Time zone of services whose state keeps several, like America/Chicago.")
@click.option("--region", metavar="REGION", help="Region of services without an address, like US-TX.")
@_DRY_RUN
def directory(path: Path, source: str | None, zone: str | None, region: str | None, *, dry_run: bool) -> None:
    """Import services from PATH: a folder of tables or a file, in Ohana CSV, HSDS 3.0 JSON or HSDS 3.0 CSV."""
    django_ready()
    from holdfast.directory.services import ImportWish, directory_import

    wish = ImportWish(source=source, zone=zone, region=region, dry_run=dry_run)
    _run("Rows", None, lambda advance: directory_import(path, wish, advance))


@command.command("people")
@click.argument("paths", type=_PATH, nargs=-1, required=True)
@click.option("--source", metavar="NAME", default="fhir", show_default=True, help="Name of the system they come from.")
@_DRY_RUN
def people(paths: tuple[Path, ...], source: str, *, dry_run: bool) -> None:
    """Import people from PATHS: FHIR R4 Bundles, or folders of them."""
    django_ready()
    from holdfast.people.services import ImportWish, bundle_files, people_import

    wish = ImportWish(source=source, dry_run=dry_run)
    _run("Files", len(bundle_files(paths)), lambda advance: people_import(paths, wish, advance))


class Imported(Protocol):
    """What both imports give: the count, and what was left unknown or held nothing."""

    @property
    def tally(self) -> Tally:
        """The count."""

    @property
    def notes(self) -> list[str]:
        """One sentence each."""


def _run(what: str, total: int | None, work: Callable[[Advance], Imported]) -> None:
    try:
        with _progress(what, total) as advance:
            done = work(advance)
    except FileRefused as refused:
        for line in refused.faults.lines():
            click.echo(line, err=True)
        click.echo(str(Tally(refused=refused.faults.refused)))
        sys.exit(1)
    for note in done.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(str(done.tally))


@contextmanager
def _progress(what: str, total: int | None) -> Iterator[Advance]:
    """Show a progress bar while the block runs, on a terminal only; it is gone before anything is printed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda steps: progress.advance(task, steps)
