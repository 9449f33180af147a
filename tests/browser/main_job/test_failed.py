"""The job that goes wrong and is put right: a missed visit, one instruction, the receiver's word, a new check, held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.protocol.codes import FirstActionOutcome, FirstActionStatus, Risk
from tests.browser.main_job.afterwards import Manager, Navigator, Reviewer
from tests.browser.main_job.county import GUEST
from tests.browser.main_job.story import AFTER_THE_VISIT, MainJob
from tests.browser.main_job.test_main_job import Job, is_held

pytestmark = pytest.mark.full


def missed(job: MainJob) -> Reviewer:
    """The guest reports that nobody came; the reviewer finds the same."""
    job.comes(AFTER_THE_VISIT)
    job.guest.opens(job.mailed_link()).reports_visit(FirstActionOutcome.NO_SHOW)
    reviewer = job.comes_in(Reviewer).signs_in().checks()
    return reviewer.finds(FirstActionStatus.NOT_COMPLETED, Risk.MEDIUM).sees("The check is filed.")


def put_right(job: MainJob) -> None:
    """One instruction with one owner, who says how it ended; the receiver says so themself."""
    job.comes_in(Manager).signs_in().instructs().sees("The instruction was given.")
    navigator = job.comes_in(Navigator).signs_in().completes_instruction()
    navigator.sees("Asked to confirm").sees("Nils Perera, Family Visitation Center")
    job.guest.confirms_access()
    navigator.looks_again().sees(GUEST)


def test_a_missed_visit_is_put_right_and_held(job: Job) -> None:
    told = job()
    told.authorized()
    told.readied()
    told.gathered()
    told.connected()
    told.accepted()
    told.released()
    reviewer = missed(told)
    put_right(told)
    told.comes(AFTER_THE_VISIT + timedelta(hours=1))
    reviewer.signs_in().checks().finds(FirstActionStatus.COMPLETED).sees("The check is filed.")
    told.held()
    is_held(told)
