"""Safe contact: its code lists (standards 2.5; protocol sections 3.1 and 2, C2)."""

from __future__ import annotations

from enum import StrEnum


class SafeChannel(StrEnum):
    """The one way that the person said is safe; every other is not."""

    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    MAIL = "mail"
    PORTAL = "portal"
    IN_PERSON = "in_person"


class DeviceOwner(StrEnum):
    """Whose the phone or the mailbox is."""

    PERSON = "person"
    SHARED = "shared"
    SOMEBODY_ELSE = "somebody_else"


class Weekday(StrEnum):
    """A day of the week, in the order of `date.weekday`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class PortalVisibility(StrEnum):
    """Who else can look at what the person sees online."""

    NOBODY_ELSE = "nobody_else"
    SOMEBODY_MAY_SEE = "somebody_may_see"
    OFF = "off"


class InterpreterGender(StrEnum):
    """Which interpreter the person can talk through."""

    ANY = "any"
    WOMAN = "woman"
    MAN = "man"
    NO_INTERPRETER = "no_interpreter"


class WhoInitiates(StrEnum):
    """Who may begin a contact."""

    EITHER = "either"
    SERVICE = "service"
    PERSON = "person"


class ProtectionWish(StrEnum):
    """What the person wants to become of their protection."""

    LIFT = "lift"
    KEEP = "keep"
    NOT_ASKED = "not_asked"


class GuardianRule(StrEnum):
    """What the state's rule says of a minor's guardian."""

    YOUNG_PERSON_DECIDES = "young_person_decides"
    MUST_BE_TOLD = "must_be_told"
    TOLD_UNLESS_HARM = "told_unless_harm"
    NOT_KNOWN = "not_known"


class YoungWish(StrEnum):
    """Whether the young person wants a guardian to be told."""

    TELL = "tell"
    TELL_SOME = "tell_some"
    DO_NOT_TELL = "do_not_tell"
    NOT_ASKED = "not_asked"


class WelfareKind(StrEnum):
    """What is done to see that somebody is safe, the least intrusive first."""

    CALL_PERSON = "call_person"
    CALL_SUPPORTER = "call_supporter"
    PEER_OR_TEAM_VISIT = "peer_or_team_visit"
    MOBILE_CRISIS = "mobile_crisis"
    EMERGENCY_MEDICAL = "emergency_medical"
    POLICE = "police"


class WelfareOutcome(StrEnum):
    """What came of such a step."""

    REACHED_SAFE = "reached_safe"
    REACHED_NEEDS_MORE = "reached_needs_more"
    NOT_REACHED = "not_reached"
    NOT_AVAILABLE = "not_available"
    UNDER_WAY = "under_way"


class WelfareFinding(StrEnum):
    """What quality found when it looked at what was done."""

    FITTING = "fitting"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
