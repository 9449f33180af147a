"""A receiver without an account who says nothing of the first visit is asked by their link: once, in neutral words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from holdfast.directory.models import Slot
from holdfast.notify.addressing import address_due
from holdfast.notify.delivery import deliver_due
from holdfast.notify.models import GuestLinkRequest, Kind, Message
from holdfast.notify.visits import visits_due
from tests.integration.api.conftest import *  # noqa: F403 - the county
from tests.integration.notify.test_guests_who_own import colleague, handed_over  # noqa: F401 - fixtures

CLOCK = "clock"


@pytest.fixture
def booked(handed_over):  # noqa: F811 - the fixture
    """The guest owns the person, has their link, and a visit was booked of which they say nothing."""
    address_due()
    deliver_due()
    mail.outbox.clear()
    handed_over.later(minutes=5)
    slot = Slot.objects.create(
        service_id=handed_over.ids["service"], starts_at=handed_over.local(2, 10), minutes=50, mode="in_person",
        place="40 River Street", who="Marguerite Vole", published_at=handed_over.at,
    )  # fmt: skip
    handed_over.does("originator", "book_visit", slot=str(slot.pk))
    return handed_over


def runs(walk, at):
    walk.until(at)
    for _ in range(2):
        visits_due()
        deliver_due()


def test_they_are_sent_their_link_once_when_the_answer_is_due(booked):
    start = booked.at
    runs(booked, start + timedelta(hours=3, minutes=59))
    assert mail.outbox == []
    runs(booked, start + timedelta(hours=4))
    runs(booked, start + timedelta(hours=20))
    assert [each.to for each in mail.outbox] == [["intake@riverside.example"]]


def test_what_they_are_sent_says_nothing_of_the_person_or_the_visit(booked):
    runs(booked, booked.at + timedelta(hours=4))
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}".lower()
    for word in ("rosalind", "quillfeather", "riverside", "river street", "visit", "health", "crisis", "marguerite"):
        assert word not in said


def test_one_who_acknowledged_is_not_asked(booked):
    booked.does("receiver", "acknowledge_visit")
    runs(booked, booked.at + timedelta(hours=25))
    assert mail.outbox == []


def test_they_are_asked_at_once_when_the_person_asks_to_cancel(booked):
    booked.does("receiver", "acknowledge_visit")
    booked.does("person", "ask_cancel_visit", reason="I can't.")
    runs(booked, booked.at)
    assert len(mail.outbox) == 1
    booked.does("receiver", "answer_cancel", answer="confirmed")
    runs(booked, booked.at + timedelta(hours=5))
    assert len(mail.outbox) == 1


def test_who_stays_with_the_person_still_hears_of_the_silence(booked):
    start = booked.at
    runs(booked, start + timedelta(hours=4))
    runs(booked, start + timedelta(hours=24))
    assert Message.objects.filter(kind=Kind.VISIT_SILENT).count() == 1
    assert GuestLinkRequest.objects.filter(asked_by=CLOCK).count() == 2
