"""Several at once with one link or code: exactly one gets in, and no try is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from holdfast.accounts.errors import GuestRefused
from holdfast.accounts.models import MAX_WRONG_TRIES, GuestGrant, GuestSession
from holdfast.accounts.services import grant_issue, grant_message, grant_redeem, session_unlock, short_code_set

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
AT_ONCE = 6


def at_once(redeem: Callable[[], object]) -> list[bool]:
    """Let several threads do the same at the same instant; say for each whether it got in."""
    gate = threading.Barrier(AT_ONCE)

    def one(_: int) -> bool:
        gate.wait(timeout=10)
        try:
            redeem()
        except GuestRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_of_several_who_redeem_one_link_at_once_exactly_one_gets_in(order) -> None:
    message = grant_message(order())
    assert sum(at_once(lambda: grant_redeem(message.secret))) == 1
    assert GuestSession.objects.count() == 1
    assert GuestGrant.objects.get().tries == AT_ONCE


def test_of_several_who_redeem_one_code_at_once_exactly_one_gets_in(read_out) -> None:
    grant, code = grant_issue(read_out())
    assert sum(at_once(lambda: grant_redeem(code, reference=grant.reference))) == 1


def test_wrong_tries_made_at_once_are_all_counted(read_out) -> None:
    grant, code = grant_issue(read_out())
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    assert not any(at_once(lambda: grant_redeem(wrong, reference=grant.reference)))
    grant.refresh_from_db()
    assert grant.wrong_tries == AT_ONCE > MAX_WRONG_TRIES
    with pytest.raises(GuestRefused):
        grant_redeem(code, reference=grant.reference)


def test_wrong_short_codes_tried_at_once_are_all_counted_until_the_link_ends(page) -> None:
    grant, link = grant_issue(page())
    code = short_code_set(grant)
    session, _ = grant_redeem(link)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    came = at_once(lambda: session_unlock(session.pk, wrong))
    assert sum(came) == MAX_WRONG_TRIES - 1
    with pytest.raises(GuestRefused):
        session_unlock(session.pk, code)
    with pytest.raises(GuestRefused):
        grant_redeem(link)
