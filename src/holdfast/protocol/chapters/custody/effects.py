"""Who answers for the person: what each command brings about."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.protocol.chapters.custody import said
from holdfast.protocol.chapters.custody.controls import DEATH
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.draft import Draft
from holdfast.protocol.events import InstructionEnded, RiseCalledOff

D = DeadlineName


def _offered(d: Draft) -> None:
    d.open(D.CUSTODY_OFFER, d.situation.given(said.OfferCustody).until)


def _taken_on(d: Draft) -> None:
    d.meet(D.CUSTODY_OFFER)
    d.pass_ownership(d.situation.by.id, d.state.owner_service)


def _kept_by_owner(d: Draft) -> None:
    d.meet(D.CUSTODY_OFFER)


def _died(d: Draft) -> None:
    """End at once all that would still ring, remind or ask; what is before a level stays there."""
    d.end_live_event()
    d.void(*d.state.deadlines)
    for matter in tuple(d.state.rises):
        d.add(RiseCalledOff(matter))
    if d.state.corrective is not None:
        d.add(InstructionEnded())
    d.escalate(DEATH, EscalationLevel.QUALITY)


def _lives(d: Draft) -> None:
    """What was voided is not set up again: somebody looks at it anew, at once.

    A closed transfer stays closed. Quality hears that the person lives, since nobody answers for them there any more.
    """
    if d.state.is_closed:
        d.escalate(DEATH, EscalationLevel.QUALITY)
    elif d.state.is_after_handoff:
        d.open_determination()
    else:
        d.open_after(D.RECONTACT, "recontact.due")


EFFECTS: dict[str, Callable[[Draft], None]] = {
    "offer_custody": _offered,
    "accept_custody": _taken_on,
    "withdraw_offer": _kept_by_owner,
    "record_death": _died,
    "withdraw_death": _lives,
}
