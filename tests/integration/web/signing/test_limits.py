"""The limits of a sign-in, page by page; what was typed when one is reached; and what holds it."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.test import Client

from holdfast.accounts.models import EndedBy, KeptText, SignIn, Staff
from holdfast.accounts.services import sign_ins_end
from holdfast.transfers.models import Transfer
from tests.integration.web.signing.conftest import NOW, PASSWORD, SECOND, SIGN_IN

pytestmark = pytest.mark.django_db
IDLE, ABSOLUTE = timedelta(minutes=15), timedelta(hours=12)
AROUND = [(-SECOND, 200), (timedelta(), 302), (SECOND, 302)]
NAMES = ["a second before", "at the instant", "a second after"]
BY_ITSELF = {"HX-Request": "true"}


def seat(staff: Staff, **said: object) -> None:
    """Let `staff` hold a seat in a live event."""
    usual: dict[str, object] = {
        "seq": 1, "case_id": "WH-1", "need": "", "urgency": "", "mode": "", "is_elevated": False,
        "is_emergency": False, "is_paused": False, "is_event_open": True, "stage": "", "warmth": "", "grade": "",
        "closed_as": "", "originator_id": "", "service_id": "", "zone": "UTC", "pathway_id": "",
        "receiving_service_id": "", "owner_id": "", "owner_service_id": "", "continuity_lead_id": "",
        "policy_version": "1", "opened_at": NOW, "changed_at": NOW, "seated": [str(staff.pk), "person"],
    }  # fmt: skip
    Transfer.objects.create(id=uuid5(NAMESPACE_URL, str(staff.pk)), **{**usual, **said})


@pytest.mark.parametrize(("past", "status"), AROUND, ids=NAMES)
def test_the_idle_limit_signs_out_when_the_clock_reaches_it(signed_in: Client, clock, past, status: int) -> None:
    clock.move_to(NOW + IDLE + past)
    assert signed_in.get("/account/").status_code == status


@pytest.mark.parametrize(("past", "status"), AROUND, ids=NAMES)
def test_the_absolute_limit_signs_out_whoever_never_rested(signed_in: Client, clock, past, status: int) -> None:
    SignIn.objects.update(seen_at=NOW + ABSOLUTE - SECOND)
    clock.move_to(NOW + ABSOLUTE + past)
    assert signed_in.get("/account/").status_code == status


def test_every_page_begins_the_idle_time_anew_and_a_refresh_by_itself_does_not(signed_in: Client, clock) -> None:
    clock.shift(14 * 60)
    assert signed_in.get("/account/").status_code == 200
    clock.shift(14 * 60)
    assert signed_in.get("/account/session/", headers=BY_ITSELF).json() == {"left": 60}
    clock.shift(60)
    assert signed_in.get("/account/session/", headers=BY_ITSELF).status_code == 401


def test_after_the_end_the_sign_in_page_says_why_and_leads_back(signed_in: Client, clock) -> None:
    clock.move_to(NOW + IDLE)
    response = signed_in.get("/account/", follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0] == "/sign-in/?next=%2Faccount%2F"
    assert "Nothing was done for a while" in page


def test_staying_signed_in_is_one_tap_with_script_and_without(signed_in: Client, clock) -> None:
    clock.shift(14 * 60)
    page = signed_in.get("/account/session/").content.decode()
    assert "Stay signed in" in page
    extended = signed_in.post("/account/session/extend/", headers=BY_ITSELF)
    assert extended.json() == {"left": 900}
    assert signed_in.post("/account/session/extend/", {"next": "/account/"})["Location"] == "/account/"
    assert signed_in.post("/account/session/extend/", {"next": "https://evil.example/"})["Location"] == "/"


def test_a_page_carries_the_warning_with_the_seconds_that_are_left(signed_in: Client) -> None:
    page = signed_in.get("/account/").content.decode()
    assert '<dialog class="card session" id="session"' in page
    assert 'data-left="900" data-warn="120"' in page


def test_a_seat_in_an_open_live_event_holds_the_sign_in(signed_in: Client, ana: Staff, clock) -> None:
    seat(ana)
    clock.move_to(NOW + 3 * IDLE)
    assert signed_in.get("/account/session/", headers=BY_ITSELF).status_code == 200
    Transfer.objects.update(is_event_open=False, seated=[])
    clock.move_to(NOW + 4 * IDLE - SECOND)
    assert signed_in.get("/account/session/", headers=BY_ITSELF).status_code == 200
    clock.move_to(NOW + 4 * IDLE)
    assert signed_in.get("/account/").status_code == 302


@pytest.mark.parametrize("said", [{"is_event_open": False}, {"seated": ["person"]}], ids=["it ended", "another's seat"])
def test_a_seat_that_is_not_theirs_now_holds_nothing(signed_in: Client, ana: Staff, clock, said) -> None:
    seat(ana, **said)
    clock.move_to(NOW + IDLE)
    assert signed_in.get("/account/").status_code == 302


def test_a_live_event_does_not_hold_beyond_the_absolute_limit(signed_in: Client, ana: Staff, clock) -> None:
    seat(ana)
    clock.move_to(NOW + ABSOLUTE)
    assert signed_in.get("/account/").status_code == 302


def test_what_was_typed_is_kept_and_given_back_after_signing_in(signed_in: Client, ana: Staff, clock) -> None:
    clock.move_to(NOW + IDLE)
    posted = signed_in.post("/account/", {"language": "es", "zone": "", "note": "Left the ED with no medicine."})
    back = parse_qs(urlsplit(posted["Location"]).query)["next"][0]
    assert back == f"/account/kept/{KeptText.objects.get().pk}/"
    signed_in.post(SIGN_IN, {"login": ana.email, "password": PASSWORD, "next": back})
    page = signed_in.get(back).content.decode()
    assert "Left the ED with no medicine." in page
    assert 'action="/account/"' in page
    assert 'name="language" value="es"' in page
    ana.refresh_from_db()
    assert ana.language == ""  # nothing of it was done meanwhile


def test_what_was_sent_after_the_absolute_limit_is_kept_too(ana: Staff, clock) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/account/").content.decode())[0]
    clock.move_to(NOW + ABSOLUTE + timedelta(minutes=1))
    sent = client.post("/account/", {"note": "a few words", "csrfmiddlewaretoken": token})
    assert sent["Location"].startswith("/sign-in/?next=%2Faccount%2Fkept%2F")


def test_a_form_drawn_before_the_end_is_still_known_as_ours_after_it(ana: Staff, clock) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/account/").content.decode())[0]
    clock.move_to(NOW + IDLE)
    sent = client.post("/account/", {"note": "a few words", "csrfmiddlewaretoken": token})
    assert sent["Location"].startswith("/sign-in/?next=%2Faccount%2Fkept%2F")


def test_what_was_typed_is_shown_to_nobody_else(signed_in: Client, bo: Staff, clock) -> None:
    clock.move_to(NOW + IDLE)
    signed_in.post("/account/", {"note": "Left the ED with no medicine."})
    other = Client()
    other.force_login(bo)
    answer = other.get(f"/account/kept/{KeptText.objects.get().pk}/")
    assert answer.status_code == 404
    assert "medicine" not in answer.content.decode()


def test_what_was_typed_can_be_thrown_away(signed_in: Client, ana: Staff, clock) -> None:
    clock.move_to(NOW + IDLE)
    signed_in.post("/account/", {"note": "a few words"})
    kept = KeptText.objects.get()
    signed_in.post(SIGN_IN, {"login": ana.email, "password": PASSWORD})
    assert signed_in.post(f"/account/kept/{kept.pk}/")["Location"] == "/"
    assert not KeptText.objects.exists()


def test_signing_out_elsewhere_is_said_on_the_sign_in_page(signed_in: Client, ana: Staff) -> None:
    sign_ins_end(ana.pk, EndedBy.ELSEWHERE)
    assert "ended elsewhere" in signed_in.get("/account/", follow=True).content.decode()


def test_a_page_takes_three_statements_for_the_sign_in(signed_in: Client, django_assert_num_queries) -> None:
    signed_in.get("/account/")
    with django_assert_num_queries(5):  # session, account, sign-in; then the caller's roles and the unread messages
        signed_in.get("/account/session/")
