"""Administration of services: facts confirmed under one's own name, closed days and their end."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from holdfast.accounts.models import Staff
from holdfast.directory.models import Closure, Confirmation, Service
from holdfast.directory.selectors import service_picture

pytestmark = pytest.mark.django_db
MOST = 15
GROUND = {"on": "2026-11-20", "ground": "Call with the desk", "until": ""}


def fact(line: Service, aspect: str) -> str:
    return reverse("admin_fact", args=[line.pk, aspect])


@pytest.mark.parametrize("number", [1, 60])
def test_the_list_takes_the_same_statements_for_one_and_many(number, tess, line, by, django_assert_max_num_queries):
    for each in range(number):
        Service.objects.create(organization=line.organization, name=f"Desk {each:03}")
    browser = by(tess)
    browser.get("/administration/services/")
    with django_assert_max_num_queries(MOST):
        page = browser.get("/administration/services/").content.decode()
    assert page.count('role="rowheader"') == min(number + 1, 25)


def test_the_list_shows_what_nobody_knows_yet_and_nothing_of_others(tess, line, elsewhere, by) -> None:
    page = by(tess).get("/administration/services/").content.decode()
    assert "Valley Crisis Line" in page
    assert "Opening hours" in page
    assert "Harbor Desk" not in page


@pytest.mark.parametrize(("aspect", "value", "kept"), [("hours", "Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"),
    ("zone", "America/New_York", "America/New_York"), ("region", "US-NY", "US-NY"), ("staffed", "yes", True),
    ("staffed", "no", False), ("status", "inactive", "inactive"), ("hours", "", None)],
    ids=["hours", "zone", "state", "staffed", "not staffed", "status", "unknown"])  # fmt: skip
def test_a_fact_is_confirmed_under_the_name_of_the_administrator(*, tess, line, by, aspect, value, kept) -> None:
    assert by(tess).post(fact(line, aspect), {**GROUND, "value": value}).status_code == 302
    row = Confirmation.objects.get()
    assert (row.aspect, row.value, row.confirmed_by, row.ground) == (aspect, kept, "Tess Moss", "Call with the desk")
    page = by(tess).get(reverse("admin_service", args=[line.pk])).content.decode()
    assert "Tess Moss, November 20, 2026: Call with the desk" in page


@pytest.mark.parametrize(("wrong", "said"), [({"value": "when we feel like it"}, "cannot be read"),
    ({"on": "2026-11-22"}, "a day that has come"), ({"ground": ""}, "Say how you know."),
    ({"until": "2026-11-01"}, "a day after the one"), ({"on": ""}, "on which day")],
    ids=["value", "future", "no ground", "ends before", "no day"])  # fmt: skip
def test_what_is_wrong_with_a_fact_is_said_and_kept(tess, line, by, wrong, said) -> None:
    response = by(tess).post(fact(line, "hours"), {**GROUND, "value": "24/7", **wrong})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Confirmation.objects.exists()


def test_closed_days_are_added_and_taken_back(tess: Staff, line: Service, by) -> None:
    url, browser = reverse("admin_service", args=[line.pk]), by(tess)
    days = {"first": "2026-12-24", "last": "2026-12-26", "reason": "Moving house", "source": "the desk"}
    assert browser.post(url, days).status_code == 302
    closed = service_picture(str(line.pk), first=date(2026, 12, 20), last=date(2026, 12, 31))
    assert closed is not None
    assert date(2026, 12, 24) in closed.closed
    page = browser.get(url).content.decode()
    assert "December 24, 2026 to December 26, 2026" in page
    assert browser.post(url, {"reopen": str(Closure.objects.get().pk)}).status_code == 302
    again = service_picture(str(line.pk), first=date(2026, 12, 20), last=date(2026, 12, 31))
    assert again is not None
    assert date(2026, 12, 24) not in again.closed
    assert browser.post(url, {"reopen": str(Closure.objects.get().pk)}).status_code == 404


@pytest.mark.parametrize(("wrong", "said"), [({"last": "2026-12-01"}, "not before the first"),
    ({"reason": ""}, "why it"), ({"first": "soon"}, "Enter a valid date"), ({"reason": "x" * 301}, "at most 300")],
    ids=["order", "no reason", "no date", "too long"])  # fmt: skip
def test_what_is_wrong_with_closed_days_is_said(tess, line, by, wrong, said) -> None:
    days = {"first": "2026-12-24", "last": "2026-12-26", "reason": "Moving", "source": "the desk"}
    response = by(tess).post(reverse("admin_service", args=[line.pk]), {**days, **wrong})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Closure.objects.exists()


def test_a_closure_of_another_organisation_is_not_taken_back(tess, line, elsewhere, by) -> None:
    theirs = Closure.objects.create(service=elsewhere, first="2026-12-24", last="2026-12-26")
    url = reverse("admin_service", args=[line.pk])
    assert by(tess).post(url, {"reopen": str(theirs.pk)}).status_code == 404
    assert by(tess).post(url, {"reopen": "x"}).status_code == 404


def test_one_service_takes_a_bounded_number_of_statements(tess, line, by, django_assert_max_num_queries) -> None:
    for day in range(1, 25):
        Closure.objects.create(service=line, first=f"2027-01-{day:02}", last=f"2027-01-{day:02}", reason="x")
    browser, url = by(tess), reverse("admin_service", args=[line.pk])
    browser.get(url)
    with django_assert_max_num_queries(MOST):
        browser.get(url)
