"""The live event as its parties make it: opened, joined, confirmed, left, ended. Each is a command of the protocol.

Beside the commands stand a video link and further seats: rows of this room, and no evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection, transaction

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.live import presence
from holdfast.live.errors import NoLiveEvent, NotYourRoom
from holdfast.live.models import LONGEST_LINK, LONGEST_NAME, Company, FurtherSeat, VideoLink
from holdfast.protocol.codes import Channel, ContactOutcome, Seat
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.selectors import Looked, transfer_looked_at
from holdfast.transfers.services import Outcome

_LINK = "must be the https address of a video call, without blanks"
_NOTIFY = "SELECT pg_notify('holdfast_transfers', %s)"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a live event is carried. `video_link`: of the organisation's own call, for that channel only."""

    channel: Channel
    video_link: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else on the call. `beside`: the party whose device they share; none for one of their own."""

    kind: Company
    name: str = ""
    beside: Seat | None = None


def event_open(caller: Caller, transfer_id: UUID, opening: Opening, *, key: str = "") -> Outcome:
    """Open the live event, and seat who opens it; what came of opening it is returned.

    Raises: Malformed for a link that is none; else as `give`.
    """
    _link_is_good(opening)
    outcome = give(caller, transfer_id, Filing("open_live_event", {"channel": opening.channel.value}, key))
    if outcome.is_filed and not outcome.is_repeat:
        if opening.video_link:
            _keep_link(transfer_id, outcome, opening.video_link)
        event_join(caller, transfer_id)
    return outcome


def event_join(caller: Caller, transfer_id: UUID, *, person_too: bool = False, key: str = "") -> Outcome:
    """Take the caller's seat; with `person_too` the originator seats the person who has no device, unmeasured.

    Raises: as `give`.
    """
    looked = _looked(caller, transfer_id)
    party = Seat.PERSON if person_too else party_of(caller, looked)
    event = looked.state.event
    measured = event is not None and not person_too and presence.source.sees(transfer_id, event.number, party)
    return give(caller, transfer_id, Filing("join_live_event", {"party": party.value}, key), measured=measured)


def event_attest(caller: Caller, transfer_id: UUID, *, key: str = "") -> Outcome:
    """Give the caller's own word, from their own device, that all three are together. Raises: as `give`."""
    fields = {"party": party_of(caller, _looked(caller, transfer_id)).value, "present": [each.value for each in Seat]}
    return give(caller, transfer_id, Filing("attest_presence", fields, key))


def event_leave(caller: Caller, transfer_id: UUID, *, person_too: bool = False, key: str = "") -> Outcome:
    """Leave the caller's seat; with `person_too` the originator says that the person left. Raises: as `give`."""
    party = Seat.PERSON if person_too else party_of(caller, _looked(caller, transfer_id))
    return give(caller, transfer_id, Filing("leave_live_event", {"party": party.value}, key))


def event_close(caller: Caller, transfer_id: UUID, *, key: str = "") -> Outcome:
    """End the live event; link and names are blanked. Raises: as `give`."""
    outcome = give(caller, transfer_id, Filing("close_live_event", {}, key))
    if outcome.is_filed:
        words_forget(transfer_id)
    return outcome


def attempt_file(caller: Caller, transfer_id: UUID, *, contact: str, outcome: ContactOutcome, key: str = "") -> Outcome:
    """File an attempt to reach the receiver and how it ended. Raises: as `give`."""
    fields = {"contact": contact, "outcome": outcome.value}
    return give(caller, transfer_id, Filing("contact_attempt", fields, key))


def companion_add(caller: Caller, transfer_id: UUID, companion: Companion, *, key: UUID | None = None) -> FurtherSeat:
    """Note who else is on the call; sent twice under one key, once.

    Raises: Malformed; NoLiveEvent; NotYourRoom; as `transfer_looked_at`.
    """
    event = _own_event(caller, transfer_id)
    name = companion.name.strip()
    if len(name) > LONGEST_NAME or any(not char.isprintable() for char in name):
        raise Malformed({"name": f"must be one line of at most {LONGEST_NAME} characters"})
    with transaction.atomic():
        said = {"kind": companion.kind, "name": name, "beside": companion.beside or ""}
        told = {**said, "transfer_id": transfer_id, "event": event}
        row, is_new = FurtherSeat.objects.get_or_create(pk=key or new_id(), defaults=told)
        if is_new:
            _notify(transfer_id)
    return row


def companion_leave(caller: Caller, transfer_id: UUID, seat_id: UUID) -> None:
    """Note that they are on the call no more; twice changes nothing. Raises: as `companion_add`."""
    event = _own_event(caller, transfer_id)
    with transaction.atomic():
        seats = FurtherSeat.objects.filter(pk=seat_id, transfer_id=transfer_id, event=event, left_at=None)
        if seats.update(left_at=now(), name=""):
            _notify(transfer_id)


def words_forget(transfer_id: UUID) -> None:
    """Blank the video link and the names of a transfer's live events."""
    VideoLink.objects.filter(transfer_id=transfer_id).exclude(address="").update(address="")
    FurtherSeat.objects.filter(transfer_id=transfer_id).exclude(name="").update(name="")


def party_of(caller: Caller, looked: Looked) -> Seat:
    """Return the seat that is the caller's in this transfer; whether they may take it is for the protocol to say."""
    if caller.guest is not None:
        return caller.guest.party
    if caller.party.is_person:
        return Seat.PERSON  # played, in a practice
    return Seat.ORIGINATOR if caller.party.id in looked.state.originators else Seat.RECEIVER


def _looked(caller: Caller, transfer_id: UUID) -> Looked:
    return transfer_looked_at(caller.asker, transfer_id, now())


def _own_event(caller: Caller, transfer_id: UUID) -> int:
    """Return the number of the open event of an originator. Raises: NoLiveEvent; NotYourRoom."""
    looked = _looked(caller, transfer_id)
    if party_of(caller, looked) is not Seat.ORIGINATOR:
        raise NotYourRoom("Only who acts for the originating side says who else is on the call.")
    event = looked.state.event
    if event is None or not event.is_open:
        raise NoLiveEvent("No live event is open. Open one first.")
    return event.number


def _link_is_good(opening: Opening) -> None:
    link = opening.video_link
    if not link:
        return
    if opening.channel is not Channel.VIDEO_LINK:
        raise Malformed({"video_link": "is for a video call only; leave it out"})
    if len(link) > LONGEST_LINK or not link.isascii() or any(char.isspace() or not char.isprintable() for char in link):
        raise Malformed({"video_link": _LINK})
    parts = urlsplit(link)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise Malformed({"video_link": _LINK})


def _keep_link(transfer_id: UUID, outcome: Outcome, link: str) -> None:
    assert outcome.state.event is not None, "it was just opened"
    VideoLink.objects.update_or_create(
        transfer_id=transfer_id, event=outcome.state.event.number, defaults={"address": link}
    )


def _notify(transfer_id: UUID) -> None:
    """Have pages hear of it as of any other change; told when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTIFY, [str(transfer_id)])
