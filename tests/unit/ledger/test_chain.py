"""Canonical JSON, headers and their hashes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta, timezone

import pytest

from holdfast.ledger.canonical import canonical_json
from holdfast.ledger.chain import header_hash, header_json
from holdfast.ledger.entries import FIRST_PREV_HASH, instant_text
from holdfast.ledger.errors import Unrecordable
from tests.unit.ledger.making import AT, TRANSFER, entry, stored_transfer


def test_canonical_json_does_not_depend_on_the_order_of_keys():
    assert canonical_json({"b": 1, "a": {"d": "é", "c": None}}) == b'{"a":{"c":null,"d":"\xc3\xa9"},"b":1}'


@pytest.mark.parametrize("value", [AT, {1: 2}, 2**64, "\ud800", b"bytes", {"set"}], ids=range(6))
def test_what_is_no_json_is_refused(value):
    with pytest.raises(Unrecordable, match="JSON values only"):
        canonical_json(value)


def test_the_hash_is_the_sha256_of_the_headers_own_text():
    header = stored_transfer().events[1].header
    assert header_hash(header).hex() == hashlib.sha256(header_json(header)).hexdigest()


def test_a_header_names_the_hash_before_it_and_the_first_names_zeros():
    first, second, _ = stored_transfer().events
    assert first.header.prev_hash == FIRST_PREV_HASH
    assert json.loads(header_json(second.header))["prev"] == first.hash.hex()


def test_a_header_holds_nothing_of_the_payload():
    stored = stored_transfer(entry(note="Maria Alvarez"))
    assert b"Alvarez" not in header_json(stored.events[0].header)
    assert str(TRANSFER).encode() in header_json(stored.events[0].header)


def test_an_instant_is_hashed_in_utc_whatever_its_zone():
    denver = AT.astimezone(timezone(timedelta(hours=-7)))
    assert instant_text(denver) == instant_text(AT) == "2026-11-21T15:00:00.000005Z"
    assert datetime.fromisoformat(instant_text(AT)) == AT


def test_a_payload_does_not_show_in_the_text_form_of_an_entry():
    assert "secret" not in repr(entry(note="secret"))
