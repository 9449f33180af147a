"""`holdfast erase`: the lawful deletion of what a transfer says."""

from __future__ import annotations

import getpass
from uuid import UUID

import click

from holdfast.cli import django_ready


@click.command()
@click.argument("transfer", type=click.UUID)
@click.option("--reason", required=True, help="A code without anything personal, e.g. person-request. Kept for ever.")
@click.option(
    "--by",
    default=lambda: f"account:{getpass.getuser()}",
    show_default="the account of this machine",
    help="The id of who decided it (not a name). Kept for ever.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(transfer: UUID, reason: str, by: str, *, yes: bool) -> None:
    """Erase TRANSFER (its id): drop the key of its contents, for good. Its chain stays and still verifies."""
    django_ready()
    from holdfast.notify.services.erasing import transfer_erase

    if not yes:
        click.confirm(f"Nobody can ever read transfer {transfer} again. Erase it?", abort=True)
    erased = transfer_erase(transfer, reason=reason, by=by)
    if not erased.is_new:
        click.echo(f"Transfer {transfer} was erased before, on {erased.at:%Y-%m-%d %H:%M} UTC ({erased.reason}).")
        return
    click.echo(
        f"Transfer {transfer} is erased ({erased.reason}). `holdfast verify {transfer}` shows that its chain holds."
    )
    click.echo("Backups made before now still hold its key, under the master key of then: let them expire.")
