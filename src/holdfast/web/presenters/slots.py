"""The page *Our visits*: the times that one's services published for first visits, and which of them are held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.directory.models import Slot
from holdfast.directory.selectors import services_known
from holdfast.directory.slots import slots_ahead
from holdfast.protocol.chapters.visit.said import VisitMode
from holdfast.transfers.paging import Paging, paged
from holdfast.transfers.slots import slots_held, who_sees
from holdfast.web.forms.slots import SlotForm
from holdfast.web.parts import Pager
from holdfast.web.presenters.listing import pager_of
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

KEYS = ("starts_at", "id")


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One published time, as the clock of its service shows it. `is_held`: a handoff has it, so it can't be withdrawn
    here: that is for both sides to agree."""

    id: UUID
    when: str
    zone: str
    service: str
    how: str
    place: str
    who: str
    minutes: int
    is_held: bool
    kept_for: str
    """The route whose handoffs alone can hold it; blank: all."""


@dataclass(frozen=True, slots=True)
class OurVisits:
    """What the page shows."""

    slots: tuple[SlotLine, ...]
    pager: Pager
    form: SlotForm


def our_visits_page(
    services: Sequence[tuple[str, str]], at: datetime, paging: Paging, asked: Mapping[str, str], form: SlotForm
) -> OurVisits:
    """Return the page of some services (id, name), in three statements. Raises Malformed for a wrong `after`."""
    ids = [service for service, _name in services]
    zones, names = services_known(ids), dict(services)

    def lines(rows: Sequence[Slot]) -> list[SlotLine]:
        held = slots_held(rows)
        return [_line(row, zones, names, is_held=row.pk in held) for row in rows]

    page = paged(slots_ahead(ids, at), KEYS, paging, lines)
    return OurVisits(page.items, pager_of(page.after, asked), form)


def _line(row: Slot, zones: Mapping[str, str], names: Mapping[str, str], *, is_held: bool) -> SlotLine:
    service = str(row.service_id)
    zone = ZoneInfo(zones.get(service) or "UTC")
    return SlotLine(
        id=row.pk, when=times.when(row.starts_at, zone), zone=times.zone_name(zone), service=names.get(service, ""),
        how=in_words(VisitMode(row.mode)), place=row.place, who=who_sees(row), minutes=row.minutes,
        is_held=is_held, kept_for=row.pathway.name if row.pathway else "",
    )  # fmt: skip
