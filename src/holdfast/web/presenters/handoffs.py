"""Starting a handoff: whom for, and the parts of the path with what there is to choose in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.selectors import Colleague, colleagues
from holdfast.accounts.services import Viewed
from holdfast.directory.selectors import payers_known, routes_pictured, services_known
from holdfast.people.selectors import PersonView, is_enough, people_named
from holdfast.protocol.calendars import local_date
from holdfast.protocol.codes import OPENERS, Need, Urgency
from holdfast.protocol.commands import PersonBrief
from holdfast.protocol.controls.gates import DECIDERS
from holdfast.protocol.package import UNDER
from holdfast.protocol.state import INITIAL
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import looked_at, policy_of, transfers_sought
from holdfast.web.drafts import Draft
from holdfast.web.forms.choices import LANGUAGES, OVER
from holdfast.web.forms.drawing import Offered, Paper, draw
from holdfast.web.forms.fields import FieldView, Option, walk
from holdfast.web.forms.quick import quick_choices
from holdfast.web.forms.reading import Clock, Typed, last
from holdfast.web.forms.searches import LONGEST, sought
from holdfast.web.forms.shapes import ids_added
from holdfast.web.forms.starting import CHECK, NOTHING_WRONG, PARTS, Wrong, packages_for, shapes_in
from holdfast.web.parts import Crumb, ErrorSummary, Problem
from holdfast.web.presenters.packages import package_options
from holdfast.web.presenters.people import DraftRow, drafts_listed
from holdfast.web.presenters.routes import RouteGroup, route_groups
from holdfast.web.presenters.searching import (
    MOST,
    FoundPerson,
    born_words,
    nobody_found,
    not_sought,
    people_to_start,
    too_little,
    why_no_handoff,
)
from holdfast.web.words.codes import explained, in_words
from holdfast.web.words.places import payer_name
from holdfast.web.words.tongues import language_name


@dataclass(frozen=True, slots=True)
class StartPage:
    """Whom the handoff is for. `error`, `empty`: what came of a search that found nobody."""

    text: str
    people: tuple[FoundPerson, ...]
    drafts: tuple[DraftRow, ...]
    error: str = ""
    empty: str = ""
    more: str = ""

    @property
    def errors(self) -> ErrorSummary | None:
        """Why nothing was looked for, above the page."""
        return not_sought(self.error)


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """Whom a draft is about. `why_not`: why it can't be sent; blank where it can."""

    name: str
    called: str
    born: str
    why_not: str


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part of the path. `groups`: the routes, in the part in which one is chosen."""

    part: str
    title: str
    intro: str
    place: str
    person: AboutPerson
    fields: tuple[FieldView, ...]
    errors: ErrorSummary | None
    crumbs: tuple[Crumb, ...]
    discard_url: str
    is_wrong: bool
    groups: tuple[RouteGroup, ...] = ()
    sought: str = ""
    already: tuple[Crumb, ...] = ()
    """Handoffs of the same person that are open already."""


def start_page(caller: Caller, at: datetime, text: str | None = None) -> StartPage:
    """Return the page, with who is found by `text` where something was searched for. Side effects: the access log."""
    drafts = drafts_listed(caller)
    if text is None:
        return StartPage("", (), drafts)
    typed, text = text[:LONGEST], sought(text)
    if not text:
        return StartPage("", (), drafts, error=gettext("Write a name or a phone number."))
    if not is_enough(text):
        return StartPage(typed, (), drafts, error=too_little())
    people = people_to_start(caller, text, at)
    return StartPage(
        text, people, drafts,
        empty="" if people else nobody_found(text),
        more=gettext("There are more. Write more of the name.") if len(people) == MOST else "",
    )  # fmt: skip


def next_part(draft: Draft) -> str:
    """Return the first part that is not filled in; the check of all answers where all are."""
    return next((part for part in PARTS if part not in draft.parts), CHECK)


def part_url(draft: Draft, part: str) -> str:
    """Return the address of one part."""
    return reverse("handoff_draft", args=[draft.id, part])


def key_of(draft_id: UUID, of: str) -> str:
    """Return the idempotency key of what a draft sends: sent twice, it is done once."""
    return str(uuid5(draft_id, of))


def clock_of(caller: Caller, at: datetime) -> Clock:
    """Return where and when the caller fills a form in: by the clocks of the service for which they open handoffs."""
    service = caller.party.service_as(OPENERS) or ""
    return Clock(services_known([service]).get(service) or "UTC", at)


def person_of_draft(caller: Caller, draft: Draft) -> PersonView | None:
    """Return whom a draft is about; none where they are not on the list any more, or another service protects them.

    Side effects: the access log.
    """
    found = next(iter(people_named([draft.person_id], caller.services).values()), None)
    if found is not None:
        caller.note([Viewed(person_id=UUID(found.id))], "handoff-draft")
    return found


def brief_of(draft: Draft, found: PersonView, clock: Clock) -> PersonBrief:
    """Return what suitability needs to know of the person, as the draft has it."""
    age = found.age_on(local_date(clock.at, clock.zone)) or 0
    return PersonBrief.model_construct(
        age=age, language=last(draft.typed, "language"), payer=last(draft.typed, "payer")
    )


def about(found: PersonView, at: datetime) -> AboutPerson:
    """Return whom a page is about."""
    name = found.name or gettext("Name not known")
    return AboutPerson(name, found.first_name or gettext("the person"), born_words(found), why_no_handoff(found, at))


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes which draft about whom, and when."""

    caller: Caller
    draft: Draft
    person: PersonView
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to a part and not taken; `sought`: words of the routes that are looked for."""

    typed: Typed | None = None
    wrong: Wrong = NOTHING_WRONG
    sought: str = ""


NOTHING = Sent()


def part_page(writing: Writing, part: str, sent: Sent = NOTHING) -> PartPage:
    """Return one part of the path; at most five statements."""
    caller, draft, found, at = writing.caller, writing.draft, writing.person, writing.at
    clock = clock_of(caller, at)
    typed = sent.typed if sent.typed is not None else _begun(draft, found, part)
    paper = Paper(typed, clock, _offered(part, caller, clock, draft.typed), sent.wrong.problems, sent.wrong.words)
    fields, who = draw(shapes_in(part, draft.typed), paper), about(found, at)
    title, intro = (str(words).format(person=who.called) for words in PART_WORDS[part])
    place = {"number": list(PARTS).index(part) + 1, "all": len(PARTS)}
    return PartPage(
        part=part, title=title, intro=intro, place=gettext("Part %(number)s of %(all)s") % place, person=who,
        fields=fields, errors=_errors(fields), crumbs=crumbs_before(draft, part),
        discard_url=reverse("handoff_discard", args=[draft.id]), is_wrong=bool(sent.wrong),
        groups=_routes(draft, found, clock, sent) if part == "route" else (), sought=sent.sought,
        already=_already(caller, draft, at) if part == "person" else (),
    )  # fmt: skip


PART_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "person": (_("About {person}"), _("A route fits by age, language and payer. Ask {person} where you are not sure.")),
    "need": (
        _("What does {person} need?"),
        _("The need that is active now. Leave the second answer empty where it is the same."),
    ),
    "urgency": (_("How urgent is it?"), _("It decides how fast a supervisor must answer.")),
    "route": (
        _("Which route can take {person}?"),
        _("One concrete route of one service. Those that can take {person} now stand first."),
    ),
    "risk": (
        _("What if this waits?"),
        _("Name the signs of risk that you see now. They decide how strong the handoff must be."),
    ),
}
"""The title of each part, and the sentence under it."""


def _begun(draft: Draft, found: PersonView, part: str) -> Typed:
    """Return what stands in a draft; where a part is new, what is known already and would only be typed again."""
    if part == "person" and part not in draft.parts:
        return {**draft.typed, "language": [found.language]}
    return draft.typed


def _offered(part: str, caller: Caller, clock: Clock, typed: Typed) -> Offered:
    """Return what there is to choose in a part."""
    if part == "person":
        tags = tuple(Option(language_name(tag), "") for tag in LANGUAGES)
        payers = tuple(Option(payer, payer_name(payer)) for payer in dict.fromkeys((*payers_known(), "none")))
        return Offered(suggestions={"language": tags, "payer": payers})
    if part == "urgency":
        rated = (each for each in Urgency if each is not Urgency.NOT_RATED)
        urgency = tuple(Option(each.value, in_words(each), explained(each)) for each in rated)
        return Offered({"urgency": urgency, UNDER: package_options(packages_for(typed))})
    if part != "risk":
        return Offered()
    service = caller.party.service_as(OPENERS) or ""
    known = colleagues({service}, over=[service], roles_over=OVER).people
    reviewers = tuple(_reviewer(each) for each in known if each.id != caller.party.id)
    state = INITIAL.changed(policy=policy_of(service))
    shapes = shapes_in(part, typed)
    added = {f"{UNDER}.{each.name}": reviewers for each in ids_added(shapes)}
    return Offered({"reviewer_id": reviewers, **added}, quick=quick_choices(shapes, state, clock))


def _reviewer(known: Colleague) -> Option:
    words = f"{known.name}, {in_words(known.role)}, {known.service_name}"
    return Option(known.id, words, is_further=known.role not in DECIDERS)


def _routes(draft: Draft, found: PersonView, clock: Clock, sent: Sent) -> tuple[RouteGroup, ...]:
    need = last(draft.typed, "need_category")
    if need not in set(Need):
        return ()
    routes = routes_pictured(at=clock.at, need=need, text=sent.sought)
    chosen = last(sent.typed or draft.typed, "receiving_pathway")
    return route_groups(brief_of(draft, found, clock), Need(need), routes, chosen)


def _already(caller: Caller, draft: Draft, at: datetime) -> tuple[Crumb, ...]:
    """Return the open handoffs of the same person that the caller may know of."""
    glimpses = transfers_sought(caller.asker, at, "", [UUID(draft.person_id)])
    looked = looked_at(caller.asker, glimpses, at).values()
    return tuple(
        Crumb(each.state.case_id or gettext("A handoff"), reverse("transfer_page", args=[each.transfer_id]))
        for each in looked
        if each.sees_identity and not each.state.is_closed
    )


def _errors(fields: tuple[FieldView, ...]) -> ErrorSummary | None:
    problems = tuple(Problem(each.error, f"#{each.id}") for each in walk(fields) if each.error)
    if not problems:
        return None
    return ErrorSummary(gettext("There is a problem"), problems, gettext("What you typed is still here."))


def crumbs_before(draft: Draft, part: str = CHECK) -> tuple[Crumb, ...]:
    """Return the parts before this one; before the check all of them."""
    before = list(PARTS)[: list(PARTS).index(part)] if part in PARTS else list(PARTS)
    return tuple(Crumb(str(CRUMBS[each]), part_url(draft, each)) for each in before)


CRUMBS: dict[str, str | Promise] = {
    "person": _("Person"), "need": _("Need"), "urgency": _("Urgency"), "route": _("Route"), "risk": _("Risk of delay"),
}  # fmt: skip
