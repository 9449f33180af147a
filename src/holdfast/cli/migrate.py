"""`holdfast migrate`: the schema brought up to date, by the role that owns it."""

from __future__ import annotations

import click

from holdfast.cli import django_ready


@click.command()
def command() -> None:
    """Bring the database's schema up to date (connects by DATABASE_OWNER_URL)."""
    django_ready()
    from holdfast.config.database.roles import migrate

    migrate()
