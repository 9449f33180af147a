"""One person on the list twice: who may be the same, and what was merged before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.people.merging import merges_of, perhaps_the_same
from holdfast.people.selectors import PersonView, is_hidden, person
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import oversees_person
from holdfast.web.parts import Crumb
from holdfast.web.presenters.names import names_of
from holdfast.web.presenters.searching import born_words
from holdfast.web.words.tongues import language_name


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list."""

    id: str
    name: str
    born: str
    language: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """An entry that was merged before. `is_undone`: whether it stands by itself again."""

    id: UUID
    name: str
    at: datetime
    by: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class SamePage:
    """What the page shows."""

    crumbs: tuple[Crumb, ...]
    url: str
    person: Entry
    alike: tuple[Entry, ...]
    merged: tuple[Merged, ...]


def same_page(caller: Caller, person_id: UUID) -> SamePage | None:
    """Return the page, in at most ten statements; none where the caller sees no handoff of theirs whole.

    None as well of somebody whom other services protect. Side effects: everybody who is shown stands in the access log.
    """
    whom = person(str(person_id))
    if whom is None or not oversees_person(caller.asker, UUID(whom.id)) or is_hidden(whom.id, caller.services):
        return None
    alike, merged = perhaps_the_same(whom), merges_of(UUID(whom.id))
    caller.note((Viewed(person_id=UUID(each.id)) for each in (whom, *alike)), "people-same")
    names = names_of({each.by for each in merged}, ())
    return SamePage(
        crumbs=(Crumb(gettext("My people"), reverse("people_mine")),),
        url=reverse("people_same", args=[whom.id]), person=_entry(whom), alike=tuple(map(_entry, alike)),
        merged=tuple(
            Merged(each.id, each.name, each.at, names.of(each.by), each.undone_at is not None) for each in merged
        ),
    )  # fmt: skip


def _entry(view: PersonView) -> Entry:
    name = view.name or gettext("Name not known")
    return Entry(view.id, name, born_words(view), language_name(view.language), view.phones)
