"""Every page of staff is Spanish throughout for whoever reads Spanish: no English is left beside what people wrote."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.pages import Screen, Visit, all_screens
from tests.integration.web.languages.reading import english, passages

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SCREENS = {str(screen): screen for screen in all_screens()}
OF_ROLES = {
    "clinician": "people_mine",
    "clinician in the call": "transfer_page.in-the-call",
    "supervisor": "decision.elevated-with-misfits",
    "intake lead": "acceptance",
    "quality reviewer": "verification",
    "manager": "corrective",
    "director": "escalations",
    "follow-up lead": "call.both-questions",
    "navigator": "people_followed",
    "executive": "agenda",
    "auditor": "transfers_found",
    "administrator": "admin_policy",
}
"""A page full of words for each role."""
TOLD = (
    "Mobile Crisis Team North", "Bed for the night", "Young people", "New York", "Left the ED with no medicine.",
    "Housing ends Friday.", "Missed two visits. Needs a ride.", "call with the intake desk", "Moving house",
    "She rang us in distress, and her own team does not answer.", "Team line", "Intake lead",
    "visit", "here", "phone", "My phone", "Ask for the plumber and say sorry.", "tulip / Is my prescription ready?",
    "a call to the number they chose.", "Did not wake up.", "Wants the ride confirmed tonight.", "And the radio.",
    "A visit this week.", "Housing. The bus on clinic days.", "Letters about the flat.", "See them by Thursday.",
    "Sertraline 50 mg, once a day", "Two visits missed; I see Jordan Thursday.",
    "Two visits were missed after a letter.", "A phone call.", "Jordan Nobody",
)  # fmt: skip
"""What the people of the stories wrote, the names of places and programs."""
WITHOUT_SESSION = ("join", "guest", "person_page", "person_ask", "person_say")


FORMS = ("decision", "acceptance", "verification", "handoff_draft.need", "admin_invite")
FURTHER_FORMS = (
    "corrective", "call.both-questions", "report", "record_file.request", "record_file.readiness",
    "record_file.connection", "command_give.consent", "escalation_resolve", "person_new", "handoff_draft.route",
    "admin_fact", "glass_break", "live_invite",
)  # fmt: skip


def reader(visit: Visit, language: str) -> Client:
    """Return the browser of whoever visits, set to a language."""
    client = Client()
    if visit.staff is not None:
        client.force_login(visit.staff, backend=BACKEND)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def opened(visit: Visit, language: str) -> str:
    """Return the page as whoever visits it reads it in a language."""
    return reader(visit, language).get(visit.path, follow=True).content.decode()


def staff_screens() -> list[Screen]:
    """Return the pages of staff that a single look shows."""
    return [screen for screen in SCREENS.values() if not screen.name.startswith(WITHOUT_SESSION)]


@pytest.mark.django_db
@pytest.mark.parametrize("role", OF_ROLES)
def test_a_page_of_each_role_holds_no_english(role: str) -> None:
    visit = SCREENS[OF_ROLES[role]].arrange()
    page = opened(visit, "es")
    assert '<html lang="es"' in page
    assert english(passages(page, "es"), TOLD) == []
    assert len(english(passages(opened(visit, "en"), "en"), TOLD)) > 10  # the same words are found where they stand


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.parametrize("screen", staff_screens(), ids=str)
def test_no_page_of_staff_holds_english(screen: Screen) -> None:
    page = opened(screen.arrange(), "es")
    assert '<html lang="es"' in page
    assert english(passages(page, "es"), TOLD) == []


@pytest.mark.django_db
@pytest.mark.parametrize("form", [*FORMS, *(pytest.param(each, marks=pytest.mark.full) for each in FURTHER_FORMS)])
def test_a_form_that_was_sent_empty_says_what_is_missing_in_spanish(form: str) -> None:
    visit = SCREENS[form].arrange()
    answer = reader(visit, "es").post(visit.path, {"csrfmiddlewaretoken": "of no account here"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code in (200, 409, 422)
    assert "Error: " in page
    assert english(passages(page, "es"), TOLD) == []


def test_a_page_left_in_english_is_found() -> None:
    page = '<html lang="es"><body><p>Nadie <b>decide</b></p><p title="Open it">Rosa</p><a lang="en">English</a>'
    assert english(passages(page, "es"), ()) == ["Open it"]
    assert english(["Quién decide: Team line", "no se sabe"], ("Team line",)) == []
    assert english(["Quién decide: the team"], ("Team line",)) == ["Quién decide: the team"]
