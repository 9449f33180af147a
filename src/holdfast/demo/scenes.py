"""Scenes that most stories share, in the order of the protocol: each lets its minutes pass and files its step."""

from __future__ import annotations

from datetime import timedelta

from holdfast.demo import forms
from holdfast.demo.telling import Telling
from holdfast.protocol.codes import RecordKind as R


def begun(t: Telling) -> None:
    """Open the transfer; the person consents and says that it is safe to talk."""
    t.open()
    t.after(minutes=1).do("person", "give_consent", **forms.consent(t.service, t.language, t.at))
    t.after(minutes=1).do("person", "check_safety", **forms.SAFE)


def requested(t: Telling) -> None:
    """File the authorization request (A1), three minutes in."""
    begun(t)
    fields = forms.request(t.plot.need, t.pathway, t.who(t.plot.decider), t.after(minutes=1).at)
    t.file(t.plot.by, R.AUTHORIZATION_REQUEST, {**fields, **t.plot.asked})


def decided(t: Telling) -> None:
    """Authorize (A2), three minutes later."""
    t.after(minutes=3).file(
        t.plot.decider, R.AUTHORIZATION_DECISION, forms.decision(t.plot.accommodated, **t.plot.decided)
    )


def readied(t: Telling) -> None:
    """File the release readiness (A3), two minutes later."""
    t.after(minutes=2)
    lead = t.who("navigator")
    t.file(t.plot.by, R.RELEASE_READINESS, forms.readiness(lead, t.who(t.plot.decider), t.at))


def authorized(t: Telling) -> None:
    """Come from the beginning to the release readiness, eight minutes in."""
    requested(t)
    decided(t)
    readied(t)


def gathered(t: Telling) -> None:
    """Open the live event; all three join, seen by the server."""
    t.after(minutes=1).do("person", "check_safety", **forms.SAFE)
    t.do(t.plot.by, "open_live_event", channel=t.plot.channel)
    joins = ((t.plot.by, "originator", "account"), ("person", "person", "person_link"))
    for by, party, identity in (*joins, (t.plot.receiver, "receiver", "account")):
        t.after(seconds=10).do(by, "join_live_event", party=party, identity=identity, measured=True)


def connected(t: Telling) -> None:
    """File the live connection (B1) while all three are together."""
    fields = forms.connection(t.service, t.who(t.plot.receiver), t.who(t.plot.decider), t.after(seconds=40).at)
    t.file(t.plot.by, R.LIVE_CONNECTION, {**fields, "channel": t.plot.channel})


def met(t: Telling) -> None:
    """Come from the beginning to the live connection, ten minutes in."""
    authorized(t)
    gathered(t)
    connected(t)


def accepted(t: Telling, *, first_in_minutes: float = 60) -> None:
    """Accept (B2), with the first action some minutes later; the person says the next step back."""
    t.after(minutes=2)
    t.first_action_at = t.at + timedelta(minutes=first_in_minutes)
    answer = forms.acceptance(t.plot.need, t.first_action_at, t.plot.accommodated)
    t.file(t.plot.receiver, R.RECEIVING_ACCEPTANCE, answer)
    t.after(minutes=1).do("person", "person_confirms", what="next_step", in_own_words="They see me, and I know when.")


def released(t: Telling, **otherwise: object) -> None:
    """Release (B3): ownership passes to the one who accepted; the call ends, the reviewer countersigns."""
    t.closed_at = t.after(minutes=1).at
    t.file(t.plot.by, R.HANDOFF_CLOSURE, forms.closure(t.who(t.plot.decider), t.at, **otherwise))
    if t.is_live:
        t.after(seconds=30).do(t.plot.by, "close_live_event")
    t.after(seconds=30).do(t.plot.decider, "countersign", record=R.HANDOFF_CLOSURE.value)


def handed_over(t: Telling, *, first_in_minutes: float = 60) -> None:
    """Come from the beginning to the release, fourteen minutes in."""
    met(t)
    accepted(t, first_in_minutes=first_in_minutes)
    released(t)


def kept(t: Telling) -> None:
    """Let the first action come; the receiver reports it kept."""
    late = (t.first_action_at - t.at).total_seconds()
    t.after(seconds=late, minutes=10).do(t.plot.receiver, "report_first_action", outcome="kept")


def verified(t: Telling, **otherwise: object) -> None:
    """Verify (C1), by the quality reviewer."""
    reviewer = "quality_reviewer"
    t.file(reviewer, R.VERIFICATION, forms.verification(t.closed_at, t.at, t.who("quality_manager"), **otherwise))


def failed(t: Telling, **otherwise: object) -> None:
    """File a verification that says the first action did not happen."""
    verified(t, first_action_status="not_completed", residual_risk="high", service_impact_score=3, **otherwise)


def followed_up(t: Telling, **otherwise: object) -> None:
    """Ask the person (C3), by the follow-up lead."""
    t.file("follow_up_lead", R.ASSURANCE_FOLLOWUP, forms.follow_up(t.who("quality_reviewer"), t.at, **otherwise))
