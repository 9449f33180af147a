"""Links are sent at least once, tried again with growing pauses, and never by two workers at once."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from holdfast.accounts.models import GuestGrant
from holdfast.notify import delivery
from holdfast.notify.delivery import deliver, deliver_due
from holdfast.notify.models import GuestLinkRequest
from holdfast.notify.services import LinkOrder, link_request
from holdfast.notify.trying import LEASE
from holdfast.transfers.selectors import Invitation
from tests.integration.api.conftest import *  # noqa: F403 - the county


@pytest.fixture
def request_id(walk, contact):
    walk.authorized()
    order = LinkOrder(walk.transfer, contact.pk, walk.ids["originator"])
    return link_request(order, walk.at).pk


@pytest.fixture
def broken(monkeypatch):
    """The mail server is not there."""

    def fails(*_, **__):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
    return monkeypatch


def test_a_link_is_sent_once(request_id):
    assert deliver(request_id) is True
    assert deliver(request_id) is False
    assert len(mail.outbox) == 1


def test_a_message_has_the_same_id_at_each_try(request_id):
    deliver(request_id)
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{request_id}@")


def test_a_link_that_another_worker_has_claimed_is_left_alone_until_it_has_lost_it(request_id, walk, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_send", _dies)
        with pytest.raises(KeyboardInterrupt):
            deliver(request_id)
    assert deliver(request_id) is False
    walk.later(seconds=LEASE.total_seconds())
    assert deliver_due() == 1


def _dies(*_):
    raise KeyboardInterrupt


def test_what_could_not_be_sent_is_tried_again_after_a_growing_pause(request_id, walk, broken):
    pauses = []
    for _ in range(3):
        assert deliver_due() == 0
        row = GuestLinkRequest.objects.get(pk=request_id)
        pauses.append((row.next_try_at - walk.at).total_seconds())
        walk.until(row.next_try_at)
    assert pauses == [10, 20, 40]
    broken.undo()
    assert deliver_due() == 1


def test_a_link_that_was_not_sent_opens_nothing(request_id, broken):
    deliver(request_id)
    assert GuestGrant.objects.get(identity="directory_link").revoked_at is not None


def test_it_is_given_up_when_it_would_be_of_no_use_any_more(request_id, walk, broken):
    walk.later(hours=24)
    deliver(request_id)
    row = GuestLinkRequest.objects.get(pk=request_id)
    assert (row.status, row.reason) == ("given_up", "SMTPServerDisconnected")


def test_what_failed_is_logged_by_id_without_the_secret(request_id, broken, caplog):
    deliver(request_id)
    grant = GuestGrant.objects.get(identity="directory_link")
    assert str(request_id) in caplog.text
    assert grant.reference not in caplog.text


def test_an_owner_gets_a_link_that_opens_again_and_again(walk, contact):
    walk.released()
    walk.cast["decider"].give(walk.transfer, "signal", {"what": "status_changed"})
    owner = Invitation(is_owner=True)
    request = GuestLinkRequest(transfer_id=walk.transfer, contact_id=contact.pk)
    order = delivery._order(request, owner, walk.at)
    assert (order.one_time, order.expires_at - walk.at) == (False, timedelta(days=30))
