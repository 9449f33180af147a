"""Whoever reads the rows of transfers leaves practice out, or says here why practice can't be among what is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).resolve().parents[3] / "src" / "holdfast"
READS = re.compile(r"\bTransfer(\.objects|\._default_manager)\b(?!\.filter\(REAL\b)")
WHY_NOT = {
    "transfers/scope.py": "it is where practice is left out",
    "transfers/practice.py": "it reads practice, of its learner alone",
    "transfers/viewing.py": "by the seat of a guest, or by a person: nobody is invited, and the person is made up",
    "transfers/selectors.py": "by who holds a seat: in a practice the cast",
    "transfers/leaving.py": "by an owner or by who is named: in a practice the cast",
    "transfers/acceptances.py": "by a person and a need: in a practice the person is made up",
    "transfers/erasing.py": "one transfer, whichever it is",
    "transfers/giving.py": "by its id, to judge whose word a consent is: in a practice as in earnest",
    "transfers/rebuilding.py": "one transfer, whichever it is",
    "notify/matters.py": "by a message that was written: of practice none is",
    "notify/undelivered.py": "by what was given up: of practice nothing is sent",
    "notify/delivery.py": "by a link that was asked for: nobody is invited to a practice",
    "notify/backups.py": "by the backup of a guest who owns it: in a practice the cast",
    "notify/owners.py": "by a guest who owns it: in a practice the cast",
    "notify/selectors.py": "by what was given up: of practice nothing is sent",
    "notify/services/calling.py": "by who may invite: nobody, in a practice",
    "notify/services/hearing.py": "by what a person says on their own page: nobody is invited to a practice",
    "live/jobs.py": "what is kept beside a live event is forgotten when it is over, in a practice too",
    "demo/seeding.py": "whether the demo was told already",
    "demo/telling.py": "the demo's own stories",
}
"""Modules that read rows of transfers without `REAL`, and why that shows nobody a practice."""
READERS = sorted(
    str(path.relative_to(ROOMS)) for path in ROOMS.rglob("*.py") if READS.search(path.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("module", READERS)
def test_a_reader_leaves_practice_out_or_says_why(module: str) -> None:
    assert module in WHY_NOT, (
        f"{module} reads Transfer: ask `scope.visible`, begin with `filter(REAL, ...)`, or say why"
    )


def test_no_reason_outlives_its_reader() -> None:
    assert set(WHY_NOT) <= set(READERS)
