"""Several transfers as somebody looks at them, each as far as they may see it: a page of states by one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import Case, CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from holdfast.accounts.selectors import glass_until
from holdfast.people.merging import rows_of
from holdfast.protocol.chapters.safety.duress import as_the_person_sees
from holdfast.protocol.state import State
from holdfast.protocol.telling import continuity_lead
from holdfast.transfers import stream
from holdfast.transfers.disclosure import Sight
from holdfast.transfers.models import OfTransfer, Transfer
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.portrait import Looked, scopes_seen
from holdfast.transfers.scope import Asker, Right, names_shown, overseen, seen_of_whole, sight_of, visible
from holdfast.transfers.views import Page

NEVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
"""After everything that can be due."""


class Glimpse(NamedTuple):
    """That somebody may see a transfer, and how much of it."""

    transfer_id: UUID
    sight: Sight
    changed_at: datetime
    right: str = ""
    """The `Right` by which somebody of another organisation sees it whole; blank for everybody else."""
    is_shielded: bool = False
    """Whether the person is protected by any service, be it by another handoff."""

    @classmethod
    def of(cls, row: Transfer, asker: Asker) -> Self:
        """Return what the row of a transfer says that `visible` found for `asker`."""
        return cls._of(row, row, sight_of(row, asker))

    @classmethod
    def by(cls, row: OfTransfer) -> Self:
        """Return what a row of a transfer says that was annotated with `seen_in` and selected with its transfer."""
        sight: str = row.sight  # type: ignore[attr-defined]  # annotated
        return cls._of(row.transfer, row, Sight(sight))

    @classmethod
    def whole(cls, row: OfTransfer) -> Self:
        """Return the same of a row that was annotated with `seen_of_whole`, whose transfer is seen whole."""
        return cls._of(row.transfer, row, Sight.WHOLE)

    @classmethod
    def _of(cls, row: Transfer, annotated: Any, sight: Sight) -> Self:
        right = annotated.right if sight is Sight.WHOLE else ""
        return cls(row.pk, sight, row.changed_at, right, annotated.is_shielded)


def transfers_looked_at(asker: Asker, transfer_ids: Iterable[UUID], at: datetime) -> dict[UUID, Looked]:
    """Return those of the transfers that `asker` may see and that are not erased, by two statements."""
    rows = visible(asker, at).filter(pk__in=set(transfer_ids), is_erased=False)
    return looked_at(asker, [Glimpse.of(row, asker) for row in rows], at)


def looked_at(asker: Asker, glimpses: Iterable[Glimpse], at: datetime) -> dict[UUID, Looked]:
    """Return the transfers that `asker` was found to see, with their states, by one statement."""
    found = {glimpse.transfer_id: glimpse for glimpse in glimpses}
    loaded = stream.load_many(found)
    return {each.transfer_id: looked_of(found[each.transfer_id], each, asker, at) for each in loaded.values()}


def looked_of(glimpse: Glimpse, loaded: stream.Loaded, asker: Asker, at: datetime) -> Looked:
    """Return a transfer that was loaded as `asker` looks at it."""
    scopes = scopes_seen(loaded.state, asker, at)
    state = as_the_person_sees(loaded.state) if glimpse.sight is Sight.PERSON else loaded.state
    return Looked(
        glimpse.transfer_id, state, loaded.tip.seq, glimpse.sight, scopes, asker, at, glimpse.changed_at,
        is_nameless=not _is_named_to(asker, loaded.state, glimpse), right=glimpse.right,
    )  # fmt: skip


def _is_named_to(asker: Asker, state: State, glimpse: Glimpse) -> bool:
    """Say whether a list may name the person. The receiving side knows them by the consent that it holds.

    Who is protected by another service is so here too.
    """
    is_protected = (state.safety.is_protected or glimpse.is_shielded) and glimpse.sight is Sight.WHOLE
    return names_shown(is_protected, (state.owner, *state.originators, continuity_lead(state)), asker)


def looked_near(looked: Looked) -> Looked:
    """Return one transfer as somebody looks at it on a page of its own: who is of the originating service knows whom.

    Everybody else knows a protected person only by break-glass, which stands in the access log and is reviewed; by it
    alone somebody of another organisation sees what is specially protected and no consent covers towards them.
    """
    asker, state = looked.asker, looked.state
    if not looked.is_nameless and not looked.withheld:
        return looked
    if glass_until(asker.party.id, looked.transfer_id, looked.at) is not None:
        right = Right.BREAK_GLASS.value if looked.withheld else looked.right
        return replace(looked, is_nameless=False, right=right)
    near = {state.service, state.owner_service}
    is_near = any(asker.party.is_of(service) for service in near) or state.service in asker.party.pools
    return replace(looked, is_nameless=False) if is_near else looked


def transfers_by_time(
    asker: Asker, at: datetime, among: Q, paging: Paging, *, is_open: bool | None = True
) -> Page[Glimpse]:
    """Return the transfers of `among` that `asker` may see, the one in which something falls due first; one statement.

    Those in which nothing is due come last. `is_open` None: closed ones as well. Raises Malformed for a wrong `after`.
    """
    found = visible(asker, at).filter(among, is_erased=False)
    if is_open is not None:
        found = found.filter(closed_at__isnull=is_open)
    ordered = found.annotate(first_due=Coalesce("next_due_at", Value(NEVER), output_field=DateTimeField()))
    return paged(ordered, ("first_due", "id"), paging, lambda rows: [Glimpse.of(row, asker) for row in rows])


def transfers_by_change(asker: Asker, at: datetime, among: Q, paging: Paging) -> Page[Glimpse]:
    """Return the transfers of `among` that `asker` may see, the one that changed last first; one statement."""
    found = visible(asker, at).filter(among, is_erased=False)
    return paged(found, ("-changed_at", "-id"), paging, lambda rows: [Glimpse.of(row, asker) for row in rows])


def seen_in(asker: Asker) -> dict[str, Any]:
    """Return what is annotated to rows of transfers that `visible` lets `asker` see, for `Glimpse.by`."""
    whole = Exists(overseen(asker).filter(pk=OuterRef("transfer_id")))
    sight = Case(
        When(Q(whole), then=Value(Sight.WHOLE.value)), default=Value(Sight.RECEIVING.value), output_field=CharField()
    )
    return {"sight": sight, **seen_of_whole(asker)}


def people_overseen(asker: Asker) -> QuerySet[Transfer, UUID | None]:
    """Return a query of the ids of the people whose handoffs `asker` sees whole; it is not run here."""
    return overseen(asker).filter(is_erased=False).values_list("person_id", flat=True)


def oversees_person(asker: Asker, person_id: UUID) -> bool:
    """Say whether `asker` sees a handoff of somebody whole, by whichever of their rows; one statement."""
    return overseen(asker).filter(is_erased=False, person_id__in=rows_of([person_id])).exists()


def people_in_sight(asker: Asker, at: datetime) -> QuerySet[Transfer, UUID | None]:
    """Return a query of the ids of the people of all handoffs that `asker` may see; it is not run here.

    Among them are people whom the asker may not know by name: whoever asks must leave them out.
    """
    return visible(asker, at).filter(is_erased=False).values_list("person_id", flat=True)


def transfers_sought(
    asker: Asker, at: datetime, case_id: str, person_ids: Iterable[UUID], *, limit: int = 25
) -> list[Glimpse]:
    """Return the transfers of a case, or of some people, that `asker` may see, open ones first; one statement.

    Whoever asks by a person must leave out those whose person the asker may not know.
    """
    text = case_id.strip()
    by_case = Q(case_id__in={text, text.upper(), text.lower()}) & ~Q(case_id="")
    found = visible(asker, at).filter(by_case | Q(person_id__in=rows_of(person_ids)), is_erased=False)
    rows = found.order_by(F("closed_at").desc(nulls_first=True), "-changed_at", "-id")[:limit]
    return [Glimpse.of(row, asker) for row in rows]
