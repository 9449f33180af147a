"""The three party cards: who, since when, and what each has done or heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from holdfast.live.models import Company
from holdfast.live.selectors import Beside
from holdfast.protocol.codes import PROVEN, AccommodationKind, Channel, Identity, RecordKind, Seat
from holdfast.protocol.presence import ALL_THREE, SeatTaken
from holdfast.transfers.selectors import Looked, TransferView
from holdfast.web.parts import Check, PartyCard, Tag, Tone
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.names import Names
from holdfast.web.presenters.room_words import with_company
from holdfast.web.words import times
from holdfast.web.words.codes import in_words

ORDER = (Seat.PERSON, Seat.ORIGINATOR, Seat.RECEIVER)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the cards are drawn from. `me`: the reader's own seat, where they have one."""

    case: Case
    beside: Beside
    me: Seat | None

    @property
    def looked(self) -> Looked:
        """The transfer as the reader looks at it."""
        return self.case.looked

    @property
    def view(self) -> TransferView:
        """What the reader may see of it."""
        return self.case.view

    @property
    def names(self) -> Names:
        """What people and services are called."""
        return self.case.names

    @property
    def reader(self) -> str:
        """The id of who reads."""
        return self.looked.asker.party.id

    @property
    def is_open(self) -> bool:
        """Whether the live event is open."""
        event = self.looked.state.event
        return event is not None and event.is_open

    @property
    def is_mine(self) -> bool:
        """Whether the reader's own seat is taken by them now."""
        event = self.looked.state.event
        return event is not None and event.is_open and self.me is not None and event.is_seated(self.me, self.reader)

    @property
    def away(self) -> list[str]:
        """The names of those who are not in the event now."""
        return [self.name(party) for party in ORDER if not self.is_here(party)]

    def seat(self, party: Seat) -> SeatTaken | None:
        """Return the stay that a card tells of: of who accepted, else the latest one, an open one first."""
        state = self.looked.state
        if state.event is None:
            return None
        accepted = state.accepted.by if state.accepted else ""
        stays = [stay for stay in state.event.seats if stay.party is party]
        return max(stays, key=lambda s: (s.who == accepted, s.left_at is None, s.joined_at), default=None)

    def is_here(self, party: Seat) -> bool:
        """Say whether a party is in the open event now."""
        event = self.looked.state.event
        return event is not None and event.is_open and event.is_seated(party)

    def name(self, party: Seat) -> str:
        """Return what a party is called, also where nobody has taken the seat yet."""
        state, stay = self.looked.state, self.seat(party)
        if party is Seat.PERSON:
            return self.case.called
        if party is Seat.ORIGINATOR:
            return self.names.name(stay.who if stay else state.assignee or state.originator)
        who = stay.who if stay else (state.connection.receiving_contact_id if state.connection else "")
        return self.names.name(who) if who else self.names.service(state.receiving_service)


def party_cards(scene: Scene) -> tuple[PartyCard, ...]:
    """Return the cards of person, sender and receiver, in this order always."""
    return tuple(_card(scene, party) for party in ORDER)


def _card(scene: Scene, party: Seat) -> PartyCard:
    name, stay = scene.name(party), scene.seat(party)
    if party is scene.me and party is not Seat.PERSON:
        is_there = stay is not None and stay.who == scene.reader
        name = gettext("You, %(name)s") % {"name": name} if is_there or party is Seat.ORIGINATOR else gettext("You")
    company = (each for each in scene.beside.companions if each.beside is party)
    return PartyCard(
        name=name, role=with_company(_role(scene, party), company), presence=_presence(scene, party),
        is_away=not scene.is_here(party), checks=tuple(_CHECKS[party](scene)),
    )  # fmt: skip


def _role(scene: Scene, party: Seat) -> str:
    if party is Seat.PERSON:
        return gettext("You") if scene.me is Seat.PERSON else gettext("The person")
    if party is Seat.ORIGINATOR:
        return gettext("Sending team")
    return gettext("Receiving team, %(service)s") % {"service": scene.names.service(scene.view.receiving_service_id)}


def _presence(scene: Scene, party: Seat) -> Tag:
    stay, event = scene.seat(party), scene.looked.state.event
    if stay is None or event is None:
        return Tag(gettext("Not joined"))
    if stay.left_at is None and event.is_open:
        since = {"time": times.near(stay.joined_at, scene.looked.at)}
        in_person = event.channel is Channel.IN_PERSON
        text = gettext("Here since %(time)s") if in_person else gettext("On the call since %(time)s")
        return Tag(text % since, Tone.OK)
    left_at = stay.left_at or event.ended_at or scene.looked.at
    return Tag(gettext("Left at %(time)s") % {"time": times.near(left_at, scene.looked.at)}, symbol="logout")


def _person_checks(scene: Scene) -> Iterator[Check]:
    state = scene.looked.state
    consent = next((c for c in scene.view.consents if c.to == scene.view.receiving_service_id), None)
    if consent is not None:
        scopes = ", ".join(in_words(scope) for scope in consent.scopes)
        yield Check(gettext("Agreed to share: %(scopes)s") % {"scopes": scopes}, is_met=True)
    elif scene.me is not Seat.RECEIVER:
        yield Check(gettext("agreement on what may be shared"), is_met=False)
    if state.decision and any(a.what is AccommodationKind.LANGUAGE for a in state.decision.accommodations):
        here = any(each.kind is Company.INTERPRETER for each in scene.beside.companions)
        yield Check(gettext("An interpreter is here") if here else gettext("the interpreter"), is_met=here)
    yield from _word(scene, Seat.PERSON)
    if state.accepted is not None:
        heard = state.heard_at_step > state.accepted.step
        words = gettext("Said the next step back") if heard else gettext("the next step, said back")
        yield Check(words, is_met=heard)


def _originator_checks(scene: Scene) -> Iterator[Check]:
    state = scene.looked.state
    if state.stands(RecordKind.RELEASE_READINESS):
        yield Check(gettext("Backup route set, person told"), is_met=True)
    yield from _word(scene, Seat.ORIGINATOR)
    released = state.is_after_handoff
    yield Check(gettext("Released ownership") if released else gettext("stay on until step 6 is done"), is_met=released)


def _receiver_checks(scene: Scene) -> Iterator[Check]:
    state, stay = scene.looked.state, scene.seat(Seat.RECEIVER)
    if stay is not None:
        yield _known(state.identities.get(stay.who, frozenset({stay.identity})))
    if state.stands(RecordKind.LIVE_CONNECTION):
        yield Check(gettext("A live person, not a mailbox"), is_met=True)
    yield from _word(scene, Seat.RECEIVER)
    accepted = state.accepted is not None
    lacking = gettext("your acceptance") if scene.me is Seat.RECEIVER else gettext("their acceptance")
    yield Check(gettext("Has accepted") if accepted else lacking, is_met=accepted)


def _known(proofs: frozenset[Identity]) -> Check:
    if Identity.ACCOUNT in proofs:
        return Check(gettext("Signed in with their own account"), is_met=True)
    if proofs & PROVEN:
        return Check(gettext("Joined by the link that was sent to them"), is_met=True)
    return Check(gettext("the link to them: a code alone does not prove who they are"), is_met=False)


def _word(scene: Scene, party: Seat) -> Iterator[Check]:
    """Tell whether a party has said that all three are together; asked only while or after they were."""
    event = scene.looked.state.event
    if event is None:
        return
    given = any(a.party is party and a.present >= ALL_THREE for a in event.attestations)
    if given:
        yield Check(gettext("Said that all three are together"), is_met=True)
    elif event.is_open and all(scene.is_here(each) for each in Seat) and party is not Seat.PERSON:
        mine = gettext("your word that all three are together")
        yield Check(mine if party is scene.me else gettext("their word that all three are together"), is_met=False)


_CHECKS = {
    Seat.PERSON: _person_checks, Seat.ORIGINATOR: _originator_checks, Seat.RECEIVER: _receiver_checks,
}  # fmt: skip
