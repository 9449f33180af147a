"""Keys as they stand in the settings, and the signatures of seals."""

from __future__ import annotations

import base64

import pytest

from holdfast.ledger.envelope import master_key_id
from holdfast.ledger.errors import KeyUnavailable
from holdfast.ledger.keys import master_keys, seal_keys
from holdfast.ledger.seals import SealKeys

ONE, TWO = (base64.b64encode(letter * 32).decode() for letter in (b"1", b"2"))


@pytest.mark.parametrize("between", ["\n", ", ", " "])
def test_several_keys_may_be_set_and_the_first_is_in_use(settings, between):
    settings.HOLDFAST_MASTER_KEY = f"{ONE}{between}{TWO}"
    assert master_keys().ids == (master_key_id(b"1" * 32), master_key_id(b"2" * 32))
    assert master_keys().current_id == master_key_id(b"1" * 32)


def test_a_missing_master_key_says_how_to_make_one(settings):
    settings.HOLDFAST_MASTER_KEY = ""
    with pytest.raises(KeyUnavailable, match="HOLDFAST_MASTER_KEY is not set; make a key with `holdfast keys new`"):
        master_keys()


@pytest.mark.parametrize("text", [f"{ONE} nonsense!", f"{ONE} {ONE[:8]}"])
def test_a_malformed_key_is_named_by_its_place_and_never_shown(settings, text):
    settings.HOLDFAST_SEAL_KEY = text
    with pytest.raises(KeyUnavailable, match="Key 2 of HOLDFAST_SEAL_KEY is not base64 of 32 bytes") as raised:
        seal_keys()
    assert ONE[:8] not in str(raised.value)


def test_a_seal_of_a_former_key_is_trusted_and_one_of_a_strangers_is_not():
    former, keys = SealKeys([b"2" * 32]), SealKeys([b"1" * 32, b"2" * 32])
    public_key, signature = former.public_keys[0], former.sign(b"statement")
    assert keys.is_signed(b"statement", public_key=public_key, signature=signature)
    assert not keys.is_signed(b"another", public_key=public_key, signature=signature)
    assert not SealKeys([b"3" * 32]).is_signed(b"statement", public_key=public_key, signature=signature)
