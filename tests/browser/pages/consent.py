"""Consent: what the person is asked and what was shared of them; the accounting, and exceptions to review."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import ActorKind, Adapter
from holdfast.accounts.services import Disclosed, Viewed, Viewer, access_log
from holdfast.config.clock import now
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import handed, staff
from tests.property import forms

SCOPES = ("identity-and-contact", "need-and-urgency", "appointment-and-logistics", "sud-part2")


def _asked(told: Handed, *scopes: str) -> Handed:
    until = f"{(now() + timedelta(days=90)).date()}"
    part2 = {"discloser": "Northside", "information": "Notes of your care", "recipients": "The team at Riverside"}
    asked = {"scopes": list(scopes), "to": "riverside", "purpose": "to find you a doctor", "until": until}
    person = told.story.state().person
    assert person is not None
    return told.does("dana", "propose_consent", {**asked, "language": person.language, "part2": part2})


def _shared(told: Handed) -> Handed:
    """Have the receiving side look at the handoff twice: once by the consent, once in an emergency."""
    for basis in ("consent-2", "emergency"):
        seen = Viewed(told.story.transfer_id, disclosed=Disclosed(told.story.ids["riverside"], SCOPES[:3], basis))
        viewer = Viewer(ActorKind.STAFF, UUID(told.story.ids["marcus"]))
        access_log(viewer, [seen], purpose="transfer-page", adapter=Adapter.PAGE)
    return told


def _excepted() -> Handed:
    until = f"{now().date()}"
    given = {"scopes": [*SCOPES], "to": "riverside", "purpose": "rescue", "until": until, "language": "en"}
    exception = {"given_by": "emergency_exception", "reason": "Did not wake up."}
    return _shared(handed().ready()).does("dana", "give_consent", {**given, **exception})


@screen("person_asked")
def person_asked() -> Visit:
    return Visit(reverse("person_asked"), cookies=_asked(_speaking("en"), *SCOPES).person())


def _unsigned(page: Page) -> None:
    _says(page, "all")


def _says(page: Page, which: str) -> None:
    """Press a button of the yes; in another language than the person's there is none."""
    button = page.locator(f"form[action$='/agree/'] button[value={which}]")
    if button.count():
        button.click()


@screen("person_asked", "not signed")
def person_unsigned() -> Visit:
    return Visit(reverse("person_asked"), cookies=_asked(_speaking("en"), *SCOPES).person(), act=_unsigned)


def _ticks_a_part_and_says_all(page: Page) -> None:
    for box in page.locator("input[name=scopes]").all()[1:2]:
        box.check()
    _says(page, "all")


@screen("person_asked", "a part ticked and yes to all")
def person_unclear() -> Visit:
    handed = _asked(_speaking("en"), *SCOPES)
    return Visit(reverse("person_asked"), cookies=handed.person(), act=_ticks_a_part_and_says_all)


@screen("person_asked", "in a language that is not theirs")
def person_in_another_language() -> Visit:
    return Visit(reverse("person_asked"), cookies=_asked(Handed().ready(), *SCOPES[:3]).person())


@screen("person_asked", "in a language that we do not have")
def person_without_their_language() -> Visit:
    return Visit(reverse("person_asked"), cookies=_asked(_speaking("vi"), *SCOPES[:3]).person())


def _speaking(language: str) -> Handed:
    """Open a handoff of somebody who speaks a language."""
    opening = {**forms.OPENING, "person": {**forms.OPENING["person"], "language": language}}
    return Handed().does("dana", "open_transfer", opening)


@screen("person_page", "asked")
def person_page_asked() -> Visit:
    return Visit(reverse("person_page"), cookies=_asked(Handed().ready(), *SCOPES[:3]).person())


@screen("person_shared")
def person_shared() -> Visit:
    return Visit(reverse("person_shared"), cookies=_shared(Handed().ready()).person())


@screen("transfer_disclosures")
def transfer_disclosures() -> Visit:
    told = _excepted()
    return Visit(reverse("transfer_disclosures", args=[told.story.transfer_id]), staff=staff(told, "quinn"))


@screen("transfer_disclosures", "nothing shared")
def nothing_shared() -> Visit:
    told = handed().ready()
    return Visit(reverse("transfer_disclosures", args=[told.story.transfer_id]), staff=staff(told, "dana"))


@screen("checks_due", "an exception to review")
def exception_to_review() -> Visit:
    return Visit(reverse("checks_due"), staff=staff(_excepted(), "quinn"))
