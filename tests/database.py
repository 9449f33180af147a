"""The test databases: cloned from one template a set of migrations, made by the owner, used by the application.

The names carry this process's id, so that several runs share the embedded server; what dead runs left is dropped.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from pathlib import Path

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from psycopg.errors import DeadlockDetected

import holdfast
from holdfast.config.database.roles import as_owner, migrate

TEMPLATE = "holdfast_template_"
# Rows that migrations write and tests need.
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission", "procrastinate_version"}
_ONE_AT_A_TIME = 4_653_712
DEADLOCKS_BORNE = 4


def make_database(worker: str) -> str:
    """Make this process's test database and have all connections use it; return its name."""
    name = f"test_{os.getpid()}_{worker}"
    template = f"{TEMPLATE}{_migrations_digest()}"
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        if template not in _databases(cursor):
            _make_template(cursor, template)
        _drop_leftovers(cursor, keep=template)
        _run(cursor, "CREATE DATABASE {} TEMPLATE {}", name, template)
        _run(cursor, "REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", name)
    connection.settings_dict["NAME"] = name
    return name


def drop_database(name: str) -> None:
    """Drop the test database; connections that a test left open do not hold it."""
    connection.close()
    with as_owner(), connection._nodb_cursor() as cursor:
        _run(cursor, "DROP DATABASE {} WITH (FORCE)", name)


def empty_tables() -> None:
    """Empty every table that has rows, as the owner: the application may not, the ledger's trigger least of all."""
    with as_owner(), connection.cursor() as cursor:
        full = _tables_with_rows(cursor)
        if full:
            names = sql.SQL(", ").join(map(sql.Identifier, full))
            emptying = sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names)
            cursor.execute("SET session_replication_role = replica")
            _in_the_end(cursor, emptying)


def _in_the_end(cursor: CursorWrapper, statement: sql.Composed) -> None:
    """Execute a statement, again where somebody who still reads (a server that a test began) stood against it."""
    for _ in range(DEADLOCKS_BORNE):
        try:
            cursor.execute(statement)
        except OperationalError as clash:
            if not isinstance(clash.__cause__, DeadlockDetected):
                raise
        else:
            return
    cursor.execute(statement)


def _tables_with_rows(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [name for (name,) in cursor.fetchall() if name not in KEPT_TABLES]
    looks = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in names
    ]
    cursor.execute(sql.SQL(" UNION ALL ").join(looks))
    return [name for (name,) in cursor.fetchall()]


def _make_template(cursor: CursorWrapper, template: str) -> None:
    half = f"{TEMPLATE}half"
    _run(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", half)
    _run(cursor, "CREATE DATABASE {}", half)
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], half
    try:
        migrate(verbosity=0)
    finally:
        connection.settings_dict["NAME"] = before
    _run(cursor, "ALTER DATABASE {} RENAME TO {}", half, template)


def _drop_leftovers(cursor: CursorWrapper, *, keep: str) -> None:
    for name in _databases(cursor):
        is_old_template = name.startswith(TEMPLATE) and name != keep
        is_orphan = name.startswith("test_") and not Path("/proc", name.split("_")[1]).exists()
        if is_old_template or is_orphan:
            _run(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _databases(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database")
    return [name for (name,) in cursor.fetchall()]


def _run(cursor: CursorWrapper, statement: str, *names: str) -> None:
    cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _migrations_digest() -> str:
    source = Path(holdfast.__file__).parent
    digest = hashlib.sha256(importlib.metadata.version("procrastinate").encode())
    for path in sorted([*source.glob("*/migrations/*.py"), *source.glob("config/database/*.py")]):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:12]
