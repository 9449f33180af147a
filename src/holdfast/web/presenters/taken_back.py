"""What staff are told once the person took back their yes, or it ended: to stop, to ask, and what is theirs to do.

Before the handoff nothing goes on without another yes. After it nothing is undone: whoever owns the person's care goes
on owning it, and the team that sent them asks what they want.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.directory.selectors import services_called
from holdfast.protocol.chapters.consent.standing import consents_of, has_lost_consent
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Sight
from holdfast.web.parts import Action, Look
from holdfast.web.presenters.cases import Case
from holdfast.web.words import phones, times


def is_without_yes(case: Case) -> bool:
    """Say whether the yes towards the receiving service was taken back or ended, and the reader is one to know it."""
    state = case.state
    is_near = case.looked.sight is Sight.WHOLE or (case.looked.sight is Sight.RECEIVING and case.is_mine)
    in_emergency = state.emergency_until is not None and case.at < state.emergency_until
    is_over = state.is_closed or state.is_paused or state.custody.died_on is not None
    # After the handoff only the person's own word counts: a day that has passed takes nobody from who cares for them.
    has_ended = state.receiving_service in state.consent.taken_back if state.is_after_handoff else True
    return is_near and not in_emergency and not is_over and has_ended and _is_lost(case, state)


def _is_lost(case: Case, state: State) -> bool:
    """Say whether no yes stands; one that is too narrow to begin with is S.consent's, which asks for a wider one."""
    is_on_call = state.event is not None and state.event.is_open
    return has_lost_consent(state, state.receiving_service, case.at) and (is_on_call or not _agrees_to_less(case))


def _agrees_to_less(case: Case) -> bool:
    """Say whether a yes towards the receiving service is in force, though not for all that it must know."""
    state = case.state
    standing = [each for to, each in consents_of(state) if to == state.receiving_service]
    return any(each.is_in_force(case.at, state.zone) for each in standing)


def without_yes_words(case: Case) -> tuple[str, str]:
    """Return what stands above everything else, and what it means for the reader."""
    named = _named(case)
    if not case.state.is_after_handoff:
        text = gettext(
            "Tell %(service)s nothing more. Ask %(person)s what they want. If they say yes again, record it and go on. "
            "If not, let the call end and stay with them: %(owner)s owns this."
        )
        return without_yes_heading(case), text % named
    if case.looked.sight is Sight.WHOLE:
        text = gettext(
            "%(service)s is shown nothing more, and nothing is undone: %(owner)s still owns their care. Ask %(person)s "
            "what they want now, and tell %(owner)s."
        )
        return without_yes_heading(case), text % named
    text = gettext(
        "You still own their care: nothing is undone, and nothing more is shown to you here. Call %(team)s: they ask "
        "%(person)s what they want. Until then keep the first visit, say what became of it, and in danger call 911."
    )
    return without_yes_heading(case), text % (named | {"team": _team(case)})


def without_yes_act(case: Case, *, may_record: bool) -> tuple[str, str, tuple[Action, ...]]:
    """Return what comes first: to ask the person, for who records their word; else whom they are asked by."""
    named = _named(case)
    if not may_record:
        title = gettext("%(person)s is asked what they want now") % named
        return title, gettext("Nothing goes on before that. %(owner)s owns their care.") % named, ()
    again = Action(gettext("Record that they say yes again"), _give(case, "give_consent"), Look.FILLED)
    stop = Action(gettext("Record another wish"), _give(case, "person_stops"))
    text = gettext("Both answers are right. A no counts against nobody.")
    return gettext("Ask %(person)s what they want now") % named, text, (again, stop)


def without_yes_heading(case: Case) -> str:
    """Return in one sentence what has come: the yes was taken back, or has ended, or is for less."""
    taken_at = case.state.consent.taken_back.get(case.state.receiving_service or "")
    named = _named(case) | {"time": times.near(taken_at, case.at) if taken_at is not None else ""}
    is_on_call = case.state.event is not None and case.state.event.is_open and not case.state.is_after_handoff
    if _agrees_to_less(case):
        return gettext("%(person)s agrees to less now than %(service)s must know. Stop.") % named
    if taken_at is None and is_on_call:
        return gettext("The yes of %(person)s has ended. Stop.") % named
    if taken_at is None:
        return gettext("The yes of %(person)s has ended.") % named
    if is_on_call:
        return gettext("%(person)s took back their yes: %(time)s. Stop.") % named
    return gettext("%(person)s took back their yes: %(time)s.") % named


def _team(case: Case) -> str:
    """Return the team that sent the person, with the first number on which it is called; two statements."""
    name = case.names.service(case.state.service)
    phone = next(iter(services_called([case.state.service]).get(case.state.service, ())), None)
    return f"{name} ({phones.readable(phone.number, phone.extension)})" if phone is not None else name


def _give(case: Case, step: str) -> str:
    return reverse("command_give", args=[case.looked.transfer_id, step])


def _named(case: Case) -> dict[str, str]:
    return {
        "person": case.called, "service": case.receiver or gettext("the receiving service"),
        "owner": case.names.name(case.state.owner),
    }  # fmt: skip
