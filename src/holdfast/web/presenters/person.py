"""The person's page: who is with them now, their visit, and whose job it is to mend what does not happen.

It promises only what a named owner has accepted, and blames nobody (ui.md 5 and 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.accounts.selectors import Guest
from holdfast.notify.selectors import number_to_text, texts_can_go
from holdfast.people.selectors import PersonView, person
from holdfast.protocol import records as r
from holdfast.protocol.chapters.consent.said import Consent
from holdfast.protocol.chapters.consent.standing import consents_of
from holdfast.protocol.chapters.safety.codes import SafeChannel
from holdfast.protocol.chapters.safety.reach import is_guarded
from holdfast.protocol.codes import AccommodationKind, ConsentScope, DeadlineName, RecordKind, Seat
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Looked
from holdfast.web.presenters.backup import Way
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.presenters.person_calling import Answering, Helper, backup_way
from holdfast.web.presenters.person_reach import Reach, reach_of
from holdfast.web.presenters.person_story import PersonStory, person_story
from holdfast.web.presenters.person_visit import BookedVisit, booked_visit
from holdfast.web.words.places import payer_name
from holdfast.web.words.sharing import plain_end, plain_scope
from holdfast.web.words.tongues import language_name

LAST_DIGITS = 2


class Variant(StrEnum):
    """What the page has to say first."""

    NOT_YET = "not_yet"
    """Nobody has accepted: the originating side is still with them."""
    LIVE = "live"
    """The three are together now, or about to be."""
    CONFIRMED = "confirmed"
    TODAY = "today"
    MISSED_BY_US = "missed_by_us"
    YOU_MISSED_IT = "you_missed_it"
    AFTER = "after"
    """The first visit was kept."""
    CHANGING = "changing"
    """They asked for a different person; until there is one, the owner stays."""
    STOPPED = "stopped"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Visit:
    """What happens first, when, where and with whom. `interpreter`: the language, where one was said to be there."""

    at: datetime
    who: str
    place: str
    interpreter: str
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is shared with one service. `to`: the id that takes it back."""

    to: str
    service: str
    scopes: tuple[str, ...]
    until: date
    ends_at: datetime | None
    """When it ends before the end of that day."""
    ends_with: str = ""
    """What ends it by itself; blank for nothing."""
    ends_when: str = ""
    """What else ends it, once somebody says that it came; blank for nothing."""
    without_them: str = ""
    """Why it is shared though the person said no yes of their own; blank where they did."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the service knows. `name`: what a correction of it is called."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """The whole page. `checked_at`: when we look by ourselves; `told_by`: by when we must have acted.

    `accepted_at`: when who is with them said yes; `may_move`: whether another time can be asked for; `asks_how`:
    whether they are asked how it went.
    """

    variant: Variant
    first_name: str
    with_you: Helper
    team: Helper
    """Who began it, and stays until the visit was kept."""
    visit: Visit | None
    booked: BookedVisit | None
    """The visit that is booked and lies ahead."""
    readers: tuple[str, ...]
    """Who reads what the person writes here: who owns them, where they have an account, and who stays with them."""
    accepted_at: datetime | None
    may_move: bool
    asks_how: bool
    backup: Way | None
    """Whom to call if it does not happen, as was agreed."""
    news_by: datetime | None
    """By when there should be news, while nobody new has accepted."""
    checked_at: datetime | None
    told_by: datetime | None
    facts: tuple[Fact, ...]
    sharing: tuple[Sharing, ...]
    """What they agreed to share."""
    sharing_without_them: tuple[Sharing, ...]
    """What is shared in an emergency, or by a guardian's yes."""
    is_asked: bool
    """Whether they are asked to agree to something, and have not answered."""
    story: PersonStory
    has_heard: bool
    is_seated: bool
    is_safe_mode: bool
    reach: Reach
    asks_safe: bool
    """Whether they are asked if it is safe to talk."""
    text_to: str
    """The last digits of the number that a text with this page can go to; blank where none can."""
    ends_at: datetime
    at: datetime
    """When it stood so."""
    zone: str
    version: int
    """Of what the page says; it grows with every change."""


def person_page(looked: Looked, guest: Guest, at: datetime) -> PersonPage:
    """Return the page of the one it is about; at most eight statements."""
    state = looked.state
    who = person(state.subject) if state.subject else None
    names = names_of([state.owner, _lead(state)], [state.owner_service, state.service, *state.consents])
    answering = Answering.of([state.owner_service, state.service], at)
    visit = _visit(state, at)
    variant = _variant(state, visit, at)
    first_at = visit.at if visit is not None and variant in _SAYS_WHEN else None
    booked = booked_visit(state, names.name(_lead(state)), at, first_at=first_at)
    team, shared = answering.helper(names, _lead(state), state.service, state.zone), tuple(_sharing(looked, names))
    return PersonPage(
        variant=variant,
        first_name=who.first_name if who else "",
        with_you=answering.helper(names, state.owner, state.owner_service, state.zone),
        team=team,
        visit=visit,
        booked=booked,
        readers=_readers(state, names),
        accepted_at=_accepted_at(state),
        may_move=(visit is not None and variant in _MAY_MOVE) or booked is not None,
        asks_how=visit is not None and not visit.is_ahead and variant in _ASKS_HOW,
        backup=backup_way(state, team.numbers),
        news_by=_due(state, DeadlineName.AUTHORIZATION_DECISION, DeadlineName.ACCEPTANCE),
        checked_at=_due(state, DeadlineName.VERIFICATION, DeadlineName.REVERIFICATION),
        told_by=_due(state, DeadlineName.REENGAGEMENT, DeadlineName.DETERMINATION, DeadlineName.CORRECTIVE_ACTION),
        facts=tuple(_facts(state, who)),
        sharing=tuple(each for each in shared if not each.without_them),
        sharing_without_them=tuple(each for each in shared if each.without_them),
        is_asked=bool(state.consent.proposals) and not state.is_closed,
        story=person_story(looked),
        has_heard=state.heard_at_step > 0,
        is_seated=_is_seated(state),
        is_safe_mode=guest.is_safe_mode or is_guarded(state),
        reach=reach_of(state, at),
        asks_safe=not state.is_closed and not state.is_paused,
        text_to="" if guest.is_safe_mode or is_guarded(state) else _text_to(who, state),
        ends_at=guest.opens_until, at=at, zone=state.zone, version=looked.seq,
    )  # fmt: skip


def _text_to(who: PersonView | None, state: State) -> str:
    """Return the last digits of the number that a text goes to: the plan's where texts are its way, and no other."""
    kept = state.safety.plan
    known = who.phones if who is not None else ()
    if kept is not None:
        known = (kept.plan.number_or_address or "",) if kept.plan.channel is SafeChannel.TEXT else ()
    numbers = [number for number in map(number_to_text, known) if number] if who and texts_can_go() else []
    return numbers[0][-LAST_DIGITS:] if numbers else ""


_V = Variant
_MAY_MOVE = frozenset({_V.CONFIRMED, _V.TODAY, _V.MISSED_BY_US, _V.YOU_MISSED_IT})
_SAYS_WHEN = frozenset({_V.CONFIRMED, _V.TODAY})
_ASKS_HOW = _MAY_MOVE | {_V.AFTER, _V.CHANGING}


def _variant(state: State, visit: Visit | None, at: datetime) -> Variant:
    told = {
        Variant.CLOSED: state.is_closed,
        Variant.STOPPED: state.is_paused,
        Variant.LIVE: state.event is not None and state.event.is_open,
        Variant.NOT_YET: state.handoff is None,
        Variant.CHANGING: _is_their_wish(state),
        Variant.MISSED_BY_US: _is_ours_to_mend(state),
        Variant.YOU_MISSED_IT: DeadlineName.REENGAGEMENT in state.deadlines,
        Variant.AFTER: state.is_first_action_kept,
        Variant.TODAY: visit is not None and _is_same_day(visit.at, at, ZoneInfo(state.zone)),
    }
    return next((variant for variant, is_so in told.items() if is_so), Variant.CONFIRMED)


def _is_same_day(one: datetime, other: datetime, zone: ZoneInfo) -> bool:
    return one.astimezone(zone).date() == other.astimezone(zone).date()


def _is_ours_to_mend(state: State) -> bool:
    """Say whether something failed that nobody may take for the person's doing."""
    missed = "first_action" in state.escalations
    return missed or state.is_determination_owed or state.corrective is not None


def _is_their_wish(state: State) -> bool:
    """Say whether somebody else is looked for because the person asked, and not because something failed."""
    failed = state.report is not None or (state.verification is not None and not state.is_verified)
    return state.is_determination_owed and not failed and "first_action" not in state.escalations


def _lead(state: State) -> str:
    """Return who of the originating side stays with the person."""
    ready = state.records.get(RecordKind.RELEASE_READINESS)
    named = ready.record.continuity_lead_id if ready and isinstance(ready.record, r.ReleaseReadiness) else ""
    return named or state.assignee or state.originator


def _readers(state: State, names: Names) -> tuple[str, ...]:
    owner = () if state.owner_is_guest else (state.owner,)
    return tuple(names.name(who) for who in dict.fromkeys((*owner, _lead(state))))


def _answer(state: State) -> r.ReceivingAnswer | None:
    answer = state.records.get(RecordKind.RECEIVING_ACCEPTANCE)
    return answer.record if answer and isinstance(answer.record, r.ReceivingAnswer) else None


def _visit(state: State, now: datetime) -> Visit | None:
    answer = _answer(state)
    action = answer.first_action if answer else None
    at = state.first_action_at or (action.at if action else None)
    if answer is None or action is None or at is None or state.handoff is None:
        return None
    return Visit(at, action.who or "", action.where or action.channel or "", _interpreter(state, answer), at > now)


def _interpreter(state: State, answer: r.ReceivingAnswer) -> str:
    is_promised = AccommodationKind.LANGUAGE in answer.accommodations_confirmed
    return language_name(state.person.language) if is_promised and state.person is not None else ""


def _accepted_at(state: State) -> datetime | None:
    """Return when who owns them now said yes; none where it was another who did."""
    accepted = state.records.get(RecordKind.RECEIVING_ACCEPTANCE)
    return accepted.at if accepted is not None and state.handoff is not None and accepted.by == state.owner else None


def _due(state: State, *names: DeadlineName) -> datetime | None:
    return min((state.deadlines[name].due for name in names if name in state.deadlines), default=None)


def _facts(state: State, who: PersonView | None) -> Iterator[Fact]:
    if state.person is not None:
        yield Fact("language", _("Your language"), language_name(state.person.language))
        yield Fact("payer", _("Who pays for your care"), payer_name(state.person.payer))
    if who is not None and who.phones:
        yield Fact("phone", _("How to reach you"), who.phones[0])


def _sharing(looked: Looked, names: Names) -> Iterator[Sharing]:
    for to, consent in consents_of(looked.state):
        scopes = tuple(plain_scope(scope) for scope in ConsentScope if scope in consent.scopes)
        ends = "" if consent.has_ended(looked.at) else plain_end(consent.ends_with)
        ends_at = consent.expires_at or consent.shown_until
        why = _without_them(consent)
        yield Sharing(to, names.service(to), scopes, consent.until, ends_at, ends, consent.ends_when, why)


def _without_them(consent: Consent) -> str:
    """Return why something is shared to which the person themself did not say yes; blank where they did."""
    if consent.is_exception:
        return _("It was an emergency, so we did not wait for your yes. Another person checks that.")
    return _("The adult who decides for you said yes.") if consent.is_guardians else ""


def _is_seated(state: State) -> bool:
    event = state.event
    if event is None or not event.is_open:
        return False
    return any(seat.left_at is None and seat.party is Seat.PERSON for seat in event.seats)
