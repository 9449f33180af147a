"""Safe contact: the plan before a call, danger as the sending side sees it, and the person's own page."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import handed, staff


def _planned(told: Handed) -> Handed:
    plan = {
        "channel": "text", "number_or_address": "555-555-0123", "owner_of_device": "shared",
        "safe_days": ["monday", "wednesday", "friday"], "safe_from": "09:00", "safe_until": "16:30",
        "voicemail": "none", "mask_caller_id": True, "preview_is_safe": False, "code_word": "tulip",
        "duress_phrase": "Is my prescription ready?", "who_may_answer": ["Her sister"],
        "if_another_answers": "Ask for the plumber and say sorry.", "do_not_contact": ["Her husband"],
        "portal_visibility": "nobody_else", "interpreter_gender": "woman", "mail_is_safe": False,
        "who_initiates": "either", "details_behind_code": False,
        "valid_until": f"{told.at.date() + timedelta(days=14)}",
    }  # fmt: skip
    return told.does("dana", "plan_safe_contact", plan)


@screen("transfer_page", "a plan of safe contact")
def planned() -> Visit:
    told = _planned(handed().ready())
    return Visit(reverse("transfer_page", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("transfer_page", "in danger and protected")
def in_danger() -> Visit:
    told = _planned(handed().ready()).does("dana", "protect_person", {"wish": "Nobody else may know."})
    told.does("person", "duress", {})
    return Visit(reverse("transfer_page", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("live_room", "a plan of safe contact")
def before_the_call() -> Visit:
    told = _planned(handed().ready())
    return Visit(reverse("live_room", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("person_page", "a plan of safe contact")
def reached() -> Visit:
    return Visit(reverse("person_page"), cookies=_planned(Handed().ready()).person())


def _sent(page: Page) -> None:
    page.locator("form.formcard button[type=submit]").last.click()


@screen("command_give", "a plan of safe contact")
def plan_form() -> Visit:
    told = handed().ready()
    return Visit(reverse("command_give", args=[told.story.transfer_id, "plan_safe_contact"]), staff=staff(told, "dana"))


@screen("command_give", "a plan of safe contact, left empty")
def plan_form_wrong() -> Visit:
    told = handed().ready()
    at = reverse("command_give", args=[told.story.transfer_id, "plan_safe_contact"])
    return Visit(at, staff=staff(told, "dana"), act=_sent)


@screen("record_file", "a release in danger")
def release_in_danger() -> Visit:
    told = _planned(handed().ready()).called().together().does("person", "duress", {})
    address = reverse("record_file", args=[told.story.transfer_id, "handoff_closure"])
    return Visit(address, staff=staff(told, "dana"))
