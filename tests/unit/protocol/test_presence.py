"""The evidence grade of a live event (protocol sections 1 and 5): never more than was seen, whatever the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.protocol.codes import Channel, Grade, Identity, Seat
from holdfast.protocol.policy import base_policy
from holdfast.protocol.presence import Attestation, LiveEvent, SeatTaken, grade_of, longest_overlap

BEGIN = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)
END = 100
POLICY = base_policy()
WHO = {Seat.ORIGINATOR: "dana", Seat.PERSON: "person", Seat.RECEIVER: "marcus"}


def _s(seconds: int) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def _seat(party: Seat, start: int, end: int | None, identity: Identity = Identity.ACCOUNT, *, seen: bool = True):
    return SeatTaken(party, WHO[party], identity, seen, _s(start), None if end is None else _s(end))


def _event(*seats: SeatTaken, ended: int | None = None, words: tuple[Attestation, ...] = ()) -> LiveEvent:
    return LiveEvent(1, Channel.ROOM, BEGIN, None if ended is None else _s(ended), seats, words)


def _word(party: Seat, at: int = 5, identity: Identity = Identity.ACCOUNT, device: str = "", present=frozenset(Seat)):
    return Attestation(party, WHO[party], identity, device or f"of-{party}", present, _s(at))


STAYS = st.lists(
    st.builds(
        lambda party, start, length, seen: _seat(party, start, start + length, seen=seen),
        st.sampled_from(Seat), st.integers(0, END), st.integers(0, END), st.booleans(),
    ),
    max_size=9,
)  # fmt: skip


def _together_second_by_second(event: LiveEvent, at: int) -> int:
    """Count the longest run of seconds in which all three were seen, the slow and obvious way."""
    last = at if event.ended_at is None else min(at, round((event.ended_at - BEGIN).total_seconds()))
    longest = run = 0
    for second in range(last):
        seen = {
            seat.party for seat in event.seats
            if seat.measured and seat.joined_at <= _s(second) and (seat.left_at is None or _s(second) < seat.left_at)
        }  # fmt: skip
        run = run + 1 if seen == set(Seat) else 0
        longest = max(longest, run)
    return longest


@given(seats=STAYS, at=st.integers(0, 2 * END), ended=st.none() | st.integers(0, 2 * END))
def test_the_overlap_is_what_was_seen_second_by_second(seats: list[SeatTaken], at: int, ended: int | None) -> None:
    event = _event(*seats, ended=ended)
    overlap = max(longest_overlap(event, _s(at)), timedelta())
    assert overlap == timedelta(seconds=_together_second_by_second(event, at))


@given(seats=STAYS, shuffled=st.randoms(use_true_random=False))
def test_the_order_in_which_stays_are_told_does_not_matter(seats: list[SeatTaken], shuffled) -> None:
    others = list(seats)
    shuffled.shuffle(others)
    assert longest_overlap(_event(*seats), _s(END)) == longest_overlap(_event(*others), _s(END))


@given(seats=STAYS)
def test_a_stay_told_twice_counts_once(seats: list[SeatTaken]) -> None:
    assert longest_overlap(_event(*seats, *seats), _s(END)) == longest_overlap(_event(*seats), _s(END))


@pytest.mark.parametrize(("seconds", "grade"), [(29, Grade.CLAIMED), (30, Grade.MEASURED), (31, Grade.MEASURED)])
def test_thirty_seconds_together_are_measured(seconds: int, grade: Grade) -> None:
    event = _event(*[_seat(party, 0, None) for party in Seat])
    assert grade_of(event, _s(seconds), POLICY) is grade


def test_an_event_that_ended_goes_on_counting_for_nothing() -> None:
    event = _event(*[_seat(party, 0, None) for party in Seat], ended=10)
    assert grade_of(event, _s(3600), POLICY) is Grade.CLAIMED


def test_a_receiver_known_by_a_read_out_code_is_not_measured() -> None:
    seats = [_seat(Seat.ORIGINATOR, 0, None), _seat(Seat.PERSON, 0, None)]
    event = _event(*seats, _seat(Seat.RECEIVER, 0, None, Identity.READ_OUT_CODE))
    assert grade_of(event, _s(60), POLICY) is Grade.CLAIMED


@pytest.mark.parametrize(
    ("first", "second"),
    [(Seat.ORIGINATOR, Seat.RECEIVER), (Seat.ORIGINATOR, Seat.PERSON), (Seat.RECEIVER, Seat.PERSON)],
)
def test_two_words_on_devices_of_their_own_attest(first: Seat, second: Seat) -> None:
    assert grade_of(_event(words=(_word(first), _word(second))), _s(9), POLICY) is Grade.ATTESTED


@pytest.mark.parametrize(
    "second",
    [
        _word(Seat.RECEIVER, device="of-originator"),
        _word(Seat.RECEIVER, identity=Identity.READ_OUT_CODE),
        _word(Seat.ORIGINATOR, device="another"),
        replace(_word(Seat.RECEIVER), who="dana"),
    ],
    ids=["one device", "read-out code", "the same party", "one person in two parts"],
)
def test_words_that_do_not_come_from_two_identified_parties_are_a_claim(second: Attestation) -> None:
    assert grade_of(_event(words=(_word(Seat.ORIGINATOR), second)), _s(9), POLICY) is Grade.CLAIMED


def test_a_word_that_leaves_somebody_out_counts_for_nothing() -> None:
    pair = frozenset({Seat.ORIGINATOR, Seat.RECEIVER})
    words = (_word(Seat.ORIGINATOR, present=pair), _word(Seat.RECEIVER, present=pair))
    assert grade_of(_event(words=words), _s(9), POLICY) is Grade.NONE


@pytest.mark.parametrize(("after", "grade"), [(14, Grade.ATTESTED), (16, Grade.CLAIMED)])
def test_a_word_counts_only_until_shortly_after_the_end(after: int, grade: Grade) -> None:
    event = _event(ended=20, words=(_word(Seat.ORIGINATOR), _word(Seat.RECEIVER, at=20 + after)))
    assert grade_of(event, _s(99), POLICY) is grade


def test_a_receiver_is_still_the_receiver_within_the_grace() -> None:
    event = _event(_seat(Seat.RECEIVER, 0, 10))
    grace = POLICY.span("live.grace")
    assert event.was_receiver_within("marcus", _s(24), grace)
    assert not event.was_receiver_within("marcus", _s(26), grace)
    assert not event.was_receiver_within("rita", _s(5), grace)
