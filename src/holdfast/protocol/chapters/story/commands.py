"""The story: what can be said in it. Frozen values, made by `parsing.parse` from outside input."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, model_validator

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
from holdfast.protocol.command import Command
from holdfast.protocol.fields import LIST_LENGTH, Day, FieldsMissing, Form, Instant, Line, PartyId, Text, require

Version = Annotated[StrictInt, Field(ge=1, le=9999)]
"""The number of a version of the story, the first one being 1."""


class Enrolment(Form):
    """One thing that the person is enrolled in, or is not."""

    kind: EnrolmentKind
    """What it is."""
    name: Line
    """What it is called."""
    status: EnrolmentStatus
    """How it stands."""
    until: Day | None = None
    """The last day on which it holds, where one is known."""


class Medication(Form):
    """One medication that the person takes, or was told to take."""

    kind: MedicationKind
    """What it tells of the person; it decides who may see it."""
    what: Line
    """Its name and strength."""
    how_much: Line | None = None
    """How much, and how often."""
    left_until: Day | None = None
    """The last day for which there is any left."""
    prescriber: Line | None = None
    """Who prescribed it."""


class SafetyPlan(Form):
    """What keeps the person safe, in their own words, from what they notice to whom they call."""

    warning_signs: Text | None = None
    """How the person notices that it is getting worse."""
    coping: Text | None = None
    """What they can do by themself."""
    people_and_places: Text | None = None
    """With whom and where they can be, to think of something else."""
    people_to_ask: Text | None = None
    """Whom of their own people they can ask for help."""
    professionals: Text | None = None
    """Which services they can call."""
    making_safer: Text | None = None
    """What makes the place where they live safer."""


class TellStory(Command):
    """Tell the story, so that the person need not (section 3.7): a new version, which stands beside the former."""

    do = "tell_story"
    replaces: Annotated[StrictInt, Field(ge=0, le=9998)]
    """The number of the version that this one replaces; 0 for the first."""
    illness_severity: IllnessSeverity | None = None
    """How ill the person is now."""
    what_happened: Text
    """What happened."""
    what_changed: Text | None = None
    """What changed since."""
    remains_open: Text
    """What remains open."""
    person_agreed: Text
    """What the person agreed to."""
    receiver_must: Text
    """What the receiver must do next."""
    contingency: Text | None = None
    """What may happen, and what to do then."""
    protective_relationships: Text | None = None
    """Who and what holds the person."""
    recent_losses: Text | None = None
    """What and whom the person has lost lately."""
    enrolments: Annotated[tuple[Enrolment, ...], Field(max_length=LIST_LENGTH)] = ()
    """Benefits, insurance, programs, and how each stands."""
    medications: Annotated[tuple[Medication, ...], Field(max_length=LIST_LENGTH)] = ()
    """What the person takes, how much of it is left until when, and who prescribed it."""
    access_needs: Text | None = None
    """What the person needs so that they can come and take part."""
    safety_plan: SafetyPlan | None = None
    """What keeps the person safe, in their own words."""
    substance_use: Text | None = None
    """What is known of substance use: shown to nobody without a consent of its own (42 CFR part 2)."""


class StoryRead(Command):
    """Record that a version came before the person: they read it, heard it, or were offered it."""

    do = "story_read"
    version: Version
    """Which version."""
    how: StoryReading
    """How it came before them."""
    read_by: PartyId | None = None
    """Who read it aloud; with `heard_it` only."""

    @model_validator(mode="after")
    def _who_read_aloud(self) -> StoryRead:
        if self.how is StoryReading.HEARD_IT:
            require(self, ("read_by",), because="somebody read it aloud")
        elif self.read_by is not None:
            raise FieldsMissing(("read_by",), "it was not read aloud; leave it out")
        return self


class CorrectStory(Command):
    """The person's correction of one field: it stands beside the words that it corrects, and replaces nothing."""

    do = "correct_story"
    version: Version
    """Which version."""
    field: StoryField
    """What of it."""
    words: Text
    """What is right, in the person's words."""


class ReadBack(Command):
    """The receiver says the story back in their own words (I-PASS, synthesis)."""

    do = "read_back"
    version: Version
    """The version that they see."""
    words: Text
    """The story as they understood it, and what they do next."""


class ConfirmReadBack(Command):
    """The person or the originator says whether the receiver understood it."""

    do = "confirm_read_back"
    is_right: StrictBool
    """Whether it is right as it was said back."""
    words: Text | None = None
    """What is to be put right; always given where it is not right."""
    version: Version | None = None
    """The version that was said back, as it stands on the page."""

    @model_validator(mode="after")
    def _says_what_is_wrong(self) -> ConfirmReadBack:
        if not self.is_right:
            require(self, ("words",), because="the receiver must hear what is to be put right")
        return self


class NameBarrier(Command):
    """Name what may keep the person from the next service. Named again, it is open again."""

    do = "name_barrier"
    barrier: Barrier
    """What stands in the way."""
    severity: BarrierSeverity
    """How much."""
    note: Text | None = None
    """In a few words."""


class AnswerBarrier(Command):
    """Say what is done about a barrier, or who sees to it and by when."""

    do = "answer_barrier"
    barrier: Barrier
    """Which one."""
    answer: Text | None = None
    """What is done about it."""
    owner: PartyId | None = None
    """Who sees to it."""
    by: Instant | None = None
    """By when; always together with who."""

    @model_validator(mode="after")
    def _answered_or_owned(self) -> AnswerBarrier:
        if self.answer is None and self.owner is None and self.by is None:
            require(self, ("answer", "owner"), because="a barrier has an answer, or somebody who sees to it")
        if self.owner is not None or self.by is not None:
            require(self, ("owner", "by"), because="who sees to it does so by a time")
        return self


class AgreeSmallStep(Command):
    """One small step for today, as the person says it."""

    do = "agree_small_step"
    words: Text
    """What the person will do today, in their words."""


class ReportRetelling(Command):
    """Say that the person had to tell it again, or was asked to. Counted."""

    do = "report_retelling"
    missing: Text | None = None
    """What was missing from the story, where the one who asked again says so."""
