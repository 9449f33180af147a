"""Texts reach a carrier once, under a stable key, and only while they may go."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from uuid import UUID

import pytest

from holdfast.accounts.models import GuestGrant
from holdfast.accounts.services import grant_redeem
from holdfast.notify import jobs
from holdfast.notify.models import Message, News, PersonsMessage, Report, Sending, TextStop
from holdfast.notify.services import text_call_off
from holdfast.notify.texts import carriers
from holdfast.notify.texts.gate import pass_gate
from holdfast.notify.texts.numbers import digest_of
from holdfast.notify.texts.persons import texts_due
from holdfast.notify.trying import NotToBeSent
from holdfast.people.models import Person
from holdfast.protocol.codes import Closure
from holdfast.transfers.selectors import state_now
from tests.integration.notify.texts.conftest import NUMBER, asks, by_gateway, by_twilio, sends
from tests.integration.notify.texts.doubles import SENDER, Carrier
from tests.integration.notify.texts.test_visits import PLAN


def words(carrier: Carrier, place: int = -1) -> str:
    taken = carrier.taken[place]
    return taken.get("Body") or taken["text"]


def to(carrier: Carrier) -> str:
    taken = carrier.taken[-1]
    return taken.get("To") or taken["to"]


def test_a_text_reaches_the_persons_phone_with_a_link_that_opens_their_page(handed, carrier):
    row = sends(handed)
    assert (row.status, row.report, row.carrier_id) == (Sending.SENT, Report.TAKEN, carrier.taken[0]["sid"])
    assert to(carrier) == NUMBER
    secret = re.search(r"/join/([^/]+)/", words(carrier))
    assert secret is not None
    assert str(grant_redeem(secret[1])[0].grant.transfer_id) == str(handed.transfer)


def test_it_says_nothing_of_the_person_the_service_or_what_it_is_about(handed, carrier):
    sends(handed)
    assert not re.search(r"rosalind|quillfeather|riverside|northside|crisis|health|handoff|WH-1", words(carrier), re.I)
    assert "STOP" in words(carrier)


def test_it_is_in_the_persons_language(handed, carrier):
    sends(handed)
    assert words(carrier).startswith("Aquí está la página")


def test_asked_twice_under_one_key_it_goes_once(handed, carrier):
    asks(handed)
    asks(handed)
    texts_due()
    texts_due()
    assert len(carrier.taken) == 1


def test_it_is_not_sent_before_its_time_nor_after_it_is_of_use(handed, carrier):
    row = asks(handed)
    PersonsMessage.objects.update(next_try_at=handed.at + timedelta(hours=1))
    assert texts_due() == 0
    handed.later(hours=1)
    assert texts_due() == 1
    assert PersonsMessage.objects.get(pk=row.pk).status == Sending.SENT


def test_what_is_called_off_does_not_go(handed, carrier):
    asks(handed)
    assert text_call_off("page-1")
    assert texts_due() == 0
    assert carrier.asked == []


@pytest.mark.parametrize("is_twilio", [True, False])
def test_a_carrier_that_took_it_and_never_said_so_is_given_no_second_one(handed, double, settings, is_twilio):
    carrier = (by_twilio if is_twilio else by_gateway)(double, settings)
    carrier.is_dropping = True
    assert sends(handed).status == Sending.WAITING
    carrier.is_dropping = False
    handed.later(seconds=30)
    texts_due()
    row = PersonsMessage.objects.get()
    assert (row.status, len(carrier.taken), row.carrier_id) == (Sending.SENT, 1, carrier.taken[0]["sid"])
    secret = re.search(r"/join/([^/]+)/", words(carrier))
    assert secret is not None
    assert str(grant_redeem(secret[1])[0].grant.transfer_id) == str(handed.transfer)


@pytest.mark.parametrize("said", [{"id": "ok"}, {"id": 1}, {}])
def test_a_gateway_that_gives_every_text_the_same_id_is_given_none_twice(handed, double, settings, said):
    carrier = by_gateway(double, settings)
    carrier.answers = [(200, said)] * 6
    assert {sends(handed).status, sends(handed, "page-2").status} == {Sending.SENT}
    handed.later(minutes=5)
    assert texts_due() == 0
    assert len(carrier.asked) == 2


def test_a_carrier_that_hangs_is_left_and_tried_again(handed, carrier, monkeypatch):
    monkeypatch.setattr(carriers, "TIMEOUT_SECONDS", 0.2)
    carrier.hangs_for = 0.6
    row = sends(handed)
    assert (row.status, row.tries) == (Sending.WAITING, 1)


def test_a_carrier_that_answers_a_byte_at_a_time_is_left_after_a_while(handed, carrier, monkeypatch):
    monkeypatch.setattr(carriers, "LONGEST_SECONDS", 0.3)
    carrier.drips_for = 3.0
    began = time.monotonic()
    row = sends(handed)
    assert (row.status, row.tries) == (Sending.WAITING, 1)
    assert time.monotonic() - began < 2.5


def test_texts_hold_up_no_mail():
    assert jobs.send_texts.lock != jobs.send_waiting.lock
    assert jobs.send_texts.queueing_lock != jobs.send_waiting.queueing_lock
    assert "texts_due" not in jobs.send_waiting.func.__code__.co_names


@pytest.mark.parametrize("is_older", [True, False])
def test_another_text_of_the_same_words_is_not_taken_for_this_one(handed, double, settings, is_older):
    carrier = by_twilio(double, settings)
    first = sends(handed)
    if is_older:  # of another server, say: no row here has its id
        PersonsMessage.objects.filter(pk=first.pk).update(carrier_id="", number_digest="")
        carrier.taken[0]["date_created"] = format_datetime(handed.at - timedelta(days=1))
    carrier.answers = [(500, {})]
    second = sends(handed, "page-2")
    handed.later(seconds=30)
    texts_due()
    second.refresh_from_db()
    assert (second.status, second.carrier_id, len(carrier.taken)) == (Sending.SENT, "SM0001", 2)


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_a_carrier_that_is_away_is_tried_again_until_it_is_of_no_use(handed, carrier, status):
    carrier.answers = [(status, {})] * 50
    assert sends(handed, hours=1).status == Sending.WAITING
    for _ in range(12):
        handed.later(minutes=16)
        texts_due()
    row = PersonsMessage.objects.get()
    assert row.status == Sending.GIVEN_UP
    assert Message.objects.filter(kind="undelivered", transfer_id=handed.transfer).exists()


@pytest.mark.parametrize(("code", "status"), [(21211, 400), (21614, 400), (None, 422)])
def test_what_a_carrier_refuses_for_good_is_given_up_and_told(handed, carrier, code, status):
    carrier.answers = [(status, {"code": code} if code else {})]
    assert sends(handed).status == Sending.GIVEN_UP
    assert Message.objects.filter(kind="undelivered", transfer_id=handed.transfer).exists()
    assert (
        not GuestGrant.objects.filter(party="person", revoked_at=None, expires_at__gt=handed.at)
        .exclude(pk__in=GuestGrant.objects.filter(party="person").order_by("pk").values("pk")[:1])
        .exists()
    )


def test_a_number_that_stopped_at_the_carrier_is_sent_nothing(handed, double, settings):
    carrier = by_twilio(double, settings)
    carrier.answers = [(400, {"code": 21610})]
    assert (sends(handed).status, PersonsMessage.objects.get().reason) == (Sending.REFUSED, "stopped")


def test_who_said_stop_is_sent_nothing(handed, carrier):
    TextStop.objects.create(pk=digest_of(NUMBER), stopped_at=handed.at)
    row = sends(handed)
    assert (row.status, row.reason, carrier.asked) == (Sending.REFUSED, "stopped", [])


@pytest.mark.parametrize(
    ("number", "reason"),
    [("", "no-number"), ("call the shelter", "no-number"), ("12", "no-number"), ("0800 1111", "no-number"),
     ("+44 20 7946 0958", "no-number"), ("+44 7700 900123", ""), ("(585) 555-0177", ""), ("+52 55 1234 5678", "")],
)  # fmt: skip
def test_only_a_number_that_can_be_texted_is_used(handed, person, carrier, number, reason):
    Person.objects.filter(pk=person.pk).update(telecom=[{"system": "phone", "value": number}])
    assert sends(handed).reason == reason


def test_without_a_carrier_nothing_goes_and_that_is_told(handed):
    row = sends(handed, by=handed.ids["originator"])
    assert (row.status, row.reason) == (Sending.REFUSED, "no-carrier")
    assert Message.objects.filter(kind="undelivered").exists()


def test_a_page_behind_a_code_is_never_sent(handed, carrier):
    GuestGrant.objects.filter(party="person").update(code_digest="x")
    assert (sends(handed).reason, carrier.taken) == ("safe-mode", [])


def test_while_the_person_has_paused_nothing_goes(handed, carrier):
    handed.does("person", "person_stops", wish="pause")
    assert (sends(handed).reason, carrier.taken) == ("S.stopped", [])


def test_after_an_answer_that_it_is_not_safe_nothing_goes(handed, carrier):
    handed.does("person", "check_safety", safe_now="no", alone="no", contact_method="none", voicemail="none")
    assert (sends(handed).reason, carrier.taken) == ("S.safety", [])


def test_staff_send_the_page_only_after_a_fresh_safety_check(handed, carrier):
    handed.later(minutes=31)
    assert sends(handed, by=handed.ids["originator"]).reason == "S.safety"
    handed.checks_safety()
    assert sends(handed, "page-2", by=handed.ids["originator"]).status == Sending.SENT


def test_what_staff_asked_for_goes_only_where_it_is_still_known_to_be_safe(handed, carrier):
    asks(handed, by=handed.ids["originator"])
    handed.later(minutes=31)
    texts_due()
    row = PersonsMessage.objects.get()
    assert (row.status, row.reason, carrier.taken) == (Sending.REFUSED, "S.safety", [])


def test_what_staff_asked_for_does_not_go_where_somebody_is_with_the_person(handed, carrier):
    check = {"safe_now": "yes", "alone": "no", "contact_method": "text", "voicemail": "none"}
    handed.does("originator", "check_safety", check)
    assert (sends(handed, by=handed.ids["originator"]).reason, carrier.taken) == ("S.safety", [])


def test_what_staff_asked_for_keeps_to_the_plan(handed, carrier):
    plan = {**PLAN, "who_initiates": "person", "valid_until": f"{handed.today() + timedelta(days=5)}"}
    handed.does("originator", "plan_safe_contact", plan)
    handed.checks_safety()
    assert (sends(handed, by=handed.ids["originator"]).status, carrier.taken) == (Sending.WAITING, [])


def test_who_died_by_the_closing_alone_is_sent_nothing(handed, person, carrier):
    state = state_now(UUID(str(handed.transfer)))
    assert state is not None
    gone = state.changed(closed_as=Closure.DIED, closed_at=handed.at)
    with pytest.raises(NotToBeSent, match="nobody"):
        pass_gate(asks(handed), gone, handed.at)
    mourned = gone.changed(closed_as=None, closed_at=None, custody=replace(gone.custody, died_on=handed.today()))
    with pytest.raises(NotToBeSent, match="nobody"):
        pass_gate(asks(handed), mourned, handed.at)


def test_a_reminder_goes_only_where_the_person_agreed_to_reminders(handed, carrier):
    assert sends(handed, news=News.REMINDER).reason == "S.consent"


def test_who_has_died_is_sent_nothing(handed, person, carrier):
    Person.objects.filter(pk=person.pk).update(is_deceased=True)
    assert (sends(handed).reason, carrier.taken) == ("nobody", [])


def test_no_number_and_no_words_are_in_any_log(handed, carrier, caplog):
    caplog.set_level(logging.DEBUG)
    carrier.answers = [(500, {})]
    sends(handed)
    handed.later(minutes=1)
    texts_due()
    assert carrier.taken
    assert not re.search(r"5550177|585-555|/join/[^\[]|STOP", caplog.text)


def test_twilio_is_asked_as_it_asks_to_be(handed, double, settings):
    carrier = by_twilio(double, settings)
    sends(handed)
    method, path, headers = carrier.asked[0]
    assert (method, path) == ("POST", "/2010-04-01/Accounts/AC0001/Messages.json")
    assert headers["authorization"].startswith("Basic ")
    assert carrier.taken[0]["From"] == SENDER
    row = PersonsMessage.objects.get()
    assert carrier.taken[0]["StatusCallback"].endswith(f"/callbacks/texts/reports/?text={row.pk}")


def test_a_gateway_is_given_our_key_and_a_signature(handed, double, settings):
    carrier = by_gateway(double, settings)
    row = sends(handed)
    headers = carrier.asked[0][2]
    assert headers["idempotency-key"] == str(row.pk) == carrier.taken[0]["id"]
    at = handed.at
    secret = settings.HOLDFAST_TEXTING.secret
    assert headers["x-holdfast-signature"] == carriers.signature(secret, carrier.taken[0]["raw"].encode(), at)
