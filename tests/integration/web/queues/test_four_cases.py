"""Every page of a queue: it works, takes no other method, sends strangers to sign in, and refuses other roles."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

PAGES = {
    "decisions_due": ("decider", "receiver"),
    "coming_to_us": ("receiver", "decider"),
    "checks_due": ("reviewer", "originator"),
    "checks_failed": ("corrector", "receiver"),
    "calls_due": ("follower", "receiver"),
    "people_followed": ("originator", "reviewer"),
    "escalations": ("executive", "originator"),
    "agenda": ("executive", "decider"),
    "transfers_found": ("auditor", "originator"),
}
"""Whose each page is, and who gets 403."""
STRANGERS = {
    "decisions_due": "stranger",
    "coming_to_us": "stranger_receiver",
    "checks_due": "stranger_reviewer",
    "checks_failed": "stranger_manager",
    "calls_due": "stranger_follower",
    "agenda": "stranger_executive",
    "transfers_found": "stranger_executive",
}
"""The same role in another jurisdiction."""
each_page = pytest.mark.parametrize("name", PAGES)


@each_page
def test_a_page_works_for_whose_it_is(walk, sits, name):
    walk.released()
    assert sits(PAGES[name][0]).get(reverse(name)).status_code == 200


@each_page
def test_a_page_takes_no_other_method(sits, name):
    assert sits(PAGES[name][0]).post(reverse(name)).status_code == 405


@each_page
def test_nobody_sees_a_page_without_signing_in(db, name):
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@each_page
def test_a_page_is_refused_to_other_roles(sits, name):
    assert sits(PAGES[name][1]).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", STRANGERS)
def test_the_same_role_elsewhere_sees_nothing_of_it(walk, sits, name):
    walk.released()
    page = sits(STRANGERS[name]).get(reverse(name)).content.decode()
    assert "Quillfeather" not in page
    assert "WH-1" not in page


@pytest.mark.parametrize("name", [name for name in PAGES if name != "agenda"])
def test_an_address_that_no_page_gave_leads_nowhere(sits, name):
    assert sits(PAGES[name][0]).get(reverse(name), {"after": "made-up"}).status_code == 404


@pytest.mark.parametrize("asked", [{"week": "yesterday"}, {"week": "2090-01-01"}])
def test_a_week_that_is_none_leads_nowhere(sits, asked):
    assert sits("executive").get(reverse("agenda"), asked).status_code == 404


def test_a_part_of_the_agenda_is_for_leaders(sits):
    address = reverse("agenda_part", args=["refusals"])
    assert sits("executive").get(address).status_code == 200
    assert sits("decider").get(address).status_code == 403
    assert sits("executive").post(address).status_code == 405
    assert Client().get(address).status_code == 302
    assert sits("executive").get(reverse("agenda_part", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(("name", "who"), [("visit_kept", "receiver"), ("escalation_acknowledge", "executive")])
def test_what_one_tap_does_is_never_done_by_looking(walk, sits, name, who):
    walk.released()
    assert sits(who).get(reverse(name, args=[walk.transfer])).status_code == 405
    assert Client().post(reverse(name, args=[walk.transfer])).status_code == 302
    assert sits("originator").post(reverse(name, args=[walk.transfer])).status_code == 403
