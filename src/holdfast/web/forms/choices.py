"""What there is to choose in a form: people, services, routes and matters that the one who fills it in may know of.

The one place where forms look names up. Every query is bounded, and asked only where the form has a field for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from holdfast.accounts.selectors import Colleague, Colleagues, colleagues
from holdfast.directory.selectors import (
    ContactView,
    RouteName,
    contacts_nearest,
    pathway_card,
    routes_to_choose,
    services_named,
)
from holdfast.protocol.chapters.visit.standing import OF_ITS_TIME, is_first_action
from holdfast.protocol.codes import Acceptance, ConsentScope, FirstActionOutcome, Need, Role
from holdfast.protocol.facts import PERSON
from holdfast.protocol.fields import NamedThing
from holdfast.protocol.package import UNDER
from holdfast.protocol.state import State
from holdfast.transfers.callers import Caller
from holdfast.transfers.cast import cast_of
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.forms.drawing import Offered
from holdfast.web.forms.fields import Option
from holdfast.web.forms.nominees import PEOPLE_AROUND
from holdfast.web.forms.published import published_times
from holdfast.web.forms.shapes import Kind, Shape, added_shapes, ids_added, shapes_of
from holdfast.web.presenters.events import matter_words
from holdfast.web.presenters.names import names_of
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.places import joined
from holdfast.web.words.tongues import language_name

MOST_CONTACTS, MOST_ROUTES = 50, 100
OVER = (
    Role.SUPERVISOR, Role.COORDINATION_LEAD, Role.QUALITY_REVIEWER, Role.QUALITY_MANAGER, Role.SERVICE_MANAGER,
    Role.COORDINATION_DIRECTOR, Role.DIRECTOR, Role.NAVIGATOR, Role.CARE_COORDINATOR, Role.FOLLOW_UP_LEAD,
)  # fmt: skip
"""Roles that are offered from the whole organisation of the originating service."""
LANGUAGES = (
    "en", "es", "ar", "ase", "fa", "fr", "hi", "ht", "ja", "ko", "pl", "ps", "pt", "ru", "so", "sw", "tl", "uk", "vi",
    "zh",
)  # fmt: skip
"""Tags that are offered; any other may be typed."""
_KINDS = {
    "mailbox:unnamed": lambda: _("Nobody by name: a mailbox or voicemail"),
    "queue:unnamed": lambda: _("Nobody by name: a queue or a machine"),
    "team:unnamed": lambda: _("Nobody by name: a team"),
}


@dataclass(frozen=True)
class Around:
    """Who and what stands around one transfer, as far as the one who asks may know: each looked up when it is used.

    `words`: of the name of somebody who is looked for.
    """

    looked: Looked
    caller: Caller
    words: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the asker sees the transfer from the originating side."""
        return self.looked.sight is Sight.WHOLE

    @property
    def receiving(self) -> str:
        """The receiving service; blank while none is known."""
        return self.looked.state.receiving_service or ""

    @cached_property
    def staff(self) -> Colleagues:
        """Staff of the services concerned; on the receiving side those of one's own services, to a guest nobody.

        Whoever owns it at a third service chooses of the receiving one too: they may have to name who took over.
        """
        if self.caller.guest is not None:
            return Colleagues()
        mine, state = set(self.looked.asker.services), self.looked.state
        if state.is_practice:
            return _played_colleagues(state, mine if not self.is_whole else None)
        if not self.is_whole:
            is_owner = state.owner_service in mine
            return colleagues(mine | {self.receiving} if is_owner and self.receiving else mine, words=self.words)
        concerned = {service for service in (state.service, state.owner_service, self.receiving) if service}
        return colleagues(concerned | mine, over=[state.service], roles_over=OVER, words=self.words)

    @property
    def has_looked_for_staff(self) -> bool:
        """Whether anything that is offered are people of the staff."""
        return "staff" in self.__dict__

    @cached_property
    def contacts(self) -> tuple[ContactView, ...]:
        """The intake contacts of the receiving service."""
        asks = self.receiving and not self.looked.state.is_practice
        return contacts_nearest(self.receiving, most=MOST_CONTACTS) if asks else ()

    @property
    def need(self) -> Need | None:
        """The need that the transfer is for, where the asker may know it."""
        return self.looked.state.need if self.looked.may_see(ConsentScope.NEED_AND_URGENCY) else None

    @cached_property
    def routes(self) -> tuple[RouteName, ...]:
        """The routes that are known to serve the need."""
        return routes_to_choose(at=self.looked.at, need=self.need, most=MOST_ROUTES)

    @cached_property
    def consented(self) -> tuple[str, ...]:
        """The services that the person agreed to share with, as far as the asker may know."""
        given = self.looked.state.consents
        mine = self.looked.asker.services
        return tuple(to for to in given if self.looked.sight is not Sight.RECEIVING or to in mine)


def offered(shapes: Iterable[Shape], around: Around) -> Offered:
    """Return what there is to choose in the form of a step."""
    shapes = tuple(shapes)
    named = [(f"{shape.of}.{shape.name}", shape) for shape in shapes]
    options = {shape.name: tuple(_SOURCES[key](around)) for key, shape in named if key in _SOURCES}
    fitting = {shape.name: _FITTING[key](around) for key, shape in named if key in _FITTING}
    has_more = around.has_looked_for_staff and not (around.staff.is_all and not around.words)
    ids = ((f"{UNDER}.{each.name}", each.names) for each in ids_added(shapes))
    options |= {name: tuple(_NAMED[of.thing](around)) for name, of in ids if of is not None}
    tags = {shape.name: _languages() for key, shape in named if shape.name == "language"}
    return Offered(options, {name: fit for name, fit in fitting.items() if fit}, {}, tags, has_more=has_more)


def named_before(looked: Looked, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of those of the ids that records of this transfer name; at most five statements.

    For who was chosen before and is not offered any more. Nobody else is named: an id that was sent tells nothing.
    """
    wanted = set(ids) & _on_record(looked)
    people = names_of(wanted).people if wanted else {}
    services = services_named(wanted - people.keys())
    routes = (pathway_card(each, at=looked.at) for each in wanted - people.keys() - services.keys())
    return {**people, **services, **{card.id: joined(card.service, card.name) for card in routes if card is not None}}


def _on_record(looked: Looked) -> set[str]:
    """Return every id that a standing record names, for who sees them all."""
    if looked.sight is not Sight.WHOLE:
        return set()
    standing = looked.state.records.items()
    own = ((each.record, shape) for kind, each in standing for shape in shapes_of(kind))
    package = looked.state.package
    added = ((each.added, part) for kind, each in standing for s in added_shapes(kind, package) for part in s.parts)
    return {str(getattr(form, shape.name, "")) for form, shape in (*own, *added) if shape.kind is Kind.ID}


# People


def _played_colleagues(state: State, services: set[str] | None) -> Colleagues:
    """Return the cast of a practice as colleagues, those of some services alone where they are given."""
    parties = [(each, each.assignments[0]) for each in cast_of(state).values() if each.assignments]
    places = names_of((each.id for each, _place in parties), {place.service for _each, place in parties})
    return Colleagues(tuple(
        Colleague(
            each.id, places.name(each.id), place.role, place.service, places.service(place.service),
            frozenset({place.service}),
        )
        for each, place in parties
        if services is None or place.service in services
    ))  # fmt: skip


def _people(around: Around, where: Callable[[Colleague], bool] = lambda each: True) -> Iterator[Option]:
    for each in around.staff.people:
        place = f"{in_words(each.role)}, {each.service_name}"
        yield Option(each.id, f"{each.name}, {place}", is_further=not where(each))


def _reviewers(around: Around) -> Iterator[Option]:
    """Who can review a step of the originating side: never who files it."""
    yield from (option for option in _people(around) if option.value != around.caller.party.id)


def _contacts(around: Around) -> Iterator[Option]:
    for each in around.contacts:
        yield Option(each.id, ", ".join(filter(None, (each.name, each.title or _("intake contact")))))


def _of_receiving(around: Around) -> Iterator[Option]:
    """Who can stand for the receiving service: its staff and its intake contacts. To a guest: the contacts alone."""
    service = around.receiving
    yield from (option for option in _people(around, lambda each: service in each.services) if not option.is_further)
    yield from _contacts(around)


def _of_originating(around: Around) -> Iterator[Option]:
    service = around.looked.state.service
    yield from _people(around, lambda each: service in each.services)


def _of_owner(around: Around) -> Iterator[Option]:
    near = {around.looked.state.owner_service, *around.looked.asker.services}
    yield from (option for option in _people(around, lambda each: bool(near & each.services)) if not option.is_further)


def _oneself(around: Around) -> Iterator[Option]:
    yield from (option for option in _people(around) if option.value == around.caller.party.id)


def _receivers_or_kinds(around: Around) -> Iterator[Option]:
    yield from _of_receiving(around)
    yield from _kinds("mailbox:unnamed", "queue:unnamed")


def _anybody(around: Around) -> Iterator[Option]:
    """Whoever can be named: staff of the services concerned, and the receiving service's intake contacts."""
    yield from _people(around)
    yield from _contacts(around)


def _owners_or_kinds(around: Around) -> Iterator[Option]:
    yield from _people(around)
    yield from _kinds("team:unnamed")


def _hearers(around: Around) -> Iterator[Option]:
    yield Option(PERSON, _("The person"))
    yield from _of_originating(around)


def _kinds(*kinds: str) -> Iterator[Option]:
    yield from (Option(kind, _KINDS[kind]()) for kind in kinds)


# Services, routes, matters


def _services(around: Around) -> Iterator[Option]:
    """The receiving service and those that were agreed to first, then those of the routes that serve the need."""
    first = dict.fromkeys(filter(None, (around.receiving, *around.consented)))
    routes = {card.service_id: card for card in around.routes} if around.caller.guest is None else {}
    known = {service: card.service for service, card in routes.items()}
    known |= services_named(first.keys() - known.keys())
    yield from (Option(service, known.get(service) or _("A service")) for service in first)
    others = (card for service, card in routes.items() if service not in first)
    yield from (Option(card.service_id, _place(card), is_further=bool(first)) for card in others)


def _answers(around: Around) -> Iterator[Option]:
    """The answers of the receiving service, in the words of the talk; one that says nothing is always refused."""
    named = {"service": services_named({around.receiving}).get(around.receiving) or _("the service")}
    yield Option(Acceptance.ACCEPTED, _("Yes, %(service)s accepts") % named)
    yield Option(Acceptance.PENDING, _("Not yet, we need something first"))
    yield Option(Acceptance.DECLINED, _("No, this is not a need we can meet"))


def _outcomes(around: Around) -> Iterator[Option]:
    """What can have become of the first action: not kept or missed before its time, not cancelled around an answer."""
    state, visit = around.looked.state, around.looked.state.visit.standing
    is_ahead = not state.is_practice and state.first_action_at is not None and around.looked.at < state.first_action_at
    is_asked = visit is not None and visit.cancel is not None and is_first_action(state, visit)
    barred = dict.fromkeys(OF_ITS_TIME, is_ahead) | {FirstActionOutcome.CANCELLED: is_asked}
    yield from (Option(each, in_words(each)) for each in FirstActionOutcome if not barred.get(each))


def _agreed(around: Around) -> Iterator[Option]:
    known = services_named(around.consented)
    yield from (Option(service, known.get(service) or _("A service")) for service in around.consented)


def _routes(around: Around) -> Iterator[Option]:
    yield from (Option(card.id, joined(card.name, _place(card))) for card in around.routes)


def _place(card: RouteName) -> str:
    return joined(card.service, card.organization)


def _asked_for(around: Around) -> Iterator[Option]:
    """The services towards which the person has not said yes or no to what they were asked."""
    asked = tuple(around.looked.state.consent.proposals) if around.is_whole else ()
    known = services_named(asked)
    yield from (Option(service, known.get(service) or _("A service")) for service in asked)


def _exceptions(around: Around) -> Iterator[Option]:
    """The emergency exceptions that no reviewer has looked at."""
    waiting = around.looked.state.consent.unreviewed if around.is_whole else ()
    yield from (Option(each.id, times.near(each.at, around.looked.at), each.reason) for each in waiting)


def _published(around: Around) -> Iterator[Option]:
    if around.receiving and not around.looked.state.is_practice:
        yield from published_times(around.receiving, around.looked)


def _matters(around: Around) -> Iterator[Option]:
    if not around.is_whole:
        return
    for control, known in sorted(around.looked.state.escalations.items()):
        level = in_words(known.level)
        yield Option(control, matter_words(control), _("Before: %(level)s") % {"level": level})


_SOURCES: dict[str, Callable[[Around], Iterator[Option]]] = {
    "AuthorizationRequest.receiving_pathway": _routes,
    "AuthorizationRequest.reviewer_id": _reviewers,
    "ReleaseReadiness.continuity_lead_id": _of_originating,
    "ReleaseReadiness.reviewer_id": _reviewers,
    "LiveConnection.receiving_service": _services,
    "LiveConnection.receiving_contact_id": _receivers_or_kinds,
    "LiveConnection.reviewer_id": _reviewers,
    "HandoffClosure.witness_id": _anybody,
    "HandoffClosure.reviewer_id": _reviewers,
    "Verification.reviewer_id": _people,
    "CorrectiveDetermination.corrective_owner_id": _owners_or_kinds,
    "AssuranceFollowup.reviewer_id": _people,
    "GiveConsent.to": _services,
    "GiveConsent.witness_id": _anybody,
    "RevokeConsent.to": _agreed,
    "ProposeConsent.to": _services,
    "DeclineConsent.to": _asked_for,
    "ReadNotice.to": _services,
    "ReviewException.exception": _exceptions,
    "ContactAttempt.contact": _receivers_or_kinds,
    "ReceivingAnswer.acceptance": _answers,
    "VoiceAcceptance.said_by": _of_receiving,
    "VoiceAcceptance.heard_by": _hearers,
    "ReportFirstAction.outcome": _outcomes,
    "PersonStops.heard_by": _oneself,
    "CloseTransfer.heard_by": _of_owner,
    "RecordDuty.who": _anybody,
    "ConfirmProxy.who": _people,
    "CompleteCorrective.receiving_person": _of_receiving,
    "Reassign.to": _of_owner,
    **PEOPLE_AROUND,
    "VisitTime.slot": _published,
    "AcknowledgeEscalation.control": _matters,
    "ResolveEscalation.control": _matters,
}
"""Whom or what each field offers."""


_NAMED: dict[NamedThing, Callable[[Around], Iterator[Option]]] = {
    NamedThing.PERSON: _anybody, NamedThing.SERVICE: _services, NamedThing.PATHWAY: _routes,
}  # fmt: skip
"""What an id field offers that a pathway package adds, by what it names."""


# Codes that fit


def _need(around: Around) -> frozenset[str]:
    return frozenset({around.need.value}) if around.need else frozenset()


def _triggers(around: Around) -> frozenset[str]:
    need, rules = around.need, around.looked.state.rules
    return frozenset(trigger.value for trigger in Need if rules.trigger_fits(trigger, need)) if need else frozenset()


def _promised(around: Around) -> frozenset[str]:
    decision = around.looked.state.decision if around.need else None
    return frozenset(a.what.value for a in decision.accommodations) if decision else frozenset()


def _carried(around: Around) -> frozenset[str]:
    """How the live event of this handoff is carried."""
    event = around.looked.state.live
    return frozenset({event.channel.value}) if event else frozenset()


def _reviewed(around: Around) -> frozenset[str]:
    """The records that name the asker as their reviewer."""
    me, standing = around.caller.party.id, around.looked.state.records
    return frozenset(kind.value for kind, each in standing.items() if getattr(each.record, "reviewer_id", "") == me)


_FITTING: dict[str, Callable[[Around], frozenset[str]]] = {
    "AuthorizationRequest.transfer_trigger": _triggers,
    "AuthorizationRequest.need_category": _need,
    "LiveConnection.channel": _carried,
    "ReceivingAnswer.accepted_scope": _need,
    "ReceivingAnswer.accommodations_confirmed": _promised,
    "Countersign.record": _reviewed,
}
"""Which codes of a field fit this handoff; where none does, there is no difference."""


def _languages() -> tuple[Option, ...]:
    return tuple(Option(language_name(tag), "") for tag in LANGUAGES)
