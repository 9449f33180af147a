"""Commitments to single fields, and the text that is encrypted."""

from __future__ import annotations

import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.commitments import SALT_BYTES, commit, open_text

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=5), JSON_VALUES, max_size=5))
def test_what_was_committed_opens_to_the_same_payload_and_commitments(payload):
    committed = commit(payload)
    opened = open_text(committed.text)
    assert (opened.payload, opened.commitments) == (payload, committed.commitments)


def test_a_commitment_is_the_hmac_of_the_value_under_its_own_salt():
    committed = commit({"b": [1], "a": "x"})
    names, salts, *values = committed.text.split(b"\n")
    salt_of_b = bytes.fromhex(salts.decode())[SALT_BYTES:]
    assert (json.loads(names), values) == (["a", "b"], [b'"x"', b"[1]"])
    assert committed.commitments["b"] == hmac.digest(salt_of_b, b"[1]", "sha256").hex()


def test_the_same_value_is_committed_to_differently_each_time():
    assert commit({"a": 1}).commitments != commit({"a": 1}).commitments


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'["a"]\n\n1', b'["a"]\n' + b"0" * 32, b'["a"]\n' + b"0" * 32 + b"\n1\n2", b'["a"]\nzz\n1']
)
def test_a_text_of_another_form_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        open_text(text)
