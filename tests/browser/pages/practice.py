"""The practice page, and a handoff that is practice: the band over it, and another part that is played."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import Page

from holdfast.accounts.models import Staff
from holdfast.transfers.cast import Part
from holdfast.transfers.practice import PracticeWish, practice_open
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import handed, staff
from tests.integration.transfers.practising import NEED, learner_of


def _learner(told: Handed) -> Staff:
    found = staff(told, "priya")
    practice_open(learner_of(found), PracticeWish(need=NEED))
    return found


def _goes_on(page: Page) -> None:
    page.get_by_role("button", name=_("Go on")).or_(page.locator("table form button")).first.click()


def _plays(part: Part) -> Visit:
    def act(page: Page) -> None:
        _goes_on(page)
        page.locator("#practice-part").select_option(part.value)
        page.locator(".band.practice form button").click()

    return Visit(reverse("practice"), staff=_learner(handed()), act=act)


@screen("practice")
def practice_list() -> Visit:
    return Visit(reverse("practice"), staff=_learner(handed()))


@screen("practice", "none yet")
def practice_none() -> Visit:
    return Visit(reverse("practice"), staff=staff(handed(), "priya"))


@screen("practice", "wrong")
def practice_wrong() -> Visit:
    def act(page: Page) -> None:
        page.locator(".formcard button[type=submit]").click()

    return Visit(reverse("practice"), staff=staff(handed(), "priya"), act=act)


@screen("transfer_page", "practice")
def practice_of_clinician() -> Visit:
    return Visit(reverse("practice"), staff=_learner(handed()), act=_goes_on)


@screen("transfer_page", "practice as the person")
def practice_of_person() -> Visit:
    return _plays(Part.PERSON)
