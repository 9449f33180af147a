"""An episode ends with a completed handoff, or with a reason in words (section 3.6); with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.protocol.codes import NoneNeeded, Warmth
from holdfast.protocol.episodes import Ending, HandoffPicture, barred_end


def picture(warmth: str = "warm", *, verified: bool = False) -> HandoffPicture:
    return HandoffPicture("h1", warmth, verified)


@pytest.mark.parametrize(
    "handoff",
    [picture(Warmth.VERIFIED), picture(Warmth.HELD), picture(Warmth.NOT_WARM, verified=True)],
)
def test_it_ends_with_a_completed_handoff(handoff: HandoffPicture) -> None:
    assert barred_end(Ending(handoff="h1"), [handoff], is_ended=False) == ()


@pytest.mark.parametrize(
    "handoff",
    [picture(each) for each in (Warmth.NOT_YET, Warmth.WARM, Warmth.WARM_IN_NAME_ONLY, Warmth.NOT_WARM)],
)
def test_it_does_not_end_with_one_that_is_not(handoff: HandoffPicture) -> None:
    assert barred_end(Ending(handoff="h1"), [handoff], is_ended=False) == ("E.handoff",)


@pytest.mark.parametrize("warmth", Warmth)
def test_it_does_not_end_with_one_that_has_failed_since(warmth: Warmth) -> None:
    failed = HandoffPicture("h1", warmth, was_verified=True, has_failed=True)
    assert barred_end(Ending(handoff="h1"), [failed], is_ended=False) == ("E.handoff",)


def test_it_does_not_end_with_the_handoff_of_somebody_else() -> None:
    assert barred_end(Ending(handoff="h2"), [picture(Warmth.HELD)], is_ended=False) == ("E.handoff",)


@pytest.mark.parametrize("reason", NoneNeeded)
@pytest.mark.parametrize(("words", "barred"), [("Ana said so.", ()), ("", ("E.reason",)), ("  \n", ("E.reason",))])
def test_without_a_handoff_it_needs_a_reason_in_words(reason: NoneNeeded, words: str, barred: tuple[str, ...]) -> None:
    assert barred_end(Ending(none_needed=reason, words=words), [picture(Warmth.HELD)], is_ended=False) == barred


@pytest.mark.parametrize("ending", [Ending(handoff="h1"), Ending(none_needed=NoneNeeded.DIED, words="On Monday.")])
def test_it_ends_once(ending: Ending) -> None:
    assert barred_end(ending, [picture(Warmth.HELD)], is_ended=True) == ("E.ended",)


@given(st.lists(st.sampled_from(Warmth)), st.text(max_size=5), st.none() | st.sampled_from(NoneNeeded))
def test_silence_never_ends_it(warmths: list[Warmth], words: str, reason: NoneNeeded | None) -> None:
    handoffs = [HandoffPicture(f"h{n}", warmth, was_verified=False) for n, warmth in enumerate(warmths)]
    ends = barred_end(Ending(none_needed=reason, words=words), handoffs, is_ended=False) == ()
    assert ends == (reason is not None and bool(words.strip()))
