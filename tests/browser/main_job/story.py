"""The main job from opening to *held*, told by its parties; each part may be told alone, up to where a test goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

import time_machine
from django.core import mail

from holdfast.notify import backups, delivery, sending
from holdfast.notify.addressing import address_due
from holdfast.notify.models import Channel
from holdfast.protocol.codes import FirstActionStatus
from holdfast.transfers.sweeping import sweep
from tests.browser.main_job.afterwards import FollowUpLead, Reviewer
from tests.browser.main_job.county import MORNING
from tests.browser.main_job.guests import Guest, Person
from tests.browser.main_job.party import Party
from tests.browser.main_job.staff import Clinician, Member, Supervisor
from tests.browser.visitor import DESK, PHONE, Device, Visitor

ZONE = "America/Los_Angeles"
AFTER_THE_VISIT = MORNING + timedelta(days=1, minutes=20)
GUESTS_ADDRESS = "email@example.com"
"""Of the intake contact in the imported directory."""
_LINK = re.compile(r"https?://\S+/join/\S+")
P = TypeVar("P", bound=Party)
M = TypeVar("M", bound=Member)


@dataclass(frozen=True, slots=True)
class Manner:
    """In which way everybody uses their pages in a run."""

    language: str = "en"
    has_script: bool = True
    has_pointer: bool = True
    by_code: bool = False
    """The person comes by a code that is said to them, not by a link."""


class MainJob:
    """The parties, the clock and the worker. `seen` is told of each party before they do anything."""

    def __init__(
        self,
        visitor: Callable[..., Visitor],
        clock: time_machine.Traveller,
        manner: Manner,
        seen: Callable[[Party], object] = lambda _: None,
    ) -> None:
        self._visitor, self._clock, self.manner, self._seen = visitor, clock, manner, seen
        self.parties: list[Party] = []
        self.clinician, self.supervisor = self.comes_in(Clinician), self.comes_in(Supervisor)
        self.guest, self.person = self._on_phone(Guest), self._on_phone(Person)

    # Parts of the story, in order

    def authorized(self) -> None:
        """From opening to the decision."""
        self.clinician.signs_in().opens_handoff()
        self.supervisor.signs_in().reviews().authorizes()

    def readied(self) -> None:
        """To where the call can begin."""
        self.clinician.looks_again().makes_ready().records_consent().asks_whether_safe()

    def gathered(self) -> None:
        """To where all three are in the call, each on a device of their own."""
        self.clinician.opens_room()
        if self.manner.by_code:
            self.person.opens_by_code(*self.clinician.says_code()).joins()
        else:
            self.person.opens(self.clinician.shows_link()).joins()
        self.clinician.invites()
        self.worked()
        self.guest.opens(self.mailed_link()).joins()

    def connected(self) -> None:
        """To the attested connection."""
        self.clinician.says_all_are_together()
        self.person.says_all_are_together()
        self.guest.says_all_are_together()
        self.clinician.records_connection()

    def accepted(self) -> None:
        """To the acceptance, heard by the person."""
        self.guest.accepts()
        self.person.says_it_back()

    def released(self) -> None:
        """To where ownership has passed, and the call has ended."""
        self.clinician.releases().ends_call()
        self.worked()

    def visited(self) -> None:
        """To the report of the first visit, a day later: the guest opens the link that owners get."""
        self.comes(AFTER_THE_VISIT)
        self.guest.opens(self.mailed_link()).reports_visit()

    def verified(self) -> Reviewer:
        """To the check of the visit."""
        reviewer = self.comes_in(Reviewer)
        reviewer.signs_in().checks().finds(FirstActionStatus.COMPLETED).sees("The check is filed.")
        return reviewer

    def held(self) -> None:
        """To the end: the person says that it held."""
        self.comes_in(FollowUpLead).signs_in().hears_that_it_held()

    # Around them

    def worked(self) -> None:
        """Let the worker do what is due: pass time, work off the outbox, send."""
        sweep()
        address_due()
        sending.send_due(Channel.EMAIL)
        delivery.deliver_due()
        backups.deliver_backups()
        sending.send_due(Channel.PUSH)

    def comes(self, at: object) -> None:
        """Let time pass until `at`; the worker is awake meanwhile, and nobody leaves their screen on."""
        for party in self.parties:
            party.page.goto("about:blank")
        self._clock.move_to(at, tick=True)  # type: ignore[arg-type]  # an aware instant
        self.worked()

    def mailed_link(self) -> str:
        """Return the link of the last mail to the guest."""
        to_guest = [str(each.body) for each in mail.outbox if each.to == [GUESTS_ADDRESS]]
        found = _LINK.search(to_guest[-1])
        assert found, "the mail holds no link"
        return found[0]

    def comes_in(self, of: type[M]) -> M:
        """Have a member of staff come, at a desk of their own."""
        return self._party(of, DESK)

    def _on_phone(self, of: type[P]) -> P:
        return self._party(of, PHONE)

    def _party(self, of: type[P], device: Device) -> P:
        manner = self.manner
        held = replace(device, zone=ZONE, language=manner.language, has_script=manner.has_script)
        self.parties.append(party := of(self._visitor(device=held), has_pointer=manner.has_pointer))
        self._seen(party)
        return party
