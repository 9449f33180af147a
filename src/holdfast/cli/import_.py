"""`holdfast import`: directories and people from files. A fault imports nothing, status 1; the count comes last."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from holdfast.cli import django_ready
from holdfast.incoming.faults import FileRefused, Tally

if TYPE_CHECKING:
    from holdfast.people.episodes import EpisodesImported

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


@command.command("slots")
@click.argument("path", type=_PATH)
@click.option(
    "--source", metavar="NAME", default="hsds", show_default=True, help="Data set whose ids of services it has."
)
@_DRY_RUN
def slots(path: Path, source: str, *, dry_run: bool) -> None:
    """Import times for first visits from PATH, a CSV table.

    Columns: id, service_id, date, time (as the clock of the service shows it), minutes, mode (in_person, video, phone);
    may have place, who, contact_id, pathway_id (only handoffs on it can hold the time), languages, withdrawn.
    """
    django_ready()
    from holdfast.directory.services import slots_import

    _run("Rows", None, lambda advance: slots_import(path, source, dry_run=dry_run, advance=advance))


@command.command("people")
@click.argument("paths", type=_PATH, nargs=-1, required=True)
@click.option("--source", metavar="NAME", default="fhir", show_default=True, help="Name of the system they come from.")
@click.option("--episodes-of", metavar="SERVICE", help="Id of a service: EpisodeOfCare and Encounter are its episodes.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day of the episodes (default: 90 days ago).")
@_DRY_RUN
def people(
    paths: tuple[Path, ...], source: str, episodes_of: str | None, since: datetime | None, *, dry_run: bool
) -> None:
    """Import people from PATHS: FHIR R4 Bundles, or folders of them; with --episodes-of their episodes too."""
    django_ready()
    from holdfast.directory.selectors import services_known
    from holdfast.people.services import ImportWish, bundle_files, people_import

    if episodes_of is not None and not services_known([episodes_of]):
        raise click.BadParameter("is the id of no service.", param_hint="--episodes-of")
    wish = ImportWish(source=source, dry_run=dry_run)
    _run("Files", len(bundle_files(paths)), lambda advance: people_import(paths, wish, advance))
    if episodes_of is not None:
        _run("Files", None, lambda advance: _episodes(paths, source, episodes_of, since, dry_run=dry_run))


def _episodes(
    paths: tuple[Path, ...], source: str, service: str, since: datetime | None, *, dry_run: bool
) -> EpisodesImported:
    from holdfast.config.clock import now
    from holdfast.people.episodes import SINCE_DAYS, EpisodesWish, episodes_import
    from holdfast.people.services import bundle_files

    begin = since.replace(tzinfo=UTC) if since else now() - SINCE_DAYS
    return episodes_import(bundle_files(paths), EpisodesWish(service, begin, source, dry_run))


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
