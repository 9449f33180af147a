"""The published times of a service as a form offers them: those ahead that nobody holds, by the service's own clock."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from holdfast.directory.selectors import services_known
from holdfast.protocol.chapters.visit.said import VisitMode
from holdfast.transfers.selectors import Looked
from holdfast.transfers.slots import slots_free, who_sees
from holdfast.web.forms.fields import Option
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.places import joined

MOST_SLOTS = 60


def published_times(service: str, looked: Looked) -> Iterator[Option]:
    """Yield the times of a service that a handoff can hold, in the service's zone; while unknown, in its own."""
    state = looked.state
    zone = ZoneInfo(services_known([service]).get(service) or state.zone)
    for slot in slots_free([service], looked.at, pathway=state.route.id if state.route else "")[:MOST_SLOTS]:
        how = joined(in_words(VisitMode(slot.mode)), joined(slot.place, who_sees(slot)))
        yield Option(str(slot.pk), times.when(slot.starts_at, zone), how)
