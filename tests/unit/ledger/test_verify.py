"""Verifying a transfer in memory: whatever is altered is found, and named."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from holdfast.ledger.canonical import canonical_json
from holdfast.ledger.chain import header_hash
from holdfast.ledger.commitments import commit
from holdfast.ledger.entries import Recorded, Stored
from holdfast.ledger.envelope import WrappedKey
from holdfast.ledger.stored import StoredHead, StoredTransfer, Tombstone
from holdfast.ledger.verify import Finding, Judge, verify_transfer
from tests.unit.ledger.making import CIPHER, KEY, MASTERS, TRANSFER, entry, stored_transfer

STONE = Tombstone("2026-11-21T15:00:00.000000Z", "staff-2", "person-request")


def _finding(stored: StoredTransfer, judge: Judge | None = None) -> Finding:
    found = verify_transfer(stored, MASTERS, judge).finding
    assert found is not None
    return found


def _with_event(stored: StoredTransfer, place: int, event: Stored) -> StoredTransfer:
    events = list(stored.events)
    events[place] = event
    return stored._replace(events=events)


def _erased(stored: StoredTransfer) -> StoredTransfer:
    return stored._replace(key=None, erasure=STONE, head=stored.head._replace(is_erased=True))


def test_an_untouched_transfer_has_no_finding():
    checked = verify_transfer(stored_transfer(), MASTERS)
    assert (checked.finding, checked.events, checked.is_erased) == (None, 3, False)


HEADER_FIELDS = ("transfer", "seq", "kind", "at", "actor", "policy_version", "schema", "controls", "commitments")


@given(st.sampled_from(HEADER_FIELDS), st.integers(0, 2), st.data())
def test_any_altered_byte_of_a_header_is_found_at_its_event(field, place, data):
    stored = stored_transfer()
    event = stored.events[place]
    value = getattr(event.header, field)
    altered = _altered_json(value, data)
    assume(altered != value)
    found = _finding(_with_event(stored, place, event._replace(header=event.header._replace(**{field: altered}))))
    assert (found.transfer_id, found.seq) == (TRANSFER, place + 1)


def _with_altered(stored: StoredTransfer, where: str, data: st.DataObject) -> StoredTransfer:
    header, own_hash, sealed = stored.events[1]
    assert sealed is not None
    assert stored.key is not None
    match where:
        case "prev_hash":
            header = header._replace(prev_hash=_altered(header.prev_hash, data))
        case "hash":
            own_hash = _altered(own_hash, data)
        case "sealed":
            sealed = _altered(sealed, data)
        case "wrapped":
            return stored._replace(key=stored.key._replace(wrapped=_altered(stored.key.wrapped, data)))
        case _:
            return stored._replace(head=stored.head._replace(hash=_altered(stored.head.hash, data)))
    return _with_event(stored, 1, Stored(header, own_hash, sealed))


@given(st.sampled_from(["prev_hash", "hash", "sealed", "wrapped", "head"]), st.data())
def test_any_altered_byte_of_a_hash_a_payload_a_key_or_the_head_is_found(where, data):
    assert verify_transfer(_with_altered(stored_transfer(), where, data), MASTERS).finding is not None


def _altered(value: bytes, data: st.DataObject) -> bytes:
    place, bit = data.draw(st.integers(0, len(value) - 1)), data.draw(st.integers(0, 7))
    return value[:place] + bytes([value[place] ^ 1 << bit]) + value[place + 1 :]


def _altered_json(value: object, data: st.DataObject) -> object:
    try:
        return json.loads(_altered(canonical_json(value), data))
    except ValueError:
        reject()


def _text(stored: StoredTransfer) -> bytes:
    sealed = stored.events[0].sealed
    assert sealed is not None
    return CIPHER.decrypt(1, sealed)


def _rewritten(stored: StoredTransfer, place: int, text: bytes) -> StoredTransfer:
    """Encrypt another text in an event's place, as somebody who has the key could."""
    event = stored.events[place]
    return _with_event(stored, place, event._replace(sealed=CIPHER.encrypt(place + 1, text)))


def test_another_value_under_the_same_key_is_found_by_its_field():
    stored = stored_transfer(entry(note="a", urgency="same-day"))
    text = _text(stored).replace(b"same-day", b"no-hurry")
    found = _finding(_rewritten(stored, 0, text))
    assert (found.seq, found.what) == (1, "field urgency of its payload, or its salt, was changed")


def test_another_salt_under_the_same_key_is_found():
    stored = stored_transfer(entry(note="a"))
    names, salts, value = _text(stored).split(b"\n")
    found = _finding(_rewritten(stored, 0, b"\n".join([names, salts[::-1], value])))
    assert found.what == "field note of its payload, or its salt, was changed"


def test_a_field_taken_out_of_a_payload_is_found():
    stored = stored_transfer(entry(note="a"))
    assert _finding(_rewritten(stored, 0, commit({}).text)).came == "no such field"


def test_a_payload_of_another_form_is_found():
    assert _finding(_rewritten(stored_transfer(), 1, b"nothing")).what == "its payload does not open"


def test_commitments_that_are_no_mapping_are_a_finding_and_not_a_crash():
    stored = stored_transfer(entry(note="a"))
    header = stored.events[0].header._replace(commitments=["x"])  # type: ignore[arg-type]  # what no honest writer does
    event = Stored(header, header_hash(header), stored.events[0].sealed)
    assert _finding(_with_event(stored, 0, event)).seq == 1


def test_a_header_that_can_no_longer_be_written_as_json_is_found():
    stored = stored_transfer()
    header = stored.events[0].header._replace(controls={"held": [2**70]})  # type: ignore[list-item]  # as above
    assert _finding(_with_event(stored, 0, stored.events[0]._replace(header=header))).seq == 1


def test_an_instant_that_is_none_is_found_when_it_was_hashed_again():
    stored = stored_transfer(entry())
    header = stored.events[0].header._replace(at="infinity")
    event = Stored(header, header_hash(header), stored.events[0].sealed)
    assert _finding(_with_event(stored, 0, event)).what == "its instant is none"


def test_a_missing_payload_is_found():
    stored = stored_transfer()
    found = _finding(_with_event(stored, 2, stored.events[2]._replace(sealed=None)))
    assert (found.seq, found.what) == (3, "its payload is missing")


def test_a_dropped_tail_is_found_and_named():
    stored = stored_transfer()
    found = _finding(stored._replace(events=stored.events[:1]))
    assert str(found) == f"transfer {TRANSFER}, event 2: the tail was dropped: expected event 3, came event 1"


def test_a_transfer_without_any_event_left_is_found():
    assert _finding(stored_transfer()._replace(events=[])).what == "the tail was dropped"


def test_an_event_taken_out_of_the_middle_is_found():
    stored = stored_transfer()
    assert _finding(stored._replace(events=[stored.events[0], stored.events[2]])).what == "an event is missing"


def test_swapped_events_are_found_also_when_they_are_renumbered():
    stored = stored_transfer(entry(note="a"), entry(note="b"))
    one, two = stored.events
    swapped = [two._replace(header=two.header._replace(seq=1)), one._replace(header=one.header._replace(seq=2))]
    assert _finding(stored._replace(events=swapped)).seq == 1


def test_an_event_of_another_chain_is_found():
    stored, other = stored_transfer(), stored_transfer(entry(note="x"), entry(note="y"))
    assert _finding(_with_event(stored, 1, other.events[1])).what == "it follows another event"


def test_events_beyond_the_head_are_found():
    stored = stored_transfer()
    head = StoredHead(2, stored.events[1].hash, False)
    assert _finding(stored._replace(head=head)).what == "the head names another event"


def test_an_erased_transfer_verifies_by_its_chain_alone():
    stored = _erased(stored_transfer())
    checked = verify_transfer(stored, MASTERS, judge=lambda _: pytest.fail("nothing can be judged"))
    assert (checked.finding, checked.is_erased) == (None, True)
    broken = _with_event(stored, 0, stored.events[0]._replace(hash=bytes(32)))
    assert _finding(broken).seq == 1


@pytest.mark.parametrize(
    "undone", [{"erasure": None}, {"key": WrappedKey("x", KEY)}, {"head": StoredHead(3, b"", False)}]
)
def test_a_key_that_is_gone_or_back_without_its_tombstone_is_found(undone):
    found = _finding(_erased(stored_transfer())._replace(**undone))
    assert (found.seq, found.what) == (None, "key and erasure disagree")
    assert str(found).startswith(f"transfer {TRANSFER}: key and erasure disagree")


def test_the_judge_sees_every_event_and_its_finding_is_passed_on():
    wrong = Finding(TRANSFER, 2, "A2.independent does not hold", "a refusal", "StepFiled")
    seen: list[Recorded] = []

    def judge(events: Sequence[Recorded]) -> Finding:
        seen.extend(events)
        return wrong

    assert _finding(stored_transfer(entry(note="a"), entry(note="b")), judge) == wrong
    assert [(event.seq, event.payload) for event in seen] == [(1, {"note": "a"}), (2, {"note": "b"})]


def test_a_judge_without_a_finding_leaves_none():
    assert verify_transfer(stored_transfer(), MASTERS, lambda _: None).finding is None


def test_a_finding_about_a_seal_names_the_seal():
    assert str(Finding(None, 4, "it was dropped", "a seal", "none")).startswith("seal 4: it was dropped")
