"""The live event: who had a seat, who attested, and the evidence grade that follows (protocol sections 1, 3.5 and 5).

Everything here is a pure function of recorded facts, so that an auditor can run it again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import product

from holdfast.protocol.codes import PROVEN, REACHED_THE_CONTACT, Channel, ContactOutcome, Grade, Identity, Seat
from holdfast.protocol.policy import Policy

ALL_THREE = frozenset(Seat)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """One stay of one party in the live event."""

    party: Seat
    who: str
    identity: Identity
    measured: bool
    joined_at: datetime
    left_at: datetime | None = None

    @property
    def is_evidence(self) -> bool:
        """Whether the stay can count as measured: seen by the server, and the receiver by more than a read-out code."""
        return self.measured and (self.party is not Seat.RECEIVER or self.identity in PROVEN)


@dataclass(frozen=True, slots=True)
class Attestation:
    """One party's word, from a device of their own, on who was together."""

    party: Seat
    who: str
    identity: Identity
    device: str
    present: frozenset[Seat]
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach the receiver during the event."""

    contact: str
    outcome: ContactOutcome


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """The minutes in which originator, person and receiver are to be connected together."""

    number: int
    channel: Channel
    opened_at: datetime
    ended_at: datetime | None = None
    seats: tuple[SeatTaken, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the event has not ended."""
        return self.ended_at is None

    def is_seated(self, party: Seat, who: str | None = None) -> bool:
        """Say whether `party` (and, where named, that very one) is in the event now."""
        return any(s.party is party and s.left_at is None and who in (None, s.who) for s in self.seats)

    def was_receiver_within(self, who: str, at: datetime, grace: timedelta) -> bool:
        """Say whether `who` is the receiver in the event, or was until no longer than `grace` ago (B2.live)."""
        return any(
            s.party is Seat.RECEIVER and s.who == who and (s.left_at is None or at - s.left_at <= grace)
            for s in self.seats
        )

    def with_receiver(self, who: str) -> LiveEvent:
        """Return the event as it is evidence for one receiver: without the seats and words of other receivers."""
        return replace(
            self,
            seats=tuple(s for s in self.seats if s.party is not Seat.RECEIVER or s.who == who),
            attestations=tuple(a for a in self.attestations if a.party is not Seat.RECEIVER or a.who == who),
        )

    def reached(self, contact: str) -> bool:
        """Say whether an attempt in this event really reached `contact` (B1.warm)."""
        return any(a.contact == contact and a.outcome in REACHED_THE_CONTACT for a in self.attempts)


def longest_overlap(event: LiveEvent, at: datetime) -> timedelta:
    """Return the longest stretch in which all three parties were measured together, as known at `at`."""
    stays = {party: _stays(event, party, at) for party in Seat}
    together = (
        min(a[1], b[1], c[1]) - max(a[0], b[0], c[0])
        for a, b, c in product(stays[Seat.ORIGINATOR], stays[Seat.PERSON], stays[Seat.RECEIVER])
    )
    return max(together, default=_NOTHING)


def _stays(event: LiveEvent, party: Seat, at: datetime) -> list[tuple[datetime, datetime]]:
    """Return the measured stays of a party, those that touch or overlap made one."""
    end = min(at, event.ended_at) if event.ended_at else at
    merged: list[tuple[datetime, datetime]] = []
    for seat in sorted(event.seats, key=lambda s: s.joined_at):
        if seat.party is not party or not seat.is_evidence:
            continue
        left = min(seat.left_at or end, end)
        if merged and seat.joined_at <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], left))
        else:
            merged.append((seat.joined_at, left))
    return merged


def grade_of(event: LiveEvent | None, at: datetime, policy: Policy) -> Grade:
    """Return the evidence grade of a live event as known at `at` (protocol section 1)."""
    if event is None:
        return Grade.NONE
    if longest_overlap(event, at) >= policy.span("live.overlap"):
        return Grade.MEASURED
    whole = [a for a in event.attestations if a.present >= ALL_THREE and _is_timely(a, event, policy)]
    if _is_attested([a for a in whole if _is_identified(a, event)]):
        return Grade.ATTESTED
    if whole or {seat.party for seat in event.seats} >= ALL_THREE:
        return Grade.CLAIMED
    return Grade.NONE


class Lack(StrEnum):
    """What keeps an event from being attested; the first of these that holds is what is to be mended."""

    SEATS = "seats"
    """Not all three have joined."""
    WORDS = "words"
    """Fewer than two parties said that all three were together."""
    LATE = "late"
    """It was said after the event had ended."""
    CODE_ONLY = "code_only"
    """Who said it is known by no more than a code that was read out."""
    ONE_DEVICE = "one_device"
    """It was said from one and the same device."""
    BY_VOICE = "by_voice"
    """The acceptance was written down by the originator."""


def lack_of(event: LiveEvent | None, at: datetime, policy: Policy) -> Lack | None:
    """Return what keeps an event from being attested as known at `at`; none where it is attested or measured."""
    if event is None:
        return Lack.SEATS
    if grade_of(event, at, policy) in (Grade.MEASURED, Grade.ATTESTED):
        return None
    whole = [a for a in event.attestations if a.present >= ALL_THREE]
    timely = [a for a in whole if _is_timely(a, event, policy)]
    if not _are_two(whole):
        return Lack.WORDS if {seat.party for seat in event.seats} >= ALL_THREE else Lack.SEATS
    if not _are_two(timely):
        return Lack.LATE
    return Lack.ONE_DEVICE if _are_two([a for a in timely if _is_identified(a, event)]) else Lack.CODE_ONLY


def _are_two(attestations: list[Attestation]) -> bool:
    return len({a.party for a in attestations}) > 1


def _is_timely(attestation: Attestation, event: LiveEvent, policy: Policy) -> bool:
    return event.ended_at is None or attestation.at - event.ended_at <= policy.span("live.grace")


def _is_attested(attestations: list[Attestation]) -> bool:
    """Two parties, each identified, on devices of their own; one of them may be the person."""
    return any(
        a.party is not b.party and a.device != b.device and a.who != b.who for a, b in product(attestations, repeat=2)
    )


def _is_identified(attestation: Attestation, event: LiveEvent) -> bool:
    """Say whether a word comes from somebody known by more than a read-out code, by the word and by their seat."""
    seats = {seat.identity for seat in event.seats if seat.who == attestation.who}
    is_known_by_seat = not seats or seats != {Identity.READ_OUT_CODE}
    if attestation.party is Seat.RECEIVER:
        return attestation.identity in PROVEN and is_known_by_seat
    return attestation.identity is not Identity.READ_OUT_CODE and is_known_by_seat
