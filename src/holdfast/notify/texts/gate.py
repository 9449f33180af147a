"""Whether a message may go to the person now. Asked each time one is about to be sent, of the state as it is then.

One gate for every message to the person, whatever its channel: the protocol's rule is `may_contact`. What is held waits
here with its reason, is shown to staff, and goes when it may; where it would be of no use then, staff are told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.notify.models import News, PersonsMessage
from holdfast.notify.trying import NotToBeSent, NotYet
from holdfast.protocol.chapters.safety.codes import SafeChannel
from holdfast.protocol.chapters.safety.reach import Held, Says, Wants, Why, may_contact
from holdfast.protocol.codes import Closure, YesNoUnknown
from holdfast.protocol.facts import PERSON
from holdfast.protocol.state import State

PAGE_LASTS = timedelta(days=30)
"""How long after closing the person's page can still be opened (section 3.1)."""
ASKED_ANEW = timedelta(minutes=15)
"""After this time it is asked anew whether what is held may go, where nobody knows when it may."""
REASONS: dict[Why, str] = {Why.PAUSED: "S.stopped", Why.UNSAFE: "S.safety", Why.NO_CONSENT: "S.consent"}
"""What a held message waits for goes by the control that says so, else by the word of the rule."""


def pass_gate(row: PersonsMessage, state: State | None, at: datetime) -> State:
    """Return the state if the message may go now. Raises: NotToBeSent; NotYet, where it is held; a word says why."""
    if state is None or state.is_practice or not state.subject:
        raise NotToBeSent("nobody")
    if state.custody.died_on is not None or state.closed_as is Closure.DIED:
        raise NotToBeSent("nobody")
    if state.closed_at is not None and (row.news != News.PAGE or at >= state.closed_at + PAGE_LASTS):
        raise NotToBeSent("S.closed")
    answer = may_contact(state, SafeChannel.TEXT, at, Wants(Says.NEUTRAL, _is_asked_for(row, state, at)))
    if isinstance(answer, Held):
        raise NotYet(answer.until or at + ASKED_ANEW, REASONS.get(answer.why, answer.why.value))
    if answer.says < Says.NEUTRAL:
        raise NotToBeSent("says-nothing")
    return state


def _is_asked_for(row: PersonsMessage, state: State, at: datetime) -> bool:
    """Say whether the person asks for the link to their page, or, where nothing was planned, said just now it is safe.

    What staff ask for goes only where it was said just before it goes. A plan of safe contact holds for it as it is.
    Raises: NotToBeSent.
    """
    if row.news != News.PAGE:
        return False
    if row.asked_by == PERSON:
        return True
    answers = [each for each in (state.safety_by_person, state.safety_by_staff) if each is not None]
    latest = max(answers, key=lambda answer: answer.at, default=None)
    is_fresh = latest is not None and at - latest.at <= state.rules.span("safety.valid_for")
    if latest is None or not is_fresh or latest.safe_now is not YesNoUnknown.YES or latest.is_watched:
        raise NotToBeSent("S.safety")
    return state.safety.plan is None
