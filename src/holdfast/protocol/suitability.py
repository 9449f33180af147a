"""How a pathway, as the directory pictures it now, fits a person and their need (A2.suitability). Pure.

Unknown is an answer of its own: it never fits, and it is never shown as a no.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum

from holdfast.protocol.codes import AccommodationKind, Capacity, Need
from holdfast.protocol.commands import PersonBrief
from holdfast.protocol.facts import PathwayPicture


class Aspect(StrEnum):
    """What is compared. Need and age must fit; the others may have an accommodation."""

    NEED = "need"
    AGE = "age"
    LANGUAGE = "language"
    PAYER = "payer"
    HOURS = "hours"
    CAPACITY = "capacity"


class Fit(StrEnum):
    """What comparing gives."""

    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    UNKNOWN = "unknown"


MADE_UP_FOR: Mapping[Aspect, AccommodationKind] = {Aspect(kind.value): kind for kind in AccommodationKind}
"""The aspects that an accommodation can make up for."""


def fits(person: PersonBrief, need: Need | None, picture: PathwayPicture) -> dict[Aspect, Fit]:
    """Return how each aspect of a pathway fits, in the order in which they are looked at."""
    language = {_primary(tag) for tag in picture.languages} if picture.languages is not None else None
    return {
        Aspect.NEED: _among(need, picture.needs),
        Aspect.AGE: _aged(person.age, picture.ages),
        Aspect.LANGUAGE: _among(_primary(person.language), language),
        Aspect.PAYER: _among(person.payer, picture.payers),
        Aspect.HOURS: _said(picture.open_now),
        Aspect.CAPACITY: _said(_takes(picture.capacity)),
    }


def misfits(person: PersonBrief, need: Need | None, picture: PathwayPicture) -> frozenset[AccommodationKind]:
    """Return what needs an accommodation: what does not fit, or is unknown."""
    found = fits(person, need, picture)
    return frozenset(kind for aspect, kind in MADE_UP_FOR.items() if found[aspect] is not Fit.FITS)


def takes_need_and_age(person: PersonBrief, need: Need | None, picture: PathwayPicture) -> bool:
    """Say whether need and age fit: nothing can make up for these."""
    found = fits(person, need, picture)
    return found[Aspect.NEED] is Fit.FITS and found[Aspect.AGE] is Fit.FITS


def _among(value: str | None, known: Container[str] | None) -> Fit:
    return _said(None if known is None else value in known)


def _aged(age: int, ages: tuple[int, int] | None) -> Fit:
    return _said(None if ages is None else ages[0] <= age <= ages[1])


def _takes(capacity: Capacity) -> bool | None:
    return None if capacity is Capacity.UNKNOWN else capacity in (Capacity.OPEN, Capacity.LIMITED)


def _said(does: bool | None) -> Fit:
    if does is None:
        return Fit.UNKNOWN
    return Fit.FITS if does else Fit.DOES_NOT_FIT


def _primary(language: str) -> str:
    """Return the primary subtag of a BCP 47 tag: `es-MX` is spoken where `es` is."""
    return language.split("-", maxsplit=1)[0].lower()
