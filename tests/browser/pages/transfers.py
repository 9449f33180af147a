"""The transfer page in every state, and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import time_machine
from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import Staff
from holdfast.accounts.services import holder_add, rung_set
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact, Organization, Phone
from holdfast.protocol.codes import EscalationLevel
from holdfast.transfers.services import erase
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.property import forms

_L = EscalationLevel


def handed(minutes_ago: int = 20) -> Handed:
    """Return Jordan's handoff not opened yet, in a county whose ladder has an empty place."""
    told = Handed(at=now() - timedelta(minutes=minutes_ago))
    county = Organization.objects.get(name="County")
    Staff.objects.filter(pk=told.story.ids["omar"]).update(display_name="Sam Okafor")
    for level, after, who in ((_L.SUPERVISORY, _L.DIRECTOR, "priya"), (_L.DIRECTOR, _L.EXECUTIVE, "omar")):
        holder_add(rung_set(county.pk, level, minutes=15, next_level=after), UUID(told.story.ids[who]))
    rung_set(county.pk, _L.QUALITY, minutes=60, next_level=_L.QUALITY_MANAGER)
    contact = IntakeContact.objects.create(
        service_id=told.story.ids["riverside"], name="Ana Ortiz", title="Intake lead", email="ana@river.example"
    )
    Phone.objects.create(contact=contact, number="555-555-0199", kind="voice")
    return told


def opened(minutes_ago: int = 20) -> Handed:
    """Return it opened, nothing more."""
    return handed(minutes_ago).does("dana", "open_transfer", forms.OPENING)


def requested(*, minutes_ago: int = 8, is_elevated: bool = False) -> Handed:
    """Return it waiting for a decision."""
    return requested_by(opened(minutes_ago), is_elevated=is_elevated)


def requested_by(told: Handed, *, is_elevated: bool = False) -> Handed:
    """Return what was told, and then the request."""
    if told.story.state().opened_at is None:
        told.does("dana", "open_transfer", forms.OPENING)
    told.does("person", "give_consent", {**forms.CONSENT, "scopes": ALL_SCOPES})
    told.does("dana", "check_safety", forms.SAFE)
    signs = ["suicidal-thinking"] if is_elevated else []
    fields = forms.request(told.at, is_elevated=is_elevated, mode="live_phone") | {"risk_indicators": signs}
    return told.does("dana", "file_record", fields)


ALL_SCOPES = ["identity-and-contact", "need-and-urgency", "appointment-and-logistics", "risk-and-safety-plan"]


def page_of(told: Handed, who: str = "dana", act: Callable[[Page], object] | None = None) -> Visit:
    """Have somebody open the page of the handoff."""
    return Visit(reverse("transfer_page", args=[told.story.transfer_id]), staff=staff(told, who), act=act)


def staff(told: Handed, who: str) -> Staff:
    """Return one of the cast."""
    return Staff.objects.get(pk=told.story.ids[who])


# The transfer page


def _loses_connection(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'onLine', {get: () => false});"
        "window.WebSocket = class { close() {} }; window.fetch = () => Promise.reject(new Error('offline'))"
    )
    page.reload()
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.locator("[data-stale]").wait_for()


@screen("transfer_page", "not connected")
def transfer_offline() -> Visit:
    return page_of(handed().ready().called().together(), act=_loses_connection)


@screen("transfer_page", "why it is asked")
def transfer_explained() -> Visit:
    return page_of(opened(), act=lambda page: page.locator("#steps summary").click())


@screen("transfer_page", "a story")
def transfer_with_story() -> Visit:
    said = {"version": 1, "field": "safety_plan", "words": "And the radio."}
    told = handed().ready().tells_story().does("person", "correct_story", said).reads_story()
    return page_of(
        told.does("marcus", "read_back", {"version": 1, "words": "Two visits missed; I see Jordan Thursday."})
    )


@screen("transfer_page", "opened")
def transfer_opened() -> Visit:
    return page_of(opened())


@screen("transfer_page", "waiting for a decision")
def transfer_requested() -> Visit:
    return page_of(requested(is_elevated=True, minutes_ago=4))


@screen("transfer_page", "decision over time")
def transfer_overdue() -> Visit:
    return page_of(requested(minutes_ago=40).swept())


@screen("transfer_page", "the supervisor")
def transfer_supervisor() -> Visit:
    return page_of(requested(), "priya")


@screen("transfer_page", "blocked")
def transfer_blocked() -> Visit:
    return page_of(requested().does("priya", "file_record", forms.decision(authorizes=False)))


@screen("transfer_page", "ready for the call")
def transfer_ready() -> Visit:
    return page_of(handed().ready())


@screen("transfer_page", "in the call")
def transfer_called() -> Visit:
    return page_of(handed().ready().called().together())


@screen("transfer_page", "the receiver in the call")
def transfer_receiver() -> Visit:
    return page_of(handed().ready().called().together(), "marcus")


@screen("transfer_page", "accepted")
def transfer_accepted() -> Visit:
    told = handed().ready().called().together()
    answer = forms.answer(told.at, "accepted")
    return page_of(told.does("marcus", "file_record", {"record": "receiving_acceptance", **answer}))


@screen("transfer_page", "declined")
def transfer_declined() -> Visit:
    told = handed().ready().called().together()
    answer = forms.answer(told.at, "declined")
    return page_of(told.does("marcus", "file_record", {"record": "receiving_acceptance", **answer}))


@screen("transfer_page", "nobody answered")
def transfer_unreached() -> Visit:
    told = handed().ready().called()
    return page_of(told.does("dana", "contact_attempt", {"contact": "marcus", "outcome": "no-answer"}))


@screen("transfer_page", "stopped")
def transfer_stopped() -> Visit:
    return page_of(handed().ready().called().does("person", "person_stops", {"wish": "pause"}))


@screen("transfer_page", "emergency")
def transfer_emergency() -> Visit:
    start = {"act": "An immediate live handoff.", "reason": "There is no time for the paperwork."}
    return page_of(opened(4).does("dana", "emergency_start", start))


@screen("transfer_page", "released")
def transfer_released() -> Visit:
    return page_of(handed().ready().called().together().released())


@screen("transfer_page", "a guest owns it")
def transfer_guest() -> Visit:
    return page_of(handed().by_guest().ready().called().together("directory_link").released())


@screen("transfer_page", "did not hold")
def transfer_failed() -> Visit:
    told = handed().ready().called().together().released()
    fields = forms.verification(told.story.state(), told.at, "not_completed")
    return page_of(told.does("quinn", "file_record", fields))


@screen("transfer_page", "being put right")
def transfer_corrected() -> Visit:
    told = handed().ready().called().together().released()
    told.does("quinn", "file_record", forms.verification(told.story.state(), told.at, "not_completed"))
    fields = forms.determination(told.at, "originating_team_reengagement")
    return page_of(told.does("carla", "file_record", fields))


@screen("transfer_page", "held")
def transfer_held() -> Visit:
    told = handed().ready().called().together().released()
    told.does("quinn", "file_record", forms.verification(told.story.state(), told.at, "completed"))
    return page_of(told.does("fay", "file_record", forms.followup(told.at, "held")))


@screen("transfer_page", "closed otherwise")
def transfer_closed() -> Visit:
    fields = {"closure": "person-declined-offer", "reason": "Wants to wait."}
    return page_of(requested().does("priya", "close_transfer", fields))


@screen("transfer_page", "erased")
def transfer_erased() -> Visit:
    told = requested()
    erase(told.story.transfer_id, reason="person-request", by=told.story.ids["eve"])
    return page_of(told)


@screen("transfer_history")
def transfer_history() -> Visit:
    told = handed().ready().called().together()
    with time_machine.travel(told.at, tick=False):
        told.story.give("dana", "file_record", forms.closure(told.at))
    act = lambda page: page.locator("details summary").last.click()  # noqa: E731
    return Visit(reverse("transfer_history", args=[told.story.transfer_id]), staff=staff(told, "dana"), act=act)
