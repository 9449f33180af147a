"""When an episode may end: with a completed handoff, or with a reason why none is needed (section 3.6). Pure.

So the silent cold referral shows: an episode whose care is over, and that nobody could end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from holdfast.protocol.codes import NoneNeeded, Warmth

LONGEST_CRISIS = timedelta(days=14)
"""After this time an episode of crisis that is still open is talked about in the weekly review."""
COMPLETED_WARMTH = frozenset({Warmth.VERIFIED, Warmth.HELD})


@dataclass(frozen=True, slots=True)
class HandoffPicture:
    """What an episode's end looks at of one handoff of its person. `warmth`: as on the ledger."""

    id: str
    warmth: str
    was_verified: bool
    """Whether a verification stands that says that the first action was completed (C1)."""
    has_failed: bool = False
    """Whether it failed since: a determination is owed, or an instruction runs."""

    @property
    def is_completed(self) -> bool:
        """Whether the next service has really begun, as somebody verified; also where it was never warm.

        What a closing says completes nothing: `alternative-verified` without a verification is a word.
        """
        return (self.was_verified or self.warmth in COMPLETED_WARMTH) and not self.has_failed


@dataclass(frozen=True, slots=True)
class Ending:
    """How somebody wants to end an episode: with a handoff, or with the reason why none is needed, in words as well."""

    handoff: str = ""
    none_needed: NoneNeeded | None = None
    words: str = ""


def barred_end(ending: Ending, handoffs: Iterable[HandoffPicture], *, is_ended: bool) -> tuple[str, ...]:
    """Return what keeps an episode from ending so; nothing where it may.

    `E.ended`: it has ended already. `E.handoff`: the handoff is none of this person's, or is not completed. `E.reason`:
    neither a handoff nor a reason in words. `handoffs` are those of the person, since the episode began.
    """
    if is_ended:
        return ("E.ended",)
    if ending.handoff:
        completed = {handoff.id for handoff in handoffs if handoff.is_completed}
        return () if ending.handoff in completed else ("E.handoff",)
    return () if ending.none_needed is not None and ending.words.strip() else ("E.reason",)
