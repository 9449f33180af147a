"""The stories that go beyond the handoff: verified, failed, corrected, held; and those that end otherwise."""

from __future__ import annotations

from datetime import timedelta

from holdfast.demo import county as at
from holdfast.demo import forms
from holdfast.demo.scenes import (
    accepted,
    connected,
    decided,
    failed,
    followed_up,
    gathered,
    handed_over,
    kept,
    readied,
    released,
    requested,
    verified,
)
from holdfast.demo.stories import ELEVATED, HIGH, STORIES, story
from holdfast.demo.telling import Plot, Telling
from holdfast.protocol.codes import RecordKind as R

__all__ = ["STORIES"]
# All of them: importing them from here has put the ones below into the list too.


@story(Plot("rowan", accommodated=("language",)), hours=7)
def not_yet_due(t: Telling) -> None:
    """Looked at before the first visit: it is asked again after it."""
    handed_over(t, first_in_minutes=24 * 60)
    t.after(hours=4)
    verified(t, first_action_status="not_yet_due")


@story(Plot("spruce", accommodated=("language",)), hours=9)
def failed_and_owned(t: Telling) -> None:
    """The person did not come; the navigator owns it now, by a deadline."""
    handed_over(t)
    t.after(minutes=100).do(t.plot.receiver, "report_first_action", outcome="no_show")
    t.after(minutes=30)
    failed(t)
    _determined(t, hours=20)


@story(
    Plot("tamarind", "suicide-risk", asked=ELEVATED, decided=HIGH),
    hours=12,
)
def failed_and_unowned(t: Telling) -> None:
    """Failed, and for four hours nobody took it: the executive hears."""
    handed_over(t)
    t.after(hours=3)
    failed(t)


@story(Plot("ulmus", "psychosis-or-disorganization", at.OVERNIGHT, receiver="intake_overnight",
            asked={"risk_indicators": ["psychosis"]}, decided=HIGH), hours=40)  # fmt: skip
def corrected_then_held(t: Telling) -> None:
    """Failed, owned, corrected by a person who said so themself, verified anew, and held."""
    handed_over(t)
    t.after(minutes=100).do(t.plot.receiver, "report_first_action", outcome="no_show")
    t.after(hours=1)
    failed(t)
    _determined(t, hours=20)
    receiver = t.who(t.plot.receiver)
    achieved = {"outcome": "access_achieved", "receiving_person": receiver, "note": "Brought there by hand."}
    t.after(hours=5).do("navigator", "complete_corrective", **achieved)
    t.after(minutes=10).do(t.plot.receiver, "confirm_access", identity="account")
    t.after(hours=2)
    verified(t)
    t.after(hours=3)
    followed_up(t, person_reported_continuity="partly")


@story(
    Plot("viburnum", "suicide-risk", asked={**ELEVATED, "mode": "live_video"}, decided=HIGH, channel="room"),
    hours=8,
)
def held(t: Telling) -> None:
    """As it should be: warm, kept, verified, and the person says that it held."""
    handed_over(t)
    kept(t)
    t.after(minutes=30)
    verified(t)
    t.after(hours=2)
    followed_up(t)


@story(Plot("willow"), hours=6)
def verified_and_follow_up_due(t: Telling) -> None:
    """Verified; the person is to be asked."""
    handed_over(t)
    kept(t)
    t.after(hours=1)
    verified(t)


@story(Plot("aspen", to=at.YOUNG, by="peer", decider="coordination_lead", receiver="intake_young",
            accommodated=("hours",)), hours=5)  # fmt: skip
def breach_at_the_beginning(t: Telling) -> None:
    """The encounter ended before anything was asked for: warm in name only, and the supervisory level hears."""
    t.open()
    t.after(minutes=1).do("peer", "signal", what="encounter_ended")
    t.after(minutes=4)
    _consented(t)
    request = forms.request(t.plot.need, t.pathway, t.who(t.plot.decider), t.after(minutes=1).at)
    t.file(t.plot.by, R.AUTHORIZATION_REQUEST, request)
    t.do("supervisor", "acknowledge_escalation", control="A1.disengage", note="We called back.")
    decided(t)
    readied(t)
    gathered(t)
    connected(t)
    accepted(t)
    released(t)
    t.after(minutes=90).do(t.plot.receiver, "report_first_action", outcome="kept")
    t.do("supervisor", "resolve_escalation", control="A1.disengage", note="Talked through with the team.")


@story(Plot("catalpa", "medication-interruption", at.MEDICATION, receiver="intake_medication",
            asked={"mode": "proxy_scheduled"}, accommodated=("language", "hours")), hours=3)  # fmt: skip
def handed_over_without_a_call(t: Telling) -> None:
    """Passed in a mode that is not live: owned, and not warm."""
    requested(t)
    decided(t)
    readied(t)
    t.after(minutes=5)
    t.first_action_at = t.at + timedelta(hours=20)
    t.file(
        t.plot.receiver,
        R.RECEIVING_ACCEPTANCE,
        forms.acceptance(t.plot.need, t.first_action_at, t.plot.accommodated),
    )
    released(t, person_heard_next_step="witnessed", witness_id=t.who("navigator"))


@story(Plot("dawn"), hours=76)
def verified_person_not_heard(t: Telling) -> None:
    """Verified, and the person could not be reached on two days."""
    handed_over(t)
    kept(t)
    t.after(hours=1)
    verified(t)
    tries = [t.at + timedelta(hours=span) for span in (4, 26, 30)]
    t.after(hours=31)
    attempts = [forms.text_of(each) for each in tries]
    followed_up(t, person_reported_continuity="unreachable", attempts=attempts, retelling_burden_reduced=None)


@story(Plot("yew"), hours=30)
def closed_by_the_supervisor(t: Telling) -> None:
    """Came back, was not eligible, and an alternative was made."""
    requested(t)
    reason = "Another service of the county has taken the person on."
    t.after(minutes=8).do("supervisor", "close_transfer", closure="not-eligible-alternative-made", reason=reason)


def _consented(t: Telling) -> None:
    t.do("person", "give_consent", **forms.consent(t.service, t.language, t.at))
    t.do("person", "check_safety", **forms.SAFE)


def _determined(t: Telling, *, hours: float) -> None:
    t.after(minutes=40)
    t.file(
        "coordination_director",
        R.CORRECTIVE_DETERMINATION,
        {
            "failure_category": "person-no-show",
            "corrective_owner_id": t.who("navigator"),
            "corrective_deadline": forms.text_of(t.at + timedelta(hours=hours)),
            "unresolved_dependencies": [],
            "instruction": "originating_team_reengagement",
        },
    )
