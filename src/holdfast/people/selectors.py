"""What other rooms ask about people. Who may see the answer is decided above; here nothing is logged."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Coalesce

from holdfast.incoming.texts import searchable
from holdfast.people.models import PRACTICE, Person, Protection
from holdfast.protocol.errors import Malformed

DECEMBER = 12
MOST = 100
MOST_ALIKE = 5
LONGEST_TEXT = 200
SHORTEST_END, LONGEST_END = 4, 10
"""How many of the last digits of a phone number are compared."""
WHOLE_NUMBER = 7
"""How many digits a phone number has at least to be one that somebody was told, and not the end of one."""
LEAST_LETTERS = 3
"""How many letters of names a search has at least, so that nobody leafs through everybody by the alphabet."""
Known = QuerySet[Any] | tuple[()]
"""Whom the asker knows of: a query of the ids of people, made above, where handoffs are known; or nobody."""
NOBODY: Known = ()
_IDEOGRAPHS = "\u2e80"
"""From here on a character says a syllable or more: it counts as two letters."""
# As the indexes have them; what they do stands in migration 0002.
_NAME_WORDS = Func("name", "family", "given", function="people_name_words", output_field=SearchVectorField())
_PHONE_ENDS = Func("telecom", function="people_phone_ends", output_field=ArrayField(TextField()))
_DIED = Exists(
    Person.objects.filter(is_deceased=True, merged_into=Coalesce(OuterRef("merged_into"), OuterRef("pk"))).values("pk")
)
"""Whether another row of the same person says that they died: no row is changed by a merge, and it can be undone."""


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
    given: str = ""
    is_invented: bool = False
    """Made up to practise on (protocol section 3.8)."""

    @property
    def first_name(self) -> str:
        """What they are called by people who know them: the first of their given names, else their whole name."""
        return (self.given.split() or [self.name])[0]

    def age_on(self, day: date) -> int | None:
        """Return the age in completed years on `day`; None where the birth date is not known well enough."""
        return age_on(self.born, day)


@dataclass(frozen=True, slots=True)
class Page:
    """Some people in order of name. `after` asks for the next ones; None where there are no more."""

    people: tuple[PersonView, ...]
    after: str | None


def person(person_id: str) -> PersonView | None:
    """Return a person by the id of any of their rows, None where there is none: one statement."""
    return people_by_id([person_id]).get(person_id)


def people_by_id(person_ids: Iterable[str]) -> dict[str, PersonView]:
    """Return people by the ids asked for, those that there are: one statement, none where nobody is asked for.

    Who stands on the list twice is the same person under either id: the one that was kept.
    """
    return _by_id(person_ids, Q())


def people_named(person_ids: Iterable[str], near: Collection[str]) -> dict[str, PersonView]:
    """Return people by their ids without those whom other services than `near` protect; one statement."""
    is_near = Exists(_protecting("pk").filter(service_id__in=list(near)))
    return _by_id(person_ids, ~Exists(_protecting("pk")) | is_near)


def _by_id(person_ids: Iterable[str], among: Q | Exists) -> dict[str, PersonView]:
    ids = {person_id for person_id in person_ids if _is_id(person_id)}
    if not ids:
        return {}
    found = Person.objects.filter(among, pk__in=ids).select_related("merged_into").annotate(died_as_other=_DIED)
    return {str(row.pk): _view(row.merged_into or row, died_as_other=row.died_as_other) for row in found}


def people_found(
    *, text: str, known: Known, near: Collection[str] = (), after: str | None = None, limit: int = 25
) -> Page:
    """Return people by their names, in order of name; at most two statements.

    By the beginnings of names among the `known`, of others only by a whole name. At most 100 a page; `after` is what
    the page before gave; `near`: as for `people_sought`. Raises Malformed where `after` is not.
    """
    found = _named(text, known, near)
    if after is not None:
        family, given, pk = _from_cursor(after)
        found = found.filter(
            Q(family__gt=family) | Q(family=family, given__gt=given) | Q(family=family, given=given, pk__gt=pk)
        )
    most = max(1, min(limit, MOST))
    rows = list(found.order_by("family", "given", "pk")[: most + 1])
    return Page(tuple(map(_view, rows[:most])), _cursor(rows[most - 1]) if len(rows) > most else None)


def people_sought(text: str, *, known: Known, near: Collection[str] = (), limit: int = 25) -> tuple[PersonView, ...]:
    """Return people by the beginnings of their names, or by the last digits of a phone number; one statement.

    So it is among the `known`; others are found only by a whole name, or a whole number. A text of at least four
    digits and no letter is a number. Nobody is found by what is not enough (`is_enough`).
    Whoever is protected is found by those alone who work at the service that protects them: `near`, ids of services.
    """
    if is_number(text):
        found = _numbered(digits_of(text), known, near)
    elif is_enough(text):
        found = _named(text, known, near)
    else:
        return ()
    return tuple(map(_view, found.order_by("family", "given", "pk")[: max(1, min(limit, MOST))]))


def people_alike(*, name: str, born: str, phone: str, near: Collection[str] = ()) -> tuple[PersonView, ...]:
    """Return people who may be the one that is to be added: of the same phone, or the same name and birth date.

    At most five, in order of name; at most two statements. `near`: as for `people_sought`.
    """
    named = _named(name, NOBODY, near).filter(born=born) if searchable(name) else Person.objects.none()
    alike = [*named.order_by("family", "given", "pk")[:MOST_ALIKE]]
    found = {row.pk: _view(row) for row in alike}
    if is_number(phone):
        found.update({UUID(each.id): each for each in people_sought(phone, known=NOBODY, near=near, limit=MOST_ALIKE)})
    return tuple(found.values())[:MOST_ALIKE]


def is_enough(text: str) -> bool:
    """Say whether a text says enough to look people up: three letters of their names in all, or four digits of a phone.

    A word that another one begins with says nothing more than that one, so it does not count.
    """
    words = set(searchable(text[:LONGEST_TEXT]).split())
    telling = (word for word in words if not any(other != word and other.startswith(word) for other in words))
    letters = (2 if char >= _IDEOGRAPHS else 1 for word in telling for char in word if char.isalpha())
    return is_number(text) or sum(letters) >= LEAST_LETTERS


def is_number(text: str) -> bool:
    """Say whether what is sought is a phone number: four digits or more, and no letter."""
    return len(digits_of(text)) >= SHORTEST_END and not any(char.isalpha() for char in text)


def digits_of(text: str) -> str:
    """Return the digits of a number as people write it."""
    return "".join(char for char in text if char in "0123456789")


def _named(text: str, known: Known, near: Collection[str]) -> QuerySet[Person]:
    """Return the known each of whose names begin as the words of `text`, and others of whom it is a whole name.

    A whole name is two words of it, or the only one.
    """
    words = sorted(set(searchable(text[:LONGEST_TEXT]).split()))
    if not words:
        return Person.objects.none()
    found = _findable(near).alias(words=_NAME_WORDS).filter(words=_words_query(words, ":*"))
    is_whole = Q(words=_words_query(words, ""))
    if len(words) == 1:
        found = found.alias(many=Func("words", function="length", output_field=IntegerField()))
        is_whole &= Q(many=1)
    return found.filter(is_whole | _is_of(known))


def _words_query(words: Iterable[str], ending: str) -> SearchQuery:
    return SearchQuery(" & ".join(f"'{word}'{ending}" for word in words), config="simple", search_type="raw")


def _numbered(digits: str, known: Known, near: Collection[str]) -> QuerySet[Person]:
    """Return the known who have a phone that ends so, and all others where it is a whole number."""
    found = _findable(near).alias(ends=_PHONE_ENDS).filter(Q(ends__contains=[digits[-LONGEST_END:]]))
    return found if len(digits) >= WHOLE_NUMBER else found.filter(_is_of(known))


def _is_of(known: Known) -> Q:
    """Return the condition of those who are known, by whichever of their rows."""
    return Q(pk__in=known) | Q(pk__in=Person.objects.filter(pk__in=known).values("merged_into"))


def is_hidden(person_id: str, near: Collection[str]) -> bool:
    """Say whether a person is protected by other services than those `near`; one statement."""
    if not _is_id(person_id):
        return False
    of = UUID(person_id)
    found = Protection.objects.filter(Q(person_id=of) | Q(person__merged_into=of) | Q(person__merged=of))
    protecting = set(found.values_list("service_id", flat=True))
    return bool(protecting) and protecting.isdisjoint(near)


def protected_of(person: str) -> Exists:
    """Return SQL that says whether somebody is protected by any service; `person`: the field that names one row."""
    return Exists(_protecting(person))


def _protecting(person: str) -> QuerySet[Protection]:
    """Return who protects somebody, by whichever of their rows; `person`: what names one in the outer query."""
    of = OuterRef(person)
    return Protection.objects.filter(Q(person_id=of) | Q(person__merged_into=of) | Q(person__merged=of))


def _findable(near: Collection[str]) -> QuerySet[Person]:
    """Return everybody real but those whom other services than `near` protect."""
    by = Protection.objects.filter(Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")))
    return _real().filter(~Exists(by) | Exists(by.filter(service_id__in=list(near))))


def _real() -> QuerySet[Person]:
    """Return everybody who was not made up to practise on, each once."""
    return Person.objects.exclude(source=PRACTICE).filter(merged_into=None).annotate(died_as_other=_DIED)


def _view(row: Person, *, died_as_other: bool | None = None) -> PersonView:
    died = getattr(row, "died_as_other", False) if died_as_other is None else died_as_other
    phones = (point.get("value", "") for point in row.telecom if point.get("system") == "phone")
    return PersonView(
        id=str(row.pk),
        name=row.name,
        born=row.born,
        is_deceased=row.is_deceased or died,
        gender=row.gender,
        language=row.language,
        languages=tuple(row.languages),
        phones=tuple(filter(None, phones)),
        given=row.given,
        is_invented=row.source == PRACTICE,
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
    """Say whether there is such a person, not made up, and, as far as their source says, they are alive."""
    return _is_id(person_id) and _real().filter(~_DIED, pk=person_id, is_deceased=False).exists()


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
