"""Gate `deadlines`: 100,000 decisions fall due at once, two workers sweep, each transfer is escalated exactly once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

from django.db import connection

from benchmarks.counting import counted
from benchmarks.figures import Plan, Result
from benchmarks.house import House
from benchmarks.limit import Limit
from benchmarks.population import copies
from benchmarks.tellings import MovedStory, begin, place_of
from benchmarks.workers import Made, run_together, workers
from holdfast.accounts.models import LadderRung, RungHolder, Staff
from holdfast.config.clock import now
from holdfast.directory.models import Organization
from holdfast.ledger.verify_database import verify_one
from holdfast.protocol.codes import EscalationLevel
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import judge
from holdfast.transfers.sweeping import sweep
from tests.story import vector

_AGO = timedelta(minutes=16)
"""The request was filed so long ago; its decision was due after 15 minutes and rises to the director after 30."""
_SAMPLE = 200
_COUNTS = """
SELECT (SELECT count(*) FROM transfers_escalation WHERE control = 'A2.late' AND count = 1),
  (SELECT count(DISTINCT transfer_id) FROM transfers_escalation WHERE control = 'A2.late'),
  (SELECT count(*) FROM ledger_header WHERE kind = 'escalation_raised'),
  (SELECT count(*) FROM ledger_header WHERE kind = 'deadline_missed'),
  (SELECT count(*) FROM transfers_deadline WHERE name = 'authorization_decision' AND status = 'missed'),
  (SELECT count(*) FROM transfers_outbox WHERE kind = 'escalation')
"""


def measure(house: House, plan: Plan) -> Result:
    """Measure the sweep of everything that fell due at once, by two processes."""
    count = plan.pick(100_000, 5_000)
    limit = Limit(house, plan.pick(4, 2))
    walls, cpu, database, filled, faults = [], [], [], [], []
    for _ in range(plan.runs):
        limit.run()
        house.begin_afresh()
        begun = time.monotonic()
        _fill(count)
        filled.append(time.monotonic() - begun)
        before = house.database_cpu()
        with workers(house, ("sweep",), ("sweep",)) as started:
            made = run_together(started)
        database.append(1000 * (house.database_cpu() - before) / count)
        walls.append(max(one["wall"] for one in made))
        cpu.append(1000 * sum(one["cpu"] for one in made) / count)
        faults += _faults(count)
    mark = count / 100_000
    return Result(
        "deadlines", f"{count:,} deadlines due at once, two workers", "seconds", 120 * mark, 60 * mark, tuple(walls),
        limit.control(), least_is_best=True, faults=tuple(faults[:5]),
        beside=(
            ("per second", f"{count / median(walls):,.0f} transfers, "
                           f"{100 * count / median(walls) / limit.control().figure:.0f} % of the control"),
            ("CPU", f"{median(cpu):.2f} ms of Python a transfer, {median(database):.2f} ms of the database"),
            ("statements", _statements()),
            ("to make them", f"{median(filled):.0f} s"),
        ),
        notes=(
            "each transfer: deadline missed and escalated to the level that holds it by the ladder, on the ledger, in "
            "the read models and in the outbox. Checked: exactly once each, in five tables; "
            f"{_SAMPLE} of them verified with the judge.",
            *(("quick: must and goal are scaled to the amount.",) if plan.quick else ()),
        ),
    )  # fmt: skip


def prepare() -> Callable[[], Made]:
    """Return what sweeps until nothing is due."""
    Transfer.objects.exists()

    def work() -> Made:
        done = 0
        while passed := sweep():
            done += passed
        return {"done": done}

    return work


def _fill(count: int) -> None:
    place = place_of(vector("happy-path.json"), "authorization_request")
    told = MovedStory("happy-path.json", place, ago=_AGO)
    story = begin(told.told)
    _set_ladder()
    told.tell(story, place + 1)
    copies(story.transfer_id, count - 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM transfers_transfer WHERE next_due_at <= %s", [now()])
        assert cursor.fetchone() == (count,)


def _set_ladder() -> None:
    """Have somebody hold each level, with an hour to acknowledge: nothing rises while it is measured."""
    holder, organization = Staff.objects.get(display_name="priya"), Organization.objects.get()
    for level in EscalationLevel:
        is_regional = level is EscalationLevel.REGIONAL
        rung = LadderRung.objects.create(
            level=level, minutes=60, organization=None if is_regional else organization, jurisdiction="", next_level=""
        )  # fmt: skip
        RungHolder.objects.create(rung=rung, staff=holder, held_from=now() - timedelta(days=1))


def _faults(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        found = cursor.fetchone()
    names = ("escalations counted once", "transfers escalated", "raised on the ledger", "missed on the ledger",
             "deadlines missed", "told in the outbox")  # fmt: skip
    faults = [
        f"{name}: expected {count}, came {came}" for name, came in zip(names, found, strict=True) if came != count
    ]
    for transfer_id in Transfer.objects.order_by("id").values_list("id", flat=True)[:: max(1, count // _SAMPLE)]:
        checked = verify_one(transfer_id, judge)
        if checked is None or checked.finding:
            faults.append(f"transfer {transfer_id}: {checked and checked.finding}")
    return faults


def _statements() -> str:
    """Count those of passing time for one transfer more."""
    place = place_of(vector("happy-path.json"), "authorization_request")
    told = MovedStory("happy-path.json", place, ago=_AGO)
    story = begin(told.told)
    told.tell(story, place + 1)
    with counted() as count:
        passed = sweep()
    assert passed == 1
    return f"{count.all} a lone transfer with BEGIN and COMMIT, {count.own} without; claim and release included"
