"""A warm transfer step by step through HTTP, as its parties take them. Each step can be changed field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from holdfast.people.models import Person
from tests.integration.api.http import Caller, guest

SCOPES = ["identity-and-contact", "need-and-urgency", "appointment-and-logistics", "risk-and-safety-plan"]


def instant(at: datetime) -> str:
    """Return an instant as the API takes it."""
    return at.astimezone(UTC).isoformat()


@dataclass
class Walk:
    """One transfer on its way. `cast`: the callers by their part; `ids`: who and what is named in its records."""

    cast: dict[str, Caller]
    ids: dict[str, str]
    clock: time_machine.Traveller
    at: datetime
    zone: str = "America/New_York"
    need: str = "missed-appointments"
    transfer: str = ""
    said: dict[str, Any] = field(default_factory=dict)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.until(self.at + timedelta(**span))

    def until(self, at: datetime) -> None:
        """Let time pass until `at`."""
        self.at = at
        self.clock.move_to(at)

    def local(self, days: int, hour: int) -> datetime:
        """Return an hour of the day, `days` from today, where the originating service is."""
        day = self.at.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=days)
        return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(self.zone))

    def today(self) -> date:
        """Return the date where the originating service is."""
        return self.at.astimezone(ZoneInfo(self.zone)).date()

    def does(self, who: str, step: str, fields: dict[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
        """Have somebody take a step that is filed."""
        return self.cast[who].does(self.transfer, step, {**(fields or {}), **changed})

    def meets_somebody(self) -> Walk:
        """Go on with another person: one person's same need is accepted once."""
        somebody = Person.objects.create(
            name="Ada Reyes", family="Reyes", given="Ada", born="1990-01-01", language="es"
        )
        self.ids["person"] = str(somebody.pk)
        return self

    # The steps

    def opens(self, **changed: Any) -> None:
        """Open the transfer, and let the person in by their own link."""
        fields = {
            "case_id": "WH-1", "person_id": self.ids["person"], "payer": "medicaid", "need_category": self.need,
            "package": None,
        }  # fmt: skip
        answer = self.cast["originator"].post("/transfers", {**fields, **changed})
        assert answer.status == 201, answer.body
        self.transfer = answer.body["transfer_id"]
        link = self.cast["originator"].post(f"/transfers/{self.transfer}/person-links", {})
        self.said["secret"] = link.body["secret"]
        self.said["code"] = link.body.get("code")
        self.person_comes()

    def person_comes(self) -> None:
        """The person opens their own link, as often as they like."""
        code = {"short_code": self.said["code"]} if self.said.get("code") else {}
        self.cast["person"] = guest({"secret": self.said["secret"], **code})

    def prepares(self) -> None:
        """Ask for consent and for safety."""
        until = self.today() + timedelta(days=90)
        self.does(
            "person", "give_consent", scopes=SCOPES, to=self.ids["service"], purpose="treatment", until=f"{until}",
            given_by="person", language=Person.objects.get(pk=self.ids["person"]).language,
        )  # fmt: skip
        self.checks_safety()

    def checks_safety(self) -> None:
        """Ask whether it is safe to talk now."""
        self.does("originator", "check_safety", safe_now="yes", alone="yes", contact_method="text", voicemail="none")

    def requests(self, **changed: Any) -> dict[str, Any]:
        """A1."""
        fields = {
            "transfer_trigger": self.need, "need_category": self.need, "urgency": "48-hour", "risk_indicators": [],
            "mode": "live_phone", "receiving_pathway": self.ids["pathway"], "reviewer_id": self.ids["decider"],
            "next_checkpoint_date": f"{self.today() + timedelta(days=1)}",
        }  # fmt: skip
        return self.does("originator", "authorization_request", fields, **changed)

    def authorizes(self, **changed: Any) -> dict[str, Any]:
        """A2."""
        fields = {
            "decision": "authorize", "pathway_suitability": "suitable", "accommodations": [],
            "transfer_failure_risk": "medium", "unresolved_dependencies": [],
        }  # fmt: skip
        return self.does("decider", "authorization_decision", fields, **changed)

    def makes_ready(self, **changed: Any) -> dict[str, Any]:
        """A3."""
        route = {"who": "Team line", "means": "phone", "contact": "555-0142", "until": instant(self.local(2, 17))}
        fields = {
            "fallback_route": route,
            "person_readiness": {"told": True, "understood": True, "agreed": True, "note": "May stop at any time."},
            "continuity_lead_id": self.ids["originator"], "reviewer_id": self.ids["decider"],
            "review_date": f"{self.today() + timedelta(days=2)}",
        }  # fmt: skip
        return self.does("originator", "release_readiness", fields, **changed)

    def comes_together(self, channel: str = "phone") -> None:
        """Open the live event, all three join, and originator and receiver attest it."""
        self.does("originator", "open_live_event", channel=channel)
        self.does("originator", "join_live_event", party="originator")
        self.does("originator", "join_live_event", party="person")
        self.does("receiver", "join_live_event", party="receiver")
        self.later(seconds=40)
        everybody = ["originator", "person", "receiver"]
        self.does("originator", "attest_presence", party="originator", present=everybody)
        self.does("receiver", "attest_presence", party="receiver", present=everybody)

    def connects(self, channel: str = "phone", **changed: Any) -> dict[str, Any]:
        """B1."""
        fields = {
            "receiving_service": self.ids["service"], "contact_attempted_at": instant(self.at),
            "receiving_contact_id": self.ids["receiver"], "handoff_purpose": "Needs a priority visit and a ride.",
            "channel": channel, "reviewer_id": self.ids["decider"],
            "next_checkpoint_date": f"{self.today() + timedelta(days=1)}",
        }  # fmt: skip
        return self.does("originator", "live_connection", fields, **changed)

    def accepts(self, first_at: datetime, **changed: Any) -> dict[str, Any]:
        """B2."""
        return self.does("receiver", "receiving_acceptance", self.accepting(first_at), **changed)

    def accepting(self, first_at: datetime) -> dict[str, Any]:
        """Return the fields of B2."""
        action = {
            "kind": "appointment", "who": "the intake desk", "where": "40 River Street", "channel": "in_person",
            "at": instant(first_at),
        }  # fmt: skip
        return {
            "acceptance": "accepted", "decline_reason": None, "pending_reason": None, "accepted_scope": [self.need],
            "accommodations_confirmed": [], "first_action": action, "unmet_intake_requirements": [],
            "escalation_triggers": ["no answer by noon on the day"],
            "loop_commitment": {"who": "intake", "how": "report here", "by": instant(first_at + timedelta(hours=2))},
        }  # fmt: skip

    def closure(self) -> dict[str, Any]:
        """Return the fields of B3."""
        return {
            "ownership_release": "released", "person_heard_next_step": "confirmed_by_person", "witness_id": None,
            "fallback_contact_route": {"who": "Team line", "means": "phone", "contact": "555-0142"},
            "review_date": f"{self.today() + timedelta(days=2)}", "reviewer_id": self.ids["decider"],
        }  # fmt: skip

    def releases(self) -> dict[str, Any]:
        """The person says the next step back; B3."""
        self.does("person", "person_confirms", what="next_step", in_own_words="I go there tomorrow at ten.")
        self.said["closed_on"] = f"{self.today()}"
        return self.does("originator", "handoff_closure", self.closure())

    def verifies(self, status: str = "completed", **changed: Any) -> dict[str, Any]:
        """C1."""
        seen = instant(self.at - timedelta(minutes=1))
        evidence = [
            {"source": "receiving_service_record", "grade": "A", "observed_at": seen, "reference": "visit 1"},
            {"source": "originating_handoff_record", "grade": "D", "observed_at": seen, "reference": "handoff 1"},
            {"source": "current_contact_outcome", "grade": "C", "observed_at": seen, "reference": "text reply"},
        ]
        fields = {
            "transfer_event_date": self.said["closed_on"], "first_action_status": status, "residual_risk": "low",
            "service_impact_score": 0, "evidence": evidence, "reviewer_id": self.ids["reviewer"],
            "next_checkpoint_date": f"{self.today() + timedelta(days=4)}",
        }  # fmt: skip
        return self.does("reviewer", "verification", fields, **changed)

    def corrects(self, **changed: Any) -> dict[str, Any]:
        """C2."""
        fields = {
            "failure_category": "receiver-did-not-act", "corrective_owner_id": self.ids["originator"],
            "corrective_deadline": instant(self.at + timedelta(hours=20)), "unresolved_dependencies": [],
            "instruction": "repeat_live_handoff",
        }  # fmt: skip
        return self.does("corrector", "corrective_determination", fields, **changed)

    def follows_up(self, **changed: Any) -> dict[str, Any]:
        """C3."""
        fields = {
            "person_reported_continuity": "held", "attempts": None, "residual_concern": False,
            "retelling_burden_reduced": {"answer": "yes", "source": "person"},
            "review_date": f"{self.today() + timedelta(days=28)}", "reviewer_id": self.ids["reviewer"],
        }  # fmt: skip
        return self.does("follower", "assurance_followup", fields, **changed)

    # The ways

    def authorized(self) -> Walk:
        """Walk to an authorization."""
        self.opens()
        self.prepares()
        self.requests()
        self.later(minutes=2)
        self.authorizes()
        return self

    def connected(self) -> Walk:
        """Walk to a live connection."""
        self.authorized()
        self.makes_ready()
        self.comes_together()
        self.connects()
        return self

    def released(self) -> Walk:
        """Walk until ownership has passed."""
        self.connected()
        self.accepts(self.local(1, 10))
        self.later(minutes=1)
        self.releases()
        self.does("originator", "close_live_event")
        return self

    def held(self) -> Walk:
        """Walk to the end."""
        self.released()
        self.until(self.local(1, 11))
        self.does("receiver", "report_first_action", outcome="kept")
        self.later(minutes=30)
        self.verifies()
        self.later(hours=20)
        self.follows_up()
        return self
