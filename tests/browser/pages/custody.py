"""When nobody answers, when a shift ends, and after a death."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import Staff
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import handed, staff

HOME = ZoneInfo("America/New_York")


def _unanswered(told: Handed | None = None) -> Handed:
    told = (told or handed()).ready()
    return told.does("dana", "contact_attempt", {"contact": "marcus", "outcome": "voicemail-left"})


def _by_guest() -> Handed:
    told = _unanswered(Handed().by_guest())
    return told.does("dana", "send_secure_summary", {"to": "vera", "until": f"{now() + timedelta(hours=20)}"})


@screen("transfer_unanswered")
def unanswered() -> Visit:
    told = _unanswered()
    return Visit(reverse("transfer_unanswered", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("transfer_unanswered", "the route taken")
def route_taken() -> Visit:
    told = _unanswered()
    later = now() + timedelta(hours=3)
    ana = str(IntakeContact.objects.get(email="ana@river.example").pk)
    told.does("dana", "alternate_contact", {"who": ana, "outcome": "gatekeeper-only"})
    told.does("dana", "send_secure_summary", {"to": ana, "until": f"{later}"})
    bridge = {"who": "dana", "at": f"{later}", "how": "a call to the number they chose", "person_agreed": True}
    told.does("dana", "plan_bridge_contact", bridge)
    return Visit(reverse("transfer_unanswered", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("guest_summary")
def summary_waits() -> Visit:
    return Visit(reverse("guest_summary"), cookies=_by_guest().guest())


@screen("guest_summary", "opened")
def summary_opened() -> Visit:
    return Visit(reverse("guest_summary"), cookies=_by_guest().does("vera", "summary_opened", {}).guest())


@screen("guest_summary", "taken back")
def summary_taken_back() -> Visit:
    told = _by_guest().does("dana", "end_summary", {"reason": "Sent to the wrong person."})
    return Visit(reverse("guest_summary"), cookies=told.guest())


def _colleague(told: Handed) -> Staff:
    """Return Priya, who works at the same service."""
    return staff(told, "priya")


def _offered(told: Handed) -> Handed:
    fields = {"to": "priya", "until": f"{now() + timedelta(hours=3)}", "note": "Wants the ride confirmed tonight."}
    return told.does("dana", "offer_custody", fields)


@screen("shift")
def shift() -> Visit:
    return Visit(reverse("shift"), staff=staff(handed().ready(), "dana"))


@screen("shift", "offered to me")
def shift_offered() -> Visit:
    return Visit(reverse("shift"), staff=_colleague(_offered(handed().ready())))


@screen("shift", "offered by me")
def shift_sent() -> Visit:
    return Visit(reverse("shift"), staff=staff(_offered(handed().ready()), "dana"))


@screen("shift", "nobody")
def shift_of_nobody() -> Visit:
    return Visit(reverse("shift"), staff=staff(handed(), "marcus"))


def _nobody_chosen(page: Page) -> None:
    page.locator("form.formcard button[type=submit]").click()


@screen("shift", "nobody chosen")
def shift_wrong() -> Visit:
    return Visit(reverse("shift"), staff=staff(handed().ready(), "dana"), act=_nobody_chosen)


def _died(told: Handed) -> Handed:
    day = f"{told.at.astimezone(HOME).date()}"  # a death lies in the past where the service is
    return told.does("dana", "record_death", {"told_by": "A sister, by phone", "died_on": day, "note": ""})


@screen("transfer_page", "after a death")
def transfer_after_death() -> Visit:
    told = _died(handed().ready())
    return Visit(reverse("transfer_page", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("transfer_page", "offered to a colleague")
def transfer_offered() -> Visit:
    told = _offered(handed().ready())
    return Visit(reverse("transfer_page", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("person_page", "after a death")
def person_after_death() -> Visit:
    return Visit(reverse("person_page"), cookies=_died(Handed().ready()).person())
