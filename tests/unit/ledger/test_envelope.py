"""Envelope encryption: each ciphertext opens in its own place only."""

from __future__ import annotations

import pytest

from holdfast.ledger.envelope import MasterKeys, TransferCipher, WrappedKey, master_key_id, new_key
from holdfast.ledger.errors import KeyUnavailable, Undecipherable
from tests.unit.ledger.making import CIPHER, KEY, MASTERS, TRANSFER, wrapped

OTHER = TRANSFER.__class__(int=TRANSFER.int + 1)


def test_a_payload_opens_in_the_place_it_was_written_for():
    assert CIPHER.decrypt(7, CIPHER.encrypt(7, b"text")) == b"text"


def test_a_payload_does_not_open_as_another_event():
    with pytest.raises(Undecipherable):
        CIPHER.decrypt(8, CIPHER.encrypt(7, b"text"))


def test_a_payload_does_not_open_in_another_transfer():
    with pytest.raises(Undecipherable):
        TransferCipher(OTHER, KEY).decrypt(7, CIPHER.encrypt(7, b"text"))


@pytest.mark.parametrize("sealed", [b"", b"short", b"n" * 12])
def test_a_payload_cut_short_does_not_open(sealed):
    with pytest.raises(Undecipherable):
        CIPHER.decrypt(1, sealed)


def test_a_wrapped_key_opens_for_its_own_transfer_only():
    assert MASTERS.unwrap(TRANSFER, wrapped()) == KEY
    with pytest.raises(Undecipherable):
        MASTERS.unwrap(OTHER, wrapped())


def test_the_first_master_key_wraps_and_a_former_one_still_opens():
    former = MasterKeys([b"n" * 32]).wrap(TRANSFER, KEY)
    assert MASTERS.unwrap(TRANSFER, former) == KEY
    assert MASTERS.rewrap(TRANSFER, former).master_id == MASTERS.current_id == master_key_id(b"m" * 32)


def test_a_master_key_that_is_not_set_is_named_and_what_to_do():
    with pytest.raises(KeyUnavailable, match=r"feedfacefeedface.*add that key to HOLDFAST_MASTER_KEY"):
        MASTERS.unwrap(TRANSFER, WrappedKey("feedfacefeedface", b""))


def test_every_new_key_is_another():
    assert len(new_key()) == 32
    assert new_key() != new_key()
