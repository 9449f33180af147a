"""What carriers call: signed reports and answers, late, doubled, out of order, forged."""

from __future__ import annotations

import json
from datetime import timedelta
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.conf import settings as live
from django.test import Client
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.notify.models import Message, PersonsMessage, PersonsWord, Report, Sending, TextHeard, TextStop
from holdfast.notify.texts.carriers import Gateway, Twilio, signature
from holdfast.notify.texts.hearing import heard_forget
from holdfast.notify.texts.persons import texts_due
from tests.integration.notify.texts.conftest import NUMBER, by_gateway, by_twilio, sends
from tests.integration.notify.texts.doubles import TOKEN

REPORTS, ANSWERS = "/callbacks/texts/reports/", "/callbacks/texts/answers/"
FORM = "application/x-www-form-urlencoded"


def twilio_calls(path: str, said: dict[str, str], *, token: str = TOKEN, signed: str | None = None) -> int:
    mark = RequestValidator(token).compute_signature(f"{live.HOLDFAST_PUBLIC_URL}{path}", said)
    headers = {"X-Twilio-Signature": mark if signed is None else signed}
    return Client().post(path, urlencode(said), content_type=FORM, headers=headers).status_code


def gateway_calls(path: str, said: object, *, token: str = TOKEN, ago: float = 0) -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    headers = {"X-Holdfast-Signature": signature(token, body, now() - timedelta(seconds=ago))}
    return Client().post(path, body, content_type="application/json", headers=headers).status_code


@pytest.fixture
def texted(handed, double, settings):
    """A text that Twilio has taken."""
    by_twilio(double, settings)
    sends(handed)
    return handed


def reported(status: str, sid: str = "SM0000", *, key: str = "") -> int:
    path = f"{REPORTS}?text={key}" if key else REPORTS
    return twilio_calls(path, {"MessageSid": sid, "MessageStatus": status, "To": NUMBER})


def answered(words: str, sid: str = "IN1", sender: str = NUMBER, **more: str) -> int:
    return twilio_calls(ANSWERS, {"MessageSid": sid, "From": sender, "Body": words, **more})


@pytest.mark.parametrize(
    ("said", "stands"),
    [(["sent", "delivered"], Report.ARRIVED), (["delivered", "sent", "queued"], Report.ARRIVED),
     (["sent", "sent", "undelivered"], Report.FAILED), (["failed", "sent"], Report.FAILED),
     (["undelivered", "delivered"], Report.ARRIVED), (["a new word"], Report.TAKEN)],
)  # fmt: skip
def test_reports_late_doubled_or_out_of_order_come_to_the_same(texted, said, stands):
    assert {reported(each) for each in said} == {200}
    assert PersonsMessage.objects.get().report == stands


def test_who_stays_with_the_person_is_told_once_of_a_text_that_did_not_arrive(texted):
    for _ in range(3):
        reported("undelivered")
    assert PersonsMessage.objects.get().status == Sending.GIVEN_UP
    told = Message.objects.filter(kind="undelivered", transfer_id=texted.transfer)
    assert told.values("staff").distinct().count() == told.count() > 0


@pytest.mark.parametrize(
    "words",
    ["STOP", "stop.", " Stop ", "UNSUBSCRIBE", "Alto", "¡Basta!", "parar", "Opt-out", "opt out", "Baja", "STOP STOP"],
)
def test_stop_ends_all_texts_to_the_number_and_start_lets_them_come_again(texted, double, words):
    assert answered(words) == answered(words) == 200
    assert TextStop.objects.count() == 1
    assert sends(texted, "page-2").reason == "stopped"
    answered("Start", "IN2")
    assert sends(texted, "page-3").status == Sending.SENT
    assert PersonsWord.objects.count() == 1  # of the stop alone, and once


def test_a_stop_by_a_word_that_only_twilio_knows_is_a_stop(texted):
    assert answered("laat me met rust", OptOutType="STOP") == 200
    assert TextStop.objects.count() == 1
    assert answered("toch wel", "IN2", OptOutType="START") == 200
    assert TextStop.objects.count() == 0
    assert answered("stop", "IN3", OptOutType="HELP") == 200
    assert TextStop.objects.count() == 1, "its words say so"


@pytest.mark.parametrize(
    ("words", "more", "count"), [("", {"NumMedia": "1"}, 1), ("", {"NumMedia": "0"}, 0), ("  ", {}, 0), ("?", {}, 1)]
)
def test_an_answer_without_letters_is_not_lost(texted, words, more, count):
    assert answered(words, **more) == 200
    assert PersonsWord.objects.count() == count


@pytest.mark.parametrize(
    ("sender", "status"),
    [("+442079460958", 200), ("+8613800138000", 200), ("+358401234567", 200), ("+97699123456", 200),
     ("+2348031234567", 200), ("+6791234567", 200), ("whatsapp:+15855550177", 200), ("12345", 400), ("HELP", 400),
     ("", 400), ("+", 400)],
)  # fmt: skip
def test_who_answers_may_have_a_number_of_any_country_and_kind(texted, sender, status):
    assert answered("STOP", sender=sender) == status
    assert TextStop.objects.count() == (status == 200)


def test_what_was_heard_long_ago_is_forgotten(texted):
    answered("hello", "IN1")
    texted.later(days=30)
    answered("hello", "IN2")
    texted.later(days=1)
    assert heard_forget() == 1
    assert TextHeard.objects.get().pk == "IN2"


def test_a_start_that_comes_again_undoes_no_later_stop(texted):
    answered("stop", "IN1")
    answered("start", "IN2")
    answered("stop", "IN3")
    answered("start", "IN2")
    assert TextStop.objects.count() == 1


def test_who_stays_with_the_person_is_told_of_a_stop(texted):
    answered("STOP")
    told = Message.objects.filter(kind="person_says", transfer_id=texted.transfer)
    assert texted.ids["originator"] in {str(each.staff_id) for each in told}


def test_a_report_that_is_faster_than_the_answer_is_not_lost(handed, double, settings, monkeypatch):
    by_gateway(double, settings)
    sent = Gateway.send

    def send(self, text):
        carrier_id = sent(self, text)
        assert gateway_calls(REPORTS, {"id": text.key, "status": "failed"}) == 200
        return carrier_id

    monkeypatch.setattr(Gateway, "send", send)
    row = sends(handed)
    assert (row.status, row.reason, row.report) == (Sending.GIVEN_UP, "not-arrived", Report.FAILED)
    assert Message.objects.filter(kind="undelivered").exists()


def test_a_report_on_a_text_that_nobody_knows_is_answered_so(texted):
    assert reported("failed", "SM9999") == 404
    assert reported("failed", "SM9999", key=str(texted.transfer)) == 404
    assert reported("failed", "SM9999", key="not-an-id") == 404


@pytest.mark.parametrize(
    ("said", "came"),
    [(["failed"], (Sending.GIVEN_UP, Report.FAILED)), (["delivered", "delivered"], (Sending.SENT, Report.ARRIVED)),
     (["failed", "delivered", "failed"], (Sending.SENT, Report.ARRIVED)), (["sent"], (Sending.SENT, Report.PASSED_ON))],
)  # fmt: skip
def test_twilios_report_that_is_faster_than_its_answer_is_known_by_our_key(handed, double, settings, said, came):
    by_twilio(double, settings)
    sent = Twilio.send

    def send(self, text):
        carrier_id = sent(self, text)
        assert {reported(each, carrier_id, key=text.key) for each in said} == {200}
        return carrier_id

    with mock.patch.object(Twilio, "send", send):
        row = sends(handed)
    assert ((row.status, row.report), row.carrier_id) == (came, "SM0000")


def test_a_text_whose_answer_was_lost_is_known_by_its_report_and_goes_once(handed, double, settings):
    by_twilio(double, settings).is_dropping = True
    row = sends(handed)
    assert (row.status, row.carrier_id) == (Sending.WAITING, "")
    assert reported("sent", key=str(row.pk)) == 200
    assert answered("Is it you?") == 200
    handed.later(seconds=30)
    asked = len(double.asked)
    assert texts_due() == 1
    row.refresh_from_db()
    assert (row.status, row.report, row.carrier_id) == (Sending.SENT, Report.PASSED_ON, "SM0000")
    assert (len(double.taken), len(double.asked)) == (1, asked)
    assert PersonsWord.objects.filter(transfer_id=handed.transfer).count() == 1


def test_a_text_that_was_given_up_and_arrived_after_all_is_no_more_said_to_be_lost(handed, double, settings):
    by_twilio(double, settings).is_dropping = True
    row = sends(handed, hours=0.001)
    assert row.status == Sending.GIVEN_UP
    assert reported("delivered", key=str(row.pk)) == 200
    row.refresh_from_db()
    assert (row.status, row.reason) == (Sending.SENT, "")


def test_a_key_that_was_changed_on_its_way_is_refused(texted):
    said = {"MessageSid": "SM9999", "MessageStatus": "failed"}
    mine = PersonsMessage.objects.get().pk
    signed = RequestValidator(TOKEN).compute_signature(f"{live.HOLDFAST_PUBLIC_URL}{REPORTS}?text={new_id()}", said)
    assert twilio_calls(f"{REPORTS}?text={mine}", said, signed=signed) == 403
    assert twilio_calls(f"{REPORTS}?text={mine}", said, token="another") == 403
    assert PersonsMessage.objects.get().report == Report.TAKEN


def test_a_gateways_report_goes_by_what_it_signed_and_not_by_its_address(handed, double, settings):
    by_gateway(double, settings)
    row = sends(handed)
    assert gateway_calls(f"{REPORTS}?text={row.pk}", {"id": "SM9999", "status": "failed"}) == 404


def test_forged_calls_are_throttled_and_the_carriers_own_are_heard_beside_them(texted):
    said = {"MessageSid": "SM0000", "MessageStatus": "failed"}
    came = [twilio_calls(REPORTS, said, token="another") for _ in range(25)]
    assert came == [403] * 20 + [429] * 5
    assert reported("delivered") == 200
    assert PersonsMessage.objects.get().report == Report.ARRIVED


def test_any_other_answer_reaches_who_is_with_the_person_once(texted):
    for _ in range(3):
        assert answered("Can I come at ten?") == 200
    assert PersonsWord.objects.filter(transfer_id=texted.transfer, kind="question").count() == 1
    assert Message.objects.filter(kind="person_says").exists()


def test_an_answer_from_a_number_that_nothing_was_sent_to_is_dropped(texted):
    assert answered("Who is this?", sender="+15855550111") == 200
    assert not PersonsWord.objects.exists()


def test_an_answer_long_after_belongs_to_nothing(texted):
    texted.later(days=31)
    answered("hello")
    assert not PersonsWord.objects.exists()


@pytest.mark.parametrize("words", ["x" * 20_000, "\x00 hello", "😀 مرحبا"])
def test_whatever_is_answered_is_kept_safely(texted, words):
    assert answered(words) == 200
    assert PersonsWord.objects.count() == 1


@pytest.mark.parametrize("how", [{"token": "another token"}, {"signed": ""}, {"signed": "AAAA"}])
@pytest.mark.parametrize("path", [REPORTS, ANSWERS])
def test_a_forged_call_is_refused_and_changes_nothing(texted, path, how):
    said = {"MessageSid": "SM0000", "MessageStatus": "delivered", "From": NUMBER, "Body": "STOP"}
    assert twilio_calls(path, said, **how) == 403
    assert PersonsMessage.objects.get().report == Report.TAKEN
    assert not TextStop.objects.exists()


def test_a_call_signed_for_another_address_is_refused(texted):
    said = {"MessageSid": "IN9", "From": NUMBER, "Body": "STOP"}
    mark = RequestValidator(TOKEN).compute_signature(f"{live.HOLDFAST_PUBLIC_URL}{REPORTS}", said)
    assert twilio_calls(ANSWERS, said, signed=mark) == 403


@pytest.mark.parametrize(("ago", "status"), [(0, 200), (300, 200), (301, 403), (-301, 403)])
def test_a_gateways_signature_is_good_for_five_minutes(handed, double, settings, ago, status):
    by_gateway(double, settings)
    sends(handed)
    assert gateway_calls(REPORTS, {"id": "SM0000", "status": "arrived"}, ago=ago) == status
    assert (PersonsMessage.objects.get().report == Report.ARRIVED) is (status == 200)


@pytest.mark.parametrize(
    "said", [b"", b"[]", b"{", b"[" * 100_000, {"id": 7}, {"id": "x", "from": "nobody", "text": "x"}, {}]
)
def test_a_call_that_cannot_be_read_is_answered_so(handed, double, settings, said):
    by_gateway(double, settings)
    assert gateway_calls(ANSWERS, said) == 400


def test_a_gateway_answers_for_its_person_too(handed, double, settings):
    by_gateway(double, settings)
    sends(handed)
    assert gateway_calls(ANSWERS, {"id": "in-1", "from": NUMBER, "text": "stop"}) == 200
    assert TextStop.objects.count() == 1


def test_without_a_carrier_nobody_may_call(handed):
    assert gateway_calls(ANSWERS, {"id": "in-1", "from": NUMBER, "text": "stop"}) == 403


@pytest.mark.parametrize("path", [REPORTS, ANSWERS])
def test_these_addresses_are_only_called(db, path):
    assert Client().get(path).status_code == 405
