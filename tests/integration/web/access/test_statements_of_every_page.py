"""How many SQL statements each page takes, sign-in included: at most fifteen, however long its lists are."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.accounts.models import BreakGlass
from holdfast.accounts.services import role_give, staff_add
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.models import Pathway, Service
from holdfast.notify.models import Kind, Message
from holdfast.people.models import Person
from holdfast.protocol.codes import Role
from holdfast.transfers.sweeping import sweep
from holdfast.web.drafts import draft_begin
from tests.integration.web.access import table
from tests.integration.web.access.addresses import GUESTS, PERSONS, STAFF
from tests.integration.web.access.conftest import BACKEND
from tests.integration.web.access.table import Row
from tests.integration.web.access.test_matrix import address

log = logging.getLogger(__name__)
MOST = 15
BY = {
    "people_mine": "originator", "people_followed": "originator", "handoff_draft": "originator",
    "coming_to_us": "receiver", "decisions_due": "decider", "checks_due": "reviewer", "calls_due": "follower",
    "call": "follower", "checks_failed": "corrector", "escalations": "director", "agenda": "executive",
    "agenda_part": "executive", "transfers_found": "auditor", "people_search": "originator",
    "handoff_start": "originator",
}  # fmt: skip
"""Whose list a page is: of the walk's cast, or a role; each other page is opened by the first role that may."""
LISTS = frozenset(BY) - {"handoff_draft", "call", "agenda", "agenda_part", "people_search", "handoff_start"}
OF_STAGES = 5
LONG = pytest.param(40, marks=pytest.mark.full)
SEARCHED = {"people_search": {"text": "Quill"}, "handoff_start": {"text": "Quill"}, "admin_people": {"words": "Nina"}}
"""Lists that are drawn from what is posted."""


def tell(walk, number: int) -> None:
    """Tell one more handoff, each of five that follow one another as far as another stage."""
    stage = number % OF_STAGES
    walk.meets_somebody()
    if stage == 0:
        walk.opens(case_id=f"WH-{number}")
        walk.prepares()
        walk.requests()
        walk.cast["decider"].give(walk.transfer, "authorization_decision", {**REFUSED})
    elif stage == 1:
        walk.connected()
        walk.does("originator", "close_live_event")
    else:
        walk.released()
        walk.later(minutes=5)
        if stage > 2:
            walk.verifies("completed" if stage == 3 else "not_completed")


REFUSED = {
    "decision": "authorize", "pathway_suitability": "suitable", "accommodations": [],
    "unresolved_dependencies": ["a ride"], "transfer_failure_risk": "medium",
}  # fmt: skip


@pytest.fixture
def many(request: pytest.FixtureRequest, walk, found, services, staff) -> int:
    """Make so many of everything that stands in a list; the handoff of `found` stands at its end."""
    rows, mine = int(request.param), [member.pk for member in staff.values()]
    county = services["northside"].organization
    last = walk.transfer
    for number in range(rows):
        tell(walk, number)
        person = Person.objects.create(name=f"Nora Quill {number}", family="Quill", given="Nora", born="1990-05-01")
        draft_begin(staff["originator"].pk, str(person.pk))
        member = staff_add(f"{number}@county.example", f"Nina {number}")
        role_give(member.pk, Role.CLINICIAN, services["northside"].pk)
        Service.objects.create(organization=county, name=f"Branch {number}", zone="UTC", status="active")
        Pathway.objects.create(service=services["riverside"], name=f"Route {number}", needs=["suicide-risk"])
        BreakGlass(staff=member, transfer_id=last, reason="x", until=now() + timedelta(hours=number + 1)).save()
        told = {"kind": Kind.OWNER, "transfer_id": walk.transfer, "seq": number + 10, "written_at": now()}
        Message.objects.bulk_create(Message(id=new_id(), staff_id=each, **told) for each in mine)
    walk.later(minutes=20)
    sweep()
    walk.transfer = last
    return rows


def statements(does) -> int:
    """Count what a request takes that was made before, so that nothing is only kept for the next time."""
    does()
    with CaptureQueriesContext(connection) as captured:
        assert does().status_code == 200
    return sum("SAVEPOINT" not in each["sql"] for each in captured.captured_queries)


@pytest.fixture
def opens(staff, hire):
    """Give whoever may open a page a browser, one for each of them."""
    hired = cache(lambda role: hire(role, "own"))

    def opened(row: Row) -> Client:
        role = next((role for role in sorted(table.ALL) if row.get and row.get(role, "own") == table.OK), "")
        client = Client()
        who = BY.get(row.name, role)
        client.force_login(staff[who] if who in staff else hired(who), backend=BACKEND)
        return client

    return opened


@pytest.fixture
def visitors(walk, guests, persons):
    """The two who come without an account, and their pages."""
    return (GUESTS, guests(walk)), (PERSONS, persons(walk))


def told(counts: dict[str, int]) -> str:
    """Return the counts, the highest first."""
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))


def pages() -> Iterator[Row]:
    """Return every page of staff that some role may open."""
    for row in STAFF:
        is_opened = row.get is not None and any(row.get(role, "own") == table.OK for role in table.ALL)
        if is_opened or row.name == "handoff_draft":
            yield row


@pytest.mark.parametrize("many", [1, LONG], indirect=True)
def test_every_page_of_staff_takes_few_statements(many, found, opens):
    counts = {}
    for row in pages():
        client, where = opens(row), address(row, found)
        counts[str(row)] = statements(partial(client.get, where))
        if row.name in LISTS:
            page = client.get(where).content.decode()
            shown = max(map(page.count, ("Quillfeather", "Reyes", "WH-")))
            assert shown >= many // OF_STAGES, (row, shown)  # a list that is empty takes few statements
    for name, sent in SEARCHED.items():
        client = opens(next(row for row in STAFF if row.name == name))
        counts[f"{name}, searched"] = statements(partial(client.post, reverse(name), sent))
    log.info("statements with %s: %s", many, told(counts))
    assert not {name: count for name, count in counts.items() if count > MOST}, told(counts)


@pytest.mark.parametrize("many", [1, LONG], indirect=True)
def test_every_page_of_a_guest_and_of_the_person_takes_few_statements(many, found, visitors):
    counts = {}
    for rows, visitor in visitors:
        for row in rows:
            asks = partial(visitor.get, address(row, found))
            if asks().status_code == table.OK:
                counts[str(row)] = statements(asks)
    log.info("statements with %s: %s", many, told(counts))
    assert counts.keys() >= {"guest_page", "person_page"}
    assert not {name: count for name, count in counts.items() if count > MOST}, told(counts)
