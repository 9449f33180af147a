"""What lists are asked by: text that is sound, codes that exist, pages that end."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from holdfast.protocol.codes import EscalationLevel, Need, Stage
from holdfast.protocol.fields import Note
from holdfast.transfers.selectors import Paging

Words = Annotated[Note, Field(max_length=200)]
Cursor = Annotated[Note, Field(max_length=1000)]


class PageQuery(Schema):
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


class EventQuery(Schema):
    """From where in a history, and how much of it."""

    after: int = Field(0, ge=0, le=2_000_000_000)
    limit: int = Field(100, ge=1, le=100)


class EscalationQuery(PageQuery):
    """Which matters."""

    level: EscalationLevel | None = None
    state: Literal["open", "resolved", "all"] = "open"
