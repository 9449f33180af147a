"""Safe contact: the commands, and what the state keeps of them. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StrictBool, model_validator

from holdfast.protocol.chapters.safety.clocks import LocalTime, ZoneName
from holdfast.protocol.chapters.safety.codes import (
    DeviceOwner,
    GuardianRule,
    InterpreterGender,
    PortalVisibility,
    ProtectionWish,
    SafeChannel,
    Weekday,
    WelfareFinding,
    WelfareKind,
    WelfareOutcome,
    WhoInitiates,
    YoungWish,
)
from holdfast.protocol.codes import ConsentScope, RiskIndicator, Voicemail
from holdfast.protocol.command import Command
from holdfast.protocol.fields import LIST_LENGTH, Day, Line, PartyId, Text, require

if TYPE_CHECKING:
    from holdfast.protocol.state import SafetyAnswer

RISK = ConsentScope.RISK_AND_SAFETY_PLAN
_NEEDS_AN_ADDRESS = frozenset({SafeChannel.TEXT, SafeChannel.PHONE, SafeChannel.EMAIL, SafeChannel.MAIL})


class PlanSafeContact(Command):
    """Write down how the person said they may be reached, and how not. The latest counts.

    Who verified it and when is the server's to say.
    """

    do = "plan_safe_contact"
    channel: SafeChannel
    """The one way that is safe."""
    number_or_address: Line | None = None
    """Where: a number, an address; left out where the way needs none."""
    owner_of_device: DeviceOwner
    """Whose the phone or the mailbox is."""
    safe_days: Annotated[tuple[Weekday, ...], Field(max_length=7)]
    """The days on which contact is safe; none: on no day."""
    safe_from: LocalTime
    """The local time from which it is safe, included."""
    safe_until: LocalTime
    """The local time until which it is safe, not included; earlier than `safe_from`: the next morning."""
    zone: ZoneName | None = None
    """IANA zone of the person; the originating service's where it is left out."""
    voicemail: Voicemail
    """What a message left for them may say."""
    mask_caller_id: StrictBool
    """Whether the number that calls must not show."""
    preview_is_safe: StrictBool
    """Whether a preview on a locked screen is safe."""
    code_word: Line | None = None
    """A word that says: I am not safe now."""
    duress_phrase: Line | None = None
    """A sentence that says the same, and sounds like any other."""
    who_may_answer: Annotated[tuple[Line, ...], Field(max_length=LIST_LENGTH)]
    """Who but the person may answer."""
    if_another_answers: Line
    """What is said where somebody else answers."""
    do_not_contact: Annotated[tuple[Line, ...], Field(max_length=LIST_LENGTH)]
    """Who must not be contacted, by name or number."""
    portal_visibility: PortalVisibility
    """Who else can see what the person sees online."""
    interpreter_gender: InterpreterGender
    """Which interpreter they can talk through."""
    mail_is_safe: StrictBool
    """Whether letters are safe."""
    who_initiates: WhoInitiates
    """Who may begin a contact."""
    details_behind_code: StrictBool
    """Whether the person's page stands behind a short code, in safe mode."""
    valid_until: Day
    """The last day on which the plan holds, in the person's zone."""

    @model_validator(mode="after")
    def _a_way_leads_somewhere(self) -> PlanSafeContact:
        if self.channel in _NEEDS_AN_ADDRESS:
            require(self, ("number_or_address",), because="this way needs a number or an address")
        return self


class Duress(Command):
    """The person says that they are in danger, so that nobody near them can see it."""

    do = "duress"


class SettleDuress(Command):
    """Staff and the person settle together that the danger is over (S.duress)."""

    do = "settle_duress"
    spoke_with_person: StrictBool
    """Whether the person themself was spoken with."""
    was_alone: StrictBool
    """Whether they were alone then."""
    agreed: Text
    """What was agreed with them."""


class ProtectPerson(Command):
    """Protect somebody from a partner who is violent: one agency at a time, and found by nobody else."""

    do = "protect_person"
    wish: Text
    """What the person wants, in their words."""


class LiftProtection(Command):
    """End the protection, because the person wants it."""

    do = "lift_protection"
    wish: ProtectionWish
    """What the person wants."""
    in_own_words: Text
    """The wish as they say it."""


class RecordGuardianRule(Command):
    """Write down what the state's rule says of a minor's guardian, and what the young person wants."""

    do = "record_guardian_rule"
    rule: GuardianRule
    """What the state's rule says."""
    source: Line
    """Where that stands."""
    wish: YoungWish
    """What the young person wants."""


class TellGuardian(Command):
    """Tell a guardian something (S.guardian)."""

    do = "tell_guardian"
    guardian: Line
    """Who is told."""
    what: Text
    """What they are told."""


class WelfareStep(Command):
    """One step of an urgent welfare instruction: the least intrusive first, police last."""

    do = "welfare_step"
    kind: WelfareKind
    """What is done."""
    outcome: WelfareOutcome
    """What came of it."""
    reason: Text
    """Why this step."""
    imminent_danger: StrictBool = False
    """Whether somebody is in danger this minute, so that nothing gentler can be waited for."""
    supervisor: PartyId | None = None
    """The supervisor who says so."""


class ReviewWelfare(Command):
    """Quality says what it found when it looked at the steps of an urgent welfare instruction."""

    do = "review_welfare"
    finding: WelfareFinding
    """What it found."""
    note: Text
    """Why, and what is to be learned."""


@dataclass(frozen=True, slots=True)
class PlanKept:
    """The plan of safe contact that counts: the latest."""

    plan: PlanSafeContact
    version: int
    verified_by: str
    verified_at: datetime
    risks: frozenset[RiskIndicator]
    """The signs of risk that were known when it was made."""
    zone: str
    """IANA zone in which its days and times are."""


@dataclass(frozen=True, slots=True)
class GuardianKept:
    """What is on record of a minor's guardian."""

    rule: GuardianRule
    wish: YoungWish


@dataclass(frozen=True, slots=True)
class WelfareTaken:
    """A step that was taken. `of_step`: at which step of the transfer its instruction was given."""

    kind: WelfareKind
    outcome: WelfareOutcome
    by: str
    at: datetime
    of_step: int


@dataclass(frozen=True, slots=True)
class SafetyKept:
    """What a transfer's state keeps of this chapter."""

    plan: PlanKept | None = None
    duress_at: datetime | None = None
    """Since when the person has said that they are in danger; none where they have not, or it is settled."""
    event_cut: int = 0
    """The live event that ended because of it; to the person's own page it is still open."""
    in_danger_at: datetime | None = None
    """When they last said so, settled or not: a plan from before no longer holds."""
    duress_by: str = ""
    """Who told of that danger; the server's clock, where it was told in another handoff of the person."""
    answer_shown: SafetyAnswer | None = None
    """While in danger, the answer that their own page goes on by: it shows nothing of the danger."""
    withdrew_at: datetime | None = None
    """While in danger, when it was said that they withdraw: their own page shows it ended, and nothing is closed."""
    protected_since: datetime | None = None
    protected_by: str = ""
    """Who recorded the wish; the server's clock, where it was said in another handoff of the person."""
    guardian: GuardianKept | None = None
    welfare: tuple[WelfareTaken, ...] = ()
    is_review_owed: bool = False
    """Whether steps of welfare wait for quality to look at them."""

    @property
    def is_in_duress(self) -> bool:
        """Whether the person has said that they are in danger, and nobody has settled it with them."""
        return self.duress_at is not None

    @property
    def is_protected(self) -> bool:
        """Whether the person is protected from a violent partner."""
        return self.protected_since is not None


COMMANDS: tuple[type[Command], ...] = (
    PlanSafeContact, Duress, SettleDuress, ProtectPerson, LiftProtection, RecordGuardianRule, TellGuardian,
    WelfareStep, ReviewWelfare,
)  # fmt: skip
_ONLY_OURS = frozenset({"code_word", "duress_phrase", "details_behind_code"})
RECEIVING: dict[str, dict[str, ConsentScope | None]] = {
    PlanSafeContact.do: {name: RISK for name in PlanSafeContact.model_fields if name not in _ONLY_OURS},
}
"""The commands of which the receiving side hears, and the scope that each field needs; None: none."""
PERSON: dict[str, frozenset[str]] = {
    PlanSafeContact.do: frozenset(
        {"channel", "safe_days", "safe_from", "safe_until", "zone", "voicemail", "valid_until", "who_initiates"}
    ),
}
"""The commands of which the person's own page tells, and which of their fields: none that endangers on a screen."""
BY_RECEIVER: frozenset[str] = frozenset()
"""The commands that a guest on the receiver's seat may give."""
BY_PERSON: frozenset[str] = frozenset({PlanSafeContact.do, Duress.do, ProtectPerson.do, LiftProtection.do})
"""The commands that the person may give by their own link."""
