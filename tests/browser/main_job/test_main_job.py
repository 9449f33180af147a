"""The whole main job in a real browser, on imported people and pathways: from opening to *held*, a device a party."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast.protocol.codes import ClosedAs
from tests.browser.main_job.county import CASE, GUEST
from tests.browser.main_job.story import MainJob

Job = Callable[..., MainJob]


def tells(job: MainJob) -> None:
    """Tell all of it."""
    job.authorized()
    job.readied()
    job.gathered()
    job.connected()
    job.accepted()
    job.released()
    job.visited()
    job.verified()
    job.held()


def is_held(job: MainJob) -> None:
    """The page of the handoff says so, and whose it was when it closed."""
    clinician = job.clinician.signs_in().follows("Closed").follows_row(CASE)
    clinician.sees("Closed: %(how)s", how=clinician.label(ClosedAs.HELD)).sees(GUEST)


def test_a_person_is_handed_over_and_held_by_a_guest_on_a_phone(job: Job) -> None:
    told = job()
    tells(told)
    is_held(told)


@pytest.mark.full
@pytest.mark.parametrize(
    "manner",
    [{"has_pointer": False}, {"has_script": False, "by_code": True}, {"language": "es"}],
    ids=["keyboard only", "without script, by code", "in Spanish"],
)
def test_it_is_the_same(job: Job, manner: dict[str, object]) -> None:
    told = job(**manner)
    tells(told)
    is_held(told)
