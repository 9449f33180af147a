"""What a search finds: handoffs that the reader may see, by name, case number or phone; and people to start one for.

What is searched for is never in an address. A handoff is found by its person only where the reader may see who it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.people.selectors import PersonView, is_enough, people_sought
from holdfast.protocol.codes import OPENERS
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked, looked_at, people_in_sight, people_overseen, transfers_sought
from holdfast.web.forms.searches import sought
from holdfast.web.parts import ErrorSummary, Problem
from holdfast.web.presenters.listing import known_of
from holdfast.web.presenters.people import PersonRow, named_in_rows, row_of
from holdfast.web.words import times
from holdfast.web.words.tongues import language_name

MOST = 25
_DAY_LENGTH = len("1985-03-07")


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody on the people list. `why_not`: why no handoff can be started for them; blank where it can."""

    id: str
    name: str
    born: str
    language: str
    phones: tuple[str, ...]
    why_not: str
    is_born_asked: bool = False
    """Whether their date of birth is to be put on record before a handoff can be started."""
    is_ours: bool = False
    """Whether the reader sees a handoff of theirs whole, and so may say that they stand on the list twice."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found. `error`: why nothing was looked for; `is_more`: whether there is more than is shown."""

    text: str
    rows: tuple[PersonRow, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    error: str = ""
    empty: str = ""
    more: str = ""
    may_start: bool = False
    may_break_glass: bool = False
    """Whether the reader may look at a handoff outside their scope, with a reason."""

    @property
    def errors(self) -> ErrorSummary | None:
        """Why nothing was looked for, above the page."""
        return not_sought(self.error)


def search_page(caller: Caller, at: datetime, text: str) -> SearchPage:
    """Return what is found, in at most nine statements. Side effects: the access log."""
    text, may_start = sought(text), caller.party.holds(OPENERS)
    if not text:
        return SearchPage("", error=gettext("Write a name, a case number or a phone number."), may_start=may_start)
    people = people_sought(text, known=people_in_sight(caller.asker, at), near=caller.services, limit=MOST)
    seen = _seen(caller, at, text, people)
    known = known_of(caller, seen, "people-search", also=named_in_rows(seen))
    found = people_to_start(caller, text, at) if may_start else ()
    is_more = MOST in (len(found), len(seen))
    return SearchPage(
        text=text, rows=tuple(row_of(each, known, caller) for each in seen), people=found,
        empty="" if seen or found else nobody_found(text),
        more=gettext("There are more. Write more of the name.") if is_more else "", may_start=may_start,
        may_break_glass=caller.may_write,
    )  # fmt: skip


def too_little() -> str:
    """Return how much is written at least to look people up."""
    return gettext("Write at least three letters of the name, or four digits of the phone number.")


def nobody_found(text: str) -> str:
    """Return why nobody was found, and what to write instead."""
    if not is_enough(text):
        return too_little()
    return gettext(
        "Nobody was found. Check the name. Whoever has had no handoff with you yet is found only by their whole first "
        "and last name, or their whole phone number."
    )


def not_sought(error: str) -> ErrorSummary | None:
    """Return the summary of a search that was not made; none where it was."""
    return ErrorSummary(gettext("There is a problem"), (Problem(error, "#id_text"),)) if error else None


def people_to_start(caller: Caller, text: str, at: datetime) -> tuple[FoundPerson, ...]:
    """Return people whom a handoff can be started for, as they are chosen among. Side effects: the access log.

    Those whose handoffs the caller sees whole are found by the beginnings of their names; all others by a whole name.
    """
    people = people_sought(text, known=people_overseen(caller.asker), near=caller.services, limit=MOST)
    return found_people(caller, people, at)


def found_people(caller: Caller, people: Sequence[PersonView], at: datetime) -> tuple[FoundPerson, ...]:
    """Return people as they are chosen among. Side effects: the access log."""
    caller.note((Viewed(person_id=UUID(person.id)) for person in people), "people-search")
    ids = [UUID(person.id) for person in people]
    ours = set(people_overseen(caller.asker).filter(person_id__in=ids)) if ids else set[UUID | None]()
    return tuple(_found(person, at, is_ours=UUID(person.id) in ours) for person in people)


def why_no_handoff(person: PersonView, at: datetime) -> str:
    """Return why no handoff can be started for a person; blank where it can."""
    if person.is_deceased:
        return gettext("Their record says that they have died.")
    if _lacks_age(person, at):
        return gettext("Their age is not known. Put their date of birth on record first.")
    return ""


def _lacks_age(person: PersonView, at: datetime) -> bool:
    return person.age_on(timezone.localdate(at)) is None and not person.is_deceased


def born_words(person: PersonView) -> str:
    """Return the birth date of a person as far as it is known."""
    return born_of(person.born)


def born_of(born: str) -> str:
    """Return a birth date as far as it is known: a date in words, a month, a year, or that it is not known."""
    if len(born) == _DAY_LENGTH:
        return times.date_in_full(datetime.fromisoformat(born).date())
    return born or gettext("not known")


def _seen(caller: Caller, at: datetime, text: str, people: Sequence[PersonView]) -> list[Looked]:
    """Return the handoffs that are found, by case number first; those of a person only where they may be known."""
    glimpses = transfers_sought(caller.asker, at, text, [UUID(person.id) for person in people], limit=MOST)
    looked = looked_at(caller.asker, glimpses, at)
    ordered = [looked[each.transfer_id] for each in glimpses if each.transfer_id in looked]
    return [each for each in ordered if each.sees_identity]


def _found(person: PersonView, at: datetime, *, is_ours: bool) -> FoundPerson:
    return FoundPerson(
        person.id, person.name or gettext("Name not known"), born_words(person), language_name(person.language),
        person.phones, why_no_handoff(person, at), _lacks_age(person, at), is_ours,
    )  # fmt: skip
