"""Invitations: who gets in by which link, how often, until when, and what the message tells."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from holdfast.accounts.errors import LinkRefused, NotAllowed, NotFound
from holdfast.accounts.mailing import invitation_send, password_link_send
from holdfast.accounts.models import Invitation, SignIn, Staff
from holdfast.accounts.services import (
    invitation_find,
    invitation_issue,
    invitation_revoke,
    invitation_use,
    may_sign_in,
    sign_in_begin,
    sign_in_reset,
    staff_deactivate,
)
from tests.integration.accounts.conftest import NOW, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WEEK = timedelta(days=7)
GOOD = "four words to remember"


def sent(invitation: Invitation) -> str:
    """Send the invitation as the job does, and return its secret out of the message."""
    assert invitation_send(invitation.pk)
    return str(re.findall(r"/sign-in/invitation/(\S+)/", str(mail.outbox[-1].body))[0])


def test_an_invited_member_of_staff_sets_a_password_by_the_link_of_the_message(ana: Staff) -> None:
    secret = sent(invitation_issue(ana.pk))
    assert invitation_find(secret).staff == ana
    assert invitation_use(secret, password=GOOD).check_password(GOOD)
    ana.refresh_from_db()
    assert may_sign_in(ana)


def test_the_message_goes_to_their_email_and_its_secret_is_kept_nowhere(ana: Staff) -> None:
    secret = sent(invitation_issue(ana.pk))
    message = mail.outbox[0]
    assert message.to == [ana.email]
    assert "Ana" not in f"{message.subject} {message.body}"
    row = Invitation.objects.get()
    assert str(row.reference) in secret
    assert secret not in f"{row.reference}{row.digest}"


def test_looking_at_the_link_uses_nothing_up_and_using_it_does(ana: Staff) -> None:
    secret = sent(invitation_issue(ana.pk))
    for _ in range(3):
        invitation_find(secret)
    invitation_use(secret, password=GOOD)
    with pytest.raises(LinkRefused):
        invitation_use(secret, password="another set of words")
    with pytest.raises(LinkRefused):
        invitation_find(secret)


@pytest.mark.parametrize(
    ("past", "is_good"), [(-SECOND, True), (timedelta(), False), (SECOND, False)], ids=["before", "at", "after"]
)
def test_a_link_is_good_for_seven_days_from_its_sending(ana: Staff, clock, past, is_good: bool) -> None:
    secret = sent(invitation_issue(ana.pk))
    clock.move_to(NOW + WEEK + past)
    if is_good:
        assert invitation_use(secret, password=GOOD) == ana
    else:
        with pytest.raises(LinkRefused):
            invitation_find(secret)


FORGERIES = {
    "another secret": lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"),
    "another kind": lambda s: s.replace("hfi", "hfl"),
    "nothing": lambda s: "",
    "the kind alone": lambda s: s.split("_")[0],
    "no ASCII": lambda s: s + "é",
    "too long": lambda s: s * 99,
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_link_is_refused_without_a_reason(ana: Staff, forge) -> None:
    secret = sent(invitation_issue(ana.pk))
    with pytest.raises(LinkRefused, match="not good, or not any more"):
        invitation_find(forge(secret))


def test_a_weak_password_leaves_the_link_good(ana: Staff) -> None:
    secret = sent(invitation_issue(ana.pk))
    with pytest.raises(ValidationError):
        invitation_use(secret, password="password1234")
    assert invitation_find(secret).staff == ana


def test_inviting_again_makes_a_new_secret_and_the_old_one_dies(ana: Staff, clock) -> None:
    first = sent(invitation_issue(ana.pk))
    clock.shift(3600)
    second = sent(invitation_issue(ana.pk))
    assert Invitation.objects.count() == 1
    with pytest.raises(LinkRefused):
        invitation_find(first)
    assert invitation_find(second).expires_at == NOW + timedelta(hours=1) + WEEK


def test_a_revoked_invitation_is_neither_used_nor_sent(ana: Staff) -> None:
    invitation = invitation_issue(ana.pk)
    secret = sent(invitation)
    invitation_revoke(invitation.pk)
    with pytest.raises(LinkRefused):
        invitation_use(secret)
    assert not invitation_send(invitation.pk)
    with pytest.raises(NotFound):
        invitation_revoke(invitation.pk)


def test_an_expired_invitation_makes_room_for_a_new_one(ana: Staff, clock) -> None:
    first = invitation_issue(ana.pk)
    clock.move_to(NOW + WEEK)
    second = invitation_issue(ana.pk)
    assert second.pk != first.pk
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_a_deactivated_account_is_not_invited_and_its_link_dies(ana: Staff) -> None:
    secret = sent(invitation_issue(ana.pk))
    staff_deactivate(ana.pk)
    with pytest.raises(LinkRefused):
        invitation_find(secret)
    with pytest.raises(NotFound):
        invitation_issue(ana.pk)


def test_who_can_sign_in_is_not_invited_but_begun_anew(ana: Staff, bo: Staff) -> None:
    invitation_use(sent(invitation_issue(ana.pk)), password=GOOD)
    with pytest.raises(NotAllowed, match="can sign in already"):
        invitation_issue(ana.pk)
    Authenticator.objects.create(user=ana, type="totp", data={"secret": "sealed"})
    sign_in_begin(ana.pk)
    secret = sent(sign_in_reset(ana.pk, bo.pk))
    ana.refresh_from_db()
    assert not may_sign_in(ana)
    assert not Authenticator.objects.exists()
    assert SignIn.objects.get().ended_by == "administrator"
    assert invitation_find(secret).staff == ana


def test_nobody_begins_their_own_sign_in_anew(ana: Staff) -> None:
    with pytest.raises(NotAllowed, match="another administrator"):
        sign_in_reset(ana.pk, ana.pk)


def test_a_link_for_a_new_password_goes_to_those_who_have_one(ana: Staff) -> None:
    password_link_send(ana.pk)
    assert not mail.outbox
    ana.set_password(GOOD)
    ana.save()
    password_link_send(ana.pk)
    assert re.search(r"/sign-in/password/new/[0-9a-f]{32}-\S+/", str(mail.outbox[0].body))


@pytest.mark.django_db(transaction=True)
def test_of_several_who_use_one_link_at_once_exactly_one_gets_in(ana: Staff) -> None:
    secret = sent(invitation_issue(ana.pk))
    gate = threading.Barrier(4)

    def one(_: int) -> bool:
        gate.wait(timeout=10)
        try:
            invitation_use(secret)
        except LinkRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(one, range(4))) == 1
