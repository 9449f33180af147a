"""API tokens: who they let in, until when, at which cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts import credentials
from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.models import ApiToken, Staff
from holdfast.accounts.selectors import token_find, tokens_of
from holdfast.accounts.services import (
    pool_join,
    role_give,
    staff_deactivate,
    token_authenticate,
    token_create,
    token_revoke,
)
from holdfast.protocol.codes import Identity, Role
from holdfast.protocol.facts import Assignment
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = pytest.mark.django_db


def test_a_token_brings_its_holder_with_roles_and_pools_in_one_statement(
    ana, service, other_service, django_assert_num_queries
) -> None:
    role_give(ana.pk, Role.SUPERVISOR, service.pk)
    pool_join(ana.pk, other_service.pk)
    token, secret = token_create(ana, "desk")
    with django_assert_num_queries(1):
        signed_in = token_find(secret)
    assert signed_in is not None
    assert (signed_in.party.id, signed_in.token_id) == (str(ana.pk), str(token.pk))
    assert signed_in.party.identity is Identity.ACCOUNT
    assert signed_in.party.assignments == (Assignment(Role.SUPERVISOR, str(service.pk)),)
    assert signed_in.party.pools == {str(other_service.pk)}


def test_the_secret_is_not_in_the_database(ana: Staff) -> None:
    token, secret = token_create(ana, "desk")
    stored = " ".join(str(value) for value in ApiToken.objects.filter(pk=token.pk).values_list()[0])
    assert secret.split("_", 2)[2] not in stored
    assert len(token.digest) == 64


@pytest.mark.parametrize(("after", "is_good"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_token_is_good_until_before_the_instant_it_expires(ana, clock, after: timedelta, is_good: bool) -> None:
    _, secret = token_create(ana, "desk", days=2)
    clock.move_to(NOW + timedelta(days=2) + after)
    assert (token_find(secret) is not None) is is_good


def test_a_revoked_token_lets_nobody_in_and_keeps_the_instant_it_was_revoked(ana, clock) -> None:
    token, secret = token_create(ana, "desk")
    token_revoke(token.prefix)
    clock.shift(60)
    assert token_revoke(token.prefix).revoked_at == NOW
    assert token_authenticate(secret) is None


def test_revoking_what_is_not_there_says_so() -> None:
    with pytest.raises(NotFound, match="token list"):
        token_revoke("0" * 16)


def test_the_tokens_of_a_deactivated_member_of_staff_let_nobody_in(ana, bo) -> None:
    _, secret = token_create(ana, "desk")
    _, other = token_create(bo, "desk")
    staff_deactivate(ana.pk)
    Staff.objects.filter(pk=bo.pk).update(is_active=False)
    assert token_find(secret) is token_find(other) is None
    assert ApiToken.objects.get(staff=ana).revoked_at is not None


def test_a_right_prefix_with_a_wrong_secret_lets_nobody_in_and_notes_no_use(ana) -> None:
    token, _ = token_create(ana, "desk")
    other = credentials.mint(credentials.Kind.STAFF_TOKEN).text.split("_", 2)[2]
    assert token_authenticate(f"hft_{token.prefix}_{other}") is None
    token.refresh_from_db()
    assert token.last_used_at is None


@pytest.mark.parametrize("shown", ["", "hft_a_b", "Bearer", "hft_\x00_\x00", "hfs_aaaaaaaaaaaaaaaa_b", "x" * 10_000])
def test_what_is_no_token_lets_nobody_in(shown: str) -> None:
    assert token_authenticate(shown) is None


def test_the_last_use_is_written_at_most_once_a_minute(ana, clock, django_assert_num_queries) -> None:
    token, secret = token_create(ana, "desk")
    for after, noted in ((0, 0), (59, 0), (60, 60), (119, 60)):
        clock.move_to(NOW + timedelta(seconds=after))
        with django_assert_num_queries(1):
            assert token_authenticate(secret) is not None
        token.refresh_from_db()
        assert token.last_used_at == NOW + timedelta(seconds=noted)


def test_a_wrong_secret_beside_a_right_prefix_is_no_use(ana, clock) -> None:
    token, secret = token_create(ana, "desk")
    assert token_authenticate(f"{secret}x") is None
    token.refresh_from_db()
    assert token.last_used_at is None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_cannot_be_made_for_no_time_or_for_more_than_a_year(ana, days: int) -> None:
    with pytest.raises(NotAllowed, match="1 to 366 days"):
        token_create(ana, "desk", days=days)


def test_no_token_is_made_for_a_deactivated_account(ana) -> None:
    ana.is_active = False
    with pytest.raises(NotAllowed, match="deactivated"):
        token_create(ana, "desk")


def test_tokens_are_listed_newest_first_for_one_or_for_all(ana, bo, clock) -> None:
    first, _ = token_create(ana, "first")
    clock.shift(1)
    second, _ = token_create(ana, "second")
    third, _ = token_create(bo, "third")
    assert [each.name for each in tokens_of("ANA@valley.example")] == ["second", "first"]
    assert {each.pk for each in tokens_of()} == {first.pk, second.pk, third.pk}
