"""Reads of what is kept beside a live event: its video link, and who else is on the call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, F, Value

from holdfast.live.models import Company, FurtherSeat, VideoLink
from holdfast.protocol.codes import Seat


@dataclass(frozen=True, slots=True)
class CompanionView:
    """Somebody on the call beside the three parties."""

    id: UUID
    kind: Company
    name: str
    beside: Seat | None
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """What is kept beside one live event."""

    video_link: str = ""
    companions: tuple[CompanionView, ...] = ()


def kept_beside(transfer_id: UUID, event: int) -> Beside:
    """Return what is kept beside an open live event; one statement. Who may see it is for the caller to ask."""
    of_event = {"transfer_id": transfer_id, "event": event}
    seats = FurtherSeat.objects.filter(**of_event, left_at=None).values_list(
        "pk", "kind", "name", "beside", F("joined_at"), Value("")
    )
    nobody = (Value(""), Value(""), Value(""), Value(None, output_field=DateTimeField()))
    links = VideoLink.objects.filter(**of_event).values_list("pk", *nobody, "address")
    rows = list(seats.union(links, all=True))
    company = sorted((row for row in rows if row[1]), key=lambda row: (row[4], row[0]))
    return Beside(next((row[5] for row in rows if row[5]), ""), tuple(_view(*row[:5]) for row in company))


def _view(pk: UUID, kind: str, name: str, beside: str, joined_at: datetime) -> CompanionView:
    return CompanionView(pk, Company(kind), name, Seat(beside) if beside else None, joined_at)
