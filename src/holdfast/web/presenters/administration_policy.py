"""The numbers of the protocol that are in force, and what an overlay would change; nothing is changed from here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from holdfast.protocol.codes import Duty, Mode, RiskIndicator
from holdfast.protocol.errors import Malformed
from holdfast.protocol.policy import Policy, base_policy, read_overlay
from holdfast.web.words import lengths, times
from holdfast.web.words.codes import in_words

MINUTE = 60
_WORDS: dict[str, Promise] = {
    "authorization.decide": lazy("Time to decide a request"),
    "authorization.decide_elevated": lazy("Time to decide an elevated request"),
    "recontact.due": lazy("Time to reach the person again after letting go too early"),
    "emergency.paperwork": lazy("Time for the paperwork after an emergency start"),
    "connection.realtime": lazy("How far a contact may lie from its filing"),
    "live.overlap": lazy("How long all three must be seen together"),
    "live.grace": lazy("Grace after a live call ends"),
    "safety.valid_for": lazy("How long a safety check is good"),
    "safe_contact.days": lazy("Days for which a plan of safe contact is good"),
    "welfare.review": lazy("Time to review what was done for somebody’s welfare"),
    "consent.exception": lazy("Time for which an emergency exception lets something be shown"),
    "consent.exception_review": lazy("Time in which quality reviews an emergency exception"),
    "acceptance.pending": lazy("Time for a pending answer"),
    "acceptance.voice": lazy("Time to confirm an acceptance by voice"),
    "acceptance.voice_elevated": lazy("Time to confirm an elevated acceptance by voice"),
    "first_action.grace": lazy("Grace after the first visit"),
    "verification.elevated": lazy("Time to check, elevated or not live"),
    "determination.elevated": lazy("Time for a determination, elevated"),
    "reengagement.elevated": lazy("Time to get back in touch, elevated"),
    "reverification.elevated": lazy("Time to check again, elevated"),
    "verification.business_days": lazy("Time to check"),
    "reverification.business_days": lazy("Time to check again"),
    "determination.business_days": lazy("Time for a determination"),
    "followup.business_days": lazy("Time to ask the person"),
    "reengagement.business_days": lazy("Time to get back in touch"),
    "followup.attempts": lazy("Attempts before a person counts as not reached"),
    "followup.attempt_days": lazy("Days on which those attempts must lie"),
    "visit.within_48_hour": lazy("Latest first visit, urgency of 48 hours"),
    "visit.remind_day_before": lazy("First reminder of a visit, before it"),
    "visit.remind_hours_before": lazy("Second reminder of a visit, before it"),
    "visit.answer": lazy("Time until a silent receiver is reminded of a visit"),
    "visit.silent": lazy("Time until a silent receiver is shown to who stays with the person"),
    "corrective.critical": lazy("Time to correct, critical"),
    "corrective.high": lazy("Time to correct, high"),
    "corrective.medium_business_days": lazy("Time to correct, medium"),
    "corrective.low_business_days": lazy("Time to correct, low"),
}


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number, as people say it; `changed_from` where an overlay differs."""

    name: str
    value: str
    changed_from: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """What a risk indicator asks for."""

    name: str
    elevates: bool
    weakest_mode: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of looking at an overlay: what it would change, or what is wrong with it."""

    changes: tuple[NumberLine, ...] = ()
    faults: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """The policy in force."""

    version: str
    closes: str
    numbers: tuple[NumberLine, ...]
    indicators: tuple[IndicatorLine, ...]
    is_overlaid: bool
    checked: Checked | None = None


def policy_page(policy: Policy, *, is_overlaid: bool, checked: Checked | None = None) -> PolicyPage:
    """Return the numbers in force for transfers that are opened now."""
    base = base_policy()
    numbers = tuple(_number(name, value, base.numbers.get(name)) for name, value in _in_order(policy.numbers))
    indicators = tuple(
        IndicatorLine(
            in_words(RiskIndicator(code)),
            each.elevates,
            in_words(Mode(each.weakest_mode)),
            tuple(in_words(duty) if isinstance(duty, Duty) else duty for duty in each.duties),
        )
        for code, each in policy.indicators.items()
    )
    return PolicyPage(policy.version, times.time_of_day(policy.closes), numbers, indicators, is_overlaid, checked)


def _in_order(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return them in the order of the steps that they belong to; what has no words comes last."""
    order = list(_WORDS)
    return sorted(numbers.items(), key=lambda each: order.index(each[0]) if each[0] in _WORDS else len(order))


def overlay_checked(text: str | None) -> Checked:
    """Read an overlay as the server would at its start; return what it would change in the policy as it comes.

    `None`: no file was sent that could be one.
    """
    if text is None:
        return Checked(faults=(_("Choose a TOML file of at most 100 KB in UTF-8."),))
    base = base_policy()
    try:
        policy = read_overlay(text)
    except Malformed as wrong:
        return Checked(faults=tuple(f"{name}: {why}" for name, why in wrong.fields.items()))
    except tomllib.TOMLDecodeError as wrong:
        return Checked(faults=(_("This is no TOML: %(why)s") % {"why": wrong},))
    changed = (
        _number(name, value, base.numbers.get(name))
        for name, value in sorted(policy.numbers.items())
        if value != base.numbers.get(name)
    )
    return Checked((*changed, *_tables(base, policy)), version=policy.version)


def _tables(base: Policy, policy: Policy) -> list[NumberLine]:
    """Return what differs beside the numbers."""
    before, after = base.model_dump(mode="json"), policy.model_dump(mode="json")
    parts = ("business_day", "night", "triggers", "indicators")
    return [NumberLine(part, _said(after[part]), _said(before[part])) for part in parts if before[part] != after[part]]


def _said(value: object) -> str:
    return ", ".join(f"{name}: {each}" for name, each in value.items()) if isinstance(value, Mapping) else str(value)


def _number(name: str, value: int, before: int | None) -> NumberLine:
    was = _in_words(name, before) if before is not None and before != value else ""
    return NumberLine(str(_WORDS.get(name, name)), _in_words(name, value), was)


def _in_words(name: str, value: int) -> str:
    """Say a number with its unit, which its name tells."""
    if name.endswith("business_days"):
        return ngettext("%(count)s business day", "%(count)s business days", value) % {"count": value}
    if name.endswith(("attempts", "attempt_days", "contact.days")):
        return str(value)
    return lengths.spoken(timedelta(seconds=value)) if value >= MINUTE else _("%(count)s seconds") % {"count": value}
