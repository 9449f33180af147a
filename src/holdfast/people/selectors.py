"""What other rooms ask about people. Who may see the answer is decided above; here nothing is logged."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from holdfast.people.models import Person
from holdfast.protocol.errors import Malformed

DECEMBER = 12
MOST = 100
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as far as they are known. Blank and None are unknown."""

    id: str
    name: str
    born: str
    is_deceased: bool
    gender: str
    language: str
    languages: tuple[str, ...]
    phones: tuple[str, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Return the age in completed years on `day`; None where the birth date is not known well enough."""
        return age_on(self.born, day)


@dataclass(frozen=True, slots=True)
class Page:
    """Some people in order of name. `after` asks for the next ones; None where there are no more."""

    people: tuple[PersonView, ...]
    after: str | None


def person(person_id: str) -> PersonView | None:
    """Return a person, None where there is none with this id: one statement."""
    found = Person.objects.filter(pk=person_id).first() if _is_id(person_id) else None
    return _view(found) if found is not None else None


def people_found(*, text: str = "", after: str | None = None, limit: int = 25) -> Page:
    """Return people each of whose names begin as the words of `text`, in order of name; at most two statements.

    At most 100 a page; `after` is what the page before gave. Raises Malformed where `after` is not.
    """
    found = Person.objects.all()
    for word in text[:LONGEST_TEXT].split():
        begins = Q(family__istartswith=word) | Q(given__istartswith=word)
        found = found.filter(begins | Q(given__icontains=f" {word}") | Q(family__icontains=f" {word}"))
    if after is not None:
        family, given, pk = _from_cursor(after)
        found = found.filter(
            Q(family__gt=family) | Q(family=family, given__gt=given) | Q(family=family, given=given, pk__gt=pk)
        )
    most = max(1, min(limit, MOST))
    rows = list(found.order_by("family", "given", "pk")[: most + 1])
    return Page(tuple(map(_view, rows[:most])), _cursor(rows[most - 1]) if len(rows) > most else None)


def _view(row: Person) -> PersonView:
    phones = (point.get("value", "") for point in row.telecom if point.get("system") == "phone")
    return PersonView(
        id=str(row.pk),
        name=row.name,
        born=row.born,
        is_deceased=row.is_deceased,
        gender=row.gender,
        language=row.language,
        languages=tuple(row.languages),
        phones=tuple(filter(None, phones)),
    )


def _cursor(row: Person) -> str:
    # By id alone: a cursor stands in an address, and a name has no place there.
    return str(row.pk)


def _from_cursor(after: str) -> tuple[str, str, UUID]:
    row = Person.objects.filter(pk=after).first() if _is_id(after) else None
    if row is None:
        raise Malformed({"after": "must be what the page before gave"})
    return row.family, row.given, row.pk


def may_be_transferred(person_id: str) -> bool:
    """Say whether there is such a person and, as far as their source says, they are alive."""
    return _is_id(person_id) and Person.objects.filter(pk=person_id, is_deceased=False).exists()


def age_on(born: str, day: date) -> int | None:
    """Return the age in completed years on `day` of one born on a date, in a month or in a year.

    None where it depends on what is not known, or the birth lies after `day`.
    """
    if not born:
        return None
    year, month, on = (int(part) for part in f"{born}-0-0".split("-")[:3])
    earliest = date(year, month or 1, on or 1)
    last_month = month or DECEMBER
    latest = date(year, last_month, on or monthrange(year, last_month)[1])
    ages = {_completed_years(birth, day) for birth in (earliest, latest)}
    age = ages.pop()
    return age if not ages and age >= 0 else None


def _completed_years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except (ValueError, AttributeError, TypeError):
        return False
