"""What an event lacks to be attested, so that people can mend it: said in the order in which it is mended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.protocol.codes import Channel, Grade, Identity, Seat
from holdfast.protocol.commands import VoiceAcceptance
from holdfast.protocol.grading import lack_at
from holdfast.protocol.policy import base_policy
from holdfast.protocol.presence import Attestation, Lack, LiveEvent, SeatTaken, lack_of
from holdfast.protocol.state import INITIAL, Accepted, Handoff

BEGIN = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)
END = BEGIN + timedelta(minutes=10)
POLICY = base_policy()
WHO = {Seat.ORIGINATOR: "dana", Seat.PERSON: "person", Seat.RECEIVER: "marcus"}


def seat(party: Seat, identity: Identity = Identity.ACCOUNT) -> SeatTaken:
    return SeatTaken(party, WHO[party], identity, measured=False, joined_at=BEGIN)


def word(party: Seat, identity: Identity = Identity.ACCOUNT, device: str = "", at: datetime = BEGIN) -> Attestation:
    return Attestation(party, WHO[party], identity, device or f"of-{party}", frozenset(Seat), at)


def event(*words: Attestation, seats: tuple[SeatTaken, ...] = (), ended: datetime | None = None) -> LiveEvent:
    return LiveEvent(1, Channel.PHONE, BEGIN, ended, seats or tuple(map(seat, Seat)), words)


def lack(live: LiveEvent | None) -> Lack | None:
    return lack_of(live, END, POLICY)


def test_where_there_was_no_event_the_seats_are_lacking():
    assert lack(None) is Lack.SEATS


def test_who_has_not_joined_is_lacking_first():
    assert lack(event(seats=(seat(Seat.ORIGINATOR), seat(Seat.PERSON)))) is Lack.SEATS


def test_the_word_of_one_party_is_not_enough():
    assert lack(event(word(Seat.ORIGINATOR))) is Lack.WORDS


def test_the_words_of_two_parties_on_devices_of_their_own_lack_nothing():
    assert lack(event(word(Seat.ORIGINATOR), word(Seat.RECEIVER))) is None


def test_a_word_after_the_event_came_too_late():
    late = word(Seat.RECEIVER, at=END + timedelta(minutes=1))
    assert lack(event(word(Seat.ORIGINATOR), late, ended=END)) is Lack.LATE


def test_a_receiver_known_by_a_read_out_code_is_not_enough():
    assert lack(event(word(Seat.ORIGINATOR), word(Seat.RECEIVER, Identity.READ_OUT_CODE))) is Lack.CODE_ONLY


def test_two_words_from_one_device_are_one():
    both = (word(Seat.ORIGINATOR, device="tablet"), word(Seat.PERSON, Identity.PERSON_LINK, device="tablet"))
    assert lack(event(*both)) is Lack.ONE_DEVICE


def test_a_transfer_lacks_what_its_event_lacks():
    state = INITIAL.changed(policy=POLICY, live=event(word(Seat.ORIGINATOR)))
    assert lack_at(state, END) is Lack.WORDS


def test_words_of_another_receiver_than_the_one_who_accepted_do_not_count():
    words = (word(Seat.ORIGINATOR), word(Seat.RECEIVER))
    accepted = Accepted(by="somebody else", step=3, by_voice=False, in_event=1)
    assert lack_at(INITIAL.changed(policy=POLICY, live=event(*words), accepted=accepted), END) is Lack.SEATS


def test_an_acceptance_by_voice_lacks_its_confirmation():
    state = INITIAL.changed(policy=POLICY, live=event(), voice=VoiceAcceptance.model_construct())
    assert lack_at(state, END) is Lack.BY_VOICE


def test_a_handoff_that_kept_a_good_grade_lacks_nothing():
    handoff = Handoff(END, Grade.ATTESTED, is_live=True)
    assert lack_at(INITIAL.changed(policy=POLICY, handoff=handoff), END) is None
