"""The walk that `docs/tutorials/first-handoff.md` describes: the demo's own county and staff, by its sign-in links."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from holdfast.demo import cast as demo
from holdfast.demo import county as places
from tests.browser.main_job.afterwards import FollowUpLead, Reviewer
from tests.browser.main_job.county import Cast
from tests.browser.main_job.staff import Clinician, Member, Supervisor

_BY_KEY = {each.key: (each.name, each.role, each.service) for each in demo.STAFF}
DEMO = Cast(
    person="Everett Moss", case="QW-2001", language="en", receiving=places.OPEN_ACCESS, receiver="Marisol Quick",
    staff={**_BY_KEY, "manager": _BY_KEY["service_manager"]},
)  # fmt: skip


class ByLink(Member):
    """Somebody of the demo's cast."""

    cast = DEMO

    def comes_by(self, link: str) -> Self:
        """Open a sign-in link that the demo printed."""
        self.who.opens(link)
        return self.presses("Sign in")


class CrisisWorker(ByLink, Clinician):
    """Who hands over, in the demo."""

    def releases(self) -> Self:
        """Release ownership, more than ten minutes after signing in: it is asked once more who they are."""
        self.looks_again().follows("Fill in what is missing")
        self.sees("Confirm that it is you").presses("Go on")
        return self.sends_release().sees("Ownership was released.")


class DemoSupervisor(ByLink, Supervisor):
    """Who decides, in the demo."""


class DemoReviewer(ByLink, Reviewer):
    """Who checks, in the demo."""


class DemoFollower(ByLink, FollowUpLead):
    """Who asks the person, in the demo."""


class IntakeLead(ByLink):
    """Who receives, with an account."""

    def joins(self) -> Self:
        """Find the call among what comes to them, and join it."""
        return self.follows_row(self.cast.person).presses("I am on the call")

    def says_all_are_together(self) -> Self:
        """Attest, on their own device."""
        return self.looks_again().presses("All three of us are together now")

    def accepts(self, when: datetime) -> Self:
        """Open the answer, say yes, and say what happens first, and when by the clocks of the place."""
        self.follows("Handoff").follows("Record your answer")
        self.chooses(self.say("Yes, {service} accepts", service=self.cast.receiving))
        self.writes("What it is", "A first talk").writes("At which place", "The front door")
        self.chooses("Another day and time", group="When").writes("Day", f"{when:%Y-%m-%d}", group="When")
        self.writes("Time, Eastern Time", f"{when:%H:%M}", group="When")
        return self.chooses("Tomorrow", group="By when they report").presses("Send the answer")

    def reports_visit(self) -> Self:
        """Say that it was kept, by the button beside them."""
        return self.presses(f"It was kept {self.cast.person}").sees("The report is recorded.")
