"""How little it takes: opening to a request that waits, and a guest's answer. Counts are asserted, seconds shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.main_job.party import Party
from tests.browser.main_job.test_main_job import Job

pytestmark = pytest.mark.full
MOST_TO_REQUEST, MOST_TO_ACCEPT = 25, 12
SECONDS_TO_REQUEST, SECONDS_TO_ACCEPT = 60, 45


@contextmanager
def effort(party: Party, what: str, most: int, seconds: int) -> Iterator[None]:
    """Count what somebody does in the block: each press, choice and filled field is one."""
    before, began = party.who.interactions, time.monotonic()
    yield
    did, took = party.who.interactions - before, time.monotonic() - began
    print(f"\n{what}: {did} interactions (at most {most}), {took:.1f} s (at most {seconds} s)")  # noqa: T201 - the measure
    assert did <= most
    assert took <= seconds


def test_opening_to_a_queued_request_takes_few_interactions(job: Job) -> None:
    clinician = job().clinician.signs_in()
    with effort(clinician, "Opening to the queued request", MOST_TO_REQUEST, SECONDS_TO_REQUEST):
        clinician.opens_handoff()


def test_a_guest_accepts_in_few_taps(job: Job) -> None:
    told = job()
    told.authorized()
    told.readied()
    told.clinician.opens_room()
    told.person.opens(told.clinician.shows_link()).joins()
    told.clinician.invites()
    told.worked()
    guest = told.guest
    with effort(guest, "A guest's acceptance", MOST_TO_ACCEPT, SECONDS_TO_ACCEPT):
        guest.who.interactions += 1  # the tap on the link in the mail
        guest.opens(told.mailed_link()).joins().says_all_are_together()
        told.clinician.records_connection()
        guest.accepts()
