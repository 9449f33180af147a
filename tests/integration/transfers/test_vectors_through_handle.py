"""Conformance vectors told through the real write path on real rows: the same expectations, and rows that agree."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.cli.vectors import _differences, _final_differences
from holdfast.ledger import selectors as ledger
from tests.property.derived import check_derived
from tests.story import VECTORS, Story, vector

pytestmark = pytest.mark.django_db

OTHERWISE = {
    # The vector's closed date is a holiday of everybody; told here it is an own closure, and that closes also those
    # who are open around the clock.
    "time/hours-around-the-clock-on-an-own-holiday.json",
    # Nothing was opened, so there is no row: test_handle.py has it.
    "controls/S.role/refuses-open-transfer.json",
}
EVERY = sorted({str(path.relative_to(VECTORS)) for path in VECTORS.rglob("*.json")} - OTHERWISE)
CHOSEN = [
    "happy-path.json",
    *(f"journeys/{name}.json" for name in (
        "elevated-to-held", "block-after-release", "decline-then-another-pathway", "pending-then-accepted",
        "guest-receiver", "voice-acceptance", "non-live-to-the-end", "emergency-acts-first", "pause-resume-and-anew",
        "repeated-live-handoff-to-held", "failed-follow-up-to-held", "alternate-pathway", "urgent-welfare-resolved",
        "correction-of-the-request", "correction-of-the-release", "reassign-before-release",
        "stop-withdraw-after-closure", "escalation-acknowledged-and-resolved", "closed-person-not-heard",
        "malformed-receiving_acceptance", "package-crisis-to-outpatient", "package-stabilization-discharge",
        "package-failed-contact-bridge", "package-malformed", "proxy-to-the-end",
    )),
    *(f"stories/{name}.json" for name in (
        "every-attempt-leaves-a-trace", "silence-is-no-consent", "deadline-across-a-holiday", "deadline-missed-once",
        "deadline-across-a-clock-change", "double-click-closure", "accept-after-death",
    )),
    "deadlines/all-passed-in-order.json", "deadlines/authorization_decision-director-met-late.json",
    "deadlines/corrective_action-then-determination.json", "deadlines/none-open-after-closing.json",
]  # fmt: skip


def _wrong(story: Story) -> list[str]:
    wrong: list[str] = []
    for number, step in enumerate(story.told["steps"], 1):
        outcome = story.judged(step)
        wrong += [f"step {number}: {each}" for each in _differences(step.get("expect", {}), outcome, story.state())]
    count = len(ledger.load(story.transfer_id))
    told = SimpleNamespace(state=story.state(), at=story.at, count=count)
    return [*wrong, *_final_differences(story.told.get("finally", {}), told)]  # type: ignore[arg-type]  # as a run


@pytest.mark.parametrize("name", CHOSEN, ids=str)
def test_a_story_is_judged_and_kept_as_it_expects(name: str) -> None:
    story = Story(vector(name)).set_up()
    assert _wrong(story) == []
    check_derived(story.transfer_id)


@pytest.mark.full
@pytest.mark.parametrize("name", [name for name in EVERY if name not in CHOSEN], ids=str)
def test_every_other_story_is_judged_and_kept_as_it_expects(name: str) -> None:
    test_a_story_is_judged_and_kept_as_it_expects(name)


def test_no_filing_takes_more_than_ten_statements() -> None:
    story, counts = Story(vector("journeys/repeated-live-handoff-to-held.json")).set_up(), {}
    for step in story.told["steps"]:
        by = story.party(step["by"])
        with (
            CaptureQueriesContext(
                connection,
            ) as asked,
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(story, "party", lambda _, by=by: by)
            story.step(step)
        counts[f"{step['do']} {step['with'].get('record', '')}"] = len(asked)
    assert {step: count for step, count in counts.items() if count > 10} == {}
