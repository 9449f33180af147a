"""Putting the date of birth of somebody on record, or right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.people.correcting import CorrectionView, corrections_of
from holdfast.people.selectors import PersonView, is_hidden, person
from holdfast.protocol.codes import OPENERS
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import oversees_person
from holdfast.web.parts import Crumb
from holdfast.web.presenters.names import names_of
from holdfast.web.presenters.searching import born_of, born_words, why_no_handoff


@dataclass(frozen=True, slots=True)
class Change:
    """One change of it, as it is told."""

    at: datetime
    by: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class BornPage:
    """What the page shows. `changes`: to who sees a handoff of theirs whole."""

    crumbs: tuple[Crumb, ...]
    id: str
    name: str
    born: str
    words: str
    may_start: bool
    changes: tuple[Change, ...]


def born_page(caller: Caller, person_id: UUID, at: datetime) -> BornPage | None:
    """Return the page, in at most six statements; none of somebody whose date is not the caller's to put right.

    Where the age is not known, everybody who starts handoffs puts the date on record; one that is known is put right
    by who put it there, and by who sees a handoff of theirs whole. None of whom other services protect.
    Side effects: the access log.
    """
    whom = person(str(person_id))
    if whom is None or whom.is_invented or is_hidden(whom.id, caller.services):
        return None
    knows, may_start = oversees_person(caller.asker, UUID(whom.id)), caller.party.holds(OPENERS)
    is_lacking = whom.age_on(timezone.localdate(at)) is None and not whom.is_deceased
    found = corrections_of(UUID(whom.id))
    wrote = any(each.by == str(caller.id) for each in found)
    if not knows and not (may_start and (is_lacking or wrote)):
        return None
    caller.note([Viewed(person_id=UUID(whom.id))], "people-born")
    return _page(whom, found if knows else (), may_start=may_start and not why_no_handoff(whom, at))


def _page(whom: PersonView, found: tuple[CorrectionView, ...], *, may_start: bool) -> BornPage:
    names = names_of({each.by for each in found}, ())
    return BornPage(
        crumbs=(Crumb(gettext("My people"), reverse("people_mine")),), id=whom.id,
        name=whom.name or gettext("Name not known"), born=whom.born, words=born_words(whom), may_start=may_start,
        changes=tuple(_change(each, names.of(each.by)) for each in found),
    )  # fmt: skip


def _change(view: CorrectionView, by: str) -> Change:
    return Change(view.at, by, born_of(view.before), born_of(view.after), view.why)
