"""What is done inside the data folder of a killed installation, as a process of its own: fill it, and judge it.

`python -m tests.integration.kills.inside fill` prints tokens and ids as JSON; `judge` prints what it found.
"""

from __future__ import annotations

import json
import sys
from typing import Any


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
    print(json.dumps({"fill": fill, "judge": judge}[sys.argv[1]]()))  # noqa: T201 - the caller reads it
