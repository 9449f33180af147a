"""How many SQL statements a filing and a read take, BEGIN, COMMIT and the token included."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.integration.api.http import RECORDS, Caller

MOST_TO_FILE = 12
MOST_TO_READ = 15

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counted(monkeypatch):
    """Count the statements of each filing from now on, by the record's kind."""
    found: dict[str, list[str]] = {}
    give, numbers = Caller.give, count()

    def counting(self, transfer, step, fields=None, **headers):
        with CaptureQueriesContext(connection) as statements:
            answer = give(self, transfer, step, fields, **headers, Idempotency_Key=f"{step}-{next(numbers)}")
        if step in RECORDS:
            found[step] = [each["sql"] for each in statements]
            assert found[step][-1] == "COMMIT"
        return answer

    monkeypatch.setattr(Caller, "give", counting)
    return found


def _most(counted) -> dict[str, int]:
    return {kind: len(statements) for kind, statements in counted.items()}


def test_each_filing_on_the_way_to_held_stays_within_its_budget(walk, counted):
    walk.held()
    most = _most(counted)
    assert set(most) == RECORDS - {"corrective_determination"}
    assert max(most.values()) <= MOST_TO_FILE, most


def test_a_correction_stays_within_its_budget(walk, counted):
    walk.released()
    walk.later(hours=1)
    walk.verifies("not_completed")
    walk.corrects()
    assert _most(counted)["corrective_determination"] <= MOST_TO_FILE, counted["corrective_determination"]


@pytest.mark.parametrize(
    "path",
    [
        "/me", "/transfers", "/queues", "/queues/review", "/archives/authorization_request", "/escalations",
        "/escalations?state=all", "/failures",
    ],
)  # fmt: skip
def test_a_list_takes_as_many_statements_whatever_its_length(walk, path):
    taken = []
    for _ in range(2):
        for _ in range(3):
            walk.authorized()
            walk.makes_ready()
            walk.cast["originator"].give(walk.transfer, "handoff_closure", walk.closure())
        with CaptureQueriesContext(connection) as statements:
            assert walk.cast["executive"].get(path).status == 200
        taken.append(len(statements))
    assert taken[0] == taken[1] <= MOST_TO_READ


@pytest.mark.parametrize("path", ["", "/events", "/records/live_connection"])
def test_a_transfer_is_read_in_few_statements(walk, path):
    walk.held()
    with CaptureQueriesContext(connection) as statements:
        assert walk.cast["executive"].get(f"/transfers/{walk.transfer}{path}").status == 200
    assert len(statements) <= MOST_TO_READ


@pytest.mark.parametrize("path", ["/pathways", "/people?q=Ros"])
def test_the_directory_and_the_people_are_read_in_few_statements(walk, path):
    with CaptureQueriesContext(connection) as statements:
        assert walk.cast["originator"].get(path).status == 200
    assert len(statements) <= MOST_TO_READ
