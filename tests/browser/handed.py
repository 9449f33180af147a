"""A handoff of Jordan from the crisis team to Riverside, told up to any stage, for pictures of the pages of guests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import time_machine

from holdfast.accounts.models import Staff
from holdfast.accounts.services import GrantOrder, grant_issue, grant_message, grant_redeem, short_code_set
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact, Phone, Service
from holdfast.directory.selectors import contact_parties
from holdfast.people.models import Person
from holdfast.protocol.codes import Identity, Seat
from holdfast.protocol.facts import Party
from holdfast.transfers.gathering import Opening
from holdfast.transfers.services import Order, Outcome, handle
from holdfast.transfers.sweeping import sweep
from holdfast.web.guests import COOKIE
from tests.property import forms
from tests.property.world import NEED, WORLD
from tests.story import Story

NAMES = {"dana": "Dana Reyes", "priya": "Priya Raman", "marcus": "Marcus Lee"}
PLACES = {"northside": ("Mobile Crisis Team North", "555-555-0142"), "riverside": ("Riverside", "555-555-0177")}
SCOPES = ["identity-and-contact", "need-and-urgency", "appointment-and-logistics", "risk-and-safety-plan"]

STORY = {
    "replaces": 0, "illness_severity": "watcher", "what_happened": "Two visits were missed after a letter.",
    "what_changed": "Calmer since noon.", "remains_open": "Housing. The bus on clinic days.",
    "person_agreed": "A visit this week.", "receiver_must": "See them by Thursday.",
    "safety_plan": {"warning_signs": "Letters about the flat.", "coping": "Walking."},
    "medications": [{"kind": "general", "what": "Sertraline 50 mg", "how_much": "once a day"}],
}  # fmt: skip


class Handing(Story):
    """A story about somebody of the people list."""

    def set_up(self) -> Handing:
        """Make the cast, and Jordan."""
        super().set_up()
        for name, shown in NAMES.items():
            Staff.objects.filter(pk=self.ids[name]).update(display_name=shown)
        for name, (shown, number) in PLACES.items():
            Service.objects.filter(pk=self.ids[name]).update(name=shown)
            Phone.objects.create(service_id=self.ids[name], number=number, kind="voice")
        jordan = Person.objects.create(
            name="Jordan Miller", family="Miller", given="Jordan", born="1994-05-14", language="es"
        )
        self.ids["jordan"] = str(jordan.pk)
        return self

    def party(self, by: str) -> Party:
        """Return one of the cast, or the intake contact who has no account."""
        if by != "vera":
            return super().party(by)
        found = contact_parties([self.ids[by]])[self.ids[by]]
        return replace(found, identity=Identity.DIRECTORY_LINK)

    def _handle(self, by: str, command: Any, key: str, opening: Opening | None) -> Outcome:
        about = Opening(subject=self.ids["jordan"]) if opening else None
        return handle(Order(self.transfer_id, command, self.party(by), key, opening=about))


@dataclass
class Handed:
    """The story with its clock: each step happens a minute after the one before."""

    story: Handing = field(default_factory=lambda: Handing(WORLD).set_up())
    at: datetime = field(default_factory=lambda: now() - timedelta(minutes=20))
    receiver: str = "marcus"

    def does(self, by: str, do: str, fields: Mapping[str, Any]) -> Handed:
        """Tell one step."""
        self.at += timedelta(seconds=40)
        with time_machine.travel(self.at, tick=False):
            came = self.story.give(by, do, fields)
        assert came.is_filed, (do, came.act)
        return self

    def tells_story(self) -> Handed:
        """Tell the story, and what is in the way."""
        self.does("dana", "tell_story", STORY)
        return self.does("dana", "name_barrier", {"barrier": "transport", "severity": "blocks", "note": "No bus."})

    def reads_story(self) -> Handed:
        """The person reads it, and the receiver may see it."""
        return self.does("person", "story_read", {"version": 1, "how": "read_it"})

    def ready(self) -> Handed:
        """Tell it until all is ready for the call."""
        self.does("dana", "open_transfer", forms.OPENING)
        self.does("person", "give_consent", {**forms.CONSENT, "scopes": SCOPES, "to": "riverside"})
        self.does("dana", "check_safety", forms.SAFE)
        self.does("dana", "file_record", forms.request(self.at, is_elevated=False, mode="live_phone"))
        self.does("priya", "file_record", forms.decision())
        return self.does("dana", "file_record", forms.readiness(self.at))

    def called(self) -> Handed:
        """Tell it until the sender and Jordan are on the call."""
        self.does("dana", "open_live_event", {"channel": "phone"})
        self.joins("dana", "originator", "account")
        return self.joins("person", "person", "person_link")

    def joins(self, who: str, party: str, identity: str) -> Handed:
        """Somebody takes their seat."""
        return self.does(who, "join_live_event", {"party": party, "identity": identity, "measured": False})

    def together(self, identity: str = "account") -> Handed:
        """Tell it until the three were together, and the connection is filed."""
        self.joins(self.receiver, "receiver", identity)
        for who, party, known in (("dana", "originator", "account"), (self.receiver, "receiver", identity)):
            fields = {"party": party, "identity": known, "device": who, "present": ["originator", "person", "receiver"]}
            self.does(who, "attest_presence", fields)
        connection = forms.connection(self.at) | {"receiving_contact_id": self.receiver}
        return self.does("dana", "file_record", connection | {"handoff_purpose": "Missed two visits. Needs a ride."})

    def released(self) -> Handed:
        """Tell it until ownership has passed."""
        answer = forms.answer(self.at, "accepted")
        answer["first_action"] |= {"who": "Marcus Lee", "where": "40 River Street"}
        self.does(self.receiver, "file_record", {"record": "receiving_acceptance", **answer})
        self.does("person", "person_confirms", {"what": "next_step", "in_own_words": "I see Marcus tomorrow."})
        self.does("dana", "file_record", forms.closure(self.at))
        return self.does("dana", "close_live_event", {})

    def swept(self) -> Handed:
        """Let the worker see what was missed."""
        sweep()
        return self

    # Who opens it

    def person(self) -> dict[str, str]:
        """Return the cookie of Jordan."""
        return self._cookie(Seat.PERSON, Identity.PERSON_LINK, self.story.ids["jordan"])

    def guest(self) -> dict[str, str]:
        """Return the cookie of the intake contact of Riverside, who has no account."""
        return self._cookie(Seat.RECEIVER, Identity.DIRECTORY_LINK, self.story.ids["vera"])

    def by_guest(self) -> Handed:
        """Have the receiver be an intake contact without an account."""
        contact = IntakeContact.objects.create(
            service_id=self.story.ids["riverside"], name="Vera Lund", email="intake@riverside.example"
        )
        self.story.ids["vera"], self.receiver = str(contact.pk), "vera"
        return self

    def behind_code(self) -> tuple[dict[str, str], str]:
        """Return the cookie of Jordan, whose page stands behind a short code, and the code."""
        grant, secret = grant_issue(self._order(Seat.PERSON, Identity.PERSON_LINK, self.story.ids["jordan"]))
        code = short_code_set(grant)
        return {COOKIE: grant_redeem(secret)[1]}, code

    def _cookie(self, seat: Seat, identity: Identity, subject: str) -> dict[str, str]:
        return {COOKIE: grant_redeem(grant_message(self._order(seat, identity, subject)).secret)[1]}

    def _order(self, seat: Seat, identity: Identity, subject: str) -> GrantOrder:
        return GrantOrder(
            transfer_id=self.story.transfer_id, party=seat, identity=identity, subject_id=UUID(subject),
            expires_at=now() + timedelta(days=30), one_time=False,
        )  # fmt: skip


__all__ = ["NEED", "Handed"]
