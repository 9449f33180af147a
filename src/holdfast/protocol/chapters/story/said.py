"""The story: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.protocol.chapters.story.commands import (
    AgreeSmallStep,
    AnswerBarrier,
    ConfirmReadBack,
    CorrectStory,
    NameBarrier,
    ReadBack,
    ReportRetelling,
    StoryRead,
    TellStory,
)
from holdfast.protocol.chapters.story.lists import (
    Barrier,
    BarrierSeverity,
    EnrolmentKind,
    EnrolmentStatus,
    IllnessSeverity,
    MedicationKind,
    StoryField,
    StoryReading,
)
from holdfast.protocol.codes import ConsentScope
from holdfast.protocol.command import Command

CODES = (
    IllnessSeverity, EnrolmentKind, EnrolmentStatus, MedicationKind, StoryReading, StoryField, Barrier, BarrierSeverity
)  # fmt: skip
"""The code lists of this chapter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """That a version came before the person: how, when, and who read it aloud (blank: nobody)."""

    how: StoryReading
    at: datetime
    read_by: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One version of the story. `reading`: the first time that it came before the person; none while it has not."""

    number: int
    story: TellStory
    by: str
    at: datetime
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """The person's words beside those of one field of a version."""

    version: int
    field: StoryField
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SaidBack:
    """What the receiver said back. `is_right`: none while nobody has said so; `correction`: what is to be put right."""

    version: int
    words: str
    by: str
    at: datetime
    is_right: bool | None = None
    correction: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    scopes: frozenset[ConsentScope] = frozenset()
    """What was open to the receiver when they said it: it may tell of all of that."""


@dataclass(frozen=True, slots=True)
class BarrierNamed:
    """A barrier, and what became of it. `owner`, `due`: who sees to it and by when; blank and none: nobody."""

    barrier: Barrier
    severity: BarrierSeverity
    note: str
    by: str
    at: datetime
    answer: str = ""
    owner: str = ""
    due: datetime | None = None
    answered_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SmallStep:
    """What the person will do today."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Retelling:
    """That it had to be told again, and who says so."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoryKept:
    """What a transfer's state keeps of this chapter. Versions and corrections stand in the order they came."""

    tellings: tuple[Telling, ...] = ()
    corrections: tuple[Correction, ...] = ()
    said_back: SaidBack | None = None
    """What the receiver said back last."""
    barriers: Mapping[Barrier, BarrierNamed] = field(default_factory=dict)
    small_step: SmallStep | None = None
    retellings: tuple[Retelling, ...] = ()

    @property
    def latest(self) -> Telling | None:
        """The version that was told last, whether the person has read it or not."""
        return self.tellings[-1] if self.tellings else None


COMMANDS: tuple[type[Command], ...] = (
    TellStory, StoryRead, CorrectStory, ReadBack, ConfirmReadBack, NameBarrier, AnswerBarrier, AgreeSmallStep,
    ReportRetelling,
)  # fmt: skip
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {
    "read_back": {"version": None},
    "confirm_read_back": {"is_right": None},
    "report_retelling": {},
}
"""The commands of which the receiving side hears, and the scope that each field needs; None: none.

The story, what was said back of it, its corrections and its barriers are not among them: who sees what of these depends
on more than a scope, on whether the person has read them and of what kind they are. `standing` and `lists.STORY_SCOPES`
say so.
"""
PERSON: dict[str, frozenset[str]] = {
    "story_read": frozenset({"version", "how"}),
    "correct_story": frozenset({"version", "field"}),
    "agree_small_step": frozenset({"words"}),
    "report_retelling": frozenset(),
}
"""The commands of which the person's own page tells, and which of their fields."""
BY_RECEIVER: frozenset[str] = frozenset(
    {"read_back", "name_barrier", "answer_barrier", "agree_small_step", "report_retelling"}
)
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset(
    {"story_read", "correct_story", "confirm_read_back", "name_barrier", "agree_small_step", "report_retelling"}
)
"""The commands that the person may give by their own link."""
