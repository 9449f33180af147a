"""The one LISTEN connection of a process: what filing notifies of, told to those who watch here.

Notifications during a reconnect are lost, so after each LISTEN everybody is told to look again. Ids only.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from procrastinate.contrib.django.utils import connector_params
from psycopg import AsyncConnection

CHANNEL = "holdfast_transfers"
GATHER_SECONDS = 0.05
"""What is notified of within so short a time is told together."""
QUIET_SECONDS = 5.0
"""After so long without a notification the connection is asked whether it lives."""
CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 5.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 4.0
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Pulse:
    """Whether this process is to listen, and when it last heard the database; asked by the health page."""

    is_wanted: bool = False
    heard_at: float | None = None
    """By the monotonic clock."""

    def is_silent(self, seconds: float) -> bool:
        """Say whether the process should listen and has heard nothing for so long."""
        return self.is_wanted and (self.heard_at is None or monotonic() - self.heard_at > seconds)


pulse = Pulse()


class Listener:
    """Listens until cancelled. `changed` is told ids of transfers; `again` is told after each (re)connect."""

    def __init__(
        self, changed: Callable[[frozenset[UUID]], Awaitable[None]], again: Callable[[], Awaitable[None]]
    ) -> None:
        self._changed, self._again = changed, again
        self._noted: set[UUID] = set()
        self._some = asyncio.Event()

    async def keep_listening(self) -> None:
        """Listen until cancelled, and begin again when the connection ends, after a pause that doubles."""
        pulse.is_wanted, pause = True, FIRST_PAUSE_SECONDS
        try:
            while True:
                began = monotonic()
                try:
                    await self._listen_and_tell()
                except Exception as fault:
                    logger.warning("listening ended (%s) and begins again in %.1f s", _name(fault), pause)
                await asyncio.sleep(pause)
                lasted = monotonic() - began > LONGEST_PAUSE_SECONDS * 2
                pause = FIRST_PAUSE_SECONDS if lasted else min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            pulse.is_wanted, pulse.heard_at = False, None

    async def _listen_and_tell(self) -> None:
        """Do both until one of them fails; then the other ends too."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._tell())

    async def _listen(self) -> None:
        connecting = AsyncConnection.connect(**await _parameters(), autocommit=True)
        async with await asyncio.wait_for(connecting, CONNECT_SECONDS) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            await self._again()
            while True:
                pulse.heard_at = monotonic()
                async for notified in connection.notifies(timeout=QUIET_SECONDS):
                    pulse.heard_at = monotonic()
                    self._note(notified.payload)
                await asyncio.wait_for(connection.execute("SELECT 1"), ANSWER_SECONDS)

    def _note(self, payload: str) -> None:
        try:
            self._noted.add(UUID(payload))
        except ValueError:
            logger.warning("a notification that names no transfer was passed over")
        else:
            self._some.set()

    async def _tell(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._some.clear()
            noted, self._noted = frozenset(self._noted), set()
            await self._changed(noted)


async def _parameters() -> dict[str, Any]:
    # Asked for each new connection, so that a killed embedded server is started again.
    return await asyncio.to_thread(connector_params)


def _name(fault: BaseException) -> str:
    """Return what kind of fault it was; of several that came together, the first."""
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return type(fault).__name__
