"""People, for those who open transfers. Each one that is shown stands in the access log."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdfast.accounts.services import Viewed
from holdfast.api.answers import shown
from holdfast.api.callers import holder_of
from holdfast.api.documents import documented
from holdfast.api.problems import malformed, not_found
from holdfast.api.queries import SearchQuery
from holdfast.config.clock import now
from holdfast.people.selectors import PersonView, is_enough, is_hidden, people_found, person
from holdfast.protocol.codes import OPENERS
from holdfast.transfers.selectors import people_overseen

router = Router(tags=["people"])
WHAT = "Looking people up"


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as far as they are known. Who has died can't be transferred."""

    id: str
    name: str
    born: str
    age: int | None
    is_deceased: bool
    gender: str
    language: str
    languages: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people in order of name."""

    people: tuple[PersonCard, ...]
    after: str | None


@router.get("/people", **documented("people_list", "People, in order of name", gives=PeoplePage, may=(401, 403, 422)))
def people_list(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    """Return people by the beginnings of their names, or by a whole name where the caller sees no handoff of theirs."""
    caller = holder_of(request, OPENERS, WHAT)
    if not is_enough(query.q):
        raise malformed({"q": "must have at least three letters of the name in all"}, in_body=False)
    known = people_overseen(caller.asker)
    page = people_found(text=query.q, known=known, near=caller.services, after=query.after, limit=query.limit)
    caller.note((Viewed(person_id=UUID(each.id)) for each in page.people), "people-list")
    return shown(PeoplePage(tuple(map(_card, page.people)), page.after))


@router.get(
    "/people/{uuid:person_id}",
    **documented("person_read", "One person", gives=PersonCard, may=(401, 403, 404)),
)
def person_read(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Return one person."""
    caller = holder_of(request, OPENERS, WHAT)
    found = person(str(person_id))
    if found is None or is_hidden(found.id, caller.services):
        raise not_found()
    caller.note([Viewed(person_id=person_id)], "person")
    return shown(_card(found))


def _card(view: PersonView) -> PersonCard:
    return PersonCard(
        view.id, view.name, view.born, view.age_on(now().date()), view.is_deceased, view.gender, view.language,
        view.languages, view.phones,
    )  # fmt: skip
