"""`holdfast rebuild`: all read models anew from the ledger."""

from __future__ import annotations

import click

from holdfast.cli import django_ready


@click.command()
def command() -> None:
    """Rebuild queues, boards, owners, deadlines and escalations from the ledger.

    Safe at any time: each transfer is rebuilt in a transaction of its own, and nobody can file in it meanwhile.
    """
    django_ready()
    from rich.progress import Progress

    from holdfast.transfers.rebuilding import rebuild

    with Progress(transient=True) as progress:
        task = progress.add_task("Rebuilding", total=None)
        twice: list[str] = []
        count = rebuild(lambda done: progress.advance(task, done), lambda each: twice.append(str(each)))
    click.echo(f"{count} transfers rebuilt")
    for each in twice:
        click.echo(f"{each} stands accepted beside another of the same person's same need; close one of them")
