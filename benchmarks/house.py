"""The house that is measured: an embedded PostgreSQL in a temporary folder of its own, begun afresh for each gate."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOT_OURS = ("HOLDFAST_", "DATABASE_", "DJANGO_", "PG")
_EMPTY = "holdfast_empty"


class House:
    """A running house. Django is set up for it in this process; children find it through the environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._has_template = False

    @property
    def environment(self) -> dict[str, str]:
        """What a child process is started with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
        return {**kept, "HOLDFAST_DATA_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "holdfast.config.settings"}

    @property
    def host(self) -> str:
        """Where PostgreSQL listens, as libpq takes it."""
        from holdfast.embedded import endpoint

        return endpoint(self.folder).host

    def begin_afresh(self) -> None:
        """Have an empty, migrated database; what the gate before left is dropped."""
        from holdfast.config.database.roles import make_ready
        from holdfast.embedded.settings import DATABASE

        if self._has_template:
            self.make_database(DATABASE, template=_EMPTY)
        else:
            make_ready()
            self.make_database(_EMPTY, template=DATABASE)
            self._has_template = True

    def make_database(self, name: str, *, template: str = "template1") -> None:
        """Make the database `name` as the owner; one that stands is dropped."""
        from django.db import connection
        from psycopg import sql

        from holdfast.config.database.roles import as_owner

        connection.close()
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        with as_owner(), connection._nodb_cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names))
            cursor.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))

    def database_cpu(self) -> float:
        """Return the CPU seconds of the database server so far, its ended processes included."""
        from holdfast.embedded import account, cluster, place

        pid = cluster.server_pid(place.find_place(self.folder, account.for_postgres()))
        assert pid is not None, "the embedded server runs as long as the house stands"
        return tree_cpu(pid)


@contextmanager
def house() -> Iterator[House]:
    """Build a house, and take it down again with all it kept.

    Side effects: this process's environment names the house; Django is set up.
    """
    folder = Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under another account, which must be able to pass
    for name in [name for name in os.environ if name.startswith(_NOT_OURS)]:
        del os.environ[name]
    os.environ["HOLDFAST_DATA_DIR"] = str(folder)
    try:
        yield _set_up(folder)
    finally:
        _take_down(folder)


def _set_up(folder: Path) -> House:
    from holdfast.cli import django_ready

    django_ready()
    return House(folder)


def _take_down(folder: Path) -> None:
    from django.db import connection

    from holdfast.embedded import account, leave, place

    connection.close()
    home = place.find_place(folder, account.for_postgres()).home
    leave(folder)
    for path in {home, folder}:
        shutil.rmtree(path, ignore_errors=True)


def tree_cpu(pid: int) -> float:
    """Return the CPU seconds of a process, its ended children, and the processes below it."""
    return sum(_cpu(each) for each in _tree(pid))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        below = {int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in _children(task)}
    except OSError:
        return
    for child in below:
        yield from _tree(child)


def _children(task: Path) -> list[str]:
    return (task / "children").read_text().split()


def _cpu(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")
