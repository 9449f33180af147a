"""Bodies that are no record and no command of the protocol: opening a transfer, confirming, inviting guests."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field, StrictInt, StringConstraints

from holdfast.protocol.codes import Need, Seat
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import Day, Form, Line
from holdfast.protocol.parsing import validated
from holdfast.transfers.opening import Wish

F = TypeVar("F", bound=Form)


def _id(value: object) -> object:
    if isinstance(value, str):
        try:
            if str(UUID(value)) == value:
                return value
        except ValueError:
            pass
    raise ValueError("must be an id, like 0197f3d0-5c1e-7a55-8d3e-2f6f0f4b9a10")


Id = Annotated[UUID, BeforeValidator(_id)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=200, strict=True)]


class Opening(Form):
    """What opens a transfer. Age and language come from the person; who opens it, and where, from who asks."""

    case_id: Line
    """The originating service's own case number."""
    person_id: Id
    """The person, as the people list has them."""
    payer: Line
    """Who pays; `none` where nobody does."""
    language: Line | None = None
    """BCP 47 tag of the language to be spoken in; where it is not the one that is known of the person."""
    need_category: Need
    """The need that is active in this encounter."""
    package: str | None = Field(max_length=60)
    """The pathway package whose added fields and controls apply; null for none."""

    @property
    def wish(self) -> Wish:
        """Return it as the write path takes it."""
        return Wish(
            person_id=self.person_id, case_id=self.case_id, payer=self.payer, need=self.need_category,
            language=self.language, package=self.package,
        )  # fmt: skip


class Confirming(Form):
    """That a named person confirms one aspect of a pathway or its service; who it is, the server knows."""

    aspect: Annotated[str, StringConstraints(max_length=40)]
    """Which: needs, ages, languages, payers, capacity, intake_requirements; hours, zone, region, staffed, status."""
    value: Any
    """What is so; null says that it is not known any more."""
    on: Day
    """On which day it was confirmed."""
    source: Line
    """How it is known: a call with whom, a document of which date."""
    until: Day | None = None
    """The last day it holds; left out: until further notice."""


class LinkWanted(Form):
    """That the server sends a link to an intake contact of the directory."""

    contact_id: Id
    """Whom."""
    live_event: Annotated[StrictInt, Field(ge=1, le=10_000)] | None = None
    """The number of the live event that is open, for a link into that event."""


class CodeWanted(Form):
    """That a code be made which is spoken on the call."""

    party: Seat
    """For whom: the person or the receiver."""
    contact_id: Id | None = None
    """The intake contact, for the receiver."""


class Nothing(Form):
    """A body without fields."""


class Redeeming(Form):
    """A link's secret; or a code with its reference."""

    secret: Secret | None = None
    """The part of the link after `/join/`."""
    reference: Secret | None = None
    """The nine digits that go with the code."""
    code: Secret | None = None
    """The eight digits that were spoken."""
    short_code: Secret | None = None
    """The digits behind which the person's page stands, where it does; they were said to the person."""


def read(form: type[F], fields: dict[str, Any]) -> F:
    """Read a body as `form`; raise Malformed naming every field that is wrong."""
    return validated(form, fields)


def refuse(**wrong: str) -> Malformed:
    """Return the fault of named fields."""
    return Malformed(wrong)
