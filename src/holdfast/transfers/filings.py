"""Filed records that queues tell of: decisions that were made lately, and those that wait for a countersign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery

from holdfast.protocol.codes import RecordKind
from holdfast.transfers.looking import Glimpse, looked_at, seen_in
from holdfast.transfers.models import FiledRecord
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.portrait import Looked
from holdfast.transfers.scope import Asker, seen_of_whole, visible
from holdfast.transfers.views import Page

MOST = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made, and how long the request had waited for it."""

    glimpse: Glimpse
    by: str
    at: datetime
    took: timedelta


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A record that waits for its reviewer's word."""

    kind: RecordKind
    filed_by: str
    filed_at: datetime
    looked: Looked


def decisions_made(asker: Asker, at: datetime, since: datetime, among: Q) -> list[Decided]:
    """Return the decisions since an instant in the transfers of `among`, the latest first; one statement.

    At most the 200 latest. `among` holds transfers that the asker sees whole.
    """
    asked = FiledRecord.objects.filter(
        transfer_id=OuterRef("transfer_id"), kind=RecordKind.AUTHORIZATION_REQUEST, seq__lt=OuterRef("seq")
    ).order_by("-seq")
    theirs = visible(asker, at).filter(among, is_erased=False)
    found = FiledRecord.objects.filter(
        kind=RecordKind.AUTHORIZATION_DECISION, filed_at__gte=since, transfer__in=theirs.values("pk")
    )
    rows = found.annotate(
        asked_at=Subquery(asked.values("filed_at")[:1]), **seen_of_whole(asker)
    ).select_related("transfer")  # fmt: skip
    return [
        Decided(Glimpse.whole(row), row.filed_by, row.filed_at, row.filed_at - row.asked_at)
        for row in rows.order_by("-filed_at")[:MOST]
    ]


def countersigns_due(asker: Asker, at: datetime, paging: Paging) -> Page[Unsigned]:
    """Return the records that name the asker as their reviewer and wait for a word, the oldest first; two statements.

    Raises Malformed for a wrong `after`.
    """
    theirs = visible(asker, at).filter(named__contains=[asker.party.id], closed_at=None, is_erased=False)
    found = FiledRecord.objects.filter(
        reviewer_id=asker.party.id, countersigned_at=None, is_standing=True, transfer__in=theirs.values("pk")
    )
    rows = found.annotate(**seen_in(asker)).select_related("transfer")
    return paged(rows, ("filed_at", "transfer_id", "seq"), paging, lambda page: _unsigned(page, asker, at))


def _unsigned(rows: Sequence[FiledRecord], asker: Asker, at: datetime) -> list[Unsigned]:
    looked = looked_at(asker, map(Glimpse.by, rows), at)
    return [
        Unsigned(RecordKind(row.kind), row.filed_by, row.filed_at, looked[row.transfer_id])
        for row in rows
        if row.transfer_id in looked
    ]
