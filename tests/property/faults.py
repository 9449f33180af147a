"""Faults put into the write path: a crash before the n-th SQL statement, and two workers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")


class Crashed(Exception):  # noqa: N818 - what happens
    """The process went down here."""


@contextmanager
def crashing_before(statement: int) -> Iterator[None]:
    """Crash before the given statement (from 0) of this thread's connection; after fewer, nothing happens."""
    left = statement

    def watch(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal left
        if left == 0:
            raise Crashed
        left -= 1
        return execute(*arguments)

    with connection.execute_wrapper(watch):
        yield


def at_once(*workers: Callable[[], T]) -> list[T | Exception]:
    """Run workers at the same moment, each in a thread with a connection of its own; return what each came to."""
    start, came = Barrier(len(workers)), dict[int, T | Exception]()

    def work(place: int, worker: Callable[[], T]) -> None:
        try:
            start.wait(timeout=10)
            came[place] = worker()
        except Exception as fault:
            came[place] = fault
        finally:
            connection.close()

    threads = [Thread(target=work, args=each) for each in enumerate(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [came[place] for place in range(len(workers))]
