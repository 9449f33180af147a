"""`holdfast keys`: the master keys that wrap each transfer's key, and the keys that sign seals."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import click

from holdfast.cli import django_ready

_SETTINGS = {"master": "HOLDFAST_MASTER_KEY", "seal": "HOLDFAST_SEAL_KEY"}


@click.group(help="Show, make and rotate the ledger's keys.")
def command() -> None:
    """Group the commands about keys."""


@command.command()
def show() -> None:
    """Show the seals' public keys, and how many transfers each master key holds. Never a secret."""
    django_ready()
    from holdfast.ledger.keys import master_keys, seal_keys
    from holdfast.ledger.selectors import keys_by_master

    for place, public_key in enumerate(seal_keys().public_keys):
        click.echo(f"seal key    {public_key.hex()}  {'signs' if place == 0 else 'former'}  (Ed25519, public)")
    masters, held = master_keys(), keys_by_master()
    for master_id in dict.fromkeys([*masters.ids, *held]):
        click.echo(f"master key  {master_id}  {_state(master_id, masters.ids)}  transfers: {held.get(master_id, 0)}")


@command.command()
@click.argument("which", type=click.Choice(list(_SETTINGS)), default="master")
def new(which: str) -> None:
    """Make a fresh key, master or seal, as the first one of the key file, or show it where there is no such file."""
    django_ready()
    from holdfast.ledger.envelope import new_key

    setting, key = _SETTINGS[which], base64.b64encode(new_key()).decode()
    then = ", then run `holdfast keys rotate`" if which == "master" else ""
    if file := os.environ.get(f"{setting}_FILE"):
        _put_first(Path(file), key)
        click.echo(f"A fresh {which} key stands first in {file}. Restart every Holdfast process{then}.")
        return
    click.echo(
        f"Put this key before the one in {setting}, with a blank between, restart every process{then}:", err=True
    )
    click.echo(key)


@command.command()
def rotate() -> None:
    """Wrap every transfer's key, and all that is sealed, anew under the first master key; again when interrupted."""
    django_ready()
    from holdfast.accounts.services import secrets_seal_anew
    from holdfast.ledger.keys import master_keys
    from holdfast.ledger.services import rotate_master_key
    from holdfast.notify.services.hearing import words_seal_anew
    from holdfast.people.correcting import words_seal_anew as peoples_words_seal_anew

    masters = master_keys()
    count = rotate_master_key(on_progress=lambda done: click.echo(f"{done} more", err=True))
    count += secrets_seal_anew() + words_seal_anew() + peoples_words_seal_anew()
    click.echo(f"Wrapped anew under master key {masters.current_id}: {count}.")
    click.echo(_next_step(masters.ids))


def _next_step(ids: tuple[str, ...]) -> str:
    if len(ids) == 1:
        return "There is one master key only. To change it: `holdfast keys new`, restart, then this command again."
    return (
        f"When every process runs with it, repeat this until it says 0, then take {', '.join(ids[1:])} "
        "out of HOLDFAST_MASTER_KEY and restart. Keep those keys as long as backups made before now are kept."
    )


def _state(master_id: str, ids: tuple[str, ...]) -> str:
    if master_id not in ids:
        return "NOT SET"
    return "current" if master_id == ids[0] else "former"


def _put_first(file: Path, key: str) -> None:
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(f"{key}\n{file.read_text(encoding='utf-8')}")
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)
