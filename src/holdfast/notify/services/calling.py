"""Asking a supervisor to come to a live event that is open: at once in the product, and outside when it may be."""

from __future__ import annotations

from datetime import datetime

from holdfast.notify.errors import NobodyToCall
from holdfast.notify.holders import hearers_of
from holdfast.notify.models import Kind
from holdfast.notify.writing import News, reached_from, tell
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.presence import LiveEvent
from holdfast.protocol.state import State
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import Looked, policy_of


def call_reaches(looked: Looked) -> dict[str, datetime]:
    """Return whom a call would reach, by id, and from when outside the product (at night it may be the morning).

    Who holds the supervisory level now; where it is vacant, the next. Nobody where no event is open.
    """
    event = looked.state.event
    return reached_from(_news(looked, event), _on_call(looked)) if event is not None and event.is_open else {}


def supervisor_call(looked: Looked) -> tuple[str, ...]:
    """Ask who holds the supervisory level to join the live event; return their ids. Twice at one state asks once.

    An elevated transfer wakes them at night: while it is held up the person waits in a crisis.
    Raises: NobodyToCall, where no event is open or nobody holds any such place.
    """
    event = looked.state.event
    called = _on_call(looked) if event is not None and event.is_open else ()
    if event is None or not called:
        raise NobodyToCall
    tell(_news(looked, event), called)
    return called


def _on_call(looked: Looked) -> tuple[str, ...]:
    return hearers_of(_transfer(looked), EscalationLevel.SUPERVISORY, looked.at).staff


def _news(looked: Looked, event: LiveEvent) -> News:
    state = looked.state
    return News(
        kind=Kind.CALLED, at=looked.at, transfer_id=looked.transfer_id, seq=looked.seq, about=str(event.number),
        zone=state.zone, is_harm=_is_harm(state), night=policy_of(state.service).night,
    )  # fmt: skip


def _is_harm(state: State) -> bool:
    return state.is_elevated or state.is_emergency


def _transfer(looked: Looked) -> Transfer:
    return Transfer.objects.get(pk=looked.transfer_id)
