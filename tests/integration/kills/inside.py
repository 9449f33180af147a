"""What is done inside the data folder of a killed installation, as a process of its own: fill it, and judge it.

`python -m tests.integration.kills.inside fill` prints tokens and ids as JSON; `settle` waits until all that is due has
been said; `judge` prints what it found.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

START_SECONDS = 60
SWEEP_SECONDS = 10
"""More than a worker needs to come by and say what fell due, where no dead one holds it."""


def fill() -> dict[str, Any]:
    """Make a small county: services, staff with tokens, people."""
    from holdfast.accounts.models import Staff
    from holdfast.accounts.services import token_create
    from holdfast.config.database.roles import make_ready
    from holdfast.people.models import Person
    from tests.property.world import WORLD
    from tests.story import Story

    make_ready()
    story = Story(WORLD).set_up()
    tokens = {name: token_create(Staff.objects.get(pk=story.ids[name]), "kills")[1] for name in ("dana", "priya")}
    person = Person.objects.create(family="Example", given="Ana", born="1990-05-02", language="es")
    return {"ids": story.ids, "tokens": tokens, "person": str(person.pk)}


def settle() -> dict[str, float]:
    """Wait for a worker that lives, then until it has said all that was due before, for as long as it may take.

    Returns when it was asked (`began`), and the seconds until a worker lived and until all was said.
    """
    from django.db import connection

    from holdfast.config.clock import now
    from holdfast.transfers.models import Deadline
    from holdfast.transfers.sweeping import CLAIM_FOR

    began = now()

    def lives() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > %s", [began])
            return cursor.fetchone() is not None

    lived = _seconds_until(lives, START_SECONDS)
    overdue = Deadline.objects.filter(status="open", due_at__lt=began)
    said = _seconds_until(lambda: not overdue.exists(), CLAIM_FOR.total_seconds() + SWEEP_SECONDS)
    return {"began": began.timestamp(), "lived": lived, "said": said}


def _seconds_until(is_so: Callable[[], bool], limit: float) -> float:
    began = time.monotonic()
    while not is_so() and time.monotonic() - began < limit:
        time.sleep(0.2)
    return time.monotonic() - began


def judge() -> dict[str, Any]:
    """Verify every chain and seal; list every event, every escalation and every deadline that is open or was missed."""
    from holdfast.ledger import selectors as ledger
    from holdfast.ledger.verify_database import stray_faults, verify_all
    from holdfast.transfers.models import Claim, Deadline
    from holdfast.transfers.selectors import judge as controls_hold

    faults = [str(checked.finding) for checked in verify_all(controls_hold) if checked.finding]
    events = {
        str(history.transfer_id): [[each.seq, each.kind, each.hash.hex(), _control(each.payload)] for each in history]
        for history in ledger.stream_all()
    }
    deadlines = [[str(row.transfer_id), row.name, row.status, row.due_at.timestamp()] for row in Deadline.objects.all()]
    faults += [str(fault) for fault in stray_faults()]
    return {"faults": faults, "events": events, "deadlines": deadlines, "claims": Claim.objects.count()}


def _control(payload: Any) -> str:
    return str((payload or {}).get("control", ""))


if __name__ == "__main__":
    from holdfast.cli import django_ready

    django_ready()
    print(json.dumps({"fill": fill, "settle": settle, "judge": judge}[sys.argv[1]]()))  # noqa: T201 - the caller reads it
