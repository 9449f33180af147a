"""What staff are told while the person may be in danger: not to call, who was told, and what comes first.

The sending side is told, and whoever owns the person's care. No title, message or list says so: a screen is seen by
others too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.protocol.chapters.safety.duress import SPOKEN_OF_DANGER, as_the_person_sees
from holdfast.protocol.chapters.safety.reach import is_unsafe
from holdfast.protocol.filed import without
from holdfast.transfers.selectors import Looked, Sight, Told
from holdfast.web.parts import Action, Look
from holdfast.web.presenters.cases import Case
from holdfast.web.words import times

DURESS = "S.duress"
"""What the escalation of a word of danger goes by."""
QUIET = timedelta(minutes=1)
"""For how long the page that follows on a word of danger shows nothing of it: others may see that screen."""


def is_told_of_danger(case: Case) -> bool:
    """Say whether the person may be in danger, and the reader is one to know: of the sending side, or who owns them.

    Nor does a handoff that ended settle it.
    """
    is_near = case.looked.sight is Sight.WHOLE or (case.looked.sight is Sight.RECEIVING and case.is_mine)
    return is_near and case.state.safety.is_in_duress


def danger_words(case: Case) -> tuple[str, str]:
    """Return what stands above everything else: that nobody calls them, who was told, and what to do for a life."""
    since = case.state.safety.duress_at
    said = gettext("%(person)s spoke of danger (%(time)s). Nothing on their screen shows it.") % {
        "person": case.called, "time": times.near(since, case.at) if since is not None else "",
    }  # fmt: skip
    how = gettext("Do not call, text or visit them in any way that is not in their plan.")
    life = gettext("If a life is in danger now, call 911. For a crisis line, call or text 988.")
    heading = gettext("%(person)s may be in danger. Do not call.") % {"person": case.called}
    return heading, " ".join(filter(None, (said, how, life, _told(case))))


def _told(case: Case) -> str:
    matter = case.state.escalations.get(DURESS)
    if matter is None:
        return ""
    if matter.acknowledged_by is None:
        return gettext("Whoever is on call for you was told, and has not said yet that they have it. Reach them.")
    return gettext("Whoever is on call for you was told, and has it.")


def is_quiet(looked: Looked) -> bool:
    """Say whether the reader wrote the word of danger down a moment ago: nothing of it shows on their screen yet."""
    kept = looked.state.safety
    since = kept.in_danger_at if kept.duress_by == looked.asker.party.id else None
    return since is not None and looked.at - since < QUIET


def is_kept_away(case: Case) -> bool:
    """Say whether who receives is to keep away, and is not told why: of danger only those near the person know."""
    is_receiving = case.looked.sight is Sight.RECEIVING and not case.is_mine
    return is_receiving and case.state.safety.is_in_duress and not case.state.is_closed


def kept_away_words(case: Case) -> tuple[str, str]:
    """Return what who receives is told instead: the call is over, and the team says when it goes on."""
    named = {"person": case.called, "team": case.names.service(case.state.service)}
    text = gettext("If you were on a call, it has ended. Call %(team)s: they tell you when it goes on.")
    return gettext("Do not call %(person)s now.") % named, text % named


def as_just_typed(told: Told, done: str) -> Told:
    """Return what the page shows on which staff land who just wrote down a word of danger: as if they had not.

    Whoever looks at their screen sees what any answer leads to (protocol 3.1). Opened or updated later it tells all.
    """
    looked, since = told.looked, told.looked.state.safety.in_danger_at
    if since is None or done not in SPOKEN_OF_DANGER or done == "duress" or not is_quiet(looked):
        return told
    seen = as_the_person_sees(looked.state)
    seen = seen.changed(escalations=without(seen.escalations, DURESS))
    events = tuple(each for each in told.events if each.at < since or each.kind == f"filed.{done}")
    return replace(told, looked=replace(looked, state=seen), events=events)


def is_call_unsafe(case: Case) -> bool:
    """Say whether a call goes on though it was said in it that it is not safe, or that somebody listens in."""
    event, state = case.state.event, case.state
    if event is None or not event.is_open or case.looked.sight is not Sight.WHOLE or state.safety.is_in_duress:
        return False
    return is_unsafe(state) or _is_watched(case)


def unsafe_words(case: Case) -> tuple[str, str]:
    """Return what is said to who is in such a call; ending it is offered in the room."""
    named = {"person": case.called}
    if is_unsafe(case.state):
        heading = gettext("It is not safe for %(person)s to talk now. End the live room.")
        text = gettext("Say goodbye as if the call was done. Ask anew whether it is safe before the next call.")
    else:
        heading = gettext("Somebody is with %(person)s now. Ask whether to go on.")
        text = gettext("Say nothing that others may not hear. Where %(person)s is not free to talk, end the live room.")
    return heading % named, text % named


def _is_watched(case: Case) -> bool:
    """Say whether the latest answer in this call was that the person is not alone."""
    event, state = case.state.event, case.state
    answers = [each for each in (state.safety_by_person, state.safety_by_staff) if each is not None]
    latest = max(answers, key=lambda each: each.at, default=None)
    return latest is not None and event is not None and latest.at > event.opened_at and latest.is_watched


def danger_act(case: Case, *, may_settle: bool) -> tuple[str, str, tuple[Action, ...]]:
    """Return what comes first, and the way to settle it later: never a call to the person."""
    first = Action(gettext("See who is on call"), reverse("on_call"), Look.FILLED)
    settle = Action(
        gettext("Record that it is settled with %(person)s") % {"person": case.called},
        reverse("command_give", args=[case.looked.transfer_id, "settle_duress"]),
    )  # fmt: skip
    text = gettext(
        "Decide with them how %(person)s can be reached safely. It is settled only with %(person)s, while they are "
        "alone."
    )
    title = gettext("Reach whoever is on call for you, and not %(person)s")
    named = {"person": case.called}
    return title % named, text % named, (first, settle) if may_settle else (first,)
