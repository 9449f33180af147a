"""The stories of the demo: one transfer in every stage, each with how long before the start it begins.

They are told by `seeding`, in this order; what is refused, breached or missed in them is meant to be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from holdfast.demo import county as at
from holdfast.demo import forms
from holdfast.demo.scenes import (
    accepted,
    authorized,
    begun,
    connected,
    decided,
    gathered,
    handed_over,
    met,
    readied,
    released,
    requested,
)  # fmt: skip
from holdfast.demo.telling import Plot, Telling
from holdfast.protocol.codes import RecordKind as R

ELEVATED = {"urgency": "same-day", "risk_indicators": ["suicidal-thinking"]}
OVERDOSE = {"urgency": "emergent", "risk_indicators": ["recent-overdose"]}
HIGH = {"transfer_failure_risk": "high"}


@dataclass(frozen=True, slots=True)
class Story:
    """A transfer to be told: its name, what it is about, when it begins before the start, and how it goes."""

    name: str
    plot: Plot
    begins: timedelta
    tell: Callable[[Telling], None]


STORIES: list[Story] = []


def story(plot: Plot, **begins: float) -> Callable[[Callable[[Telling], None]], Callable[[Telling], None]]:
    """Put a function into the list of stories, under its own name."""

    def kept(tell: Callable[[Telling], None]) -> Callable[[Telling], None]:
        STORIES.append(Story(tell.__name__, plot, timedelta(**begins), tell))
        return tell

    return kept


@story(Plot("dogwood"), minutes=25)
def drafting(t: Telling) -> None:
    """Opened, and nothing asked for yet."""
    begun(t)


@story(Plot("alder"), minutes=6)
def waiting_for_a_decision(t: Telling) -> None:
    """In the queue, within its time."""
    requested(t)


@story(Plot("cedar"), minutes=70)
def decision_overdue(t: Telling) -> None:
    """Nobody decides; the originator tries to and is refused; supervisor and director hear of it."""
    requested(t)
    t.after(minutes=5).refused_filing(t.plot.by, "A2.independent", R.AUTHORIZATION_DECISION, forms.decision())


@story(Plot("nutmeg", to=at.BRIDGE, by="clinician", decider="supervisor_hospital"), hours=2)
def blocked(t: Telling) -> None:
    """The route has no room left, and the decision blocks."""
    requested(t)
    t.after(minutes=4)
    t.refused_filing(t.plot.decider, "A2.suitability", R.AUTHORIZATION_DECISION, forms.decision())
    no = forms.decision(decision="block", pathway_suitability="unsuitable", unresolved_dependencies=["no visit left"])
    t.after(minutes=1).file(t.plot.decider, R.AUTHORIZATION_DECISION, no)


@story(Plot("birch", need="loss-of-housing", to=at.REHOUSING, accommodated=("payer", "hours")), minutes=20)
def authorized_with_accommodations(t: Telling) -> None:
    """Unknown is not suitable, dependencies stop a decision; then each gets its answer."""
    requested(t)
    t.after(minutes=2).refused_filing(t.plot.decider, "A2.suitability", R.AUTHORIZATION_DECISION, forms.decision())
    owing = forms.decision(t.plot.accommodated, unresolved_dependencies=["identity paper"])
    t.after(minutes=2).refused_filing(t.plot.decider, "A2.dependencies", R.AUTHORIZATION_DECISION, owing)
    t.after(minutes=1).do("director", "acknowledge_escalation", control="A2.dependencies", note="I have it.")
    decided(t)


@story(Plot("elm"), minutes=16)
def ready_for_the_call(t: Telling) -> None:
    """Released to call, after a fallback that said nothing was refused."""
    requested(t)
    decided(t)
    vague = forms.readiness(t.who("navigator"), t.who(t.plot.decider), t.after(minutes=2).at, fallback_route=None)
    t.refused_filing(t.plot.by, "A3.fallback", R.RELEASE_READINESS, vague)
    readied(t)
    t.after(minutes=1).do("quality_reviewer", "acknowledge_escalation", control="A3.fallback", note="Talking to them.")
    t.after(minutes=1).do("quality_reviewer", "resolve_escalation", control="A3.fallback", note="Filled in since.")


@story(Plot("fir", asked={"mode": "live_video"}, channel="room"), minutes=11)
def together_now(t: Telling) -> None:
    """The live event is open, and all three are in it."""
    met(t)


@story(
    Plot("ironwood", "withdrawal-or-sud-need", at.WITHDRAWAL, receiver="intake_withdrawal", accommodated=("language",)),
    hours=3,
)
def declined(t: Telling) -> None:
    """The receiver says no; the owner stays."""
    met(t)
    t.after(minutes=2).file(
        t.plot.receiver, R.RECEIVING_ACCEPTANCE, forms.answer("declined", decline_reason="no-capacity")
    )


@story(Plot("juniper", by="care_coordinator", decider="coordination_lead"), minutes=20)
def pending(t: Telling) -> None:
    """The receiver needs a moment; decided by the shared pool, for a team that has no decider of its own."""
    met(t)
    answer = forms.answer("pending", pending_reason="The prescriber is asked.")
    t.after(minutes=2).file(t.plot.receiver, R.RECEIVING_ACCEPTANCE, answer)


@story(
    Plot("katsura", "medication-interruption", at.OVERNIGHT, "clinician", "supervisor_hospital", "intake_overnight"),
    hours=3,
)
def nobody_answered(t: Telling) -> None:
    """A voicemail is no handoff: refused as a connection, and no passive close. The manager's place is vacant."""
    authorized(t)
    t.after(minutes=1).do(t.plot.by, "open_live_event", channel="phone")
    contact = t.world.county.contacts[t.plot.to]
    t.after(minutes=2).do(t.plot.by, "contact_attempt", contact=contact, outcome="voicemail-left")
    mailbox = forms.connection(t.service, "mailbox:overnight", t.who(t.plot.decider), t.after(seconds=30).at)
    t.refused_filing(t.plot.by, "B1.human", R.LIVE_CONNECTION, mailbox)
    t.after(minutes=1).do(t.plot.by, "close_live_event")
    t.refused(
        t.plot.decider, "F.passive", "close_transfer", closure="person-unreachable-after-plan", reason="Left a message."
    )


@story(Plot("hazel"), minutes=25)
def accepted_not_released(t: Telling) -> None:
    """Accepted; a release on the assumption that the person heard is refused."""
    met(t)
    accepted(t)
    t.after(minutes=1)
    fields = forms.closure(t.who(t.plot.decider), t.at, person_heard_next_step="assumed")
    t.refused_filing(t.plot.by, "B3.heard", R.HANDOFF_CLOSURE, fields)


@story(Plot("larch", accommodated=("language",)), minutes=50)
def released_after_a_refusal(t: Telling) -> None:
    """A release before the acceptance is refused, twice and counted; the executive hears; then it is done rightly."""
    met(t)
    early = forms.closure(t.who(t.plot.decider), t.after(minutes=1).at)
    t.refused_filing(t.plot.by, "B3.order", R.HANDOFF_CLOSURE, early)
    t.after(minutes=1).refused_filing(t.plot.by, "B3.order", R.HANDOFF_CLOSURE, early)
    t.after(minutes=2).do("executive", "acknowledge_escalation", control="B3.order", note="I am calling the team.")
    t.do("executive", "acknowledge_escalation", control="B3.heard", note="And this with it.")
    accepted(t, first_in_minutes=300)
    released(t)


@story(Plot("maple"), hours=2)
def released_and_verification_due(t: Telling) -> None:
    """The receiver owns; the first visit and the verification lie ahead."""
    handed_over(t, first_in_minutes=300)
    t.after(minutes=5).do(t.plot.receiver, "report_first_action", outcome="acknowledged")


@story(Plot("oak"), hours=6)
def first_visit_missed(t: Telling) -> None:
    """Nobody says that the first visit was kept: re-engagement runs."""
    handed_over(t)


@story(
    Plot("pine", "suicide-risk", asked=ELEVATED, decided=HIGH, accommodated=("language",)),
    hours=30,
)
def verification_overdue(t: Telling) -> None:
    """Elevated, kept, and not verified in time."""
    handed_over(t)
    t.after(minutes=90).do(t.plot.receiver, "report_first_action", outcome="kept")


@story(Plot("yew"), hours=52)
def withdrawn(t: Telling) -> None:
    """The person says no, and that is that."""
    requested(t)
    decided(t)
    t.after(minutes=2).do("person", "person_stops", wish="withdraw")


@story(Plot("zelkova", accommodated=("language",)), minutes=75)
def paused(t: Telling) -> None:
    """The person wants to wait; the receiver may not be called meanwhile."""
    authorized(t)
    t.after(minutes=2).do("person", "person_stops", wish="pause")
    t.after(minutes=1).refused(t.plot.by, "S.stopped", "open_live_event", channel="phone")


@story(
    Plot(
        "ginkgo", "self-harm", at.YOUNG, receiver="intake_young", asked=ELEVATED, decided=HIGH, accommodated=("hours",)
    ),
    minutes=25,
)
def said_by_voice(t: Telling) -> None:
    """The receiver said yes on the phone and can sign in nowhere: written down, waiting for their own word."""
    authorized(t)
    gathered_by_phone(t)
    contact = t.world.county.contacts[t.plot.to]
    answer = forms.acceptance(t.plot.need, t.at + timedelta(hours=2), t.plot.accommodated)
    t.after(minutes=1).do(t.plot.by, "voice_acceptance", said_by=contact, heard_by=t.who("supervisor"), **answer)


def gathered_by_phone(t: Telling) -> None:
    """Reach the intake contact on the phone."""
    t.after(minutes=1).do("person", "check_safety", **forms.SAFE)
    t.do(t.plot.by, "open_live_event", channel="phone")
    contact = t.world.county.contacts[t.plot.to]
    t.after(minutes=1).do(t.plot.by, "contact_attempt", contact=contact, outcome="live-human-accepted")


@story(
    Plot("beech", "substance-overdose", at.WITHDRAWAL, receiver="intake_withdrawal", asked=OVERDOSE, decided=HIGH),
    minutes=80,
)
def emergency_first(t: Telling) -> None:
    """Life first, paper after: handed over live, and never called warm."""
    begun(t)
    t.do(t.plot.by, "emergency_start", act="immediate live handoff", reason="Cannot wait for a decision.")
    gathered(t)
    request = forms.request(t.plot.need, t.pathway, t.who(t.plot.decider), t.after(minutes=4).at)
    t.file(t.plot.by, R.AUTHORIZATION_REQUEST, {**request, **t.plot.asked})
    decided(t)
    readied(t)
    connected(t)
    accepted(t, first_in_minutes=15)
    released(t)
