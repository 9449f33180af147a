"""Two pathways in a browser, with imported people and services: crisis to outpatient, and a discharge with a ride."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import pytest

from holdfast.directory.models import Pathway
from holdfast.directory.services import Ground, confirm
from holdfast.protocol.codes import Mode, Need, Risk, Urgency, YesNoUnknown
from tests.browser.main_job.county import MORNING, RECEIVING
from tests.browser.main_job.guests import Guest
from tests.browser.main_job.staff import Clinician
from tests.browser.main_job.story import MainJob, Manner, P
from tests.browser.main_job.test_main_job import is_held, tells
from tests.browser.visitor import Device, Visitor

pytestmark = pytest.mark.full


class OfTheCrisisTeam(Clinician):
    """Who hands over to a clinic, with an appointment within 48 hours."""

    title = "From crisis to outpatient care"

    def says_need(self) -> Self:
        """Choose the pathway beside the urgency."""
        need = "Need that the receiving service is to meet"
        self.picks(need, self.label(Need.MISSED_APPOINTMENTS)).presses("Continue")
        self.chooses(self.label(Urgency.HOURS_48)).chooses(self.title, group="Is it one of these?")
        return self.presses("Continue")

    def weighs_delay(self) -> Self:
        """Say what the clinic must know."""
        self.chooses(self.label(Mode.LIVE_PHONE)).has_it_reviewed().chooses("Tomorrow", group="Next step due by")
        self.chooses(self.label(Risk.MEDIUM), group="Risk now")
        return self.writes("What set off this crisis", "The pills ran out.").presses("Continue")

    def fills_readiness(self) -> Self:
        """Say what carries the person until then."""
        super().fills_readiness().writes("The safety plan in short", "Calls her sister, then the line.")
        self.writes("What could make them miss the appointment", "No bus; a ride is booked.")
        return self.chooses(self.label(YesNoUnknown.YES), group="Is their enrollment with the clinic open?")

    def has_it_reviewed(self, key: str = "supervisor") -> Self:
        """Name the provider too, where the connection is filed."""
        if self.page.get_by_label("Provider of the clinic you speak with").count():
            self.picks_receiver("Provider of the clinic you speak with")
        return super().has_it_reviewed(key)


class OfTheClinic(Guest):
    """Who takes on the visit."""

    def sends_answer(self) -> Self:
        """Say when the visit is, and that the risks were understood."""
        self.chooses("Tomorrow", group="Appointment")
        self.chooses("Yes", group="Did you hear the risks that can't wait, and say them back?")
        self.picks("Who follows up", self._contact("Who follows up"))
        return super().sends_answer()

    def _contact(self, field: str) -> str:
        offered = self.page.get_by_label(field, exact=True).locator("option").all_inner_texts()
        return next(option for option in offered if option.startswith("Ann Persona"))


class OfTheUnit(OfTheCrisisTeam):
    """Who discharges, with medication and a ride."""

    title = "Discharge after stabilization"

    def says_need(self) -> Self:
        """It is a discharge."""
        need = "Need that the receiving service is to meet"
        self.picks(need, self.label(Need.MEDICATION_INTERRUPTION)).presses("Continue")
        self.chooses(self.label(Urgency.HOURS_48)).chooses(self.title, group="Is it one of these?")
        return self.presses("Continue")

    def weighs_delay(self) -> Self:
        """Nothing is added to the request."""
        return Clinician.weighs_delay(self)

    def fills_readiness(self) -> Self:
        """Say how they get their medication, and there."""
        Clinician.fills_readiness(self).writes("How they get their medication", "Seven days in hand.")
        return self.writes("How they get there", "The unit's van at nine, from the front door.")

    def has_it_reviewed(self, key: str = "supervisor") -> Self:
        """Name the clinician too, where the connection is filed, and what was passed on."""
        if self.page.get_by_label("Clinician who receives").count():
            self.picks_receiver("Clinician who receives")
            self.chooses("Now, when I send this", group="When you spoke with each other")
            self.writes("Risk concerns that you passed on", "Stops the pills when alone.")
        return Clinician.has_it_reviewed(self, key)


class OfTheNextTeam(Guest):
    """Who answers for the team that goes on."""

    def sends_answer(self) -> Self:
        """Write down what the team says."""
        self.writes("Your team's response", "We see him tomorrow, and call tonight.")
        self.writes("Confirmation of the appointment", "booking 7741")
        self.chooses("Yes", group="Does your team take on the follow-up?")
        return super().sends_answer()


class PackageJob(MainJob):
    """The main job, by those who take the pathway's part."""

    cast: dict[type, type] = {Clinician: OfTheCrisisTeam, Guest: OfTheClinic}

    def _party(self, of: type[P], device: Device) -> P:
        return super()._party(self.cast.get(of, of), device)


class DischargeJob(PackageJob):
    """The main job, as a discharge."""

    cast = {Clinician: OfTheUnit, Guest: OfTheNextTeam}

    def authorized(self) -> None:
        """The desk says that it takes discharges as well."""
        route, needs = Pathway.objects.get(service__name=RECEIVING), [Need.MEDICATION_INTERRUPTION.value]
        confirm(str(route.pk), "needs", needs, Ground("Dana Lima", MORNING.date(), "call with the intake desk"))
        super().authorized()


@pytest.mark.parametrize("of", [PackageJob, DischargeJob])
def test_a_pathway_is_walked_to_the_end(of: type[MainJob], clock, visitor: Callable[..., Visitor]) -> None:
    told = of(visitor, clock, Manner())
    tells(told)
    is_held(told)
