"""What carriers call: signed reports and answers, late, doubled, out of order, forged."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings as live
from django.test import Client
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from holdfast.config.clock import now
from holdfast.notify.models import Message, PersonsMessage, PersonsWord, Report, Sending, TextStop
from holdfast.notify.texts.carriers import Gateway, signature
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


def reported(status: str, sid: str = "SM0000") -> int:
    return twilio_calls(REPORTS, {"MessageSid": sid, "MessageStatus": status, "To": NUMBER})


def answered(words: str, sid: str = "IN1", sender: str = NUMBER) -> int:
    return twilio_calls(ANSWERS, {"MessageSid": sid, "From": sender, "Body": words})


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


@pytest.mark.parametrize("words", ["STOP", "stop.", " Stop ", "UNSUBSCRIBE", "Alto", "¡Basta!", "parar"])
def test_stop_ends_all_texts_to_the_number_and_start_lets_them_come_again(texted, double, words):
    assert answered(words) == answered(words) == 200
    assert TextStop.objects.count() == 1
    assert sends(texted, "page-2").reason == "stopped"
    answered("Start", "IN2")
    assert sends(texted, "page-3").status == Sending.SENT
    assert PersonsWord.objects.count() == 1  # of the stop alone, and once


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


@pytest.mark.parametrize("said", [b"", b"[]", b"{", {"id": 7}, {"id": "x", "from": "nobody", "text": "x"}, {}])
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
