"""When the receiving contact does not answer: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from datetime import timedelta

from holdfast.protocol.chapters.contact import said
from holdfast.protocol.codes import REACHED_THE_CONTACT
from holdfast.protocol.controls.gates import GIVERS, RESTS_ON, SUPERVISORS, Giver
from holdfast.protocol.controls.registry import control
from holdfast.protocol.situation import Situation

SUMMARY_LONGEST = timedelta(hours=72)
"""How long a summary may stay open."""


@control(
    "F.alternate",
    "The alternate is another person of the authorized service than those who were already tried in vain.",
    mend="Try a supervisor or another named person of the receiving service.",
    steps=("alternate_contact",),
)
def alternate(s: Situation) -> bool:
    command, kept = s.given(said.AlternateContact), s.state.contact
    who = s.facts.people[command.who]
    is_another = command.outcome in REACHED_THE_CONTACT or who.id not in kept.alternates_in_vain
    return who.is_of(s.state.receiving_service) and who.id not in kept.in_vain and is_another


@control(
    "F.summary",
    "A summary goes to one named contact of the receiving service, who alone may open it, for 72 hours at most.",
    mend="Name one intake contact of the authorized service, and an end within 72 hours; an ended one is sent anew.",
    steps=("send_secure_summary", "summary_opened"),
)
def summary(s: Situation) -> bool:
    if isinstance(s.command, said.SendSecureSummary):
        to = s.facts.people[s.command.to]
        is_in_time = s.at < s.command.until <= s.at + SUMMARY_LONGEST
        return is_in_time and to.is_of(s.state.receiving_service) and to.id not in s.state.originating_hands
    sent = s.state.contact.summary
    return sent is not None and s.at < sent.until and s.by.is_of(s.state.receiving_service)


@control(
    "F.bridge",
    "A bridge contact is a named person of the team, at a time to come, and the person agreed to it.",
    mend="Ask the person; name who keeps in touch with them, how, and when.",
    steps=("plan_bridge_contact",),
)
def bridge(s: Situation) -> bool:
    command = s.given(said.PlanBridgeContact)
    return command.person_agreed and command.at > s.at and s.facts.people[command.who].is_of(s.state.service)


@control(
    "F.owner",
    "The escalation owner is one supervisor or director, and not the originator.",
    mend="Name a supervisor or director who can make somebody answer.",
    steps=("name_escalation_owner",),
)
def escalation_owner(s: Situation) -> bool:
    return s.can_make_answer(s.facts.people[s.given(said.NameEscalationOwner).who])


# S.role and S.order


def _of_team(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service)


def _sender(s: Situation) -> bool:
    return s.is_by_originator or s.by.holds(SUPERVISORS, s.state.service)


def _recipient(s: Situation) -> bool:
    sent = s.state.contact.summary
    return sent is None or s.by.id == sent.to


def _nobody_answered(s: Situation) -> bool:
    return s.state.contact_failed and not s.state.is_after_handoff


_TEAM = Giver("staff of the originating service", _of_team)
_SENDER = Giver("the originator, or a supervisor of the originating service", _sender)

GIVERS.update(
    {
        "alternate_contact": _TEAM,
        "send_secure_summary": _SENDER,
        "summary_opened": Giver("the one to whom it was sent", _recipient),
        "end_summary": _SENDER,
        "plan_bridge_contact": _TEAM,
        "report_bridge_contact": _TEAM,
        "name_escalation_owner": _SENDER,
    }
)
RESTS_ON.update(
    {
        "alternate_contact": _nobody_answered,
        "send_secure_summary": _nobody_answered,
        "summary_opened": lambda s: s.state.contact.summary is not None,
        "end_summary": lambda s: s.state.contact.summary is not None,
        "plan_bridge_contact": _nobody_answered,
        "report_bridge_contact": lambda s: s.state.contact.bridge is not None,
        "name_escalation_owner": _nobody_answered,
    }
)
