"""The page *My people*: the reader's open handoffs by the time that is left, and what they have begun to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.people.selectors import people_named
from holdfast.protocol.codes import OPENERS, Stage
from holdfast.protocol.outlook import outlook
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, Paging, deadlines_heard, looked_at, portrait, transfers_by_time
from holdfast.web.drafts import Draft, drafts_of
from holdfast.web.parts import Choice, Pager, Tag
from holdfast.web.presenters.cases import Case, people_in_case
from holdfast.web.presenters.duties import deadline_title
from holdfast.web.presenters.listing import Known, Timing, Who, known_of, pager_of, state_tags, timing_of
from holdfast.web.presenters.next_act import next_act
from holdfast.web.presenters.standing import standing_tag
from holdfast.web.presenters.steps import Reader
from holdfast.web.presenters.updates import Updates, updates_of_queues

SHOW, WHOSE = "show", "whose"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One handoff. `timing`: none where nothing is due. `to_do`: what is next; `is_mine`: whether it is the reader's.

    `is_first`: its button is the filled one.
    """

    url: str
    who: Who
    timing: Timing | None
    due: str
    standing: Tag
    to_do: str
    is_mine: bool
    route: str
    owner: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A handoff that was begun and not sent yet."""

    id: UUID
    name: str
    url: str
    begun_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """What the page shows. `empty`: why there is nothing, where there is nothing."""

    rows: tuple[PersonRow, ...]
    drafts: tuple[DraftRow, ...]
    shows: tuple[Choice, ...]
    whose: tuple[Choice, ...]
    empty: str
    pager: Pager
    updates: Updates
    may_start: bool
    """Whether the reader may start a handoff."""


_SHOWN: dict[str, Callable[[], Q]] = {
    "": Q,
    "before": lambda: Q(stage=Stage.AUTHORIZATION),
    "call": lambda: Q(stage=Stage.LIVE),
    "after": lambda: Q(stage=Stage.ASSURANCE),
    "closed": Q,
}


def people_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> PeoplePage:
    """Return the page, in at most eight statements. Raises Malformed for a wrong `after`.

    Side effects: the access log.
    """
    show = asked.get(SHOW, "") if asked.get(SHOW, "") in _SHOWN else ""
    is_team, may_start = asked.get(WHOSE) == "team", caller.party.holds(OPENERS)
    among = _SHOWN[show]() & (_of_team(caller) if is_team else _mine(caller))
    page = transfers_by_time(caller.asker, at, among, paging, is_open=show != "closed")
    looked = looked_at(caller.asker, page.items, at)
    ordered = [looked[each.transfer_id] for each in page.items if each.transfer_id in looked]
    known = known_of(caller, ordered, "my-people", also=named_in_rows(ordered))
    return PeoplePage(
        rows=tuple(_row(each, known, caller, is_first=not n) for n, each in enumerate(ordered)),
        drafts=drafts_listed(caller), shows=_shows(show, asked), whose=_whose(asked, is_team=is_team),
        empty=_empty(show, is_team=is_team, may_start=may_start), pager=pager_of(page.after, asked),
        updates=updates_of_queues(at), may_start=may_start,
    )  # fmt: skip


def named_in_rows(looked: Iterable[Looked]) -> set[str]:
    """Return the ids of those whom the rows of these handoffs name."""
    return {who for each in looked for who in people_in_case(each.state)}


def row_of(looked: Looked, known: Known, caller: Caller) -> PersonRow:
    """Return one handoff as a row."""
    return _row(looked, known, caller, is_first=False)


def draft_url(draft: Draft) -> str:
    """Return where a draft goes on: at the first part that is not filled in."""
    return reverse("handoff_draft", args=[draft.id, "next"])


def _mine(caller: Caller) -> Q:
    """Return what is the reader's: where they are named; for who begins no handoffs, only whom they own."""
    is_named = caller.party.holds(OPENERS)
    return Q(named__contains=[caller.party.id]) if is_named else Q(owner_id=caller.party.id)


def _of_team(caller: Caller) -> Q:
    return Q(service_id__in=caller.asker.services)


def _row(looked: Looked, known: Known, caller: Caller, *, is_first: bool) -> PersonRow:
    view = portrait(looked)
    names = replace(known.names, person=known.called(view))
    case = Case(looked, view, known.person(view), names)
    ahead = outlook(looked.state, looked.at)
    act = next_act(case, ahead, Reader.of(caller, case))
    timing, due = _timing(case)
    return PersonRow(
        url=reverse("transfer_page", args=[view.id]), who=known.who(view, *state_tags(view)), timing=timing, due=due,
        standing=standing_tag(case, ahead), to_do=act.title if act else "",
        is_mine=act is not None and (bool(act.actions) or act.is_theirs),
        route=known.route(view), owner=known.names.of(looked.state.owner), is_first=is_first,
    )  # fmt: skip


def _timing(case: Case) -> tuple[Timing | None, str]:
    """Return how long is left until the first thing that is due, and what that is."""
    first = min(deadlines_heard(case.state, case.looked.sight), key=lambda each: each[1].due, default=None)
    if first is None:
        return None, ""
    name, deadline = first
    return timing_of(deadline.opened_at, deadline.due, case.at), deadline_title(name, case.receiver)


def drafts_listed(caller: Caller) -> tuple[DraftRow, ...]:
    """Return what the reader has begun, by three statements. Side effects: the access log.

    Nothing of what they began for somebody whom another service protects now.
    """
    drafts = drafts_of(caller.id)
    people = people_named((draft.person_id for draft in drafts), caller.services)
    caller.note((Viewed(person_id=UUID(person)) for person in people), "my-people-drafts")
    return tuple(
        DraftRow(
            draft.id, people[draft.person_id].name or gettext("Name not known"), draft_url(draft), draft.begun_at,
            draft.changed_at,
        )
        for draft in drafts
        if draft.person_id in people
    )  # fmt: skip


def _shows(show: str, asked: Mapping[str, str]) -> tuple[Choice, ...]:
    words = {
        "": gettext("All open"), "before": gettext("Before the call"), "call": gettext("In the call"),
        "after": gettext("After the call"), "closed": gettext("Closed"),
    }  # fmt: skip
    kept = {WHOSE: asked[WHOSE]} if asked.get(WHOSE) else {}
    return tuple(Choice(text, _address({SHOW: each, **kept}), each == show) for each, text in words.items())


def _whose(asked: Mapping[str, str], *, is_team: bool) -> tuple[Choice, ...]:
    kept = {SHOW: asked[SHOW]} if asked.get(SHOW) else {}
    return (
        Choice(gettext("Mine"), _address(kept), not is_team),
        Choice(gettext("My team’s"), _address({**kept, WHOSE: "team"}), is_team),
    )


def _address(asked: Mapping[str, str]) -> str:
    given = {name: value for name, value in asked.items() if value}
    return f"{reverse('people_mine')}?{urlencode(given)}" if given else reverse("people_mine")


def _empty(show: str, *, is_team: bool, may_start: bool) -> str:
    if show:
        return gettext("No handoff is at this point now.")
    if is_team:
        return gettext("Nobody of your team has an open handoff.")
    if not may_start:
        return gettext("Nobody is yours now. Whoever passes to you stands here.")
    return gettext("You have no open handoff. The people you hand over stay here until their first visit is kept.")
