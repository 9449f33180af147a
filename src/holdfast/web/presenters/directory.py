"""The directory for who hands over: routes by need and name, and what is known of each, by whom, since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.directory.selectors import (
    ContactView,
    Fact,
    PathwayCard,
    contacts_nearest,
    pathway_card,
    pathway_facts,
    pathways_found,
)
from holdfast.directory.services import may_confirm
from holdfast.protocol.codes import Capacity, Need
from holdfast.transfers.callers import Caller
from holdfast.web.forms.directory import NAMES, ROUTE_FACTS
from holdfast.web.forms.searches import sought
from holdfast.web.parts import Crumb, Pager, Tag, Tone
from holdfast.web.presenters.administration_services import value_words
from holdfast.web.words import phones, times
from holdfast.web.words.codes import in_words
from holdfast.web.words.places import ages_words, payer_names
from holdfast.web.words.tongues import language_name

MOST_CONTACTS, MOST_NUMBERS = 5, 2
_CAPACITY_TONES = {Capacity.OPEN: Tone.OK, Capacity.LIMITED: Tone.SOON, Capacity.CLOSED: Tone.SOON}


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route in the list. `lacks`: what nobody knows of it yet."""

    url: str
    service: str
    name: str
    organization: str
    needs: str
    ages: str
    languages: str
    capacity: Tag
    lacks: str


@dataclass(frozen=True, slots=True)
class NeedChoice:
    """A need to filter by."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RoutesPage:
    """The list of routes."""

    rows: tuple[RouteRow, ...]
    needs: tuple[NeedChoice, ...]
    text: str
    empty: str
    pager: Pager


@dataclass(frozen=True, slots=True)
class FactRow:
    """One aspect: what is known, on what ground, and where it is confirmed; `confirm_url` blank where they may not."""

    label: str
    value: str
    is_known: bool
    ground: str
    confirm_url: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Who can be called."""

    name: str
    title: str
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoutePage:
    """One route with everything that is known of it."""

    id: str
    heading: str
    service: str
    organization: str
    facts: tuple[FactRow, ...]
    contacts: tuple[ContactRow, ...]
    crumbs: tuple[Crumb, ...]


def routes_page(at: datetime, asked: Mapping[str, str]) -> RoutesPage:
    """Return the routes by need and words, in two statements. Raises Malformed for a wrong `after`."""
    need, text = asked.get("need", ""), sought(asked.get("q", ""))
    wanted = need if need in set(Need) else None
    found = pathways_found(at=at, need=wanted, text=text, after=asked.get("after") or None)
    kept = {name: value for name, value in (("need", wanted or ""), ("q", text)) if value}
    url = reverse("directory_pathways")
    return RoutesPage(
        rows=tuple(map(_row, found.pathways)), needs=_needs(wanted), text=text, empty=_empty(kept),
        pager=Pager(
            f"{url}?{urlencode({**kept, 'after': found.after})}" if found.after else "",
            f"{url}?{urlencode(kept)}" if asked.get("after") else "",
        ),
    )  # fmt: skip


def route_page(caller: Caller, pathway_id: str, at: datetime) -> RoutePage | None:
    """Return one route, in six statements; none where there is none with this id."""
    card = pathway_card(pathway_id, at=at)
    if card is None:
        return None
    facts = pathway_facts(pathway_id, at=at)
    is_theirs = may_confirm(card.service_id, caller.services, is_known=True)
    return RoutePage(
        id=card.id, heading=card.name, service=card.service, organization=card.organization,
        facts=tuple(_fact(pathway_id, each, caller, is_theirs=is_theirs) for each in _in_order(facts)),
        contacts=tuple(map(_contact, contacts_nearest(card.service_id, most=MOST_CONTACTS))), crumbs=crumbs(),
    )  # fmt: skip


def others_to_say() -> str:
    """Return why somebody may not confirm a fact, and what to do instead."""
    return gettext("This is known already, and only the service itself says it anew. Call them and ask them to.")


def crumbs(card: PathwayCard | None = None) -> tuple[Crumb, ...]:
    """Return the pages above a route, or above what is confirmed of it."""
    above = Crumb(gettext("Receiving services"), reverse("directory_pathways"))
    return (above, Crumb(card.name, reverse("directory_pathway", args=[card.id]))) if card is not None else (above,)


def words_of(aspect: str, value: object) -> str:
    """Return what is known of one aspect in words."""
    if value is None or (aspect == "capacity" and value == Capacity.UNKNOWN):
        return gettext("Not known")
    if aspect not in ROUTE_FACTS:
        return value_words(aspect, value)
    listed = [str(each) for each in value] if isinstance(value, tuple | list) else [str(value)]
    return _SAID[aspect](listed)


_SAID: dict[str, Callable[[list[str]], str]] = {
    "needs": lambda listed: ", ".join(sorted(in_words(Need(each)) for each in listed if each in set(Need))),
    "ages": lambda listed: ages_words(int(listed[0]), int(listed[-1])),
    "languages": lambda listed: ", ".join(sorted(map(language_name, listed))),
    "payers": payer_names,
    "capacity": lambda listed: in_words(Capacity(listed[0])),
    "intake_requirements": lambda listed: ", ".join(listed) or gettext("Nothing"),
}


def _row(card: PathwayCard) -> RouteRow:
    now = card.known
    lacks = [name for name in ROUTE_FACTS if words_of(name, getattr(now, name)) == gettext("Not known")]
    capacity = Capacity(now.capacity or Capacity.UNKNOWN)
    return RouteRow(
        url=reverse("directory_pathway", args=[card.id]), service=card.service, name=card.name,
        organization=card.organization if card.organization != card.service else "",
        needs=words_of("needs", now.needs), ages=words_of("ages", now.ages),
        languages=words_of("languages", now.languages),
        capacity=Tag(in_words(capacity), _CAPACITY_TONES.get(capacity, Tone.WAIT)),
        lacks=", ".join(str(ROUTE_FACTS[name]).lower() for name in lacks),
    )  # fmt: skip


def _needs(chosen: str | None) -> tuple[NeedChoice, ...]:
    known = sorted(((need.value, in_words(need)) for need in Need), key=lambda each: each[1])
    return tuple(NeedChoice(value, text, value == chosen) for value, text in known)


def _empty(kept: Mapping[str, str]) -> str:
    if kept:
        return gettext("No route fits that. Take a filter away, or use fewer letters.")
    return gettext("The directory has no active route yet. An administrator imports it.")


def _in_order(facts: tuple[Fact, ...]) -> list[Fact]:
    order = list(NAMES)
    return sorted((each for each in facts if each.aspect in NAMES), key=lambda each: order.index(each.aspect))


def _fact(pathway_id: str, fact: Fact, caller: Caller, *, is_theirs: bool) -> FactRow:
    words = words_of(fact.aspect, fact.value)
    is_known = words != gettext("Not known")
    may_say = caller.may_write and (is_theirs or not is_known)
    url = reverse("directory_confirm", args=[pathway_id, fact.aspect]) if may_say else ""
    return FactRow(str(NAMES[fact.aspect]), words, is_known, _ground(fact, is_known=is_known), url)


def _ground(fact: Fact, *, is_known: bool) -> str:
    if not fact.confirmed_by or fact.confirmed_on is None:
        said_by_source = gettext("As its source says; nobody has confirmed it.")
        return said_by_source if is_known else gettext("Nobody has confirmed it.")
    said = {"name": fact.confirmed_by, "day": times.date_in_full(fact.confirmed_on), "ground": fact.ground}
    words = gettext("Confirmed by %(name)s on %(day)s: %(ground)s.") % said
    if fact.until is None:
        return words
    return f"{words} {gettext('Holds until %(day)s.') % {'day': times.date_in_full(fact.until)}}"


def _contact(contact: ContactView) -> ContactRow:
    numbers = (
        (phones.readable(each.number, each.extension), phones.dialled(each.number, each.extension))
        for each in contact.phones[:MOST_NUMBERS]
    )
    return ContactRow(contact.name, contact.title, tuple(numbers))
