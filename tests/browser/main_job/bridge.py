"""Who takes part when nobody answers: the sending team, the supervisor there, who makes somebody answer, the desk."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Self

from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from holdfast.accounts.services import role_give, staff_add
from holdfast.directory.models import Service
from holdfast.protocol.codes import Closure, ContactOutcome, Need, Role, Urgency
from tests.browser.main_job.county import GUEST, PASSWORD, REAL, RECEIVING, SENDING, STAFF, email
from tests.browser.main_job.guests import Guest
from tests.browser.main_job.party import PATIENCE_MS
from tests.browser.main_job.staff import Clinician, Member, Supervisor

MORE: dict[str, tuple[str, Role, str]] = {
    "there": ("Rosa Vega", Role.SUPERVISOR, RECEIVING),
    "director": ("Dion Abara", Role.DIRECTOR, SENDING),
    "executive": ("Eva Lindholm", Role.EXECUTIVE, SENDING),
}
CAST = replace(REAL, staff={**STAFF, **MORE})
ANSWERED = f"{GUEST} answered:"
CALLED = "A call to the number she chose."


def joined_by_more() -> None:
    """Give the supervisor of the receiving service and the director their accounts."""
    for key, (name, role, service) in MORE.items():
        member = staff_add(email(key), name)
        member.password = make_password(PASSWORD)
        member.save()
        role_give(member.pk, role, Service.objects.get(name=service).pk)


class OfTheStreetTeam(Clinician):
    """Who hands over somebody whom a shelter may be too busy to take."""

    cast = CAST

    def says_need(self) -> Self:
        """Choose the pathway beside the urgency."""
        self.picks("Need that the receiving service is to meet", self.label(Need.LOSS_OF_HOUSING)).presses("Continue")
        self.chooses(self.label(Urgency.HOURS_48)).chooses("A bridge when nobody answers", group="Is it one of these?")
        return self.presses("Continue")

    def weighs_delay(self) -> Self:
        """Say where she stays meanwhile, beside the rest."""
        self.writes("Where they stay, and for how long", "At a friend's until Friday, then nowhere.")
        return super().weighs_delay()

    def fills_readiness(self) -> Self:
        """Plan the backup route before anybody is called."""
        super().fills_readiness().picks_receiver("Contact you try first")
        self.names("Supervisor you call if they don't answer", "there")
        plan = "Contact with the person until then"
        self.writes("Who contacts the person", "Dana Lima", group=plan).writes("How", CALLED.rstrip("."), group=plan)
        self.sets("package.bridge_contact_plan.at", "2026-11-19", "09:00")
        self.sets("package.acceptance_deadline", "2026-11-19", "12:00")
        return self.names("Who takes it up if nobody accepts", "director")

    def sends_release(self) -> Self:
        """Write down who confirmed in the end."""
        self.writes("How the receiving side confirmed in the end", "Ann, on the call, to Dana and María Luisa.")
        return super().sends_release()

    def sets(self, field: str, day: str, time: str) -> Self:
        """Type a day and a time of day."""
        self.page.locator(f"[name='{field}.day']").fill(day)
        self.page.locator(f"[name='{field}.time']").fill(time)
        return self

    # When nobody answers

    def tries_in_vain(self) -> Self:
        """The case manager does not answer: the voicemail is no handoff."""
        self.looks_again().follows("Record that nobody answered")
        self.picks_receiver("Whom you tried to reach").ends_with(ContactOutcome.VOICEMAIL_LEFT)
        return self.presses("Record the try").sees("Nobody answered. Go the way that you planned")

    def ends_with(self, outcome: ContactOutcome) -> Self:
        """Say how an attempt ended."""
        listed = self.page.get_by_label("How it ended", exact=True)
        if listed.and_(self.page.locator("select")).count():
            return self.picks("How it ended", self.label(outcome))
        return self.chooses(self.label(outcome), group="How it ended")

    def calls_supervisor(self) -> Self:
        """Try the supervisor there, who is chosen already."""
        self.follows("Try a supervisor there").has_chosen("Whom you tried", "Rosa Vega")
        self.ends_with(ContactOutcome.VOICEMAIL_LEFT)
        return self.presses("File the attempt").sees("The attempt is filed.")

    def sends_summary(self) -> Self:
        """Send the case manager a link to what the consent covers."""
        self.follows("See the whole route").follows("Send a secure summary").picks_receiver("Who may open it")
        self.chooses("Tomorrow", group="Until when")
        return self.presses("Send the summary").sees("The summary is on its way.")

    def plans_bridge(self) -> Self:
        """Agree with the person on what was planned; it is filled in."""
        self.follows("Plan a bridge contact with the person").sees("Planned before the call: Dana Lima")
        self.has_chosen("Who keeps in touch", "Dana Lima").chooses("Yes", group="The person agreed")
        return self.presses("File the plan").sees("The bridge contact is planned.")

    def names_maker(self) -> Self:
        """Name who makes somebody answer, as it was planned."""
        self.follows("Name who makes somebody answer").has_chosen("Supervisor or director", "Dion Abara")
        return self.presses("Name them").sees("They are named.")

    def has_chosen(self, label: str, name: str) -> Self:
        """Find somebody chosen already, as it was planned."""
        chosen = self.page.get_by_label(label, exact=True).locator("option:checked")
        expect(chosen).to_contain_text(name)
        return self

    def makes_bridge(self) -> Self:
        """Be in touch with the person, and say so."""
        self.goes_by_bookmark("nobody-answered/").follows("Say whether the bridge contact was made")
        self.chooses("Made", group="What became of it").writes("Note", "Safe at her friend's.")
        return self.presses("File it").sees("It is filed.")


class OfTheDesk(Guest):
    """The case manager of the receiving service, who has no account."""

    def opens_summary(self) -> Self:
        """Open the summary out of the mail: nothing is shown before."""
        self.sees("A colleague tried to reach your service").presses("Open the summary")
        return self.sees("What the person agreed to share").sees("That you opened it is on record.")


class WhoIsTold(Supervisor):
    """The supervisor of the sending team: before whom it comes when noon has passed."""

    cast = CAST

    def closes_passively(self, transfer: str) -> Self:
        """Try to close it as if it had been opened by mistake."""
        self.who.opens(f"{transfer}do/close_transfer/")
        closing = self.label(Closure.ERROR)
        self.closes_as(closing).writes("In words", "Nobody there.")
        return self.presses("Close the handoff")

    def closes_as(self, closing: str) -> Self:
        """Say for which reason."""
        listed = self.page.locator("select[name=closure]")
        return self.picks("Reason for closing", closing) if listed.count() else self.chooses(closing)

    def takes_matter(self) -> Self:
        """Take what was not done in time."""
        self.follows("Escalations", where=self.page.get_by_role("navigation", name=self.say("Main")))
        return self.sees("Not done in time: Acceptance.").presses("I have it")

    def settles_matter(self) -> Self:
        """Say that somebody has answered."""
        self.follows("Escalations", where=self.page.get_by_role("navigation", name=self.say("Main")))
        self.follows("It is settled").writes("In a few words", "The desk answered at last.")
        return self.presses("Settle the matter")


class Director(Member):
    """Who was named to make somebody answer."""

    key, cast = "director", CAST

    def hears(self) -> Self:
        """Find among the messages that time is over."""
        return self.follows("Messages", where=self.page.get_by_role("banner")).sees("Not done in time")


class Overseer(Member):
    """Who looks over the week, and sees what was late."""

    key, cast = "executive", CAST

    def looks_over(self) -> Self:
        """Find the deadline among those that were missed this week, at its true instant, and in the history."""
        self.follows("This week", where=self.page.get_by_role("navigation", name=self.say("Main")))
        missed = self.page.get_by_role("region", name=re.compile("^Missed deadlines"))
        expect(missed).to_contain_text(re.compile(r"12:00.PM"), timeout=PATIENCE_MS)
        self._on(missed.get_by_role("link").first).sees("It was due 12:00")
        self.follows_record()
        expect(self.page.get_by_text(ANSWERED)).to_have_count(0)
        return self.sees("A deadline was missed: Acceptance. It was due Thursday, November 19, 12:00")

    def sees_what_came_late(self) -> Self:
        """Find in the history the answer, which did not stand there when the deadline was missed."""
        return self.looks_again().sees(ANSWERED)

    def follows_record(self) -> Self:
        """Open the whole history."""
        return self._on(self.page.get_by_role("link", name=re.compile(r"^All \d+ entries")))


def at(hour: int, minute: int, day: int = 19) -> datetime:
    """Return an instant by the clocks of San Mateo County in that November."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{hour:02}:{minute:02}:00-08:00")
