"""How strong a handoff must be: duties on its page, and a proxy whose delegation the directory knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.directory.delegations import delegation_end, delegation_give, delegations_of
from holdfast.protocol.errors import Malformed
from holdfast.transfers import stream
from tests.integration.web.clinicians.conftest import words

NOT_LIVE = {"mode": "proxy_scheduled", "why_not_live": "The intake team is in court all day."}


@pytest.fixture
def elevated(walk):
    """A handoff with signs of risk."""
    walk.opens()
    walk.prepares()
    walk.requests(risk_indicators=["psychosis", "housing-instability"])
    return walk


@pytest.fixture
def by_proxy(walk):
    """A handoff that a care manager is to book."""
    walk.opens()
    walk.prepares()
    walk.requests(**NOT_LIVE)
    return walk


def _page(client, walk):
    return words(client.get(reverse("transfer_page", args=[walk.transfer])))


def _booking(walk, **changed):
    booked = (walk.at + timedelta(days=1)).isoformat()
    who = walk.ids["originator"]
    return {"who": who, "sees_schedule": True, "booked_for": booked, "where": "40 River Street", **changed}


def test_the_page_lists_the_duties_with_what_asks_for_them(elevated, browser):
    page = _page(browser("originator"), elevated)
    assert "Clinician-to-clinician talk" in page
    assert "Because of: Psychosis" in page
    assert page.count("Not done yet") == 3


def test_a_duty_is_ticked_off_and_says_by_whom(elevated, browser):
    duty = {"duty": "clinician-to-clinician-talk", "who": elevated.ids["decider"], "note": ""}
    elevated.does("originator", "record_duty", duty, when=elevated.at.isoformat())
    page = _page(browser("originator"), elevated)
    assert page.count("Not done yet") == 2
    assert "Done" in page


def test_without_signs_of_risk_there_is_no_such_card(walk, browser):
    walk.opens()
    walk.prepares()
    walk.requests()
    assert "What the risk asks for" not in _page(browser("originator"), walk)


def test_the_receiver_sees_duties_only_with_the_scope_for_risk(elevated, browser):
    assert "Clinician-to-clinician talk" in _page(browser("receiver"), elevated)
    until = f"{elevated.today() + timedelta(days=9)}"
    elevated.does("person", "revoke_consent", to=elevated.ids["service"])
    elevated.does(
        "person", "give_consent", scopes=["identity-and-contact", "need-and-urgency"], to=elevated.ids["service"],
        purpose="treatment", until=until, given_by="person", language="es",
    )  # fmt: skip
    assert "Clinician-to-clinician talk" not in _page(browser("receiver"), elevated)


def test_why_it_is_not_live_is_on_record_and_on_the_page(by_proxy, browser):
    assert "Why it is not live: The intake team is in court all day." in _page(browser("originator"), by_proxy)


def test_who_was_named_for_the_schedule_books_and_it_is_not_warm(by_proxy, browser):
    delegation_give(by_proxy.ids["service"], by_proxy.ids["originator"], None, by="tess")
    by_proxy.does("originator", "confirm_proxy", _booking(by_proxy))
    assert "This is not a warm handoff." in _page(browser("originator"), by_proxy)
    state = stream.load(by_proxy.transfer).state
    assert state.strength.proxy is not None
    assert state.warmth == "not_yet"


@pytest.mark.parametrize("how", ["never", "ended", "ran out", "of another"])
def test_who_was_not_named_for_it_does_not_book(by_proxy, services, how):
    where = services["far"].pk if how == "of another" else by_proxy.ids["service"]
    if how != "never":
        until = by_proxy.at + timedelta(minutes=1) if how == "ran out" else None
        given = delegation_give(where, by_proxy.ids["originator"], until, by="tess")
        by_proxy.later(minutes=2)
        assert how != "ended" or delegation_end(given, [by_proxy.ids["service"]])
    answer = by_proxy.cast["originator"].give(by_proxy.transfer, "confirm_proxy", _booking(by_proxy))
    assert (answer.status, answer.refused) == (409, ["M.proxy"])


def test_whoever_works_for_the_service_that_was_named_books(by_proxy, services):
    delegation_give(by_proxy.ids["service"], str(services["northside"].pk), None, by="tess")
    by_proxy.does("originator", "confirm_proxy", _booking(by_proxy))


def test_a_delegation_that_is_given_twice_is_one(services):
    service, to = services["riverside"].pk, str(services["northside"].pk)
    assert delegation_give(service, to, None, by="tess") == delegation_give(service, to, None, by="tess")


def test_a_delegation_of_another_service_is_not_ended(services, walk):
    service = str(services["riverside"].pk)
    given = delegation_give(services["riverside"].pk, str(services["northside"].pk), None, by="tess")
    assert not delegation_end(given, [str(services["far"].pk)])
    assert [each.id for each in delegations_of(service, walk.at)] == [given]
    assert delegation_end(given, [service])
    assert delegations_of(service, walk.at) == ()


@pytest.mark.parametrize("fields", [{"to": "nobody"}, {"until": -1}])
def test_a_delegation_that_is_wrong_names_its_field(walk, services, fields):
    until = walk.at + timedelta(days=fields["until"]) if "until" in fields else None
    with pytest.raises(Malformed) as wrong:
        delegation_give(services["riverside"].pk, fields.get("to", walk.ids["originator"]), until, by="tess")
    assert set(wrong.value.fields) == set(fields)
