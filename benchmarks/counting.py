"""Counts what really goes to the database: each statement that psycopg sends, with BEGIN, COMMIT and health checks."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import psycopg


@dataclass(slots=True)
class Count:
    """Statements of one thread: `own` are those that the program asked for, the rest are psycopg's (BEGIN, COMMIT)."""

    texts: list[str] = field(default_factory=list)
    own: int = 0

    @property
    def all(self) -> int:
        """Every round trip."""
        return len(self.texts)


_here = threading.local()


@contextmanager
def counted() -> Iterator[Count]:
    """Count the statements of this thread in the block."""
    _listen()
    _here.count = Count()
    try:
        yield _here.count
    finally:
        _here.count = None


def _listen() -> None:
    if getattr(psycopg.BaseConnection, "_is_counted", False):
        return
    command, execute = psycopg.BaseConnection._exec_command, psycopg.Cursor.execute

    @wraps(command)
    def command_counted(self: Any, text: Any, *args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        _note(text, is_own=False)
        return command(self, text, *args, **kwargs)

    @wraps(execute)
    def execute_counted(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        _note(query, is_own=True)
        return execute(self, query, *args, **kwargs)

    psycopg.BaseConnection._exec_command = command_counted  # type: ignore[method-assign,assignment]
    psycopg.Cursor.execute = execute_counted  # type: ignore[method-assign]
    psycopg.BaseConnection._is_counted = True  # type: ignore[attr-defined]


def _note(text: Any, *, is_own: bool) -> None:
    count: Count | None = getattr(_here, "count", None)
    if count is not None:
        count.texts.append(bytes(text).decode() if isinstance(text, bytes | memoryview) else str(text))
        count.own += is_own
