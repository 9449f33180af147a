"""The short code before a person's page: nothing opens without it, and it is nowhere but where it was said."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from holdfast.accounts.errors import GuestRefused
from holdfast.accounts.models import GuestGrant
from holdfast.accounts.selectors import (
    grant_known,
    persons_link_needs_code,
    session_find,
    session_known,
    session_locked,
)
from holdfast.accounts.services import grant_issue, grant_message, grant_redeem, session_unlock, short_code_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def locked(page):
    """A session that stands behind a short code: its id, its bearer, the code, the link."""
    grant, link = grant_issue(page())
    code = short_code_set(grant)
    session, bearer = grant_redeem(link)
    return session.pk, bearer, code, link


def test_a_session_behind_a_code_is_found_only_when_it_was_given(locked) -> None:
    session_id, bearer, code, _ = locked
    assert (session_find(bearer), session_locked(bearer)) == (None, session_id)
    assert session_unlock(session_id, f"{code[:3]} {code[3:]}")
    guest = session_find(bearer)
    assert guest is not None
    assert (guest.is_safe_mode, session_locked(bearer)) == (True, None)


def test_a_session_without_a_code_is_never_locked_and_cannot_be_unlocked(page) -> None:
    session, bearer = grant_redeem(grant_issue(page())[1])
    guest = session_find(bearer)
    assert guest is not None
    assert (guest.is_safe_mode, session_locked(bearer)) == (False, None)
    with pytest.raises(GuestRefused):
        session_unlock(session.pk, "123456")


@pytest.mark.parametrize("typed", ["", "abc", "1" * 500, "0"])
def test_what_is_not_the_code_opens_nothing(locked, typed) -> None:
    session_id, bearer, _, _ = locked
    assert session_unlock(session_id, typed) is False
    assert session_find(bearer) is None


def test_the_code_of_one_link_opens_no_other(locked, page) -> None:
    _, _, code, _ = locked
    grant, link = grant_issue(page())
    while short_code_set(grant) == code:
        pass
    session, _ = grant_redeem(link)
    assert session_unlock(session.pk, code) is False


def test_an_unknown_session_is_refused(db) -> None:
    with pytest.raises(GuestRefused):
        session_unlock(uuid.uuid5(uuid.NAMESPACE_URL, "nobody"), "123456")


def test_the_code_is_not_in_the_database(locked) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g::text FROM accounts_guestgrant g UNION ALL SELECT s::text FROM accounts_guestsession s"
        )
        assert not [row for (row,) in cursor.fetchall() if locked[2] in row]


def test_neither_link_nor_session_tells_whose_page_it_is_before_the_code(locked) -> None:
    _, bearer, _, link = locked
    assert (session_known(bearer), grant_known(link)) == (None, None)


def test_an_ended_session_without_a_code_tells_whom_to_call(page) -> None:
    order = page()
    _, bearer = grant_redeem(grant_issue(order)[1])
    GuestGrant.objects.update(revoked_at=order.expires_at)
    assert (session_find(bearer), session_known(bearer)) == (None, order.transfer_id)
    assert session_known(f"{bearer}x") is None


def test_the_latest_link_says_whether_the_next_needs_a_code(page, clock) -> None:
    order = page()
    assert not persons_link_needs_code(order.transfer_id)
    short_code_set(grant_issue(order)[0])
    assert persons_link_needs_code(order.transfer_id)
    clock.shift(1)
    grant_issue(order)
    assert not persons_link_needs_code(order.transfer_id)


def test_the_persons_links_without_a_code_end_when_one_gets_one_and_nobody_elses(page, order) -> None:
    mine = page()
    open_one, _ = grant_issue(mine)
    other, _ = grant_issue(page())
    message = grant_message(order(transfer_id=mine.transfer_id))
    short_code_set(grant_issue(mine)[0])
    ended = GuestGrant.objects.exclude(revoked_at=None)
    assert [each.pk for each in ended] == [open_one.pk]
    assert other.pk != message.grant_id


def test_a_receivers_link_has_no_short_code(order) -> None:
    message = grant_message(order())
    with pytest.raises(IntegrityError), transaction.atomic():
        GuestGrant.objects.filter(pk=message.grant_id).update(code_digest="x")
