"""What lists are asked by: text that is sound, codes that exist, pages that end."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from ninja import Schema
from pydantic import Field, ValidationInfo, model_validator

from holdfast.api.bodies import MOST_NAMED
from holdfast.api.problems import malformed
from holdfast.protocol.codes import EscalationLevel, Need, Stage
from holdfast.protocol.fields import Note
from holdfast.transfers.selectors import Paging

Words = Annotated[Note, Field(max_length=200)]
Cursor = Annotated[Note, Field(max_length=1000)]


class Asked(Schema):
    """Base of what lists are asked by: a parameter that a list does not know is an error, not a wish unheard."""

    @model_validator(mode="after")
    def _nothing_else(self, info: ValidationInfo) -> Self:
        request = info.context["request"] if info.context else None
        unknown = sorted(set(request.GET) - type(self).model_fields.keys())[:MOST_NAMED] if request else []
        if unknown:
            known = ", ".join(type(self).model_fields)
            raise malformed(dict.fromkeys(unknown, f"is not asked for here; one of {known}"), in_body=False)
        return self


class PageQuery(Asked):
    """Which page."""

    after: Cursor | None = None
    limit: int = Field(25, ge=1, le=100)

    @property
    def paging(self) -> Paging:
        """The same as the selectors want it."""
        return Paging(self.after, self.limit)


class SearchQuery(PageQuery):
    """Words to look for."""

    q: Words = ""


class PathwayQuery(SearchQuery):
    """Which pathways."""

    need: Need | None = None


class TransferQuery(PageQuery):
    """Which transfers of those that may be seen."""

    stage: Stage | None = None
    service: Words = ""
    owner: Literal["me"] | None = None


class EventQuery(Asked):
    """From where in a history, and how much of it."""

    after: int = Field(0, ge=0, le=2_000_000_000)
    limit: int = Field(100, ge=1, le=100)


class EscalationQuery(PageQuery):
    """Which matters."""

    level: EscalationLevel | None = None
    state: Literal["open", "resolved", "all"] = "open"
