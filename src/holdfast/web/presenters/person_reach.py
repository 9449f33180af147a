"""How the person may be reached, as their own page says it: what they said, and nothing that endangers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from holdfast.protocol.chapters.safety.codes import SafeChannel, WhoInitiates
from holdfast.protocol.chapters.safety.reach import staleness
from holdfast.protocol.chapters.safety.said import PlanKept
from holdfast.protocol.state import State
from holdfast.web.words.codes import in_words
from holdfast.web.words.times import time_of_day


@dataclass(frozen=True, slots=True)
class Reach:
    """How we may reach the person. `way`: blank where nobody has asked yet, or it must be asked anew."""

    way: str = ""
    days: tuple[str, ...] = ()
    hours: str = ""
    until: date | None = None
    is_theirs_to_begin: bool = False
    """Whether only the person calls."""
    has_quiet_way: bool = False
    """Whether the page has a second yes, which says that they are not safe: they were told so with the plan."""


_WAYS = {
    SafeChannel.TEXT: lambda: _("We may text you."),
    SafeChannel.PHONE: lambda: _("We may call you."),
    SafeChannel.EMAIL: lambda: _("We may email you."),
    SafeChannel.MAIL: lambda: _("We may send you a letter."),
    SafeChannel.PORTAL: lambda: _("You look at this page."),
    SafeChannel.IN_PERSON: lambda: _("We meet you. We do not call or write."),
}


def reach_of(state: State, at: datetime) -> Reach:
    """Return how the person may be reached at an instant."""
    kept = state.safety.plan
    if kept is None:
        return Reach()
    has_quiet_way = bool(kept.plan.code_word or kept.plan.duress_phrase)
    if staleness(state, at) is not None:
        return Reach(has_quiet_way=has_quiet_way)
    plan = kept.plan
    return Reach(
        way=_WAYS[plan.channel](), days=tuple(in_words(day) for day in plan.safe_days), hours=hours_of(kept),
        until=plan.valid_until, is_theirs_to_begin=plan.who_initiates is WhoInitiates.PERSON,
        has_quiet_way=has_quiet_way,
    )  # fmt: skip


def hours_of(kept: PlanKept) -> str:
    """Return the safe hours in words, local time of the person."""
    begins, ends = time.fromisoformat(kept.plan.safe_from), time.fromisoformat(kept.plan.safe_until)
    if begins == ends:
        return _("At any time of the day")
    return _("From %(begins)s to %(ends)s") % {"begins": time_of_day(begins), "ends": time_of_day(ends)}
