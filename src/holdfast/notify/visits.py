"""First visits: the person is reminded of theirs, and a receiving side that says nothing of one is asked for its word.

A reminder has a key of the visit's own number, so none is sent twice, and one of a time that was moved is called off.
Whether it may go at all is asked when it goes (`texts.gate`), and again whether the visit still stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from holdfast.config.clock import now
from holdfast.directory.selectors import contact_parties
from holdfast.notify.holders import staff_with, with_stand_ins
from holdfast.notify.matters import CANCEL
from holdfast.notify.models import GuestLinkRequest, Kind, Message, News, PersonsMessage, Sending
from holdfast.notify.services.links import LinkOrder, link_request
from holdfast.notify.texts.persons import TextWish, text_ask, text_call_off
from holdfast.notify.texts.standing import PREFIX, parts_of
from holdfast.notify.writing import News as Told
from holdfast.notify.writing import tell
from holdfast.protocol.chapters.visit.said import VisitSide
from holdfast.protocol.controls.gates import RECEIVERS
from holdfast.protocol.facts import CLOCK
from holdfast.transfers.models import BookedVisit
from holdfast.transfers.selectors import policy_of, state_now

LOOK_AHEAD = timedelta(days=14)
"""How far ahead a visit is asked to be reminded of; further ones come into it in time."""
DAY_BEFORE, HOURS_BEFORE = "day", "hours"
_SPANS = {DAY_BEFORE: ("visit.remind_day_before", 86_400), HOURS_BEFORE: ("visit.remind_hours_before", 10_800)}
"""The policy's number of each reminder, and seconds where a transfer began under a policy without it."""
_AT_ONCE = ("", 0)
_ANSWER, _SILENT = ("visit.answer", 14_400), ("visit.silent", 86_400)
_REAL = Q(transfer__practised_by="", transfer__is_erased=False, transfer__closed_at=None)


def visits_due() -> int:
    """Ask for reminders of visits to come, call off those of visits that moved, and chase silence; return how many.

    Several may run at once, and again: each reminder and each word has a key.
    """
    at = now()
    return _called_off() + _reminded(at) + _chased(at) + _asked_to_cancel(at)


def _called_off() -> int:
    waiting = PersonsMessage.objects.filter(status=Sending.WAITING, news=News.REMINDER, key__startswith=PREFIX)
    keys = list(waiting.values_list("key", flat=True))
    asked = {key: parts for key in keys if (parts := parts_of(key)) is not None}
    standing = BookedVisit.objects.filter(_REAL, transfer_id__in={of for of, _ in asked.values()}, has_ended=False)
    numbers = dict(standing.values_list("transfer_id", "number"))
    return sum(text_call_off(key) for key, (of, number) in asked.items() if numbers.get(of) != number)


def _reminded(at: datetime) -> int:
    ahead = BookedVisit.objects.filter(_REAL, has_ended=False, starts_at__gt=at, starts_at__lte=at + LOOK_AHEAD)
    rows = list(ahead.values_list("transfer_id", "number"))
    keys = {f"{PREFIX}{of}:{number}:{kind}": of for of, number in rows for kind in _SPANS}
    known = set(PersonsMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(_asked(of) for of in {of for key, of in keys.items() if key not in known})


def _asked(transfer_id: UUID) -> int:
    """Have the reminders of one visit sent; one whose time had come when it was booked is left out."""
    asked = list(_wishes(transfer_id))
    for wish in asked:
        text_ask(wish)
    return len(asked)


def _wishes(transfer_id: UUID) -> Iterator[TextWish]:
    state = state_now(transfer_id)
    visit = state.visit.standing if state is not None else None
    if state is None or visit is None or not visit.is_confirmed:
        return
    spans = {kind: timedelta(seconds=state.rules.numbers.get(*number)) for kind, number in _SPANS.items()}
    ends = {DAY_BEFORE: visit.at - spans[HOURS_BEFORE], HOURS_BEFORE: visit.at}
    for kind, span in spans.items():
        if visit.at - span > visit.booked_at and ends[kind] > now():
            yield TextWish(
                transfer_id=transfer_id, news=News.REMINDER, key=f"{PREFIX}{transfer_id}:{visit.number}:{kind}",
                asked_by=CLOCK, not_before=visit.at - span, useful_until=ends[kind],
            )  # fmt: skip


def _chased(at: datetime) -> int:
    silent = BookedVisit.objects.filter(_REAL, is_silent=True, has_ended=False, starts_at__gt=at)
    rows = list(silent.select_related("transfer").order_by("booked_at")[:500])
    known, guests = set(_told(rows)), contact_parties({row.transfer.owner_id for row in rows})
    return sum(_chase(row, at, known) + _guest_asked(row, _answer_due(row), at, guests) for row in rows)


def _answer_due(row: BookedVisit) -> datetime:
    """Return when the receiving side ought to have said something of a visit."""
    return row.booked_at + timedelta(seconds=policy_of(row.transfer.service_id).numbers.get(*_ANSWER))


def _told(rows: Iterable[BookedVisit]) -> Iterator[tuple[str, UUID | None, str]]:
    ids = [row.transfer_id for row in rows]
    found = Message.objects.filter(kind__in=[Kind.VISIT, Kind.VISIT_SILENT, Kind.ASKED], transfer_id__in=ids)
    yield from found.values_list("kind", "transfer_id", "about").distinct()


def _chase(row: BookedVisit, at: datetime, known: set[tuple[str, UUID | None, str]]) -> int:
    """Ask the receiving side for its word; where it stays silent, or has nobody with an account, tell who stays."""
    transfer, waited = row.transfer, at - row.booked_at
    numbers, count = policy_of(transfer.service_id).numbers, 0
    receivers = staff_with(RECEIVERS, at, Q(service=transfer.receiving_service_id), without=transfer.originator_id)
    spans = {Kind.VISIT: _ANSWER, Kind.VISIT_SILENT: _SILENT if receivers else _ANSWER}
    lead = with_stand_ins([transfer.continuity_lead_id or transfer.originator_id], transfer.pk, at)
    hearers = {Kind.VISIT: receivers, Kind.VISIT_SILENT: lead}
    for kind, number in spans.items():
        is_due = waited >= timedelta(seconds=numbers.get(*number))
        if is_due and (kind, transfer.pk, about_of(row.number)) not in known:
            count += len(tell(_news(kind, row, at), hearers[kind]))
    return count


def _guest_asked(row: BookedVisit, since: datetime, at: datetime, guests: Collection[str]) -> int:
    """Send an owner without an account their link, once from `since` on; its words say nothing of what is waited for.

    Whether it may go is asked when it goes (`transfers.inviting`).
    """
    of, owner = row.transfer_id, row.transfer.owner_id
    if at < since or owner not in guests:
        return 0
    asked = GuestLinkRequest.objects.filter(transfer_id=of, contact_id=owner, asked_by=CLOCK, asked_at__gte=since)
    if asked.exists():
        return 0
    link_request(LinkOrder(of, UUID(owner), CLOCK), at)
    return 1


def _asked_to_cancel(at: datetime) -> int:
    """Tell at once who owes an answer to who asked to cancel, and chase their silence as that of a new visit."""
    asked = BookedVisit.objects.filter(_REAL, has_ended=False, cancel_asked_at__isnull=False)
    rows = list(asked.select_related("transfer").order_by("cancel_asked_at")[:500])
    known, guests = set(_told(rows)), contact_parties({row.transfer.owner_id for row in rows})
    theirs = [row for row in rows if row.cancel_side != VisitSide.RECEIVING]
    told = sum(_chase_cancel(row, at, known) for row in rows)
    return told + sum(_guest_asked(row, row.cancel_asked_at or at, at, guests) for row in theirs)


def _chase_cancel(row: BookedVisit, at: datetime, known: set[tuple[str, UUID | None, str]]) -> int:
    transfer, about, count = row.transfer, f"{CANCEL}{row.number}", 0
    lead = with_stand_ins([transfer.continuity_lead_id or transfer.originator_id], transfer.pk, at)
    waited, numbers = at - (row.cancel_asked_at or at), policy_of(transfer.service_id).numbers
    if row.cancel_side == VisitSide.RECEIVING:
        steps = [
            (Kind.ASKED, about, lead, _AT_ONCE),
            (Kind.ASKED, f"{about}-again", [*lead, transfer.owner_id], _ANSWER),
        ]
    else:
        receivers = staff_with(RECEIVERS, at, Q(service=transfer.receiving_service_id), without=transfer.originator_id)
        steps = [(Kind.VISIT, about, receivers, _AT_ONCE)]
        steps.append((Kind.VISIT_SILENT, about, lead, _ANSWER if receivers else _AT_ONCE))
    for kind, of, hearers, (name, seconds) in steps:
        is_due = waited >= timedelta(seconds=numbers.get(name, seconds))
        if is_due and (kind, transfer.pk, of) not in known:
            count += len(tell(replace(_news(kind, row, at), about=of), hearers))
    return count


def about_of(number: int) -> str:
    """Return what a word about a visit of this number is about."""
    return f"visit-{number}"


def _news(kind: Kind, row: BookedVisit, at: datetime) -> Told:
    return Told(
        kind=kind, at=at, transfer_id=row.transfer_id, about=about_of(row.number), due_at=row.starts_at,
        zone=row.transfer.zone, night=policy_of(row.transfer.service_id).night,
    )  # fmt: skip
