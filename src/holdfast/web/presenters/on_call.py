"""Who holds each level of the ladder now and next, and which places are empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from holdfast.accounts.selectors import HolderRow, LevelRow, ladder_rows
from holdfast.directory.selectors import organizations_named, organizations_of
from holdfast.protocol.codes import EscalationLevel
from holdfast.protocol.ladder import UNMAPPED_FALLS_TO
from holdfast.transfers.callers import Caller
from holdfast.web.parts import Tag, Tone
from holdfast.web.presenters.administration_ladders import hours_words
from holdfast.web.words import times
from holdfast.web.words.codes import explained, in_words

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
class Ladder:
    """One organisation's ladder. `empty`: how many places nobody holds now, in words; blank for none."""

    organization: str
    levels: tuple[LevelOnCall, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class OnCallPage:
    """The ladders of the organisations at which the reader works. `at`: now."""

    ladders: tuple[Ladder, ...]
    at: datetime


def on_call_page(caller: Caller, at: datetime) -> OnCallPage:
    """Return the page, in two statements and two more for each organisation, of which there are at most three."""
    of = {UUID(found): jurisdiction for found, jurisdiction in organizations_of(caller.asker.services).values()}
    named = organizations_named(list(of))[:MOST_ORGANIZATIONS]
    return OnCallPage(tuple(_ladder(each.name, ladder_rows(each.id, each.jurisdiction, at), at) for each in named), at)


def _ladder(organization: str, rows: Iterable[LevelRow], at: datetime) -> Ladder:
    levels = tuple(rows)
    vacant = [in_words(row.level) for row in levels if row.is_vacant]
    words = gettext("Nobody holds these places now: %(levels)s. What is due there goes to the next level.")
    return Ladder(
        organization, tuple(_level(row, at) for row in levels), words % {"levels": ", ".join(vacant)} if vacant else ""
    )


def _level(row: LevelRow, at: datetime) -> LevelOnCall:
    return LevelOnCall(
        name=in_words(row.level), meaning=explained(row.level), state=_state(row), now=_now(row, at),
        next=_next(row, at), answer=_answer(row),
    )  # fmt: skip


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
    """Return in how many minutes they answer, and who hears of it after them."""
    after = row.next_level if row.rung_id is not None else UNMAPPED_FALLS_TO[row.level]
    then = in_words(EscalationLevel(after)) if after is not None else ""
    if row.rung_id is None:
        return gettext("It goes to: %(level)s.") % {"level": then}
    if not then:
        return gettext("This is the top.")
    return gettext("Answers in %(minutes)s minutes, then: %(level)s.") % {"minutes": row.minutes, "level": then}
