"""The page *This week*: what the weekly coordination review talks about, part by part (protocol section 3.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.services import Viewed
from holdfast.protocol.codes import EscalationLevel
from holdfast.transfers.callers import Caller
from holdfast.transfers.episodes import EpisodeView, episodes_gone_cold
from holdfast.transfers.selectors import Paging, Part, Point, Span, Talk, disclosed_at, week_points, week_talks
from holdfast.web.parts import Choice, Pager
from holdfast.web.presenters.events import matter_words
from holdfast.web.presenters.listing import pager_of
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.steps import STEPS

WEEK = "week"
MOST = 5
A_WEEK = timedelta(days=7)

TITLES: dict[Part, Promise] = {
    Part.CONCERNS: _("Concerns that remain"),
    Part.FAILED_CHECKS: _("Failed checks"),
    Part.OPEN_MATTERS: _("Open escalations"),
    Part.MISSED: _("Missed deadlines"),
    Part.REFUSALS: _("Refusals and breaches"),
    Part.EMERGENCIES: _("Emergency starts"),
}
EMPTY: dict[Part, Promise] = {
    Part.CONCERNS: _("Nobody said this week that a concern remains."),
    Part.FAILED_CHECKS: _("No handoff failed its check this week."),
    Part.OPEN_MATTERS: _("No matter is open."),
    Part.MISSED: _("No deadline was missed this week."),
    Part.REFUSALS: _("Nothing was refused this week, and no rule was broken."),
    Part.EMERGENCIES: _("No handoff began as an emergency this week."),
}


@dataclass(frozen=True, slots=True)
class PointLine:
    """One line: the case, when, what, where."""

    case: str
    url: str
    at: datetime
    what: str
    service: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One part. `more_url`: where all of it stands; blank where all of it is here."""

    id: str
    title: str
    count: int | None
    lines: tuple[PointLine, ...]
    empty: str
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the page shows: every part of one week, or one part in full."""

    title: str
    weeks: tuple[Choice, ...]
    topics: tuple[Topic, ...]
    pager: Pager
    all_url: str = ""


def agenda_page(caller: Caller, at: datetime, asked: Mapping[str, str]) -> Agenda:
    """Return every part of a week, in at most twelve statements. Raises Http404 for what is no week."""
    monday = _monday(at, asked.get(WEEK, ""))
    talks = week_talks(caller.asker, _span(monday), MOST)
    names = _named(caller, [point for talk in talks for point in talk.points])
    topics = tuple(_topic(talk, names, monday) for talk in talks)
    return Agenda(_title(monday), _weeks(monday, at), (*topics, _gone_cold(caller, monday, at)), Pager())


def agenda_part_page(caller: Caller, at: datetime, part: Part, asked: Mapping[str, str]) -> Agenda:
    """Return one part of a week in full, in at most four statements. Raises Http404; Malformed for a wrong `after`."""
    monday = _monday(at, asked.get(WEEK, ""))
    page = week_points(caller.asker, _span(monday), part, Paging(asked.get("after") or None))
    names = _named(caller, page.items)
    topic = Topic(part, str(TITLES[part]), None, tuple(_line(each, names) for each in page.items), str(EMPTY[part]))
    pager = pager_of(page.after, asked)
    return Agenda(_title(monday), (), (topic,), pager, f"{reverse('agenda')}?{WEEK}={monday.isoformat()}")


def part_of(text: str) -> Part:
    """Return the part that an address names. Raises Http404."""
    if text not in set(Part):
        raise Http404
    return Part(text)


def _monday(at: datetime, text: str) -> date:
    """Return the first day of the week that is asked for, by the reader's clocks; this week's by default."""
    today = timezone.localtime(at).date()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise Http404 from None
    if day > today:
        raise Http404
    return day - timedelta(days=day.weekday())


def _span(monday: date) -> Span:
    zone = timezone.get_current_timezone()
    start, end = (datetime.combine(day, time(0), tzinfo=zone) for day in (monday, monday + A_WEEK))
    return Span(start, end)


def _title(monday: date) -> str:
    return gettext("%(first)s to %(last)s") % {
        "first": times.day(monday), "last": times.day(monday + timedelta(days=6)),
    }  # fmt: skip


def _weeks(monday: date, at: datetime) -> tuple[Choice, ...]:
    """Return links to this week, to the one that is shown where it is another, and to the one before it."""
    this = _monday(at, "")
    shown = [] if monday == this else [Choice(_title(monday), f"?{WEEK}={monday.isoformat()}", is_chosen=True)]
    return (
        Choice(gettext("This week"), reverse("agenda"), monday == this),
        *shown,
        Choice(gettext("The week before"), f"?{WEEK}={(monday - A_WEEK).isoformat()}"),
    )


def _named(caller: Caller, points: Sequence[Point]) -> Names:
    """Return the names of the services. Side effects: each transfer stands in the access log."""
    shown = {point.transfer_id: point for point in points}
    caller.note((Viewed(each, disclosed=disclosed_at(caller.asker, point)) for each, point in shown.items()), "agenda")
    return names_of((), {point.service_id for point in points})


def _gone_cold(caller: Caller, monday: date, at: datetime) -> Topic:
    """Return the episodes whose service was done in the week, with neither a completed handoff nor a reason.

    This week's agenda has the older ones too: whatever was over before and still stands open.
    """
    span = _span(monday)
    is_this_week = monday == _monday(at, "")
    found = episodes_gone_cold(caller.asker, None if is_this_week else span.start, span.end)
    names = names_of((), {each.service_id for each in found})
    lines = tuple(
        PointLine("", "", each.over_at or each.began_at, _episode(each), names.service(each.service_id))
        for each in found
    )
    return Topic(
        id="cold", title=gettext("Over, and handed to nobody"), count=len(lines), lines=lines,
        empty=gettext("Every episode that was over this week ended with a completed handoff, or with a reason."),
    )  # fmt: skip


def _episode(episode: EpisodeView) -> str:
    return gettext("%(kind)s: neither a completed handoff nor a reason.") % {"kind": in_words(episode.kind)}


def _topic(talk: Talk, names: Names, monday: date) -> Topic:
    more = f"{reverse('agenda_part', args=[talk.part])}?{WEEK}={monday.isoformat()}"
    return Topic(
        id=talk.part, title=str(TITLES[talk.part]), count=talk.count,
        lines=tuple(_line(point, names) for point in talk.points), empty=str(EMPTY[talk.part]),
        more_url=more if talk.count > len(talk.points) else "",
    )  # fmt: skip


def _line(point: Point, names: Names) -> PointLine:
    return PointLine(
        case=point.case_id, url=reverse("transfer_page", args=[point.transfer_id]), at=point.at, what=_what(point),
        service=names.service(point.service_id),
    )  # fmt: skip


def _what(point: Point) -> str:
    rules = " ".join(matter_words(control) for control in point.about)
    if point.level:
        return gettext("%(matter)s Before: %(level)s.") % {
            "matter": rules, "level": in_words(EscalationLevel(point.level)),
        }  # fmt: skip
    if point.is_breach:
        return gettext("Broken: %(rules)s") % {"rules": rules}
    if point.step in STEPS:
        return gettext("Refused: %(step)s. %(rules)s") % {"step": STEPS[point.step].title, "rules": rules}
    return rules
