"""Commands: everything that anybody can ask of a transfer, each with its fields (conformance README, Commands).

They are frozen values; `parsing.parse` makes them from outside input.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, model_validator

from holdfast.protocol import codes
from holdfast.protocol.chapters.consent import said as consent
from holdfast.protocol.chapters.contact import said as contact
from holdfast.protocol.chapters.custody import said as custody
from holdfast.protocol.chapters.safety import said as safety
from holdfast.protocol.chapters.story import said as story
from holdfast.protocol.chapters.strength import said as strength
from holdfast.protocol.chapters.visit import said as visit
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.command import Command as Command  # noqa: PLC0414 - it is found here with the others
from holdfast.protocol.fields import (
    LIST_LENGTH,
    Day,
    FieldsMissing,
    Form,
    Instant,
    Line,
    Note,
    PartyId,
    PartyOrKind,
    ServiceId,
    Text,
    require,
)
from holdfast.protocol.package import Added
from holdfast.protocol.records import ReceivingAnswer, Record


class PersonBrief(Form):
    """What suitability needs to know of the person, and no more (A2.suitability)."""

    age: Annotated[StrictInt, Field(ge=0, le=130)]
    """In whole years."""
    language: Line
    """BCP 47 tag of the language the person wants to be spoken to in."""
    payer: Line
    """Who pays; `none` where nobody does."""


class OpenTransfer(Command):
    """Open a transfer. Who opens it is its originator and first owner."""

    do = "open_transfer"
    case_id: Line
    """The originating service's own case number."""
    person: PersonBrief
    """What suitability needs to know of the person."""
    need_category: codes.Need
    """The need that is active in this encounter."""
    package: str | None
    """The pathway package whose added fields and controls apply; null for none."""


class GiveConsent(Command):
    """Record what the person agrees to share, with whom, for what and until when (section 3.1)."""

    do = "give_consent"
    scopes: Annotated[tuple[codes.ConsentScope, ...], Field(max_length=LIST_LENGTH)]
    """What may be shared."""
    to: ServiceId
    """The service it may be shared with."""
    purpose: Line
    """For what."""
    until: Day
    """The last day it holds, in the originating service's zone."""
    given_by: codes.GivenBy
    """Who gave it."""
    language: Line
    """BCP 47 tag of the language it was given in."""
    reason: Text | None = None
    """Why; always given for an emergency exception."""
    how: consent.ConsentHow | None = None
    """How it was given; an emergency exception is given by nobody."""
    witness_id: PartyId | None = None
    """Who heard it said aloud."""
    expires_at: Instant | None = None
    """The instant at which it ends, where that is before the end of its last day."""
    part2: consent.Part2Consent | None = None
    """What is added for substance use records (42 CFR 2.31(a)); what is wanting is a gap."""
    interpreter: Line | None = None
    """Who interpreted, where it was given in another language than the person's."""
    ground: consent.ExceptionGround | None = None
    """Why nobody could be asked; only of an emergency exception, which is limited then (S.limited)."""

    @model_validator(mode="after")
    def _exception_has_a_reason(self) -> GiveConsent:
        if self.given_by is codes.GivenBy.EMERGENCY_EXCEPTION:
            require(self, ("reason",), because="an emergency exception is always reasoned")
            if self.how is not None:
                raise FieldsMissing(("how",), "an emergency exception is given by nobody")
        elif self.ground is not None:
            raise FieldsMissing(("ground",), "only for an emergency exception; leave it out")
        return self

    @model_validator(mode="after")
    def _aloud_has_a_witness(self) -> GiveConsent:
        if self.how is consent.ConsentHow.ALOUD_WITNESSED:
            require(self, ("witness_id",), because="it was said aloud")
        elif self.witness_id is not None:
            raise FieldsMissing(("witness_id",), "only what was said aloud has a witness")
        return self


class RevokeConsent(Command):
    """Record that the person takes a consent back. Never refused."""

    do = "revoke_consent"
    to: ServiceId
    """The service that may no longer be told anything."""


class CheckSafety(Command):
    """Ask whether it is safe to talk now (S.safety)."""

    do = "check_safety"
    safe_now: codes.YesNoUnknown
    """Whether it is safe to talk now."""
    alone: codes.YesNoUnknown
    """Whether the person is alone."""
    contact_method: Line
    """Which means of contact is safe."""
    voicemail: codes.Voicemail
    """What a message may say."""
    word: Line | None = None
    """The word that the person said with it, where they have one."""


class Signal(Command):
    """Record a fact that shows somebody letting go. Always filed until closing; a breach before A1 (A1.disengage)."""

    do = "signal"
    what: codes.SignalKind
    """What happened."""


class EmergencyStart(Command):
    """Act at once; the paperwork follows (section 3.1, Emergency)."""

    do = "emergency_start"
    act: Line
    """What is done: 911, rescue, an immediate live handoff."""
    reason: Text
    """Why it can't wait."""


class OpenLiveEvent(Command):
    """Open the live event."""

    do = "open_live_event"
    channel: codes.Channel
    """What carries it."""


class CloseLiveEvent(Command):
    """End the live event."""

    do = "close_live_event"


class JoinLiveEvent(Command):
    """Take a seat in the live event."""

    do = "join_live_event"
    party: codes.Seat
    """Which of the three."""
    identity: codes.Identity
    """How they proved who they are (section 5)."""
    measured: StrictBool
    """Whether the server itself saw the connection."""


class LeaveLiveEvent(Command):
    """Leave the live event."""

    do = "leave_live_event"
    party: codes.Seat
    """Which of the three."""


class AttestPresence(Command):
    """Confirm, on a device of one's own, who is together in the live event."""

    do = "attest_presence"
    party: codes.Seat
    """Who confirms."""
    identity: codes.Identity
    """How they proved who they are."""
    device: Line
    """An opaque id of the device; two confirmations from one device count as one."""
    present: Annotated[tuple[codes.Seat, ...], Field(max_length=3)]
    """Whom they confirm."""


class ContactAttempt(Command):
    """File an attempt to reach the receiver, and how it ended."""

    do = "contact_attempt"
    contact: PartyOrKind
    """Whom; `mailbox:` or `queue:` where it was no person."""
    outcome: codes.ContactOutcome
    """How it ended."""


class PersonConfirms(Command):
    """The person's own word: that they heard the next step, or that the transfer may go on."""

    do = "person_confirms"
    what: Annotated[str, Field(pattern="^(next_step|resume)$")]
    """`next_step`, or `resume` after a pause."""
    in_own_words: Text | None = None
    """The next step as the person says it."""

    @model_validator(mode="after")
    def _next_step_in_own_words(self) -> PersonConfirms:
        if self.what == "next_step":
            require(self, ("in_own_words",), because="the person confirms the next step in their own words")
        elif self.in_own_words is not None:
            raise FieldsMissing(("in_own_words",), "only a next step is confirmed in own words")
        return self


class VoiceAcceptance(ReceivingAnswer, Command):
    """Write down what the receiver said aloud. Moves nothing until they confirm it (section 5)."""

    do = "voice_acceptance"
    said_by: PartyId
    """Who said it."""
    heard_by: PartyId
    """Who heard it."""

    @model_validator(mode="after")
    def _only_an_acceptance(self) -> VoiceAcceptance:
        if self.acceptance in (codes.Acceptance.DECLINED, codes.Acceptance.PENDING):
            raise FieldsMissing(("acceptance",), "only an acceptance is written down by voice")
        return self


class ConfirmVoiceAcceptance(Command):
    """The receiver confirms what they said aloud (N.acceptance)."""

    do = "confirm_voice_acceptance"
    identity: codes.Identity
    """How they proved who they are."""


class FileRecord(Command):
    """File one of the nine records."""

    do = "file_record"
    record: Record
    """The record's fields."""
    supersedes: str | None = None
    """The record this one corrects: its id, or its kind where only one stands."""
    added: Added | None = None
    """The fields that the transfer's pathway package adds; as `Given` until it is known which package that is."""

    @property
    def step(self) -> str:
        """The record's kind."""
        return self.record.kind


class Countersign(Command):
    """The named reviewer's own word on a record."""

    do = "countersign"
    record: RecordKind
    """The record reviewed."""


class ReportFirstAction(Command):
    """The receiving side says what became of the first action."""

    do = "report_first_action"
    outcome: codes.FirstActionOutcome
    """What became of it."""


class RescheduleFirstAction(Command):
    """Move the first action; counted, with who asked."""

    do = "reschedule_first_action"
    at: Instant
    """The new time."""
    asked_by: Line
    """Who asked."""
    reason: Text
    """Why."""


class CompleteCorrective(Command):
    """The corrective owner says how the instruction ended."""

    do = "complete_corrective"
    outcome: codes.CorrectiveOutcome
    """How it ended."""
    receiving_person: PartyId | None = None
    """The person of the receiving service who has taken the person on; with `access_achieved` only."""
    note: Note
    """In a few words."""

    @model_validator(mode="after")
    def _access_names_a_person(self) -> CompleteCorrective:
        if self.outcome is codes.CorrectiveOutcome.ACCESS_ACHIEVED:
            require(self, ("receiving_person",), because="access was achieved with somebody")
        elif self.receiving_person is not None:
            raise FieldsMissing(("receiving_person",), "nobody has taken the person on")
        return self


class ConfirmAccess(Command):
    """The person named by the corrective owner says that they have taken the person on."""

    do = "confirm_access"
    identity: codes.Identity
    """How they proved who they are."""


class AcknowledgeEscalation(Command):
    """Say that one holds the matter."""

    do = "acknowledge_escalation"
    control: Line
    """The control's id, or the deadline's name."""
    note: Note
    """In a few words."""


class ResolveEscalation(Command):
    """Say that the matter is settled."""

    do = "resolve_escalation"
    control: Line
    """The control's id, or the deadline's name."""
    note: Note
    """In a few words."""


class Reassign(Command):
    """Hand the transfer to a named colleague."""

    do = "reassign"
    to: PartyId
    """The colleague."""
    reason: Text
    """Why."""


class PersonStops(Command):
    """The person says stop. Never refused."""

    do = "person_stops"
    wish: codes.Wish
    """What they want."""
    heard_by: PartyId | None = None
    """Who heard it, where staff record that the person withdraws."""


class CloseTransfer(Command):
    """Close the transfer for a reason of the list."""

    do = "close_transfer"
    closure: codes.Closure
    """The reason."""
    reason: Text
    """In words."""
    heard_by: PartyId | None = None
    """Who heard it, where the reason is what the person said."""


class Tick(Command):
    """Time passes; nothing else."""

    do = "tick"


CHAPTERS = (consent, safety, story, visit, contact, custody, strength)
"""What surrounds the nine records, a chapter each: what is said in it, and what is kept of that."""
COMMANDS: dict[str, type[Command]] = {
    model.do: model
    for model in (
        OpenTransfer, GiveConsent, RevokeConsent, CheckSafety, Signal, EmergencyStart, OpenLiveEvent, CloseLiveEvent,
        JoinLiveEvent, LeaveLiveEvent, AttestPresence, ContactAttempt, PersonConfirms, VoiceAcceptance,
        ConfirmVoiceAcceptance, FileRecord, Countersign, ReportFirstAction, RescheduleFirstAction, CompleteCorrective,
        ConfirmAccess, AcknowledgeEscalation, ResolveEscalation, Reassign, PersonStops, CloseTransfer, Tick,
        *(command for chapter in CHAPTERS for command in chapter.COMMANDS),
    )
}  # fmt: skip
"""Every command by its name."""
