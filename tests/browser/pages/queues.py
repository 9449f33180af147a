"""Queues of every role, the pages on which their records are filed, escalations, the agenda, all handoffs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import Page

from holdfast.accounts.models import ActorKind, Adapter, Staff
from holdfast.accounts.services import Viewed, Viewer, access_log, role_give
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.directory.models import Pathway, Slot
from holdfast.people.models import Person
from holdfast.protocol.codes import Role
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import handed, requested, requested_by, staff
from tests.property import forms

PEOPLE = (("Rosa", "Tran", 19), ("Marco", "Diaz", 2), ("Alba", "Bell", 12), ("Lou", "Ortega", 4), ("Kiran", "Singh", 1))
"""Somebody each, and how many minutes ago their request was filed; the second one is elevated."""


def _several() -> Handed:
    """Tell five requests: one over time, one elevated, one due soon, two that have time."""
    told = handed(180).ready()
    for number, (given, family, minutes) in enumerate(PEOPLE):
        born = Person.objects.create(name=f"{given} {family}", given=given, family=family, born="1990-05-01")
        told.story.ids["jordan"], told.story.transfer_id = str(born.pk), new_id()
        told.at = now() - timedelta(minutes=minutes, seconds=50)
        told.does("dana", "open_transfer", forms.OPENING | {"case_id": f"WH-{20411 + number}"})
        signs = {"risk_indicators": ["suicidal-thinking"]} if number == 1 else {}
        told.does("dana", "file_record", forms.request(told.at, is_elevated=number == 1, mode="live_phone") | signs)
    return told.swept()


def _list(told: Handed, name: str, who: str, act: Callable[[Page], object] | None = None, *args: str) -> Visit:
    return Visit(reverse(name, args=args), staff=staff(told, who), act=act)


def _form(told: Handed, kind: str, who: str, act: Callable[[Page], object] | None = None) -> Visit:
    return Visit(reverse("record_file", args=[told.story.transfer_id, kind]), staff=staff(told, who), act=act)


def _released(days: float = 1.2) -> Handed:
    """Tell a handoff whose first visit was agreed for some time ago by now."""
    return handed(int(days * 24 * 60)).ready().called().together().released()


def _checked(status: str) -> Handed:
    told = _released()
    told.at = now() - timedelta(minutes=30)
    return told.does("quinn", "file_record", forms.verification(told.story.state(), told.at, status))


def _held_up() -> Handed:
    """Tell an authorization that was tried with something in the way."""
    told = requested()
    told.story.give("priya", "file_record", forms.decision() | {"unresolved_dependencies": ["transport"]})
    return told


# The supervisor


@screen("decisions_due")
def decisions() -> Visit:
    return _list(_several(), "decisions_due", "priya")


def _claimed() -> Handed:
    """Tell a request whose form a colleague has open."""
    told = requested()
    viewer = Viewer(ActorKind.STAFF, UUID(told.story.ids["carla"]))
    seen = Viewed(UUID(str(told.story.transfer_id)))
    access_log(viewer, [seen], purpose="form-authorization_decision", adapter=Adapter.PAGE)
    return told


@screen("decisions_due", "somebody has it open")
def decisions_claimed() -> Visit:
    return _list(_claimed(), "decisions_due", "priya")


@screen("decisions_due", "a new request")
def decisions_new() -> Visit:
    told = handed()

    def arrives(page: Page) -> None:
        told.at = now()
        requested_by(told)
        page.evaluate("htmx.trigger(document.body, 'changed')")
        page.locator("#queue-notice a").wait_for()

    return _list(told, "decisions_due", "priya", arrives)


@screen("decision", "somebody has it open")
def decision_claimed() -> Visit:
    return _form(_claimed(), "authorization_decision", "priya")


@screen("decisions_due", "empty")
def decisions_none() -> Visit:
    return _list(handed(), "decisions_due", "priya")


@screen("decision")
def decision() -> Visit:
    return _form(requested(), "authorization_decision", "priya")


@screen("decision", "elevated with misfits")
def decision_misfits() -> Visit:
    told = requested(is_elevated=True, minutes_ago=4)
    Pathway.objects.update(languages=["en"], payers=None, capacity="closed")
    return _form(told, "authorization_decision", "priya")


@screen("decision", "open need")
def decision_open_need() -> Visit:
    def adds(page: Page) -> None:
        page.locator("button[name=_more][value=unresolved_dependencies]").click()
        page.locator("input[name='unresolved_dependencies.1']").fill("Transport on Thursday")

    return _form(requested(), "authorization_decision", "priya", adds)


@screen("decision", "refused")
def decision_refused() -> Visit:
    def authorizes(page: Page) -> None:
        page.locator("input[value=unsuitable] + label").click()
        page.locator("input[value=high] + label").click()
        page.locator("#id_decision").click()

    return _form(requested(is_elevated=True, minutes_ago=4), "authorization_decision", "priya", authorizes)


# The receiving side


@screen("coming_to_us")
def coming() -> Visit:
    return _list(handed().ready().called().together(), "coming_to_us", "marcus")


@screen("coming_to_us", "first visits")
def coming_visits() -> Visit:
    return _list(_released(0.1), "coming_to_us", "marcus")


def _published(told: Handed) -> Handed:
    """Have the receiving service publish two times, and the originator hold one of them."""
    begins = (now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    slots = [
        Slot.objects.create(
            service_id=told.story.ids["riverside"], starts_at=begins + timedelta(hours=hour), minutes=50,
            mode="in_person", place="40 River Street", who="Marguerite Vole, therapist", published_at=now(),
        )
        for hour in (0, 2)
    ]  # fmt: skip
    told.at = now() - timedelta(seconds=20)
    return told.does("dana", "book_visit", {"slot": str(slots[0].pk), "companion": True, "bring": "A photo ID."})


@screen("our_visits")
def our_visits() -> Visit:
    return _list(_published(handed().ready()), "our_visits", "marcus")


@screen("our_visits", "empty")
def our_visits_none() -> Visit:
    return _list(handed(), "our_visits", "marcus")


@screen("our_visits", "with faults")
def our_visits_wrong() -> Visit:
    return _list(handed(), "our_visits", "marcus", lambda page: page.click(f"text={_('Publish')} >> nth=-1"))


@screen("person_page", "a booked visit")
def person_booked() -> Visit:
    return Visit(reverse("person_page"), cookies=_published(handed().ready()).person())


@screen("people_followed", "a booked visit")
def followed_booked() -> Visit:
    return _list(_published(handed().ready()), "people_followed", "dana")


@screen("coming_to_us", "empty")
def coming_none() -> Visit:
    return _list(handed(), "coming_to_us", "marcus")


@screen("acceptance")
def acceptance() -> Visit:
    return _form(handed().ready().called().together(), "receiving_acceptance", "marcus")


@screen("acceptance", "refused")
def acceptance_refused() -> Visit:
    def accepts(page: Page) -> None:
        page.locator("input[name=acceptance][value=accepted] + label").click()
        fields = {"kind": "callback", "where": "40 River Street", "at.day": "2027-03-05", "at.time": "10:00"}
        for name, text in fields.items():
            page.locator(f"input[name='first_action.{name}']").fill(text)
        page.locator("input[type=radio][name='loop_commitment.by.quick'] + label").first.click()
        page.locator("input[name='unmet_intake_requirements.0'] + label").click()
        page.get_by_role("button", name=_("Send the answer")).last.click()

    return _form(handed().ready().called().together(), "receiving_acceptance", "marcus", accepts)


# Checks, corrections, calls


@screen("checks_due")
def checks() -> Visit:
    return _list(_released(), "checks_due", "quinn")


@screen("checks_due", "empty")
def checks_none() -> Visit:
    return _list(handed(), "checks_due", "quinn")


@screen("verification")
def verification() -> Visit:
    return _form(_released(), "verification", "quinn")


@screen("countersigns_due")
def countersigns_due() -> Visit:
    told = requested()
    return Visit(reverse("countersigns_due"), staff=staff(told, "priya"))


@screen("countersigns_due", "none")
def countersigns_none() -> Visit:
    return Visit(reverse("countersigns_due"), staff=staff(requested(), "dana"))


@screen("checks_failed")
def failed() -> Visit:
    return _list(_checked("not_completed"), "checks_failed", "carla")


@screen("checks_failed", "the director")
def failed_director() -> Visit:
    return _list(_held_up(), "checks_failed", "omar")


@screen("corrective")
def corrective() -> Visit:
    return _form(_checked("not_completed"), "corrective_determination", "carla")


@screen("calls_due")
def calls() -> Visit:
    return _list(_checked("completed"), "calls_due", "fay")


@screen("report")
def report() -> Visit:
    return _form(_checked("completed"), "assurance_followup", "fay")


@screen("call", "both questions")
def call() -> Visit:
    told = _released()
    fay = Staff.objects.get(pk=told.story.ids["fay"])
    role_give(fay.pk, Role.QUALITY_REVIEWER, UUID(told.story.ids["county"]))
    return Visit(reverse("call", args=[told.story.transfer_id]), staff=fay)


@screen("people_followed")
def followed() -> Visit:
    return _list(_released(0.1), "people_followed", "dana")


# Escalations, the agenda, all handoffs


@screen("escalations")
def escalations() -> Visit:
    return _list(_held_up(), "escalations", "omar")


@screen("escalations", "empty")
def escalations_none() -> Visit:
    return _list(handed(), "escalations", "omar")


@screen("escalation_resolve")
def resolve() -> Visit:
    told = _held_up()
    address = reverse("escalation_resolve", args=[told.story.transfer_id])
    return Visit(f"{address}?control=A2.dependencies", staff=staff(told, "omar"))


@screen("agenda")
def agenda() -> Visit:
    return _list(_several(), "agenda", "eve")


@screen("agenda_part")
def agenda_part() -> Visit:
    return _list(_several(), "agenda_part", "eve", None, "missed")


@screen("transfers_found")
def archive() -> Visit:
    return _list(_several(), "transfers_found", "gus")


@screen("transfers_found", "wrong day")
def archive_wrong() -> Visit:
    return Visit(f"{reverse('transfers_found')}?from=soon&stage=live", staff=staff(_several(), "gus"))
