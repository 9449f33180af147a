"""The embedded server's own settings: how it is made, who may come in as which role, and its bounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from holdfast.embedded.account import caller
from holdfast.embedded.place import Place

DATABASE = "holdfast"
OWNER_ROLE = "holdfast_owner"
APP_ROLE = "holdfast_app"

# The locale is the server's own: the machine's may not be installed, and order must not depend on it.
INITDB = (
    "--username=holdfast_admin",
    "--auth=reject",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SINGLE_USER = ("-c", "exit_on_error=on", "-c", "log_checkpoints=off")

_BOUNDS = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Errors and statements may carry what people said: the log tells of the server only.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}


def first_statements() -> Iterator[tuple[str, str]]:
    """Yield (database, statements) to run once in a new cluster: two roles, one database, nobody a superuser."""
    yield (
        "postgres",
        f"CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB\n"
        f"CREATE ROLE {APP_ROLE} LOGIN\n"
        # To drop a database of its own it may have to end an autovacuum there.
        f"GRANT pg_signal_backend TO {OWNER_ROLE}\n"
        f"GRANT SET ON PARAMETER session_replication_role TO {OWNER_ROLE}\n"
        f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}\n",
    )


def write(place: Place) -> None:
    """Write the settings of the place afresh, so that a newer Holdfast brings its own along."""
    who = caller().name
    roles = f"{OWNER_ROLE},{APP_ROLE}"
    _write(place.etc / "pg_hba.conf", f"local all {roles} peer map=holdfast\n")
    maps = [f'holdfast "{who}" {role}\n' for role in (OWNER_ROLE, APP_ROLE)]
    _write(place.etc / "pg_ident.conf", "".join(maps))
    values = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.run),
        "unix_socket_permissions": "0700",
        "hba_file": str(place.etc / "pg_hba.conf"),
        "ident_file": str(place.etc / "pg_ident.conf"),
        **_BOUNDS,
    }
    lines = [f"{name} = '{_quoted(value)}'\n" for name, value in values.items()]
    _write(place.etc / "postgresql.conf", "".join(lines))


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o644)
