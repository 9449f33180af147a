"""My account: what it shows, languages and zones, and where else one is signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from holdfast.accounts.models import SignIn, Staff
from holdfast.accounts.services import sign_in_begin
from tests.integration.web.signing.conftest import NOW, PASSWORD, SIGN_IN

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"
PAGES = (ACCOUNT, "/account/session/")
POSTS = ("/account/sign-ins/end/", "/account/session/extend/")


@pytest.mark.parametrize("path", PAGES)
def test_it_is_for_whoever_is_signed_in(signed_in: Client, path: str) -> None:
    assert signed_in.get(path).status_code == 200
    assert Client().get(path)["Location"].startswith(SIGN_IN)
    assert signed_in.put(path).status_code == 405


@pytest.mark.parametrize("path", POSTS)
def test_what_changes_something_is_posted(signed_in: Client, path: str) -> None:
    assert signed_in.get(path).status_code == 405
    assert signed_in.post(path).status_code == 302
    assert Client().post(path)["Location"].startswith(SIGN_IN)


def test_it_shows_roles_sign_in_and_browsers(signed_in: Client, ana: Staff) -> None:
    sign_in_begin(ana.pk, "Safari on iPhone")
    page = signed_in.get(ACCOUNT).content.decode()
    for said in (
        "Ana Ortiz",
        "ana@valley.example",
        "Valley Crisis Line",
        "Clinician",
        "Safari on iPhone",
        "None added",
    ):
        assert said in page


def test_language_and_zone_are_kept_and_used(signed_in: Client, ana: Staff) -> None:
    assert "10:15" in signed_in.get("/account/session/").content.decode()  # of the service, in California
    signed_in.post(ACCOUNT, {"language": "es", "zone": "America/New_York"})
    ana.refresh_from_db()
    assert (ana.language, ana.zone) == ("es", "America/New_York")
    page = signed_in.get("/account/session/").content.decode()
    assert '<html lang="es"' in page
    assert "1:15" in page
    signed_in.post(ACCOUNT, {"language": "", "zone": ""})
    assert '<html lang="en' in signed_in.get("/account/session/").content.decode()


def test_the_language_is_found_again_in_another_browser(signed_in: Client, ana: Staff) -> None:
    signed_in.post(ACCOUNT, {"language": "es", "zone": ""})
    other = Client()
    other.post(SIGN_IN, {"login": ana.email, "password": PASSWORD})
    assert '<html lang="es"' in other.get(ACCOUNT).content.decode()


@pytest.mark.parametrize("wrong", [{"language": "tlh"}, {"zone": "Mars/Olympus"}], ids=["language", "zone"])
def test_what_is_not_offered_is_refused(signed_in: Client, ana: Staff, wrong: dict[str, str]) -> None:
    answer = signed_in.post(ACCOUNT, {"language": "", "zone": "", **wrong})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()
    ana.refresh_from_db()
    assert (ana.language, ana.zone) == ("", "")


def test_one_other_browser_is_signed_out_and_this_one_is_not(signed_in: Client, ana: Staff) -> None:
    here = SignIn.objects.get()
    other = Client()
    other.post(SIGN_IN, {"login": ana.email, "password": PASSWORD})
    row = SignIn.objects.exclude(pk=here.pk).get()
    signed_in.post("/account/sign-ins/end/", {"sign_in": str(row.pk)})
    assert other.get(ACCOUNT).status_code == 302
    assert signed_in.get(ACCOUNT).status_code == 200


def test_all_other_browsers_are_signed_out(signed_in: Client, ana: Staff) -> None:
    others = [sign_in_begin(ana.pk) for _ in range(3)]
    signed_in.post("/account/sign-ins/end/")
    assert set(SignIn.objects.filter(pk__in=[each.pk for each in others]).values_list("ended_by", flat=True)) == {
        "elsewhere"
    }
    assert signed_in.get(ACCOUNT).status_code == 200


def test_nobody_signs_somebody_else_out(signed_in: Client, bo: Staff) -> None:
    theirs = sign_in_begin(bo.pk)
    signed_in.post("/account/sign-ins/end/", {"sign_in": str(theirs.pk)})
    theirs.refresh_from_db()
    assert theirs.ended_at is None
    assert signed_in.post("/account/sign-ins/end/", {"sign_in": "x"}).status_code == 404


def test_changing_the_password_signs_all_other_browsers_out(signed_in: Client, ana: Staff) -> None:
    other = Client()
    other.post(SIGN_IN, {"login": ana.email, "password": PASSWORD})
    fresh = {"oldpassword": PASSWORD, "password1": "five other good words", "password2": "five other good words"}
    assert signed_in.get("/sign-in/password/").status_code == 200
    assert signed_in.post("/sign-in/password/", fresh).status_code == 302
    assert signed_in.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302


def test_it_takes_a_bounded_number_of_statements(signed_in: Client, ana: Staff, django_assert_max_num_queries) -> None:
    for _ in range(30):
        sign_in_begin(ana.pk)
    with django_assert_max_num_queries(15):
        signed_in.get(ACCOUNT)


def test_whoever_holds_no_role_still_has_an_account(signed_in: Client, ana: Staff) -> None:
    ana.assignments.update(held_until=NOW)
    assert "You hold no role" in signed_in.get(ACCOUNT).content.decode()


def test_the_absolute_end_is_told_where_it_comes_first(signed_in: Client, clock) -> None:
    SignIn.objects.update(seen_at=NOW + timedelta(hours=11, minutes=55))
    clock.move_to(NOW + timedelta(hours=11, minutes=56))
    assert signed_in.get("/account/session/", headers={"HX-Request": "true"}).json() == {"left": 240}


CHANGE = "/sign-in/password/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, ["Type your password as it is now.", "Choose a new password.", "Type the new password once more."]),
        ({"oldpassword": "no", "password1": "short", "password2": "short"},
         ["This is not your password.", "Use at least 12 characters."]),
        ({"oldpassword": PASSWORD, "password1": "telechargement", "password2": "x"}, ["it is easy to guess"]),
        ({"oldpassword": PASSWORD, "password1": "five other words here", "password2": "five other words there"},
         ["The two are not the same."]),
    ],
    ids=["nothing", "short", "common", "not the same"],
)  # fmt: skip
def test_what_is_wrong_with_a_new_password_is_said_in_our_words(signed_in: Client, typed, said: list[str]) -> None:
    page = signed_in.post(CHANGE, typed).content.decode()
    for words in said:
        assert page.count(words) == 2, "in the summary and at its field"
    for stock in ("This field is required", "too short", "too common", "must type the same", "Current Password"):
        assert stock not in page


def test_a_new_password_is_taken(signed_in: Client, ana: Staff) -> None:
    new = "five other words here"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert signed_in.post(CHANGE, sent).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(new)
