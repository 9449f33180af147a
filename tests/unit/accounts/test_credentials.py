"""Secrets: what is stored of them, how they are read back, and what is not one."""

from __future__ import annotations

import hashlib

import pytest

from holdfast.accounts.credentials import Kind, mint, mint_code, read, read_code, same


def test_what_was_minted_is_read_back_with_the_same_reference_and_digest() -> None:
    made = mint(Kind.STAFF_TOKEN)
    shown = read(Kind.STAFF_TOKEN, made.text)
    assert shown is not None
    assert shown.reference == made.reference
    assert same(shown.digest, made.digest)


def test_the_digest_is_the_sha_256_of_the_secret_part_alone() -> None:
    made = mint(Kind.STAFF_TOKEN)
    secret = made.text.split("_", 2)[2]
    assert made.digest == hashlib.sha256(secret.encode()).hexdigest()


def test_a_secret_carries_32_bytes() -> None:
    assert len(mint(Kind.GUEST_LINK).text.split("_", 2)[2]) == 43


def test_neither_the_secret_nor_a_code_shows_in_a_repr() -> None:
    for made in (mint(Kind.GUEST_LINK), mint_code()):
        assert made.text not in repr(made)


@pytest.mark.parametrize(
    "text",
    ["", "hft", "hft__", "hft_abc", "hft_abc_", "hft__abc", "Bearer hft_a_b", "hfl_abc_def", "hft_ab\x00_c", "hft_é_c"],
)
def test_what_cannot_be_a_staff_token_is_none(text: str) -> None:
    assert read(Kind.STAFF_TOKEN, text) is None


def test_a_megabyte_is_no_token() -> None:
    assert read(Kind.STAFF_TOKEN, "hft_a_" + "b" * 1_000_000) is None


def test_a_link_is_no_session_and_no_token() -> None:
    link = mint(Kind.GUEST_LINK).text
    assert read(Kind.GUEST_SESSION, link) is None
    assert read(Kind.STAFF_TOKEN, link) is None


def test_a_code_has_eight_digits_and_a_reference_of_nine() -> None:
    made = mint_code()
    assert (len(made.text), len(made.reference)) == (8, 9)
    assert (made.text + made.reference).isdigit()


def test_a_code_is_read_with_spaces_dashes_and_the_digits_of_another_script() -> None:
    plain = read_code("123456789", "01234567")
    assert plain is not None
    for reference, code in (("123 456 789", "0123-4567"), ("123-456-789", "٠١٢٣ ٤٥٦٧")):
        shown = read_code(reference, code)
        assert shown is not None
        assert (shown.reference, shown.digest) == (plain.reference, plain.digest)


def test_the_same_code_under_another_reference_has_another_digest() -> None:
    one, two = read_code("123456789", "01234567"), read_code("223456789", "01234567")
    assert one
    assert two
    assert not same(one.digest, two.digest)


def test_the_digest_of_a_code_cannot_be_made_without_the_servers_key(settings) -> None:
    before = read_code("123456789", "01234567")
    settings.SECRET_KEY = "quite another key"
    after = read_code("123456789", "01234567")
    assert before
    assert after
    assert not same(before.digest, after.digest)


@pytest.mark.parametrize(("reference", "code"), [("", "01234567"), ("123456789", ""), ("abc", "def"), ("1" * 999, "1")])
def test_what_has_no_digits_or_no_end_is_no_code(reference: str, code: str) -> None:
    assert read_code(reference, code) is None
