"""Questions that several parts ask of a visit: whose word it is, on which side somebody stands, what it is. Pure."""

from __future__ import annotations

from holdfast.protocol.chapters.visit.said import Visit, VisitSide
from holdfast.protocol.codes import PROVEN, FirstActionOutcome, Identity
from holdfast.protocol.facts import Party
from holdfast.protocol.state import State

OF_ITS_TIME = frozenset({FirstActionOutcome.KEPT, FirstActionOutcome.NO_SHOW})
"""What nobody can say of a visit before its time: that they came, and that they did not."""


def is_first_action(state: State, visit: Visit) -> bool:
    """Say whether a visit is the first action that was accepted: then its clock is the one of `first_action`."""
    return state.accepted is not None and state.first_action_at == visit.at


def is_for(pathway: str, state: State) -> bool:
    """Say whether a time that is kept for a pathway (blank: for every one) is for this transfer."""
    return pathway == "" or (state.route is not None and pathway == state.route.id)


def side_of(state: State, by: Party) -> VisitSide:
    """Return on which side somebody stands; who acted for the originating side stays on it."""
    if by.is_person:
        return VisitSide.PERSON
    is_originating = by.id in state.originating_hands or by.id in state.originators
    return VisitSide.RECEIVING if by.is_of(state.receiving_service) and not is_originating else VisitSide.ORIGINATING


def is_receivers_word(state: State, by: Party) -> bool:
    """Say whether somebody can speak for the receiving side in a visit: theirs, and identified (section 5)."""
    seen = state.identities.get(by.id, frozenset())
    proofs = seen | {by.identity} if by.identity is not None else seen or frozenset({Identity.ACCOUNT})
    return side_of(state, by) is VisitSide.RECEIVING and bool(proofs & PROVEN)
