"""What goes outward, for the access log: to which service, under which scopes, on what basis (45 CFR 164.528).

Outward is what staff and guests of any other organisation are shown: by a consent, or by a right to see it whole.
The access log is the one place where it is written; this says what of a look goes outward, and reads it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from holdfast.accounts.models import AccessLogEntry, ActorKind, GuestSession
from holdfast.accounts.selectors import staff_named
from holdfast.accounts.services import Disclosed, Viewed
from holdfast.directory.selectors import names_known
from holdfast.protocol.codes import MARKED_SCOPES, ConsentScope, Seat
from holdfast.protocol.state import State
from holdfast.transfers.disclosure import EMERGENCY, IDENTITY, NEED, RISK, Scopes, Sight
from holdfast.transfers.looking import Glimpse, looked_at
from holdfast.transfers.models import Transfer
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.portrait import Looked
from holdfast.transfers.scope import REAL, Asker, Right, visible
from holdfast.transfers.views import Page, QueueRow, TransferCard
from holdfast.transfers.weekly import Point
from holdfast.transfers.withholding import told_to_receiver

NEWEST = ("-at", "-id")
IN_A_ROW = frozenset({NEED, RISK})
"""What a row of a list shows; beside it who the person is, to somebody who sees the transfer whole."""
KEPT_YEARS = 6
"""So far back an accounting reaches (45 CFR 164.528)."""
MOST_IN_A_FILE = 20_000


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing that went outward. `name` is blank where a guest's contact is not known any more."""

    at: datetime
    name: str
    service: str
    scopes: tuple[ConsentScope, ...]
    purpose: str
    """The code under which the access log has it."""
    adapter: str
    basis: tuple[str, ...]
    transfer_id: UUID | None

    @property
    def consents(self) -> tuple[str, ...]:
        """The ids of the consents on which it rests."""
        return tuple(each for each in self.basis if each != EMERGENCY and each not in set(Right))

    @property
    def right(self) -> Right | None:
        """The right by which it was seen, and not by a consent; none where there was one."""
        return next((Right(each) for each in self.basis if each in set(Right)), None)

    @property
    def is_everything(self) -> bool:
        """Whether the whole transfer was seen, by a right, but for what `lacks_who` and `lacks_marked` say."""
        is_whole = MARKED_SCOPES & set(self.scopes) in (frozenset(), MARKED_SCOPES)
        return self.right is not None and is_whole and {IDENTITY, *MARKED_SCOPES, *self.scopes} == set(ConsentScope)

    @property
    def lacks_who(self) -> bool:
        """Whether it was not shown who the person is."""
        return IDENTITY not in self.scopes

    @property
    def lacks_marked(self) -> bool:
        """Whether something that is specially protected was not shown."""
        return bool(MARKED_SCOPES - set(self.scopes))

    @property
    def is_emergency(self) -> bool:
        """Whether it rests on an emergency alone."""
        return set(self.basis) == {EMERGENCY}


def seen_of(looked: Looked) -> Viewed:
    """Return what the access log notes of a transfer that is shown: the person too, where they may be known."""
    subject = looked.state.subject
    person_id = UUID(subject) if subject and looked.sees_identity and looked.asker.seat is not Seat.PERSON else None
    return Viewed(looked.transfer_id, person_id, disclosed_to(looked))


def disclosed_to(looked: Looked) -> Disclosed | None:
    """Return what goes outward when somebody looks so at a transfer; none where nothing does."""
    scopes = _scopes_of(looked)
    if not looked.basis or not scopes:
        return None
    return _told(looked.asker, _recipient(looked.asker, looked.state), scopes, looked.basis)


def _scopes_of(looked: Looked) -> Scopes:
    if looked.sight is Sight.RECEIVING:
        return told_to_receiver(looked.state, looked.scopes, looked.at)
    return looked.seen - (frozenset({IDENTITY}) if looked.is_nameless else frozenset())


def disclosed_in(asker: Asker, row: TransferCard | QueueRow) -> Disclosed | None:
    """Return what goes outward by one row of a list; none where nothing does."""
    if row.basis in set(Right):
        is_named = isinstance(row, TransferCard) and row.person_id is not None
        return _told(asker, "", IN_A_ROW | ({IDENTITY} if is_named else frozenset()), row.basis)
    if not row.basis or not row.shared:
        return None
    shared = frozenset(row.shared)
    return _told(asker, row.receiving_service_id, shared & IN_A_ROW or shared, row.basis)


def disclosed_at(asker: Asker, point: Point) -> Disclosed | None:
    """Return what goes outward by one line of the weekly agenda, a case number and what waits; none where nothing."""
    return _told(asker, "", frozenset(), point.right) if point.right else None


def _told(asker: Asker, recipient: str, scopes: Scopes, basis: str) -> Disclosed | None:
    """Return that it went to a service, by default to where the asker works; none where they work nowhere."""
    to = recipient or next(iter(asker.services), "")
    return Disclosed(to, *_on(scopes, basis)) if to else None


def _on(scopes: Scopes, basis: str) -> tuple[tuple[str, ...], str]:
    return tuple(sorted(scopes)), basis


def _recipient(asker: Asker, state: State) -> str:
    """Return the service that is told: the receiving, the owning, or a consented one, where whoever looks is of it.

    Blank where it is none of them.
    """
    mine = asker.services
    concerned = [state.receiving_service, state.owner_service, *sorted(state.consents)]
    return next((each for each in concerned if each and (each in mine or not mine)), "")


def disclosures_of(transfer_id: UUID, at: datetime, paging: Paging) -> Page[Disclosure]:
    """Return what went outward of a transfer, the latest first; at most four statements.

    Whoever asks must see the transfer whole. Raises Malformed for a wrong `after`.
    """
    return paged(_kept(Q(transfer_id=transfer_id), at), NEWEST, paging, _drawn)


def disclosures_in_file(transfer_id: UUID, at: datetime) -> list[Disclosure]:
    """Return what went outward of a transfer, for a file: the latest first, at most `MOST_IN_A_FILE`."""
    return _drawn(list(_kept(Q(transfer_id=transfer_id), at).order_by(*NEWEST)[:MOST_IN_A_FILE]))


def disclosures_told(asker: Asker, at: datetime, paging: Paging) -> Page[Disclosure]:
    """Return what went outward of the person, to the person themself: which service and when, never a name.

    Of all their transfers. Nothing for anybody who does not sit in the person's seat.
    """
    if asker.seat is not Seat.PERSON or asker.only is None:
        return Page((), None)
    whose = Transfer.objects.filter(REAL, pk=asker.only, person_id__isnull=False).values("person_id")
    theirs = Transfer.objects.filter(REAL, person_id__in=whose).values("pk")
    mine = Q(transfer_id=asker.only) | Q(transfer_id__in=theirs)
    return paged(_kept(mine, at), NEWEST, paging, lambda rows: [replace(each, name="") for each in _drawn(rows)])


def _kept(among: Q, at: datetime) -> QuerySet[AccessLogEntry]:
    since = at - timedelta(days=366 * KEPT_YEARS)
    return AccessLogEntry.objects.filter(among, at__gte=since).exclude(recipient="")


def _drawn(rows: list[AccessLogEntry]) -> list[Disclosure]:
    staff = staff_named(row.actor_id for row in rows if row.actor_kind == ActorKind.STAFF and row.actor_id)
    contacts = _contacts({row.actor_id for row in rows if row.actor_kind == ActorKind.GUEST and row.actor_id})
    people, services = names_known(contacts.values(), {row.recipient for row in rows})
    return [
        Disclosure(
            row.at, staff.get(str(row.actor_id)) or people.get(contacts.get(row.actor_id, ""), ""),
            services.get(row.recipient, ""), _scopes(row.scopes), row.purpose, row.adapter,
            tuple(row.basis.split()), row.transfer_id,
        )
        for row in rows
    ]  # fmt: skip


def _scopes(kept: Iterable[str]) -> tuple[ConsentScope, ...]:
    """Return the scopes that were kept, in the order of the list of them."""
    told = set(kept)
    return tuple(scope for scope in ConsentScope if scope.value in told)


def _contacts(sessions: set[UUID]) -> dict[UUID | None, str]:
    """Return which contact of the directory each of these guests was."""
    if not sessions:
        return {}
    found = GuestSession.objects.filter(pk__in=sessions).values_list("pk", "grant__subject_id")
    return {pk: str(subject) for pk, subject in found}


def exceptions_waiting(asker: Asker, at: datetime, paging: Paging) -> Page[Looked]:
    """Return transfers with an emergency exception that no reviewer has looked at, the longest unchanged first.

    Only those that the asker sees whole; two statements. Raises Malformed for a wrong `after`.
    """
    waiting = visible(asker, at).filter(Q(is_whole=True), exceptions_open__gt=0, is_erased=False)
    found = paged(waiting, ("changed_at", "id"), paging, lambda rows: [Glimpse.of(row, asker) for row in rows])
    looked = looked_at(asker, found.items, at)
    return Page(tuple(looked[each.transfer_id] for each in found.items), found.after)
