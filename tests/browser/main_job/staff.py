"""What members of staff do in the main job, each on pages of their own, in the words of the protocol."""

from __future__ import annotations

import re
from typing import Self

from holdfast.protocol.chapters.consent.said import ConsentHow
from holdfast.protocol.codes import (
    Channel,
    ConsentScope,
    GivenBy,
    Mode,
    Need,
    OwnershipRelease,
    PersonHeard,
    Risk,
    Suitability,
    Urgency,
    Voicemail,
    YesNoUnknown,
)
from tests.browser.main_job.county import PASSWORD, REAL, Cast, email
from tests.browser.main_job.party import Party

NOTE = "Missed two visits and wants to try again."
OWN_LINE = "555-555-0142"
SHARED = (
    ConsentScope.IDENTITY_AND_CONTACT, ConsentScope.NEED_AND_URGENCY, ConsentScope.APPOINTMENT_AND_LOGISTICS,
    ConsentScope.OUTCOME_BACK_TO_SENDER,
)  # fmt: skip
_LINK = re.compile(r"https?://\S+/join/\S+")


class Member(Party):
    """Somebody with an account."""

    key = ""
    cast: Cast = REAL

    def signs_in(self) -> Self:
        """Sign in with email and password, from the address that everybody knows."""
        self.who.opens("/")
        self.writes("Email", email(self.key)).writes("Password", PASSWORD)
        return self.presses("Sign in")

    def names(self, field: str, key: str) -> Self:
        """Pick a colleague by name, role and service."""
        name, role, service = self.cast.staff[key]
        return self.picks(field, f"{name}, {self.label(role)}, {service}")

    def picks_receiver(self, field: str) -> Self:
        """Name the intake contact, as the list offers them."""
        choices = self.page.get_by_label(self.say(field), exact=True)
        offered = [
            option for option in choices.locator("option").all_inner_texts() if option.startswith(self.cast.receiver)
        ]
        return self.picks(field, offered[0])

    def has_it_reviewed(self, key: str = "supervisor") -> Self:
        """Name who reviews a record."""
        return self.names("Who reviews this record", key)


class Clinician(Member):
    """Who hands over."""

    key = "clinician"

    # Before the call

    def opens_handoff(self) -> Self:
        """Go from the list of people to the check of the answers, and ask."""
        self.begins_handoff().says_need().finds_route().weighs_delay()
        return self.asks_for_authorization()

    def begins_handoff(self) -> Self:
        """Find somebody on the list, and say who pays."""
        self.follows("Start a handoff", where=self.page.get_by_role("navigation", name=self.say("Main")))
        self.writes("Name or phone", self.cast.person).presses("Search")
        self.presses("Start a handoff")
        return self.writes("Case number", self.cast.case).writes("Who pays", "Medicaid").presses("Continue")

    def says_need(self) -> Self:
        """Say what is needed, and how soon."""
        need = "Need that the receiving service is to meet"
        self.picks(need, self.label(Need.MISSED_APPOINTMENTS)).presses("Continue")
        return self.chooses(self.label(Urgency.HOURS_48)).presses("Continue")

    def finds_route(self) -> Self:
        """Choose one route of those that can take the person now."""
        return self.chooses(self.cast.receiving, group="Can take them now").presses("Continue")

    def weighs_delay(self) -> Self:
        """Say how it is to pass, who reviews it, and by when."""
        self.chooses(self.label(Mode.LIVE_PHONE)).has_it_reviewed()
        return self.chooses("Tomorrow", group="Next step due by").presses("Continue")

    def asks_for_authorization(self) -> Self:
        """Send the request."""
        return self.presses("Ask for authorization").sees("Authorization was asked for.")

    def makes_ready(self) -> Self:
        """Name the backup route, and say what the person knows and wants."""
        return self.fills_readiness().presses("File the readiness")

    def fills_readiness(self) -> Self:
        """Fill the form of the readiness, as the page asks next."""
        self.follows("File the readiness")
        self.names_backup("Backup route").chooses("Tomorrow", group="Answered until")
        for question in (
            "Was the person told who will be on the call, and why?", "Did the person say it back?",
            "Does the person agree?",
        ):  # fmt: skip
            self.chooses("Yes", group=question)
        self.names("Who stays with the person until the first visit", "navigator").has_it_reviewed()
        return self.chooses("Tomorrow", group="Review due by")

    def names_backup(self, group: str) -> Self:
        """Say whom the person reaches if it does not come about."""
        self.writes("Who answers", "Visitation desk", group=group).writes("How they are reached", "By phone")
        return self.writes("Number or place", OWN_LINE)

    def records_consent(self) -> Self:
        """Write down what the person agrees to share, as the page asks next."""
        self.follows("Record {person}’s answer", person=self.cast.given)
        for scope in SHARED:
            self.chooses(self.label(scope), group="What may be shared")
        self.picks("Service", self.cast.receiving).writes("What it may be used for", "care")
        self.chooses("In 30 days", group="Last day on which it holds").chooses(self.label(GivenBy.PERSON))
        self.chooses(self.label(ConsentHow.SIGNED), group="How they said yes")
        return self.writes("Language", self.cast.language).presses("Record the consent")

    def asks_whether_safe(self) -> Self:
        """Write down that it is safe to talk now, as the page asks next."""
        self.follows("Record {person}’s answer", person=self.cast.given)
        self.chooses(self.label(YesNoUnknown.YES), group="Is it safe to talk now?")
        self.chooses(self.label(YesNoUnknown.YES), group="Is the person alone?")
        self.writes("Safe way to make contact", "text to the mobile phone")
        self.chooses(self.label(Voicemail.NEUTRAL), group="What a voice message may say")
        return self.presses("Record the answer")

    # In the call

    def opens_room(self) -> Self:
        """Open the live room, for a call by phone."""
        self.follows("Go to the live call").chooses(self.label(Channel.PHONE), group="How the live call is held")
        return self.presses("Open the live room")

    def shows_link(self, *, to_keep: bool = False) -> str:
        """Make a link for the person, which they take from the screen; return it."""
        self.follows("Invite to the live room")
        self.presses("Show the link to their own page, to keep" if to_keep else "Show a link and a QR code")
        found = _LINK.search(self.page.get_by_role("main").inner_text())
        assert found, "the page shows no link"
        self.follows("Live room")
        return found[0]

    def says_code(self) -> tuple[str, str]:
        """Make a code for the person, to be said aloud; return the number and the code as they are heard."""
        self.follows("Invite to the live room").presses("Make a code to read out")
        heard = re.findall(r": ([\d ]+)$", self.page.get_by_role("list").last.inner_text(), re.MULTILINE)
        reference, code = heard
        self.follows("Live room")
        return reference, code

    def invites(self) -> Self:
        """Have the server send the intake contact a link that the originator never sees."""
        self.follows("Invite to the live room").chooses(self.cast.receiver, group="Who receives?").presses(
            "Send them the link"
        )
        return self.follows("Live room")

    def says_all_are_together(self) -> Self:
        """Attest, in the room."""
        return self.looks_again().presses("All three of us are together now")

    def records_connection(self) -> Self:
        """File the live connection with a named person."""
        self.follows("Handoff").follows("Record the live connection")
        self.picks_receiver("Named person that you reached").writes(
            "Why, in words that the person would agree with", NOTE
        )
        self.chooses("Now, when I send this").chooses(self.label(Channel.PHONE), group="How the live call is held")
        self.has_it_reviewed().chooses("Tomorrow", group="Next step due by")
        return self.presses("File the connection").sees("The live connection is filed.")

    def releases(self) -> Self:
        """Release ownership to who accepted, as the page asks next."""
        self.looks_again().follows("Fill in what is missing")
        return self.sends_release().sees("Ownership was released.")

    def sends_release(self) -> Self:
        """Fill the form of the release, and send it."""
        self.chooses(self.label(OwnershipRelease.RELEASED), group="Release")
        self.chooses(self.label(PersonHeard.CONFIRMED_BY_PERSON)).names_backup("Backup contact")
        self.chooses("Tomorrow", group="Review due by").has_it_reviewed()
        return self.presses("Release ownership")

    def goes_by_bookmark(self, to: str) -> Self:
        """Go to a page of the handoff that no page leads to now, by an address that they kept."""
        here = re.sub(r"(/transfers/[^/]+/).*", r"\1", self.page.url)
        self.who.opens(f"{here}{to}")
        return self

    def ends_call(self) -> Self:
        """End the live room."""
        return self.presses("End the live room")


class Supervisor(Member):
    """Who decides."""

    key = "supervisor"

    def reviews(self) -> Self:
        """Open the request that waits, and say that the route suits and what the risk is."""
        self.follows_row(self.cast.case).chooses(self.label(Suitability.SUITABLE))
        return self.chooses(self.label(Risk.MEDIUM), group="Risk that this handoff fails")

    def names_open_need(self, need: str) -> Self:
        """Write down what still stands in the way."""
        return self.presses("Add an open need").writes("Open need 1", need, group="Open needs")

    def resolves_open_need(self) -> Self:
        """Say that it does not stand in the way any more."""
        return self.presses("It is resolved")

    def authorizes(self) -> Self:
        """File the decision that the form stands at."""
        return self.presses("Authorize").sees("The decision is filed.")
