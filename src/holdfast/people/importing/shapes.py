"""The shape of a FHIR R4 (4.0.1) Bundle and Patient, as far as we read it: an element FHIR does not have is a fault."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from holdfast.incoming.texts import unsafe_character

FIRST_YEAR, LAST_YEAR = 1850, 2200
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def _sound(value: str) -> str:
    unsafe = unsafe_character(value)
    if unsafe:
        wrong = "has the character {which}, which can hide or change text"
        raise PydanticCustomError("sound", wrong, {"which": unsafe})
    return value


def _partial_date(value: str) -> str:
    padded = value + "-01-01"[len(value) - 4 :] if len(value) in (4, 7) else value
    if not _DATE.fullmatch(value) or not _is_date(padded):
        raise PydanticCustomError("date", "is not a date of the years 1850 to 2200")
    return value


def _date_time(value: str) -> str:
    if "T" not in value:
        return _partial_date(value)
    try:
        year = datetime.fromisoformat(value).year if _INSTANT.fullmatch(value) else 0
    except ValueError:
        year = 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PydanticCustomError("date_time", "is not an instant of the years 1850 to 2200")
    return value


def _is_date(text: str) -> bool:
    try:
        return FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False


Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1000), AfterValidator(_sound)]
Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200), AfterValidator(_sound)]
Key = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9\-.]{1,64}\Z")]
PartialDate = Annotated[str, StringConstraints(strict=True), AfterValidator(_partial_date)]
DateTime = Annotated[str, StringConstraints(strict=True), AfterValidator(_date_time)]
Truth = Annotated[bool, Field(strict=True)]
Unread = Annotated[object, Field(default=None)]
"""An element of FHIR that may stand here and is not read."""


class Element(BaseModel):
    """Base of every FHIR element: no others than those of R4, save the `_...` companions of primitive ones."""

    model_config = ConfigDict(extra="forbid", frozen=True, regex_engine="python-re")

    id: Unread
    extension: list[Extension] = []

    @model_validator(mode="before")
    @classmethod
    def _without_companions(cls, value: object) -> object:
        """Leave out `_birthDate` and the like: they carry extensions of primitive elements, which we do not read."""
        if isinstance(value, dict):
            return {name: inner for name, inner in value.items() if not str(name).startswith("_")}
        return value


class Coding(Element):
    """A code of a code system."""

    system: Text | None = None
    version: Unread
    code: Line | None = None
    display: Text | None = None
    userSelected: Unread  # noqa: N815 - FHIR's name


class CodeableConcept(Element):
    """A concept by codes, text, or both."""

    coding: list[Coding] = []
    text: Text | None = None


class Extension(BaseModel):
    """An extension: its url, and a value or extensions of its own. Only race and ethnicity are read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    url: Text
    extension: list[Extension] = []
    valueCoding: Coding | None = None  # noqa: N815


class Period(Element):
    """From when until when something holds."""

    start: DateTime | None = None
    end: DateTime | None = None


class HumanName(Element):
    """A name of a person."""

    use: Literal["usual", "official", "temp", "nickname", "anonymous", "old", "maiden"] | None = None
    text: Text | None = None
    family: Line | None = None
    given: list[Line] = []
    prefix: list[Line] = []
    suffix: list[Line] = []
    period: Period | None = None


class ContactPoint(Element):
    """A number or address to reach somebody."""

    system: Literal["phone", "fax", "email", "pager", "url", "sms", "other"] | None = None
    value: Line | None = None
    use: Literal["home", "work", "temp", "old", "mobile"] | None = None
    rank: Annotated[int, Field(strict=True, ge=1)] | None = None
    period: Period | None = None


class Address(Element):
    """A postal or physical address."""

    use: Literal["home", "work", "temp", "old", "billing"] | None = None
    type: Literal["postal", "physical", "both"] | None = None
    text: Text | None = None
    line: list[Text] = []
    city: Line | None = None
    district: Line | None = None
    state: Line | None = None
    postalCode: Line | None = None  # noqa: N815
    country: Line | None = None
    period: Period | None = None


class Identifier(Element):
    """An identifier that a system gave."""

    use: Literal["usual", "official", "temp", "secondary", "old"] | None = None
    type: CodeableConcept | None = None
    system: Text | None = None
    value: Line | None = None
    period: Period | None = None
    assigner: Unread


class Communication(Element):
    """A language somebody can be spoken to in."""

    modifierExtension: Unread  # noqa: N815
    language: CodeableConcept
    preferred: Truth | None = None


class Patient(Element):
    """A FHIR R4 Patient."""

    resourceType: Literal["Patient"]  # noqa: N815
    id: Key
    meta: Unread
    implicitRules: Unread  # noqa: N815
    language: Unread
    text: Unread
    contained: Unread
    modifierExtension: Unread  # noqa: N815
    identifier: list[Identifier] = []
    active: Truth | None = None
    name: list[HumanName] = []
    telecom: list[ContactPoint] = []
    gender: Literal["male", "female", "other", "unknown"] | None = None
    birthDate: PartialDate | None = None  # noqa: N815
    deceasedBoolean: Truth | None = None  # noqa: N815
    deceasedDateTime: DateTime | None = None  # noqa: N815
    address: list[Address] = []
    maritalStatus: Unread  # noqa: N815
    multipleBirthBoolean: Unread  # noqa: N815
    multipleBirthInteger: Unread  # noqa: N815
    photo: Unread
    contact: Unread
    communication: list[Communication] = []
    generalPractitioner: Unread  # noqa: N815
    managingOrganization: Unread  # noqa: N815
    link: Unread


Element.model_rebuild()
Patient.model_rebuild()
