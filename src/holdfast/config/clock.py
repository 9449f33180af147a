"""The server's clock: the only place in Holdfast that asks what time it is (protocol section 4)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from holdfast.config.env import SettingError

_told: ContextVar[datetime | None] = ContextVar("told", default=None)
log = logging.getLogger(__name__)


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def unsafe_telling() -> Iterator[Callable[[datetime], None]]:
    """Have `now()` say, in this block, the past instant it is told: for the history of a demo's invented people.

    Yields the function that tells it, which raises ValueError for an instant that has not come.

    Side effects: a warning in the log.
    Raises: SettingError unless HOLDFAST_UNSAFE_TELLING is set and the database is the embedded one.
    """
    from django.conf import settings

    if not (settings.HOLDFAST_UNSAFE_TELLING and settings.HOLDFAST_IS_EMBEDDED):
        raise SettingError("The clock is told nothing: only the demo does, in an embedded database of its own.")
    log.warning("the clock is told past instants: what is filed now is a demo's history, and no evidence of anything")
    real = _told.set(None)
    try:
        yield _tell
    finally:
        _told.reset(real)


def _tell(at: datetime) -> None:
    if at > datetime.now(UTC):
        raise ValueError("the clock is never told an instant that has not come")
    _told.set(at.astimezone(UTC))
