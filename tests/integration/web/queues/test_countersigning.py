"""What waits for a countersign is found by its named reviewer, whatever their role."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.integration.web.queues.conftest import text_of

PATH = "/countersigns/"


@pytest.fixture
def asked(walk):
    """A request that names the decider as its reviewer."""
    walk.opens()
    walk.prepares()
    walk.requests()
    return walk


def test_the_named_reviewer_finds_the_record_and_opens_it(asked, sits):
    page = sits("decider").get(PATH)
    assert "Rosalind Quillfeather" in text_of(page)
    assert reverse("record_page", args=[asked.transfer, "authorization_request"]) in page.content.decode()


def test_whoever_is_not_its_reviewer_finds_nothing(asked, sits):
    text = text_of(sits("originator").get(PATH))
    assert "No record waits for your countersign." in text
    assert "Quillfeather" not in text


def test_the_page_takes_no_other_method(asked, sits):
    assert sits("decider").post(PATH).status_code == 405


def test_nobody_sees_the_page_without_signing_in(db):
    assert Client().get(PATH)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["stranger", "stranger_receiver", "stranger_executive"])
def test_another_jurisdiction_sees_nothing_of_it(asked, sits, who):
    assert "WH-1" not in text_of(sits(who).get(PATH))


def test_a_supervisor_has_it_among_their_places_and_a_clinician_on_my_people(asked, sits):
    for who, page in (("decider", "decisions_due"), ("originator", "people_mine")):
        assert f'href="{PATH}"' in sits(who).get(reverse(page)).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_at_most_fifteen_statements(walk, sits, rows):
    for number in range(rows):
        walk.opens(case_id=f"WH-{number}")
        walk.prepares()
        walk.requests()
    client = sits("decider")
    client.get(PATH)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(PATH).status_code == 200
    assert len(statements) <= 15
