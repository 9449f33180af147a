"""What was shared of a handoff, and with whom: a page for the originating side and its oversight, and a file."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.test import Client

from holdfast.accounts.models import AccessLogEntry
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(staff):
    def browser(who: str) -> Client:
        client = Client()
        client.force_login(staff[who], backend=BACKEND)
        return client

    return browser


@pytest.fixture
def looked_at(walk):
    walk.connected()
    walk.cast["receiver"].get(f"/transfers/{walk.transfer}")
    return f"/transfers/{walk.transfer}/disclosures"


def test_it_says_who_of_which_service_saw_what_and_on_what_basis(looked_at, signed_in):
    page = signed_in("reviewer").get(f"{looked_at}/").content.decode()
    for words in ("Receiver", "Riverside Intake", "Need and urgency", "Looked at the handoff", "Consent "):
        assert words in page
    assert "Quillfeather" not in page


@pytest.mark.parametrize("address", ["/", ".csv"])
@pytest.mark.parametrize(("who", "status"), [("receiver", 403), ("stranger", 404), ("neighbour", 404)])
def test_what_others_were_told_is_not_the_receiving_sides(looked_at, signed_in, who, status, address):
    assert signed_in(who).get(f"{looked_at}{address}").status_code == status


@pytest.mark.parametrize("address", ["/", ".csv"])
def test_it_only_shows(looked_at, signed_in, address):
    assert signed_in("originator").post(f"{looked_at}{address}").status_code == 405
    assert Client().get(f"{looked_at}{address}").status_code == 302


def test_the_file_has_the_same_and_is_logged(looked_at, signed_in):
    answer = signed_in("auditor").get(f"{looked_at}.csv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    head, *rows = csv.reader(StringIO(answer.content.decode()))
    assert head == ["Date (UTC)", "Recipient", "Service", "What", "What for", "Basis"]
    assert [(row[1], row[2]) for row in rows] == [("Receiver", "Riverside Intake")]
    assert AccessLogEntry.objects.filter(purpose="disclosures-file", recipient="").count() == 1


def test_before_the_file_one_proves_again_who_one_is(looked_at, signed_in, walk):
    client = signed_in("reviewer")
    assert client.get(f"{looked_at}/").status_code == 200
    walk.later(minutes=14)
    assert client.get(f"{looked_at}.csv").status_code == 302
    answer = client.get(f"{looked_at}.csv")
    assert answer.status_code == 302
    assert "/sign-in/" in answer.headers["Location"]


def test_a_name_that_a_spreadsheet_would_run_is_written_as_text(looked_at, signed_in, staff):
    staff["receiver"].display_name = "=HYPERLINK(1)"
    staff["receiver"].save()
    assert "'=HYPERLINK(1)" in signed_in("reviewer").get(f"{looked_at}.csv").content.decode()


def test_what_is_older_than_six_years_is_left_out(looked_at, signed_in, walk):
    with time_machine.travel(walk.at + timedelta(days=6 * 366 + 1), tick=False):
        page = signed_in("reviewer").get(f"{looked_at}/").content.decode()
    assert "Nothing has been shared yet." in page


@pytest.mark.parametrize("looks", [1, 30])
def test_it_asks_little_of_the_database(looked_at, signed_in, walk, looks, django_assert_max_num_queries):
    for _ in range(looks):
        walk.cast["receiver"].get(f"/transfers/{walk.transfer}")
    client = signed_in("originator")
    client.get(f"{looked_at}/")  # the first page of a session begins it
    with django_assert_max_num_queries(15):
        assert client.get(f"{looked_at}/").status_code == 200


def test_it_comes_in_pages(looked_at, signed_in, walk):
    for _ in range(26):
        walk.cast["receiver"].get(f"/transfers/{walk.transfer}")
    client = signed_in("originator")
    first = client.get(f"{looked_at}/")
    assert "?after=" in first.content.decode()
    assert client.get(f"{looked_at}/?after=nonsense").status_code == 404


def test_an_exception_stands_in_the_reviewers_queue_until_it_is_reviewed(walk, signed_in):
    walk.opens()
    walk.does("originator", "emergency_start", act="rescue", reason="Did not wake up.")
    client = signed_in("reviewer")
    queue, page = client.get("/checks/"), client.get(f"/transfers/{walk.transfer}/disclosures/")
    for shown in (queue, page):
        assert "Did not wake up." in shown.content.decode()
        assert f"/transfers/{walk.transfer}/do/review_exception/" in shown.content.decode()
    (waiting,) = walk.cast["reviewer"].get(f"/transfers/{walk.transfer}").body["transfer"]["exceptions"]
    walk.does("reviewer", "review_exception", exception=waiting["id"], finding="in_order", note="")
    assert "Did not wake up." not in client.get("/checks/").content.decode()
    assert "In order" in client.get(f"/transfers/{walk.transfer}/disclosures/").content.decode()


def test_the_page_of_a_case_says_why_substance_use_records_are_not_shared(walk, signed_in):
    walk.opens()
    walk.requests()
    walk.does(
        "person", "give_consent", scopes=["identity-and-contact", "sud-part2"], to=walk.ids["service"],
        purpose="treatment", until=f"{walk.today()}", given_by="person", language="es",
    )  # fmt: skip
    client = signed_in("originator")
    for address in (f"/transfers/{walk.transfer}/", f"/transfers/{walk.transfer}/disclosures/"):
        page = client.get(address).content.decode()
        assert "Substance use records are not shared" in page
        assert "A signature" in page


def test_a_consent_that_ends_with_an_event_says_so_with_the_step_that_ends_it(walk, signed_in):
    walk.opens()
    walk.requests()
    told = {"right_to_revoke_told": True, "redisclosure_told": True, "consequences_told": True}
    walk.does(
        "person", "give_consent", scopes=["identity-and-contact"], to=walk.ids["service"], purpose="treatment",
        until=f"{walk.today()}", given_by="person", language="es", part2=told | {"expiry_event": "She moves away"},
    )  # fmt: skip
    client = signed_in("originator")
    shown = [f"/transfers/{walk.transfer}/", f"/transfers/{walk.transfer}/disclosures/"]
    for address in shown:
        page = client.get(address).content.decode()
        assert "She moves away" in page
        assert "somebody must say so" in page
    assert f"/transfers/{walk.transfer}/do/revoke_consent/" in page
    assert "She moves away" not in signed_in("receiver").get(shown[0]).content.decode()
    walk.does("originator", "revoke_consent", to=walk.ids["service"])
    assert "She moves away" not in client.get(shown[1]).content.decode()
