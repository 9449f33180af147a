"""Quick choices for days and times: now, today, tomorrow; drawn as native controls beside the day and the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.protocol.calendars import local_date
from holdfast.protocol.chapters.safety.reach import valid_days
from holdfast.protocol.state import State
from holdfast.web.forms.fields import Option
from holdfast.web.forms.moments import NOW
from holdfast.web.forms.reading import Clock
from holdfast.web.forms.shapes import MOMENTS, Kind, Shape
from holdfast.web.words import times

MORNING = time(9, 0)
PAST = frozenset({"contact_attempted_at", "evidence.observed_at", "attempts", "when", "part2.signed_at"})
"""What has happened already when it is written down."""
PAST_DAYS = frozenset({"died_on"})
"""Days that have come when they are written down."""
SOON = frozenset({"attempts.on"})
"""Days on which something is to be done soon."""
A_WEEK = 7


def quick_choices(shapes: Iterable[Shape], state: State, clock: Clock) -> dict[str, tuple[Option, ...]]:
    """Return what is offered for each moment of a form, by dotted name without the numbers of rows."""
    return {name: tuple(_of(name, shape, state, clock)) for name, shape in _moments(shapes, "")}


def _moments(shapes: Iterable[Shape], above: str) -> Iterator[tuple[str, Shape]]:
    for shape in shapes:
        name = f"{above}{shape.name}".removesuffix(".")
        if shape.kind in MOMENTS:
            yield name, shape
        yield from _moments(shape.parts, f"{name}.")
        if shape.row is not None:
            yield from _moments((shape.row,), f"{name}.")


def _of(name: str, shape: Shape, state: State, clock: Clock) -> Iterator[Option]:
    today = local_date(clock.at, clock.zone)
    if name in PAST or (shape.said is not None and shape.said.is_past):
        yield Option(NOW, _("Now, when I send this"))
    elif name == "transfer_event_date":
        if state.handoff is not None:
            yield _day(local_date(state.handoff.at, clock.zone), _("The day of the release"))
    elif shape.kind is Kind.DAY:
        yield from _days(name, today, state)
    elif shape.kind is Kind.INSTANT:
        yield _time(today + timedelta(days=1), MORNING, _("Tomorrow"))
    else:
        yield from _closes(today, state, clock)


def _days(name: str, today: date, state: State) -> Iterator[Option]:
    """Yield the days for a field that takes a day alone: never one that its rule refuses."""
    if name in PAST_DAYS:
        yield _day(today, _("Today"))
        yield _day(today - timedelta(days=1), _("Yesterday"))
    elif name in SOON:
        yield _day(today, _("Today"))
        yield _day(today + timedelta(days=1), _("Tomorrow"))
    elif name == "valid_until":
        most = valid_days(state)
        if most > A_WEEK:
            yield _day(today + timedelta(days=A_WEEK), _("In one week"))
        yield _day(today + timedelta(days=most), _("The longest it may hold"))
    else:
        yield _day(today + timedelta(days=30), _("In 30 days"))
        yield _day(today + timedelta(days=90), _("In 90 days"))


def _closes(today: date, state: State, clock: Clock) -> Iterator[Option]:
    """A bare day means its close, so today is offered until then."""
    if clock.at.astimezone(ZoneInfo(clock.zone)).time() < state.rules.closes:
        yield _day(today, _("Today"))
    yield _day(today + timedelta(days=1), _("Tomorrow"))
    yield _day(today + timedelta(days=7), _("In one week"))


def _day(day: date, words: str) -> Option:
    return Option(day.isoformat(), _("%(words)s: %(when)s") % {"words": words, "when": times.day(day)})


def _time(day: date, at: time, words: str) -> Option:
    clock = times.clock(datetime.combine(day, at, tzinfo=ZoneInfo("UTC")), ZoneInfo("UTC"))
    return Option(f"{day.isoformat()}T{at:%H:%M}", _("%(day)s, %(time)s") % {"day": words, "time": clock})
