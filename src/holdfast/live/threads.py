"""The few lasting threads in which sockets ask the database, each with a connection that lasts as well.

A thread for each question, Django's own way under ASGI, would leak connections.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.db import database_sync_to_async

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 2
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")


async def asked(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `question`, which may use the database, answers; the event loop goes on meanwhile."""
    return await database_sync_to_async(question, thread_sensitive=False, executor=_pool)(*args, **kwargs)
