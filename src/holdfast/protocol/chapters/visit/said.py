"""The first visit: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import StrictBool, model_validator

from holdfast.protocol.codes import ConsentScope, FirstActionOutcome
from holdfast.protocol.command import Command
from holdfast.protocol.fields import FieldsMissing, Form, Instant, Line, SlotId, Text, require


class VisitMode(StrEnum):
    """How the person and the receiving side meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class VisitSide(StrEnum):
    """Who asks, of a visit: one of the two sides, or the person."""

    ORIGINATING = "originating"
    RECEIVING = "receiving"
    PERSON = "person"


class CancelAnswer(StrEnum):
    """What the other side says when somebody asks to cancel."""

    CONFIRMED = "confirmed"
    ALREADY_HAPPENED = "already_happened"


class VisitEnd(StrEnum):
    """How a visit ended."""

    KEPT = "kept"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class CancelAsked:
    """That somebody asked to cancel; until the other side answers, the visit stands."""

    side: VisitSide
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it stands: when, where, with whom. `slot` is blank for a time that the receiver did not publish."""

    number: int
    """Counts the bookings and moves of this transfer from 1: what was sent of another time is known by it."""
    slot: str
    service: str
    at: datetime
    minutes: int
    """How long it takes; 0: not said."""
    mode: VisitMode
    place: str
    who: str
    bring: str
    companion: bool
    """Whether who stays with the person comes along."""
    booked_by: str
    booked_at: datetime
    is_confirmed: bool
    acknowledged_by: str = ""
    person_comes: bool = False
    cancel: CancelAsked | None = None
    ended: VisitEnd | None = None
    pathway: str = ""
    """The one pathway that its published time is kept for; blank: for every one of the service."""

    @property
    def is_silent(self) -> bool:
        """Whether the receiving side has said nothing of it yet."""
        return self.ended is None and not (self.is_confirmed and self.acknowledged_by)


@dataclass(frozen=True, slots=True)
class VisitKept:
    """What a transfer's state keeps of this chapter."""

    latest: Visit | None = None
    """The visit that was booked last."""
    moves: int = 0
    """How often a visit was moved."""

    @property
    def standing(self) -> Visit | None:
        """The visit that has not ended."""
        return self.latest if self.latest is not None and self.latest.ended is None else None


class _LeftOut(FieldsMissing):
    """A field that may be left out is there where the rest of the form says it already."""

    def __init__(self, fields: tuple[str, ...], because: str) -> None:
        ValueError.__init__(self, f"must be left out, since {because}")
        self.fields = fields


class VisitTime(Form):
    """When, where and with whom: a time that the receiving service published, or one that is proposed."""

    slot: SlotId | None = None
    """The published time; its place, its length and who sees the person come with it."""
    at: Instant | None = None
    """A time that is proposed, where no published one fits."""
    mode: VisitMode | None = None
    """How they meet; with a proposed time."""
    place: Line | None = None
    """Where; asked for when they meet in person."""
    who: Line | None = None
    """Who will be there; with a proposed time."""
    bring: Text | None = None
    """What the person should bring."""

    @model_validator(mode="after")
    def _one_time(self) -> VisitTime:
        if self.slot is None:
            self._is_proposed_whole()
            return self
        given = tuple(name for name in ("at", "mode", "place", "who") if getattr(self, name) is not None)
        if given:
            raise _LeftOut(given, "the published time says it")
        return self

    def _is_proposed_whole(self) -> None:
        require(self, ("at",), because="a visit is at a published time or at one that is proposed")
        require(self, ("mode", "who"), because="no published time says it")
        if self.mode is VisitMode.IN_PERSON:
            require(self, ("place",), because="they meet in person")


class BookVisit(VisitTime, Command):
    """Book the first visit: hold a published time, or propose one that the receiving side then confirms."""

    do = "book_visit"
    companion: StrictBool = False
    """Whether who stays with the person comes along and makes them known to each other there."""


class ConfirmVisit(Command):
    """The receiving side says that the proposed time holds."""

    do = "confirm_visit"


class AcknowledgeVisit(Command):
    """The receiving side says that it knows of the visit and expects the person."""

    do = "acknowledge_visit"


class RescheduleVisit(VisitTime, Command):
    """Move the visit; counted, with who asked. The clock of the first action moves with it: there is one, never two."""

    do = "reschedule_visit"
    asked_by: Line
    """Who asked."""
    reason: Text
    """Why."""


class AskCancelVisit(Command):
    """Ask to cancel the visit. It stands until the other side has answered."""

    do = "ask_cancel_visit"
    reason: Text
    """Why."""


class AnswerCancel(Command):
    """The other side answers: it is cancelled, or it has already happened."""

    do = "answer_cancel"
    answer: CancelAnswer
    """The answer."""
    outcome: FirstActionOutcome | None = None
    """What became of it; only where it has already happened."""

    @model_validator(mode="after")
    def _what_happened_came_out(self) -> AnswerCancel:
        if self.answer is CancelAnswer.ALREADY_HAPPENED:
            require(self, ("outcome",), because="it has already happened")
            if self.outcome not in (FirstActionOutcome.KEPT, FirstActionOutcome.NO_SHOW):
                raise _LeftOut(("outcome",), "what has happened was kept, or nobody came")
        elif self.outcome is not None:
            raise _LeftOut(("outcome",), "it has not happened")
        return self


class PersonComes(Command):
    """The person says that they will come."""

    do = "person_comes"


COMMANDS: tuple[type[Command], ...] = (
    BookVisit, ConfirmVisit, AcknowledgeVisit, RescheduleVisit, AskCancelVisit, AnswerCancel, PersonComes,
)  # fmt: skip
_LOGISTICS = ConsentScope.APPOINTMENT_AND_LOGISTICS
_TIME: Mapping[str, ConsentScope | None] = dict.fromkeys(VisitTime.model_fields, _LOGISTICS)
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {
    "book_visit": {**_TIME, "companion": _LOGISTICS},
    "confirm_visit": {},
    "acknowledge_visit": {},
    "reschedule_visit": {**_TIME, "asked_by": _LOGISTICS},
    "ask_cancel_visit": {"reason": _LOGISTICS},
    "answer_cancel": {"answer": _LOGISTICS, "outcome": _LOGISTICS},
    "person_comes": {},
}
"""The commands of which the receiving side hears, and the scope that each field needs; None: none."""
PERSON: dict[str, frozenset[str]] = {
    "book_visit": frozenset({"at", "mode", "place", "who", "bring", "companion"}),
    "confirm_visit": frozenset(),
    "acknowledge_visit": frozenset(),
    "reschedule_visit": frozenset({"at", "mode", "place", "who", "bring"}),
    "ask_cancel_visit": frozenset(),
    "answer_cancel": frozenset({"answer"}),
    "person_comes": frozenset(),
}
"""The commands of which the person's own page tells, and which of their fields."""
BY_RECEIVER: frozenset[str] = frozenset(
    {"book_visit", "confirm_visit", "acknowledge_visit", "reschedule_visit", "ask_cancel_visit", "answer_cancel"}
)
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset({"person_comes", "ask_cancel_visit", "answer_cancel"})
"""The commands that the person may give by their own link."""
