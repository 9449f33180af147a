"""A secure summary: sent to one contact, opened by them alone, on the ledger each time, gone when it is taken back."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import GrantOrder
from holdfast.accounts.services.guests import _issue
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact
from holdfast.ledger.selectors import load
from holdfast.notify.addressing import address_due
from holdfast.notify.delivery import deliver_due
from holdfast.notify.models import GuestLinkRequest
from holdfast.protocol.codes import Identity, Seat
from tests.integration.web.custody.conftest import sit, words

pytestmark = pytest.mark.django_db(transaction=True)
SENT = "controls/F.summary/holds-until-its-end.json"
UNTIL = "2026-11-19T12:00:00-05:00"


def begun(tell):
    """Tell a failed contact, with an intake contact in the directory of the receiving service."""
    story = tell(SENT, leave=2)
    contact = IntakeContact.objects.create(
        service_id=story.ids["riverside"], name="Omar Diaz", email="o@riverside.example"
    )
    story.ids["contact"] = str(contact.pk)
    return story


def send(story):
    return story.give("dana", "send_secure_summary", {"to": "contact", "until": UNTIL})


def open_link(story):
    """Redeem a link of the contact in a browser of theirs."""
    order = GrantOrder(
        transfer_id=story.transfer_id, party=Seat.RECEIVER, identity=Identity.DIRECTORY_LINK,
        subject_id=UUID(story.ids["contact"]), expires_at=now() + timedelta(hours=20), one_time=False,
    )  # fmt: skip
    browser = Client()
    browser.post(reverse("join", args=[_issue(order)[1]]))
    return browser


def press(browser, page):
    proof = page.content.decode().split('name="proof" value="')[1].split('"')[0]
    return browser.post("/guest/summary/", {"proof": proof}, follow=True)


def test_the_server_sends_the_link_which_lasts_as_long_as_the_summary(tell):
    story = begun(tell)
    assert send(story).is_filed
    address_due()
    good_until = GuestLinkRequest.objects.get().good_until
    assert good_until is not None
    assert good_until.isoformat() == "2026-11-19T17:00:00+00:00"
    deliver_due()
    grant = GuestGrant.objects.get()
    assert (grant.one_time, grant.expires_at.isoformat()) == (False, "2026-11-19T17:00:00+00:00")
    assert [each.to for each in mail.outbox] == [["o@riverside.example"]]


def test_it_shows_nothing_before_it_is_opened_and_then_what_the_consent_covers(tell):
    story = begun(tell)
    send(story)
    browser = open_link(story)
    page = browser.get("/guest/")
    assert "missed" not in words(page).lower()
    opened = press(browser, page)
    assert "What the person agreed to share" in words(opened)
    assert [each.kind for each in load(story.transfer_id)].count("filed.summary_opened") == 1


def test_taken_back_the_link_opens_nothing(tell):
    story = begun(tell)
    send(story)
    browser = open_link(story)
    press(browser, browser.get("/guest/"))
    story.give("dana", "end_summary", {"reason": "Sent to the wrong person."})
    assert "What the person agreed to share" not in words(browser.get("/guest/summary/"))


def test_taken_back_before_its_link_arrives_no_link_is_sent(tell):
    story = begun(tell)
    send(story)
    address_due()
    story.give("dana", "end_summary", {"reason": "Sent to the wrong person."})
    deliver_due()
    assert not mail.outbox
    assert not GuestGrant.objects.exists()
    assert (GuestLinkRequest.objects.get().status, GuestLinkRequest.objects.get().reason) == ("refused", "F.summary")


def test_sent_anew_with_another_end_only_the_new_link_is_sent(tell):
    story = begun(tell)
    send(story)
    address_due()
    story.give("dana", "send_secure_summary", {"to": "contact", "until": "2026-11-19T14:00:00-05:00"})
    address_due()
    deliver_due()
    assert sorted(each.status for each in GuestLinkRequest.objects.all()) == ["refused", "sent"]
    assert [each.expires_at.isoformat() for each in GuestGrant.objects.all()] == ["2026-11-19T19:00:00+00:00"]


def test_a_link_that_arrives_after_it_was_taken_back_shows_nothing(tell):
    story = begun(tell)
    send(story)
    story.give("dana", "end_summary", {"reason": "Sent to the wrong person."})
    browser = open_link(story)
    page = browser.get("/guest/")
    assert "be opened now" in words(page)
    assert "missed" not in words(page).lower()
    assert browser.get("/guest/do/receiving_acceptance/").status_code == 302


def test_when_the_person_takes_the_consent_back_it_is_shut(tell):
    story = begun(tell)
    send(story)
    browser = open_link(story)
    page = browser.get("/guest/")
    press(browser, page)
    story.give("person", "revoke_consent", {"to": "riverside"})
    assert "What the person agreed to share" not in words(browser.get("/guest/summary/"))


def test_a_member_of_staff_of_the_service_is_told_and_sent_no_link(tell):
    story = tell(SENT, leave=1)
    address_due()
    assert not GuestLinkRequest.objects.exists()
    assert "asks you" in words(sit(story, "omar").get("/messages/"))


def test_nothing_is_sent_once_it_is_over(tell):
    story = begun(tell)
    send(story)
    with mock.patch("holdfast.notify.addressing.now", return_value=now() + timedelta(days=2)):
        address_due()
    assert not GuestLinkRequest.objects.exists()
