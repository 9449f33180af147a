from __future__ import annotations

import json

import pytest

from holdfast.api.bodies import object_of
from holdfast.api.problems import Problem


def test_an_object_is_read_as_it_stands():
    assert object_of(b'{"a": [1, 2.5, true, null, "\\u00e9"]}') == {"a": [1, 2.5, True, None, "é"]}


@pytest.mark.parametrize("body", [b"", b" \n", b"[1]", b'"a"', b"{", b"\xff", b"[" * 10_000, b'{"a": NaN}'])
def test_what_is_no_object_is_unreadable(body):
    with pytest.raises(Problem) as refused:
        object_of(body)
    assert refused.value.status == 400


def test_a_key_that_stands_twice_deep_inside_is_named():
    with pytest.raises(Problem) as refused:
        object_of(b'{"a": [{"b": 1, "b": 2}]}')
    assert json.loads(refused.value.answer().content)["errors"][0]["field"] == "b"


def test_a_number_that_no_field_could_take_is_no_number_and_no_text():
    value = object_of(b'{"a": ' + b"9" * 100_000 + b"}")["a"]
    assert value == float("inf")
