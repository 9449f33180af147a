"""Reads of messages: one's own, the browsers one lets us wake, who backs a guest up, what did not arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from holdfast.accounts.models import RoleAssignment
from holdfast.directory.models import IntakeContact, Service
from holdfast.notify.hearing_reads import PersonsWordView, persons_words
from holdfast.notify.matters import Standing, standings
from holdfast.notify.models import (
    Backup,
    Channel,
    Dispatch,
    GuestLinkRequest,
    Kind,
    Message,
    PushSubscription,
    Sending,
    ToSend,
)
from holdfast.notify.pushing import public_key
from holdfast.notify.texts.numbers import number_to_text
from holdfast.notify.texts.reads import HeldText, TextView, reminders_sent, texts_can_go, texts_held, texts_of
from holdfast.transfers.models import Escalation, Transfer
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.selectors import Page

__all__ = [
    "BackupView", "BrowserView", "Channel", "HeldText", "Kind", "LinkView", "MessageView", "PersonsWordView",
    "Sending", "Sent", "Standing", "TextView", "Undelivered", "Way", "backup_of", "browsers_of", "links_of_event",
    "messages_of", "messages_waiting", "number_to_text", "persons_words", "push_key", "reminders_sent",
    "texts_can_go", "texts_held", "texts_of", "undelivered", "undelivered_count", "unread_count",
]  # fmt: skip

SHOWN_FOR = timedelta(days=30)
"""How long what did not arrive stays on the administrators' page."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message on one channel."""

    channel: Channel
    status: Sending
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link that was asked for: to whom, what became of it, and when."""

    contact_id: UUID
    status: Sending
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as its reader sees it. `standing`: of the matter, where it is about one."""

    id: UUID
    kind: Kind
    transfer_id: UUID | None
    about: str
    level: str
    by_vacancy: bool
    due_at: datetime | None
    is_harm: bool
    written_at: datetime
    is_read: bool
    link_used_at: datetime | None
    standing: Standing | None
    sent: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class BrowserView:
    """A browser that is woken: which maker's, and since when."""

    id: UUID
    host: str
    subscribed_at: datetime


@dataclass(frozen=True, slots=True)
class BackupView:
    """Who stands in for a guest who owns a transfer."""

    id: str
    is_staff: bool


class Way:
    """By which way something was to be sent, as the administrators' page calls it."""

    EMAIL, PUSH, LINK, BACKUP = "email", "push", "link", "backup"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that did not arrive. `to`: the colleague or contact it was for; `reason`: a word."""

    id: UUID
    way: str
    to: str
    transfer_id: UUID | None
    reason: str
    tries: int
    at: datetime


def unread_count(staff_id: UUID | str) -> int:
    """Return how many messages a member of staff has not read; one statement."""
    return Message.objects.filter(staff_id=staff_id, read_at__isnull=True).count()


def messages_waiting(staff_id: UUID) -> tuple[MessageView, ...]:
    """Return those of somebody's messages whose matter waits for them now, the first due first; three statements."""
    found = Message.objects.filter(_waits(), staff=staff_id).order_by(F("due_at").asc(nulls_last=True), "pk")
    return tuple(_views(list(found[:MOST])))


def messages_of(staff_id: UUID, paging: Paging) -> Page[MessageView]:
    """Return somebody's other messages, the latest first; three statements. Raises: Malformed for a wrong `after`."""
    found = Message.objects.filter(~_waits(), staff=staff_id)
    return paged(found, ("-written_at", "-id"), paging, _views)


def push_key() -> str:
    """Return the public key that browsers ask for before they let us wake them; blank where there is none."""
    return public_key()


def browsers_of(staff_id: UUID) -> tuple[BrowserView, ...]:
    """Return the browsers that somebody lets us wake, the latest first; one statement."""
    found = PushSubscription.objects.filter(staff=staff_id, ended_at=None).order_by("-subscribed_at", "-pk")
    return tuple(BrowserView(each.pk, each.endpoint.split("/")[2], each.subscribed_at) for each in found)


def backup_of(transfer_id: UUID, owner_id: str) -> BackupView | None:
    """Return who stands in for the guest `owner_id`, who owns a transfer; none where nobody could be named."""
    named = Backup.objects.filter(transfer_id=transfer_id, owner_id=owner_id).exclude(backup_id="")
    row = named.order_by("-seq").first()
    return BackupView(row.backup_id, row.is_staff) if row is not None else None


def undelivered(organizations: Iterable[UUID], at: datetime) -> tuple[Undelivered, ...]:
    """Return what did not arrive lately in these organisations, the latest first, at most `MOST`; four statements."""
    lost = _Lost(tuple(organizations), at)
    rows = [_dispatch_lost(each) for each in lost.dispatches().select_related("message__staff", "browser")[:MOST]]
    links, backups = list(lost.links()[:MOST]), list(lost.backups()[:MOST])
    names = _contact_names([*(str(each.contact_id) for each in links), *(each.backup_id for each in backups)])
    rows += [_lost(each, Way.LINK, names.get(str(each.contact_id), ""), each.transfer_id) for each in links]
    rows += [_lost(each, Way.BACKUP, names.get(each.backup_id, ""), each.transfer_id) for each in backups]
    return tuple(sorted(rows, key=lambda row: (row.at, row.id), reverse=True)[:MOST])


def undelivered_count(organizations: Iterable[UUID], at: datetime) -> int:
    """Return how much did not arrive lately in these organisations; three statements."""
    lost = _Lost(tuple(organizations), at)
    return lost.dispatches().count() + lost.links().count() + lost.backups().count()


def links_of_event(transfer_id: UUID, event: int | None) -> tuple[LinkView, ...]:
    """Return the links that were asked for a live event, or for none, the latest first, at most 100; one statement."""
    rows = GuestLinkRequest.objects.filter(transfer_id=transfer_id, live_event=event).order_by("-asked_at", "-pk")
    return tuple(LinkView(row.contact_id, Sending(row.status), row.settled_at or row.asked_at) for row in rows[:MOST])


@dataclass(frozen=True, slots=True)
class _Lost:
    """What was given up lately, as far as it is of some organisations."""

    organizations: tuple[UUID, ...]
    at: datetime

    def dispatches(self) -> QuerySet[Dispatch]:
        """Messages to their staff, or about their transfers."""
        theirs = RoleAssignment.objects.filter(service__organization__in=self.organizations).values("staff")
        of = Q(message__transfer_id__in=self._transfers()) | Q(message__staff__in=theirs)
        return Dispatch.objects.filter(self._lately(), of).order_by("-settled_at", "-pk")

    def links(self) -> QuerySet[GuestLinkRequest]:
        """Links to guests of their transfers."""
        found = GuestLinkRequest.objects.filter(self._lately(), transfer_id__in=self._transfers())
        return found.order_by("-settled_at", "-pk")

    def backups(self) -> QuerySet[Backup]:
        """Letters to backups of guests who own their transfers."""
        found = Backup.objects.filter(self._lately(), transfer_id__in=self._transfers())
        return found.order_by("-settled_at", "-pk")

    def _lately(self) -> Q:
        return Q(status=Sending.GIVEN_UP, settled_at__gt=self.at - SHOWN_FOR)

    def _transfers(self) -> QuerySet[Transfer, UUID]:
        services = Service.objects.filter(organization__in=self.organizations).values_list("pk", flat=True)
        return Transfer.objects.filter(service_id__in=[str(pk) for pk in services]).values_list("pk", flat=True)


def _waits() -> Q:
    """Return the condition of a message whose matter waits before its level (`matters.Standing.WAITING`)."""
    matters = Escalation.objects.filter(
        transfer_id=OuterRef("transfer_id"), control=OuterRef("about"), level=OuterRef("level"),
        seq__lte=OuterRef("seq"), acknowledged_by="", resolved_at__isnull=True,
    )  # fmt: skip
    return Q(Exists(matters), kind=Kind.ESCALATION)


def _views(rows: list[Message]) -> list[MessageView]:
    found = standings(rows)
    sent: dict[UUID, list[Sent]] = defaultdict(list)
    for each in Dispatch.objects.filter(message__in=rows).order_by("channel", "pk"):
        sent[each.message_id].append(Sent(Channel(each.channel), Sending(each.status), each.settled_at))
    return [_view(row, found.get(row.pk), tuple(sent[row.pk])) for row in rows]


def _view(row: Message, standing: Standing | None, sent: tuple[Sent, ...]) -> MessageView:
    return MessageView(
        id=row.pk, kind=Kind(row.kind), transfer_id=row.transfer_id, about=row.about, level=row.level,
        by_vacancy=row.by_vacancy, due_at=row.due_at, is_harm=row.is_harm, written_at=row.written_at,
        is_read=row.read_at is not None, link_used_at=row.link_used_at, standing=standing, sent=sent,
    )  # fmt: skip


def _dispatch_lost(row: Dispatch) -> Undelivered:
    way = Way.EMAIL if row.channel == Channel.EMAIL else Way.PUSH
    return _lost(row, way, row.message.staff.display_name, row.message.transfer_id)


def _lost(row: ToSend, way: str, to: str, transfer_id: UUID | None) -> Undelivered:
    return Undelivered(row.pk, way, to, transfer_id, row.reason, row.tries, row.settled_at or row.next_try_at)


def _contact_names(ids: Iterable[str]) -> dict[str, str]:
    found = IntakeContact.objects.filter(pk__in={each for each in ids if each})
    return {str(pk): name for pk, name in found.values_list("pk", "name")}
