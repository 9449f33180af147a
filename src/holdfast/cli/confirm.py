"""`holdfast confirm`: records what a named person confirmed of a pathway or its service."""

from __future__ import annotations

import json
from datetime import datetime

import click

from holdfast.cli import django_ready

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("confirm")
@click.argument("entry")
@click.argument("aspect")
@click.argument("value")
@click.option("--by", required=True, metavar="NAME", help="The person who confirmed it.")
@click.option("--source", required=True, metavar="TEXT", help="How it is known: a call with whom, which document.")
@click.option("--on", required=True, type=_DAY, help="The date on which it was confirmed.")
@click.option("--until", type=_DAY, help="The last date it holds (default: until something else is confirmed).")
def command(entry: str, aspect: str, value: str, **ground: datetime | str | None) -> None:
    """Record that a named person confirmed ASPECT of ENTRY, the id of a pathway or a service.

    VALUE is JSON, or plain text for the aspects that are text; null says that it is not known any more. For example:
    languages '["en", "es"]' · ages '[18, 64]' · hours 'Mo-Fr 09:00-17:00' · staffed true · capacity open
    """
    django_ready()
    from holdfast.directory.services import Ground, confirm

    on, until = ground["on"], ground["until"]
    assert isinstance(on, datetime)
    last = until.date() if isinstance(until, datetime) else None
    known = Ground(by=str(ground["by"]), on=on.date(), source=str(ground["source"]), until=last)
    confirmation = confirm(entry, aspect, _value(value), known)
    click.echo(f"Confirmation {confirmation.number} of {aspect} recorded.")


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
