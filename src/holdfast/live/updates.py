"""The socket of a page: it hears that something changed, never what. The page then asks for it, as it always does.

Who listens is asked at the beginning, with every change, and now and then; who may not see it any more is let go.
A socket asks who holds its cookies without ever counting as their activity, so it lengthens no session.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any
from uuid import UUID

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import BaseChannelLayer, get_channel_layer
from django.http.cookie import parse_cookie

from holdfast.config.clock import now
from holdfast.live import topics
from holdfast.live.listening import pulse
from holdfast.live.threads import asked
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import transfers_in_sight

Door = Callable[[Mapping[str, str]], Caller | None]
"""Who holds these cookies now; none where nobody does."""
BEAT_SECONDS = 20.0
"""Something is said at least so often, so that a page knows that it is still connected."""
DEAF_SECONDS = 15.0
"""While this process has heard nothing of the database for so long, it does not say so."""
ASK_SECONDS = 60.0
LONGEST_SECONDS = 12 * 3600.0
GATHER_SECONDS = 0.2
MOST_OF_ONE, MOST = 20, 2_000
"""Sockets of one sign-in, and of this process."""
MOST_IDS = 20
"""More changes at once are told as one `refresh`."""
ENDED, NOT_YOURS, TALKATIVE, OLD = 4401, 4404, 4400, 4408
_open: dict[str, int] = {}


class Updates(AsyncWebsocketConsumer):
    """Tells one page of changes: `{"changed": id}`, `{"refresh": true}`, and `{"alive": true}` in between.

    With `transfer_id` in its address it watches that transfer, else the transfers of its asker's queues.
    """

    def __init__(self, *, door: Door) -> None:
        super().__init__()
        self._door = door
        self._changed: set[UUID] = set()
        self._device = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Let in who may watch what they ask for; refuse everybody else before the socket is open."""
        self._transfer: UUID | None = self.scope["url_route"]["kwargs"].get("transfer_id")
        self._cookies = _cookies_of(self.scope)
        caller = await asked(self._door, self._cookies)
        if caller is None or not await self._may_enter(caller):
            await self.close()
            return
        self._device = caller.device
        _open[self._device] = _open.get(self._device, 0) + 1
        for topic in await self._topics(caller):
            await self.channel_layer.group_add(topic, self.channel_name)
        await self.accept()
        self._start(self._beat())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A page has nothing to say here: filing goes by forms."""
        await self.close(TALKATIVE)

    async def disconnect(self, code: int) -> None:
        """Leave everything."""
        for task in self._tasks:
            task.cancel()
        if self._device:
            _open[self._device] -= 1
            if not _open[self._device]:
                del _open[self._device]

    async def transfers_changed(self, message: Mapping[str, Any]) -> None:
        """Gather what changed for a moment, then tell it."""
        is_first = not self._changed
        self._changed.update(message["ids"])
        if is_first:
            self._start(self._tell())

    async def transfers_refresh(self, message: Mapping[str, Any]) -> None:
        """Tell the page to look again: changes may have been missed."""
        await self._say(refresh=True)

    async def _may_enter(self, caller: Caller) -> bool:
        if _open.get(caller.device, 0) >= MOST_OF_ONE or sum(_open.values()) >= MOST:
            return False
        if self._transfer is None:
            return caller.guest is None
        return bool(await asked(transfers_in_sight, caller.asker, {self._transfer}, now()))

    async def _topics(self, caller: Caller) -> list[str]:
        if self._transfer is not None:
            found = {topics.of_transfer(self._transfer)}
        else:
            found = set(await asked(topics.of_asker, caller.asker))
        self.groups = [topics.EVERYTHING, *sorted(found)]
        return self.groups

    async def _tell(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        changed, self._changed = self._changed, set()
        seen = await self._seen(changed)
        if seen is None:
            return
        if len(seen) > MOST_IDS:
            await self._say(refresh=True)
            return
        for transfer_id in sorted(seen):
            await self._say(changed=str(transfer_id))

    async def _seen(self, ids: set[UUID]) -> set[UUID] | None:
        """Return those of `ids` that the asker may see now; none where they were let go."""
        caller = await asked(self._door, self._cookies)
        if caller is None:
            await self.close(ENDED)
            return None
        seen = await asked(transfers_in_sight, caller.asker, ids, now()) if ids else set()
        if self._transfer is not None and not seen:
            await self.close(NOT_YOURS)
            return None
        return seen

    async def _beat(self) -> None:
        """Say now and then that the socket lives, and ask whether the asker may still watch."""
        began = asked_at = monotonic()
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            if monotonic() - began > LONGEST_SECONDS:
                await self.close(OLD)
                return
            if monotonic() - asked_at >= ASK_SECONDS:
                asked_at = monotonic()
                if await self._seen({self._transfer} if self._transfer else set()) is None:
                    return
            if not pulse.is_silent(DEAF_SECONDS):  # else the page hears nothing, looks elsewhere, and says so
                await self._say(alive=True)

    async def _say(self, **message: bool | str) -> None:
        await self.send(json.dumps(message))

    def _start(self, task: Any) -> None:
        started = asyncio.get_running_loop().create_task(task)
        self._tasks.add(started)
        started.add_done_callback(self._tasks.discard)


async def tell_changed(transfer_ids: frozenset[UUID]) -> None:
    """Tell everybody here who watches one of these transfers, or queues that it is in."""
    touched = await asked(topics.touched_by, transfer_ids)
    alone = {topics.of_transfer(transfer_id): frozenset({transfer_id}) for transfer_id in transfer_ids}
    for topic, ids in {**touched, **alone}.items():
        await _layer().group_send(topic, {"type": "transfers.changed", "ids": sorted(ids)})


async def tell_again() -> None:
    """Tell everybody here to look again."""
    await _layer().group_send(topics.EVERYTHING, {"type": "transfers.refresh"})


def _layer() -> BaseChannelLayer:
    layer = get_channel_layer()
    assert layer is not None, "the settings name a channel layer"
    return layer


def _cookies_of(scope: Mapping[str, Any]) -> dict[str, str]:
    for name, value in scope["headers"]:
        if name == b"cookie":
            return parse_cookie(value.decode("latin-1"))
    return {}
