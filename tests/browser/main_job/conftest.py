"""The county of the main job, its clock, and the job in any manner."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine

from tests.browser.main_job.county import MORNING, set_up
from tests.browser.main_job.party import Party
from tests.browser.main_job.story import MainJob, Manner
from tests.browser.visitor import Visitor


@pytest.fixture
def clock(transactional_db: None) -> Iterator[time_machine.Traveller]:
    """It is that morning, and time goes on."""
    with time_machine.travel(MORNING, tick=True) as traveller:
        set_up()
        yield traveller


@pytest.fixture
def job(clock: time_machine.Traveller, visitor: Callable[..., Visitor]) -> Callable[..., MainJob]:
    """Make the job: `job()`, `job(language="es")`, `job(has_script=False)`, `job(has_pointer=False)`."""

    def make(seen: Callable[[Party], object] = lambda _: None, **manner: object) -> MainJob:
        return MainJob(visitor, clock, Manner(**manner), seen)  # type: ignore[arg-type]  # the words of `Manner`

    return make
