"""Reminders of the first visit: once each, at their times, never of a time that was moved, never without leave."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from holdfast.directory.models import Slot
from holdfast.notify.matters import is_still_needed
from holdfast.notify.models import Kind, Message, PersonsMessage, Sending
from holdfast.notify.texts.persons import texts_due
from holdfast.notify.visits import visits_due
from tests.integration.notify.texts.conftest import MOBILE, by_gateway
from tests.integration.notify.texts.doubles import Carrier

SCOPES = ["identity-and-contact", "need-and-urgency", "appointment-and-logistics", "messaging-reminders"]
PLAN = {
    "channel": "text", "number_or_address": MOBILE, "owner_of_device": "person",
    "safe_days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    "safe_from": "08:00", "safe_until": "21:00", "voicemail": "none", "mask_caller_id": False, "preview_is_safe": True,
    "who_may_answer": [], "if_another_answers": "Hang up.", "do_not_contact": [], "portal_visibility": "nobody_else",
    "interpreter_gender": "any", "mail_is_safe": False, "who_initiates": "either", "details_behind_code": False,
}  # fmt: skip


@pytest.fixture
def carrier(double: Carrier, settings) -> Carrier:
    """One carrier: that it goes by either stands in `test_sending`."""
    return by_gateway(double, settings)


@pytest.fixture
def agreed(handed):
    """Somebody who agreed to reminders by text, in a plan of safe contact."""
    handed.does(
        "person", "give_consent", scopes=SCOPES, to=handed.ids["service"], purpose="treatment",
        until=f"{handed.today() + timedelta(days=60)}", given_by="person", language="es",
    )  # fmt: skip
    plans(handed)
    return handed


def plans(walk, **changed: str) -> None:
    plan = {**PLAN, **changed}
    walk.does("originator", "plan_safe_contact", plan, valid_until=f"{walk.today() + timedelta(days=20)}")


def published(walk, at: datetime) -> str:
    return str(Slot.objects.create(
        service_id=walk.ids["service"], starts_at=at, minutes=50, mode="in_person", place="40 River Street",
        who="Marguerite Vole", published_at=walk.at,
    ).pk)  # fmt: skip


def booked(walk, days: int = 2, hour: int = 10) -> datetime:
    """Book a published time that many days from now; return it."""
    at: datetime = walk.local(days, hour)
    walk.does("originator", "book_visit", slot=published(walk, at))
    return at


def runs(walk, at: datetime) -> None:
    """Let the clock come to `at`, and the worker do its work twice."""
    walk.until(at)
    for _ in range(2):
        visits_due()
        texts_due()


def reasons() -> list[tuple[str, str]]:
    return sorted(PersonsMessage.objects.values_list("status", "reason"))


def test_a_reminder_goes_the_day_before_and_one_hours_before_each_once(agreed, carrier):
    at = booked(agreed)
    runs(agreed, at - timedelta(hours=24, seconds=1))
    assert len(carrier.taken) == 0
    runs(agreed, at - timedelta(hours=24))
    assert len(carrier.taken) == 1
    runs(agreed, at - timedelta(hours=2))
    runs(agreed, at - timedelta(hours=1))
    assert len(carrier.taken) == 2


def test_a_reminder_is_neutral_and_in_the_persons_language(agreed, carrier):
    runs(agreed, booked(agreed) - timedelta(hours=24))
    said = carrier.taken[0].get("Body") or carrier.taken[0]["text"]
    assert not re.search(r"rosalind|quillfeather|riverside|marguerite|river street|health|crisis", said, re.I)
    assert "10:00" in said
    assert "(hora del Este)" in said


def test_a_reminder_says_the_time_of_the_zone_that_the_person_lives_in(agreed, carrier):
    plans(agreed, zone="America/Chicago")
    runs(agreed, booked(agreed) - timedelta(hours=24))
    said = carrier.taken[0]["text"]
    assert "9:00" in said
    assert "(hora del Este)" not in said


@pytest.mark.parametrize("let_go", ["moved", "cancelled", "withdrawn"])
def test_a_reminder_of_a_visit_that_is_off_is_called_off_and_nobody_is_alarmed(agreed, carrier, let_go):
    at = booked(agreed)
    visits_due()
    if let_go == "moved":
        later = published(agreed, at + timedelta(hours=2))
        agreed.does("originator", "reschedule_visit", slot=later, asked_by="the person", reason="Work.")
    elif let_go == "cancelled":
        agreed.does("person", "ask_cancel_visit", reason="I can't.")
        agreed.does("receiver", "answer_cancel", answer="confirmed")
    else:
        agreed.does("person", "person_stops", wish="withdraw")
    agreed.until(at - timedelta(hours=24))
    texts_due()
    visits_due()
    assert carrier.taken == []
    assert ("refused", "called-off") in reasons()
    assert not Message.objects.filter(kind=Kind.UNDELIVERED).exists()


def test_a_visit_that_moved_is_reminded_of_at_its_new_time(agreed, carrier):
    at = booked(agreed, days=1, hour=15)
    visits_due()
    later = published(agreed, at + timedelta(hours=3))
    agreed.does("originator", "reschedule_visit", slot=later, asked_by="the person", reason="Work.")
    runs(agreed, at)
    assert len(carrier.taken) == 1
    assert "6:00" in (carrier.taken[0].get("Body") or carrier.taken[0]["text"])


def test_after_the_visit_no_reminder_goes_however_long_the_process_was_down(agreed, carrier):
    at = booked(agreed)
    visits_due()
    runs(agreed, at)
    assert carrier.taken == []
    assert {status for status, _ in reasons()} == {Sending.REFUSED}


@pytest.mark.parametrize("missing", ["consent", "plan", "danger", "pause"])
def test_without_leave_no_reminder_goes(agreed, carrier, missing):
    at = booked(agreed)
    if missing == "consent":
        agreed.does("person", "revoke_consent", to=agreed.ids["service"])
    elif missing == "plan":
        agreed.does("originator", "plan_safe_contact", {**PLAN, "channel": "in_person", "number_or_address": "home"},
                    valid_until=f"{agreed.today() + timedelta(days=20)}")  # fmt: skip
    elif missing == "danger":
        agreed.does("person", "check_safety", safe_now="no", alone="no", contact_method="text", voicemail="none")
    else:
        agreed.does("person", "person_stops", wish="pause")
    for hours in (24, 3, 1):
        runs(agreed, at - timedelta(hours=hours))
    assert carrier.taken == []


def test_booked_for_today_only_the_reminder_hours_before_goes(agreed, carrier):
    at = agreed.at + timedelta(hours=6)
    agreed.does("originator", "book_visit", slot=published(agreed, at))
    runs(agreed, at - timedelta(hours=3))
    assert PersonsMessage.objects.count() == 1


def test_a_time_that_is_only_proposed_is_not_reminded_of(agreed, carrier):
    at = agreed.local(1, 15)
    agreed.does("originator", "book_visit", {"at": at.isoformat(), "mode": "phone", "who": "Marguerite Vole"})
    runs(agreed, at - timedelta(hours=2))
    assert not PersonsMessage.objects.exists()
    agreed.does("receiver", "confirm_visit")


def told(kind: Kind) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("staff__email", flat=True))


def test_silence_of_the_receiver_is_chased_once_and_then_shown_to_who_stays(agreed):
    booked(agreed)
    start = agreed.at
    runs(agreed, start + timedelta(hours=3, minutes=59))
    assert told(Kind.VISIT) == []
    runs(agreed, start + timedelta(hours=4))
    assert len(told(Kind.VISIT)) == 1
    assert told(Kind.VISIT_SILENT) == []
    runs(agreed, start + timedelta(hours=24))
    assert len(told(Kind.VISIT_SILENT)) == 1
    assert len(told(Kind.VISIT)) == 1


def test_a_receiver_who_acknowledged_is_not_chased(agreed):
    booked(agreed)
    agreed.does("receiver", "acknowledge_visit")
    runs(agreed, agreed.at + timedelta(hours=25))
    assert told(Kind.VISIT) == told(Kind.VISIT_SILENT) == []


def test_who_is_asked_to_cancel_is_told_at_once_and_chased_once(agreed):
    booked(agreed)
    agreed.does("receiver", "acknowledge_visit")
    agreed.does("person", "ask_cancel_visit", reason="I can't.")
    start = agreed.at
    runs(agreed, start)
    assert (len(told(Kind.VISIT)), told(Kind.VISIT_SILENT)) == (1, [])
    assert is_still_needed(Message.objects.get(kind=Kind.VISIT))
    runs(agreed, start + timedelta(hours=4))
    assert (len(told(Kind.VISIT)), len(told(Kind.VISIT_SILENT))) == (1, 1)
    agreed.does("receiver", "answer_cancel", answer="confirmed")
    assert not is_still_needed(Message.objects.get(kind=Kind.VISIT))


def test_who_stays_is_told_that_the_receiver_asks_to_cancel(agreed):
    booked(agreed)
    agreed.does("receiver", "acknowledge_visit")
    agreed.does("receiver", "ask_cancel_visit", reason="Nobody is there.")
    start = agreed.at
    runs(agreed, start)
    assert (len(told(Kind.ASKED)), told(Kind.VISIT)) == (1, [])
    agreed.does("person", "answer_cancel", answer="confirmed")
    runs(agreed, start + timedelta(hours=25))
    assert len(told(Kind.ASKED)) == 1
