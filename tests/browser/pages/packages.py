"""Handoffs on each pathway: before the call, and when nobody answers the one that was planned for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from tests.browser.handed import SCOPES, Handed
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import handed, staff
from tests.property import forms

Added = dict[str, Any]
CRISIS: Added = {"current_risk_level": "medium", "crisis_trigger": "The pills ran out."}
UNTIL: Added = {
    "safety_plan_summary": "Calls her sister.", "missed_appointment_barrier": "No bus. A ride is booked.",
    "enrolment_open": "yes",
}  # fmt: skip
RIDE: Added = {"medication_access": "Seven days in hand.", "transportation_plan": "The unit's van at nine."}
STAYS: Added = {"housing_risk_summary": "At a friend's until Friday."}


def _told(package: str, asked: Added | None = None) -> Handed:
    """Tell a handoff of a package until it is authorized."""
    told = handed().does("dana", "open_transfer", {**forms.OPENING, "package": package})
    told.does("person", "give_consent", {**forms.CONSENT, "scopes": SCOPES, "to": "riverside"})
    told.does("dana", "check_safety", forms.SAFE)
    request = forms.request(told.at, is_elevated=False, mode="live_phone")
    told.does("dana", "file_record", request | ({"package": asked} if asked else {}))
    return told.does("priya", "file_record", forms.decision())


def _ready(told: Handed, added: Added) -> Handed:
    return told.does("dana", "file_record", forms.readiness(told.at) | {"package": added})


def _page(told: Handed) -> Visit:
    return Visit(reverse("transfer_page", args=[told.story.transfer_id]), staff=staff(told, "dana"))


def _bridge() -> Handed:
    told = _told("failed_contact_bridge", STAYS)
    at = told.at.replace(second=0, microsecond=0) + timedelta(hours=3)
    plan = {"who": "Dana Reyes", "means": "A phone call", "at": f"{at}"}
    return _ready(
        told,
        {
            "attempted_contact": "marcus", "alternate_supervisory_contact": "sam", "bridge_contact_plan": plan,
            "acceptance_deadline": f"{told.at + timedelta(hours=4)}", "escalation_owner": "omar",
        },
    )  # fmt: skip


def _in_vain() -> Handed:
    return _bridge().does("dana", "contact_attempt", {"contact": "marcus", "outcome": "voicemail-left"})


@screen("transfer_page", "from crisis to outpatient")
def crisis() -> Visit:
    return _page(_ready(_told("crisis_to_outpatient", CRISIS), UNTIL))


@screen("transfer_page", "discharge with a ride")
def discharge() -> Visit:
    return _page(_ready(_told("stabilization_discharge"), RIDE))


@screen("transfer_page", "a bridge is planned")
def bridge() -> Visit:
    return _page(_bridge())


@screen("transfer_page", "nobody answered as planned for")
def nobody_answered() -> Visit:
    return _page(_in_vain())


@screen("transfer_unanswered", "as planned for")
def route_planned() -> Visit:
    told = _in_vain()
    return Visit(reverse("transfer_unanswered", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("command_give", "bridge contact as planned")
def bridge_contact() -> Visit:
    told = _in_vain()
    url = reverse("command_give", args=[told.story.transfer_id, "plan_bridge_contact"])
    return Visit(url, staff=staff(told, "dana"))


@screen("record_file", "backup route of the bridge")
def backup_route() -> Visit:
    told = _told("failed_contact_bridge", STAYS)
    url = reverse("record_file", args=[told.story.transfer_id, "release_readiness"])
    return Visit(url, staff=staff(told, "dana"))
