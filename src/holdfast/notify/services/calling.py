"""Asking a supervisor to come to a live event that is open: told at once, in the product and outside."""

from __future__ import annotations

from holdfast.notify.errors import NobodyToCall
from holdfast.notify.holders import hearers_of
from holdfast.notify.models import Kind
from holdfast.notify.writing import News, tell
from holdfast.protocol.codes import EscalationLevel
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import Looked, policy_of


def supervisors_on_call(looked: Looked) -> tuple[str, ...]:
    """Return the ids of who holds the supervisory level now; where it is vacant, of who holds the next."""
    return hearers_of(_transfer(looked), EscalationLevel.SUPERVISORY, looked.at).staff


def supervisor_call(looked: Looked) -> tuple[str, ...]:
    """Ask who holds the supervisory level to join the live event; return their ids. Twice at one state asks once.

    An elevated transfer wakes them at night: while it is held up the person waits in a crisis.
    Raises: NobodyToCall, where no event is open or nobody holds any such place.
    """
    state, event = looked.state, looked.state.event
    called = supervisors_on_call(looked) if event is not None and event.is_open else ()
    if event is None or not called:
        raise NobodyToCall
    news = News(
        kind=Kind.CALLED, at=looked.at, transfer_id=looked.transfer_id, seq=looked.seq, about=str(event.number),
        zone=state.zone, is_harm=state.is_elevated or state.is_emergency, night=policy_of(state.service).night,
    )  # fmt: skip
    tell(news, called)
    return called


def _transfer(looked: Looked) -> Transfer:
    return Transfer.objects.get(pk=looked.transfer_id)
