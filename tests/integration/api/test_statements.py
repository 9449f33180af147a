"""How many SQL statements a filing and a read take, BEGIN, COMMIT and the token included."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.integration.api.http import RECORDS, Caller

MOST_TO_FILE = 12
MOST_TO_READ = 15


@pytest.fixture
def counted(walk, monkeypatch):
    """Walk the whole way; return the statements of each filing, by the record's kind."""
    found: dict[str, list[str]] = {}
    give, numbers = Caller.give, count()

    def counting(self, transfer, step, fields=None, **headers):
        with CaptureQueriesContext(connection) as statements:
            answer = give(self, transfer, step, fields, Idempotency_Key=f"{step}-{next(numbers)}", **headers)
        if step in RECORDS:
            found[step] = [each["sql"] for each in statements]
        return answer

    monkeypatch.setattr(Caller, "give", counting)
    walk.held()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", sorted(RECORDS))
def test_a_filing_with_a_key_stays_within_its_budget(counted, kind):
    statements = counted[kind]
    assert any(sql.startswith("BEGIN") for sql in statements)
    assert len(statements) <= MOST_TO_FILE, "\n".join(sql[:150] for sql in statements)
