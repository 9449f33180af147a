"""A pathway package on the pages: offered with the need, asked for on each form, listed with what is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.packages import packages
from holdfast.transfers import stream
from holdfast.web.forms import typed_from
from tests.integration.packages.conftest import CRISIS

TITLE = "From crisis to outpatient care"


def _visit(walk, **changed):
    return {
        "appointment_at": (walk.at + timedelta(hours=20)).isoformat(), "time_sensitive_risks_understood": True,
        "follow_up_owner": walk.ids["receiver"], **changed,
    }  # fmt: skip


def _page(client, walk, name="transfer_page", *more) -> str:
    return str(client.get(reverse(name, args=[walk.transfer, *more])).content.decode())


def test_the_handoff_lists_what_the_package_asks_for_and_words_to_say(connected, browser):
    page = _page(browser("originator"), connected)
    assert TITLE in page
    assert "The safety plan in short" in page
    assert "No bus; a ride is booked." not in page  # the list says that it is there, not what it is
    assert "Please say them back to us." in page


def test_the_receiver_sees_their_own_words_alone(connected, browser):
    page = _page(browser("receiver"), connected)
    assert TITLE in page
    assert "I know what to watch for." in page
    assert "Please say them back to us." not in page


def test_a_handoff_without_a_package_has_no_such_card(walk, browser):
    walk.opens()
    assert 'id="package" hidden' in _page(browser("originator"), walk)


def test_the_form_of_a_record_asks_for_what_the_package_adds(connected, browser):
    page = _page(browser("originator"), connected, "record_file", "authorization_request")
    assert 'name="package.crisis_trigger"' in page
    assert "What set off this crisis" in page


def test_the_receivers_answer_asks_for_it_too(connected, browser):
    page = _page(browser("receiver"), connected, "record_file", "receiving_acceptance")
    assert 'name="package.appointment_at.day"' in page
    assert connected.ids["receiver"] in page.split('name="package.follow_up_owner"')[1].split("</select>")[0]


def test_a_record_tells_what_the_package_added(connected, browser):
    page = _page(browser("originator"), connected, "record_page", "authorization_request")
    assert CRISIS["crisis_trigger"] in page
    assert "What set off this crisis" in page


def test_a_form_that_lacks_it_is_not_taken_and_names_the_field(walk, browser):
    walk.opens(package="crisis_to_outpatient")
    walk.prepares()
    address = reverse("record_file", args=[walk.transfer, "authorization_request"])
    answer = browser("originator").post(address, {"package.crisis_trigger": "Kept as it was typed"})
    assert answer.status_code == 422
    assert 'href="#id_package-current_risk_level"' in answer.content.decode()
    assert "Kept as it was typed" in answer.content.decode()


def test_a_form_files_it(walk, browser):
    walk.opens(package="failed_contact_bridge")
    walk.prepares()
    typed = {
        "transfer_trigger": walk.need, "need_category": walk.need, "urgency": "48-hour", "mode": "live_phone",
        "receiving_pathway": walk.ids["pathway"], "reviewer_id": walk.ids["decider"],
        "next_checkpoint_date.day": f"{walk.today() + timedelta(days=1)}",
        "package.housing_risk_summary": "At a friend's until Friday.",
    }  # fmt: skip
    address = reverse("record_file", args=[walk.transfer, "authorization_request"])
    assert browser("originator").post(address, typed).status_code == 303
    added = stream.load(walk.transfer).state.added(RecordKind.AUTHORIZATION_REQUEST)
    assert added == packages()["failed_contact_bridge"].added[RecordKind.AUTHORIZATION_REQUEST].model_validate(
        {"housing_risk_summary": "At a friend's until Friday."}
    )


def test_a_refusal_marks_the_field_in_which_it_is_mended(connected, browser):
    address = reverse("record_file", args=[connected.transfer, "receiving_acceptance"])
    accepted = connected.accepting(connected.at + timedelta(hours=20))
    late = {**accepted, "package": _visit(connected, appointment_at=(connected.at + timedelta(days=3)).isoformat())}
    typed = typed_from("receiving_acceptance", late, connected.zone, "crisis_to_outpatient")
    answer = browser("receiver").post(address, typed)
    assert answer.status_code == 409
    assert 'href="#id_package-appointment_at"' in answer.content.decode()
    assert "within 48 hours of the request" in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_package_is_read_in_the_readers_language(connected, browser, language):
    client = browser("originator")
    client.cookies["django_language"] = language
    page = _page(client, connected)
    assert (TITLE in page) == (language == "en")
    assert ("De la crisis a la atención ambulatoria" in page) == (language == "es")


def test_the_receiver_sees_each_field_by_its_own_scope(connected):
    given = connected.cast["receiver"].get(f"/transfers/{connected.transfer}/records/authorization_request").body
    assert given["fields"]["package"] == CRISIS
    connected.does("person", "revoke_consent", to=connected.ids["service"])
    until = f"{connected.today() + timedelta(days=9)}"
    connected.does(
        "person", "give_consent", scopes=["identity-and-contact", "need-and-urgency"], to=connected.ids["service"],
        purpose="treatment", until=until, given_by="person", language="es",
    )  # fmt: skip
    given = connected.cast["receiver"].get(f"/transfers/{connected.transfer}/records/authorization_request").body
    assert given["fields"]["package"] == {"crisis_trigger": CRISIS["crisis_trigger"]}


def test_the_appointment_of_the_package_lets_the_handoff_go_on(connected):
    answer = connected.accepts(connected.at + timedelta(hours=20), package=_visit(connected))
    assert answer["owner_id"] == connected.ids["originator"]
