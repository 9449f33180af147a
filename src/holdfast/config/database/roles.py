"""The two roles of the database: the owner, who migrates, and the application, which owns no table."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from holdfast.config.env import SettingError

_MIGRATION_LOCK = 4_653_711
_PRIVILEGES = (
    "GRANT USAGE ON SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC",
)


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Have this thread's default connection be the owner's for as long as the block runs."""
    ours = connections[DEFAULT_DB_ALIAS]
    owner = type(ours)({**ours.settings_dict, **owner_settings()}, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = owner
    try:
        yield
    finally:
        owner.close()
        connections[DEFAULT_DB_ALIAS] = ours


def owner_settings() -> dict[str, object]:
    """Return what differs in the owner's connection.

    Raises: SettingError when a database of your own has no DATABASE_OWNER_URL.
    """
    if not settings.HOLDFAST_DATABASE_OWNER:
        raise SettingError("Set DATABASE_OWNER_URL to the address with which the role that owns the tables connects.")
    return dict(settings.HOLDFAST_DATABASE_OWNER)


def migrate(*, verbosity: int = 1) -> None:
    """Bring the schema up to date as the owner, and grant the application what it needs (nothing on DDL).

    Side effects: changes the database's schema and privileges.
    """
    with as_owner(), connection.cursor() as cursor:
        # Two processes that start at once: the second waits, and finds nothing left to do.
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        _grant(cursor)
        call_command("migrate", interactive=False, verbosity=verbosity)


def make_ready() -> None:
    """Migrate the embedded database; of a database of your own only ask whether it is up to date.

    Raises: SettingError when it is not.
    """
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing and settings.HOLDFAST_IS_EMBEDDED:
        migrate(verbosity=0)
    elif missing:
        raise SettingError(f"The database lacks {len(missing)} migrations. Run `holdfast migrate` first.")


def start_over() -> None:
    """Drop the embedded database with all it holds, and make it anew.

    Raises: SettingError for a database of your own: that is for you to drop.
    """
    if not settings.HOLDFAST_IS_EMBEDDED:
        raise SettingError("Only the embedded database is begun again; unset DATABASE_URL, or drop your own yourself.")
    name = sql.Identifier(str(connection.settings_dict["NAME"]))
    connection.close()
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    migrate(verbosity=0)


def _grant(cursor: CursorWrapper) -> None:
    names = {
        "app": sql.Identifier(settings.HOLDFAST_APP_ROLE),
        "database": sql.Identifier(str(connection.settings_dict["NAME"])),
    }
    for statement in _PRIVILEGES:
        cursor.execute(sql.SQL(statement).format(**names))
