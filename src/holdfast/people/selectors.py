"""What other rooms ask about people. Who may see the answer is decided above; here nothing is logged."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.people.models import Person

DECEMBER = 12


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

    def age_on(self, day: date) -> int | None:
        """Return the age in completed years on `day`; None where the birth date is not known well enough."""
        return age_on(self.born, day)


def person(person_id: str) -> PersonView | None:
    """Return a person, None where there is none with this id: one statement."""
    found = Person.objects.filter(pk=person_id).first() if _is_id(person_id) else None
    if found is None:
        return None
    return PersonView(
        id=str(found.pk),
        name=found.name,
        born=found.born,
        is_deceased=found.is_deceased,
        gender=found.gender,
        language=found.language,
        languages=tuple(found.languages),
    )


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
