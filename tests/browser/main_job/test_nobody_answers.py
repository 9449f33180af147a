"""A case manager who can't be reached, on real people and services: the bridge, noon while the server is down, the end.

All of it by pages. Nothing runs over noon; at five past the server is back, and each is told what was late.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine

from holdfast.transfers.models import Deadline, Escalation
from tests.browser.main_job.bridge import Director, OfTheDesk, OfTheStreetTeam, Overseer, WhoIsTold, at, joined_by_more
from tests.browser.main_job.county import CASE, GUEST
from tests.browser.main_job.guests import Guest
from tests.browser.main_job.staff import Clinician, Supervisor
from tests.browser.main_job.story import Manner
from tests.browser.main_job.test_packages import PackageJob
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.full
NOON, BACK = at(12, 0), at(12, 5)


class BridgeJob(PackageJob):
    """The job in which nobody answers."""

    cast = {Clinician: OfTheStreetTeam, Supervisor: WhoIsTold, Guest: OfTheDesk}
    clinician: OfTheStreetTeam
    supervisor: WhoIsTold
    guest: OfTheDesk

    def unanswered(self) -> None:
        """To where the backup route is gone as far as it can be that day."""
        self.clinician.tries_in_vain().calls_supervisor().sends_summary()
        self.worked()
        self.guest.opens(self.mailed_link()).opens_summary()
        self.clinician.looks_again().plans_bridge().names_maker()
        self.clinician.follows("Nobody answered: the route").sees("Opened: 1.").sees("Dion Abara hears of it")

    def bridged(self) -> None:
        """The next morning somebody is in touch with the person, as was agreed; it is not closed meanwhile."""
        self.comes(at(8, 50))
        self.clinician.signs_in().follows_row(CASE)
        self.clinician.makes_bridge()
        here = self.clinician.page.url.partition("nobody")[0].partition("?")[0]
        self.supervisor.signs_in().closes_passively(here).is_told("The receiving side may still answer")

    def down_over_noon(self) -> None:
        """Nothing runs from then on; at five past twelve the server is back, and its worker sweeps."""
        for party in self.parties:
            party.page.goto("about:blank")
        self._clock.move_to(BACK, tick=True)
        assert not Escalation.objects.filter(control="acceptance").exists()
        self.worked()

    def taken_up(self) -> None:
        """Each who is to hear of it does, and sees when it was due."""
        self.supervisor.signs_in().takes_matter()
        self.comes_in(Director).signs_in().hears()
        self.overseer = self.comes_in(Overseer).signs_in().looks_over()

    def answered(self) -> None:
        """The desk answers at last: a live call, the acceptance, the release with the final confirmation."""
        self.clinician.signs_in().follows_row(CASE)
        self.clinician.asks_whether_safe()
        self.gathered()
        self.connected()
        self.accepted()
        self.released()


def test_nobody_answers_and_noon_passes_while_nothing_runs(
    clock: time_machine.Traveller, visitor: Callable[..., Visitor]
) -> None:
    joined_by_more()
    told = BridgeJob(visitor, clock, Manner())
    told.authorized()
    told.readied()
    told.unanswered()
    told.bridged()
    told.down_over_noon()
    missed = Deadline.objects.get(name="acceptance")
    assert (missed.due_at, missed.status) == (NOON, "missed")
    told.taken_up()
    told.answered()
    told.supervisor.settles_matter()
    told.clinician.looks_again().sees(GUEST)
    told.overseer.sees_what_came_late()
    assert Escalation.objects.get(control="acceptance").resolved_at is not None
