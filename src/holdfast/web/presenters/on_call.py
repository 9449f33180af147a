"""Who holds each level of the ladder now and next, and which places are empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from holdfast.accounts.selectors import HolderRow, LevelRow, ladder_rows
from holdfast.directory.selectors import organizations_named, organizations_of, services_called, services_named
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.facts import Rung
from holdfast.protocol.ladder import landing
from holdfast.transfers.callers import Caller
from holdfast.web.parts import Tag, Tone
from holdfast.web.presenters.administration_ladders import hours_words
from holdfast.web.words import times
from holdfast.web.words.codes import explained, in_words
from holdfast.web.words.phones import dialled, readable

MOST_ORGANIZATIONS = 3


@dataclass(frozen=True, slots=True)
class LevelOnCall:
    """One level: who is asked now, who is next, in how many minutes the level above hears of it."""

    name: str
    meaning: str
    state: Tag
    now: tuple[str, ...]
    next: str
    answer: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A number on which one's own service answers."""

    service: str
    number: str
    dialled: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """One organisation's ladder. `empty`: how many places nobody holds now, in words; blank for none."""

    organization: str
    levels: tuple[LevelOnCall, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class OnCallPage:
    """The ladders of the organisations at which the reader works. `at`: now."""

    lines: tuple[TeamLine, ...]
    ladders: tuple[Ladder, ...]
    at: datetime


def on_call_page(caller: Caller, at: datetime) -> OnCallPage:
    """Return the page, in five statements and two more for each organisation, of which there are at most three."""
    of = {UUID(found): jurisdiction for found, jurisdiction in organizations_of(caller.asker.services).values()}
    named = organizations_named(list(of))[:MOST_ORGANIZATIONS]
    ladders = (_ladder(each.name, ladder_rows(each.id, each.jurisdiction, at), at) for each in named)
    return OnCallPage(_lines(caller), tuple(ladders), at)


def _lines(caller: Caller) -> tuple[TeamLine, ...]:
    """Return the numbers of the reader's own services: of people no number is kept."""
    called, names = services_called(caller.asker.services), services_named(caller.asker.services)
    numbers = ((names.get(service, ""), phone) for service, phones in called.items() for phone in phones)
    return tuple(
        TeamLine(name, readable(phone.number, phone.extension), dialled(phone.number, phone.extension))
        for name, phone in sorted(numbers, key=lambda each: (each[0], each[1].number))
    )


def _ladder(organization: str, rows: Iterable[LevelRow], at: datetime) -> Ladder:
    levels = tuple(rows)
    vacant = [in_words(row.level) for row in levels if row.is_vacant]
    words = gettext("Nobody holds these places now: %(levels)s. Each line below says who gets what is due there.")
    return Ladder(
        organization, tuple(_level(row, levels, at) for row in levels),
        words % {"levels": ", ".join(vacant)} if vacant else "",
    )  # fmt: skip


def _level(row: LevelRow, levels: tuple[LevelRow, ...], at: datetime) -> LevelOnCall:
    return LevelOnCall(
        name=in_words(row.level), meaning=explained(row.level), state=_state(row), now=_now(row, at),
        next=_next(row, at), answer=_falls_to(row, levels, at) if row.is_vacant else _answer(row),
    )  # fmt: skip


def _falls_to(row: LevelRow, levels: tuple[LevelRow, ...], at: datetime) -> str:
    """Return who really gets what is sent to an empty place; the administrators hear of it where nobody does."""
    ladder = {
        each.level: Rung(each.minutes or 0, each.next_level, vacant=each.is_vacant)
        for each in levels
        if each.rung_id is not None
    }
    landed = landing(ladder, row.level).level if ladder else row.level
    holders = next((each.holders for each in levels if each.level is landed), ())
    names = ", ".join(dict.fromkeys(each.name for each in holders if _holds(each, at)))
    if landed is row.level or not names:
        return gettext("Nobody is left above. The administrator is told.")
    return gettext("It goes to: %(level)s, %(names)s.") % {"level": in_words(landed), "names": names}


def _state(row: LevelRow) -> Tag:
    if row.rung_id is None:
        return Tag(gettext("No place set up"), Tone.SOON)
    return Tag(gettext("Nobody now"), Tone.SOON) if row.is_vacant else Tag(gettext("Held now"), Tone.OK)


def _holds(holder: HolderRow, at: datetime) -> bool:
    return holder.is_active and holder.since <= at and (holder.window is None or holder.window.covers(at))


def _now(row: LevelRow, at: datetime) -> tuple[str, ...]:
    """Return who holds the level now, each with their hours."""
    held = (each for each in row.holders if _holds(each, at))
    return tuple(
        gettext("%(name)s. %(hours)s") % {"name": each.name, "hours": hours_words(each.window)} for each in held
    )


def _next(row: LevelRow, at: datetime) -> str:
    """Return who takes the level over next, and when; blank where nobody does."""
    coming = [(_begins(each, at), each.name) for each in row.holders if each.is_active and not _holds(each, at)]
    if not coming:
        return ""
    begins, name = min(coming)
    return gettext("Next: %(name)s, from %(time)s") % {"name": name, "time": times.near(begins, at)}


def _begins(holder: HolderRow, at: datetime) -> datetime:
    """Return when somebody who does not hold a level now begins to."""
    since = max(holder.since, at)
    if holder.window is None or (holder.since > at and holder.window.covers(since)):
        return since
    return holder.window.begins_after(since)


def _answer(row: LevelRow) -> str:
    """Return in how many minutes those who hold it answer, and who hears of it after them."""
    if row.next_level is None:
        return gettext("This is the top.")
    then = in_words(EscalationLevel(row.next_level))
    return gettext("Answers in %(minutes)s minutes, then: %(level)s.") % {"minutes": row.minutes, "level": then}
