"""Whether the person may be contacted now, and what may be said: one pure rule for every message (standards 2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum, StrEnum

from holdfast.protocol.calendars import ONE_DAY, instant, local_date
from holdfast.protocol.chapters.safety.codes import DeviceOwner, PortalVisibility, SafeChannel, Weekday, WhoInitiates
from holdfast.protocol.chapters.safety.said import PlanKept, PlanSafeContact
from holdfast.protocol.codes import ConsentScope, RiskIndicator, Voicemail, YesNoUnknown
from holdfast.protocol.facts import CLOCK
from holdfast.protocol.state import SafetyAnswer, State

VALID_DAYS = 30
"""How many days a plan is good where the policy of a transfer is from before there were plans."""
DAYS = tuple(Weekday)
_WEEK = 8


class Says(IntEnum):
    """How much a message says: the more, the higher."""

    NOTHING = 0
    NEUTRAL = 1
    DETAILED = 2


class Why(StrEnum):
    """Why a message is held."""

    PAUSED = "paused"
    UNSAFE = "unsafe"
    NO_PLAN = "no_plan"
    PLAN_OVER = "plan_over"
    NEW_RISK = "new_risk"
    OTHER_WAY = "other_way"
    DO_NOT_CONTACT = "do_not_contact"
    PERSON_BEGINS = "person_begins"
    NO_CONSENT = "no_consent"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class Wants:
    """What a message would be. `address`: where it would go, as far as it is known."""

    says: Says
    asked_by_person: bool = False
    """Whether the person themself asked for it just now."""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may be sent now, and say so much at most."""

    says: Says


@dataclass(frozen=True, slots=True)
class Held:
    """It may not be sent now. `until`: when it may be tried anew by itself; none where somebody must act first."""

    why: Why
    until: datetime | None = None


def may_contact(state: State, channel: SafeChannel, at: datetime, wants: Wants) -> Allowed | Held:
    """Say whether the person may be contacted by `channel` at `at`, and what may be said at most.

    Without a plan only a neutral message goes that the person themself asked for; every other is held.
    """
    kept, held = state.safety.plan, _held_anyway(state, at, wants)
    if held is not None:
        return Held(held)
    if kept is None:
        is_theirs = wants.asked_by_person and wants.says <= Says.NEUTRAL
        return Allowed(wants.says) if is_theirs else Held(Why.NO_PLAN)
    held = staleness(state, at) or _kept_from(kept.plan, channel, wants)
    if held is not None:
        return Held(held)
    opens = safe_from(kept, at)
    is_safe_hour = opens is not None and opens <= at
    return Allowed(min(wants.says, most_said(kept.plan, channel))) if is_safe_hour else Held(Why.OUTSIDE_HOURS, opens)


def _held_anyway(state: State, at: datetime, wants: Wants) -> Why | None:
    """Say what keeps a message from the person, whatever was planned."""
    if state.is_paused:
        return Why.PAUSED
    if is_unsafe(state):
        return Why.UNSAFE
    return None if wants.asked_by_person or _agrees_to_messages(state, at) else Why.NO_CONSENT


CONTACT_PROHIBITED = "contacting-subject-prohibited"
"""The code of the SDOHCC for an order's detail: nobody contacts the person on their own account."""


def order_details(state: State) -> tuple[str, ...]:
    """Return what whoever receives the person is told of contact: that they do not begin one, where that is so."""
    kept = state.safety.plan
    is_theirs_to_begin = kept is not None and kept.plan.who_initiates is WhoInitiates.PERSON
    return (CONTACT_PROHIBITED,) if state.safety.is_protected or is_theirs_to_begin else ()


def protects(state: State) -> bool:
    """Say whether it is this service that protects the person: the wish was said here, or it was so from the opening.

    Where protection only came here from another handoff, this service finds the person no better than before.
    """
    kept = state.safety
    return kept.is_protected and (kept.protected_by != CLOCK or kept.protected_since == state.opened_at)


def is_guarded(state: State) -> bool:
    """Say whether the person's page stands behind a short code, in safe mode: by plan, or protected."""
    kept = state.safety.plan
    return state.safety.is_protected or (kept is not None and kept.plan.details_behind_code)


def is_unsafe(state: State) -> bool:
    """Say whether the latest that is known is that it is not safe: danger, or a check that did not say yes."""
    own, staffs = state.safety_by_person, state.safety_by_staff
    latest = max((answer for answer in (own, staffs) if answer is not None), key=_asked_at, default=None)
    return state.safety.is_in_duress or any(
        answer is not None and answer.safe_now is not YesNoUnknown.YES for answer in (own, latest)
    )


def _asked_at(answer: SafetyAnswer) -> datetime:
    return answer.at


def staleness(state: State, at: datetime) -> Why | None:
    """Say why the plan does not hold any more; none where it does. Raises ValueError where there is none."""
    kept = state.safety.plan
    if kept is None:
        raise ValueError("there is no plan")
    last = min(kept.plan.valid_until, last_day(state, kept.verified_at, kept.zone))
    if local_date(at, kept.zone) > last:
        return Why.PLAN_OVER
    in_danger = state.safety.in_danger_at
    if risks_of(state) - kept.risks or (in_danger is not None and in_danger >= kept.verified_at):
        return Why.NEW_RISK
    return None


def last_day(state: State, verified_at: datetime, zone: str) -> date:
    """Return the last day on which a plan can hold that is verified at an instant."""
    return local_date(verified_at, zone) + ONE_DAY * valid_days(state)


def valid_days(state: State) -> int:
    """Return for how many days a plan is good (policy `safe_contact.days`)."""
    return state.rules.numbers.get("safe_contact.days", VALID_DAYS)


def risks_of(state: State) -> frozenset[RiskIndicator]:
    """Return the signs of risk that are on record now."""
    return frozenset(state.request.risk_indicators) if state.request else frozenset()


def _kept_from(plan: PlanSafeContact, channel: SafeChannel, wants: Wants) -> Why | None:
    """Say what of a plan that holds keeps a message from being sent on any day."""
    if not _is_safe_way(plan, channel):
        return Why.OTHER_WAY
    if wants.address and plan.number_or_address and same_address(wants.address) != same_address(plan.number_or_address):
        return Why.OTHER_WAY
    address = wants.address or plan.number_or_address or ""
    if address and same_address(address) in {same_address(each) for each in plan.do_not_contact}:
        return Why.DO_NOT_CONTACT
    is_theirs_to_begin = plan.who_initiates is WhoInitiates.PERSON and not wants.asked_by_person
    return Why.PERSON_BEGINS if is_theirs_to_begin else None


def _is_safe_way(plan: PlanSafeContact, channel: SafeChannel) -> bool:
    if channel is SafeChannel.MAIL:
        return plan.mail_is_safe
    if channel is SafeChannel.PORTAL and plan.portal_visibility is not PortalVisibility.NOBODY_ELSE:
        return False
    return channel is plan.channel


def _agrees_to_messages(state: State, at: datetime) -> bool:
    """Say whether the person agreed to reminders and messages, in a consent in force."""
    return any(
        ConsentScope.MESSAGING_REMINDERS in consent.scopes and consent.is_in_force(at, state.zone)
        for consent in state.consents.values()
    )


def same_address(address: str) -> str:
    """Return an address so that the same one written otherwise is the same; of a number its last ten digits."""
    digits = "".join(char for char in address if char.isdigit())
    return digits[-10:] if digits and "@" not in address else address.strip().casefold()


def most_said(plan: PlanSafeContact, channel: SafeChannel) -> Says:
    """Return how much a message by `channel` may say at most."""
    if channel is SafeChannel.PHONE:
        return {Voicemail.NONE: Says.NOTHING, Voicemail.NEUTRAL: Says.NEUTRAL, Voicemail.DETAILED: Says.DETAILED}[
            plan.voicemail
        ]
    if channel is SafeChannel.MAIL:
        return Says.NEUTRAL  # whoever empties the mailbox may open it
    is_own = plan.owner_of_device is DeviceOwner.PERSON and not plan.details_behind_code
    is_unseen = plan.preview_is_safe or channel in (SafeChannel.IN_PERSON, SafeChannel.PORTAL)
    may_say_more = plan.voicemail is Voicemail.DETAILED or channel in (SafeChannel.IN_PERSON, SafeChannel.PORTAL)
    return Says.DETAILED if is_own and is_unseen and may_say_more else Says.NEUTRAL


def safe_from(kept: PlanKept, at: datetime) -> datetime | None:
    """Return `at` where it lies in the safe hours, else when the next begin; none where no day is safe.

    Hours that end before they begin reach into the next morning and belong to the day on which they begin; those that
    end when they begin last the whole day.
    """
    today = local_date(at, kept.zone)
    for ahead in range(-1, _WEEK):
        day = today + ONE_DAY * ahead
        if DAYS[day.weekday()] not in kept.plan.safe_days:
            continue
        opens, ends = _hours(kept, day)
        if opens <= at < ends:
            return at
        if opens > at:
            return opens
    return None


def _hours(kept: PlanKept, day: date) -> tuple[datetime, datetime]:
    begins, ends = time.fromisoformat(kept.plan.safe_from), time.fromisoformat(kept.plan.safe_until)
    last = day if begins < ends else day + ONE_DAY
    return instant(day, begins, kept.zone), instant(last, ends, kept.zone)
