"""The pages of administration, the access log, and break-glass with its review."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import time_machine
from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import Adapter, Staff
from holdfast.accounts.models.access import ActorKind
from holdfast.accounts.services import (
    Viewed,
    Viewer,
    access_log,
    glass_break,
    holder_add,
    invitation_issue,
    pool_join,
    role_give,
    rung_set,
    staff_add,
)
from holdfast.config.clock import now
from holdfast.directory.delegations import delegation_give
from holdfast.directory.models import Closure, Organization, Service
from holdfast.protocol.codes import EscalationLevel, Role
from tests.browser.pages import Visit, screen
from tests.property import forms
from tests.property.world import WORLD
from tests.story import Story


def _valley() -> tuple[Staff, Service]:
    """Make a clinic with an administrator, a clinician who is invited, and a ladder with one vacant level."""
    organization = Organization.objects.create(name="Valley Care", jurisdiction="US-CO")
    service = Service.objects.create(
        organization=organization, name="Mobile Crisis Team North", zone="America/Denver", status="active",
        region="US-CO", hours="24/7",
    )  # fmt: skip
    tess = staff_add("tess@valley.example", "Tess Ivory")
    role_give(tess.pk, Role.ADMINISTRATOR, service.pk)
    priya = staff_add("priya@valley.example", "Priya Shah")
    role_give(priya.pk, Role.SUPERVISOR, service.pk)
    rung = rung_set(organization.pk, EscalationLevel.SUPERVISORY, minutes=15, next_level=EscalationLevel.DIRECTOR)
    holder_add(rung, priya.pk)
    rung_set(organization.pk, EscalationLevel.DIRECTOR, minutes=60)
    dana = staff_add("dana@valley.example", "Dana Reyes")
    role_give(dana.pk, Role.CRISIS_WORKER, service.pk)
    invitation_issue(dana.pk, tess.pk)
    return tess, service


def _submits(page: Page) -> None:
    page.locator("main form .usa-button").first.click()


def _dana() -> Staff:
    return Staff.objects.get(email="dana@valley.example")


@screen("admin_home")
def home() -> Visit:
    return Visit(reverse("admin_home"), staff=_valley()[0])


@screen("admin_people")
def people() -> Visit:
    return Visit(reverse("admin_people"), staff=_valley()[0])


@screen("admin_invite")
def invite() -> Visit:
    return Visit(reverse("admin_invite"), staff=_valley()[0])


@screen("admin_invite", "nothing filled in")
def invite_empty() -> Visit:
    return Visit(reverse("admin_invite"), staff=_valley()[0], act=_submits)


@screen("admin_person")
def person() -> Visit:
    tess, service = _valley()
    pool_join(_dana().pk, service.pk)
    return Visit(reverse("admin_person", args=[_dana().pk]), staff=tess)


@screen("admin_deactivate")
def deactivate() -> Visit:
    tess, _service = _valley()
    return Visit(reverse("admin_deactivate", args=[_dana().pk]), staff=tess)


@screen("admin_sign_in_anew")
def sign_in_anew() -> Visit:
    tess, _service = _valley()
    return Visit(reverse("admin_sign_in_anew", args=[_dana().pk]), staff=tess)


@screen("not_allowed")
def not_allowed() -> Visit:
    _valley()
    return Visit(reverse("admin_home"), staff=_dana())


@screen("admin_services")
def services() -> Visit:
    return Visit(reverse("admin_services"), staff=_valley()[0])


@screen("admin_service")
def service_page() -> Visit:
    tess, service = _valley()
    day = now().date() + timedelta(days=9)
    Closure.objects.create(service=service, first=day, last=day, reason="Moving house", told_by="the desk")
    return Visit(reverse("admin_service", args=[service.pk]), staff=tess)


@screen("admin_schedule")
def schedule() -> Visit:
    tess, service = _valley()
    delegation_give(service.pk, str(tess.pk), None, by=str(tess.pk))
    return Visit(reverse("admin_schedule", args=[service.pk]), staff=tess)


@screen("admin_fact")
def fact() -> Visit:
    tess, service = _valley()
    return Visit(reverse("admin_fact", args=[service.pk, "hours"]), staff=tess)


@screen("admin_ladders")
def ladders() -> Visit:
    return Visit(reverse("admin_ladders"), staff=_valley()[0])


@screen("admin_level")
def level() -> Visit:
    tess, service = _valley()
    return Visit(reverse("admin_level", args=[service.organization_id, "supervisory"]), staff=tess)


@screen("admin_pools")
def pools() -> Visit:
    tess, service = _valley()
    pool_join(_dana().pk, service.pk)
    return Visit(reverse("admin_pools"), staff=tess)


@screen("admin_policy")
def policy() -> Visit:
    return Visit(reverse("admin_policy"), staff=_valley()[0])


def _handoff() -> tuple[Story, Staff, Staff]:
    """Tell of an open handoff; a colleague of elsewhere looks at it by break-glass. Return reviewer and colleague."""
    story = Story(WORLD).set_up()
    began = now() - timedelta(minutes=20)
    with time_machine.travel(began, tick=False):
        story.give("dana", "open_transfer", forms.OPENING)
    northside = Service.objects.get(pk=story.ids["northside"])
    quinn, sam = staff_add("quinn@county.example", "Quinn Mbeki"), staff_add("sam@far.example", "Sam Okafor")
    role_give(quinn.pk, Role.QUALITY_REVIEWER, northside.pk)
    far = Service.objects.create(organization=Organization.objects.create(name="Far Health"), name="Far Line")
    role_give(sam.pk, Role.CRISIS_WORKER, far.pk)
    glass_break(sam.pk, story.transfer_id, "She rang us in distress, and her own team does not answer.")
    seen = [Viewed(story.transfer_id)]
    access_log(Viewer(ActorKind.STAFF, UUID(story.ids["dana"])), seen, purpose="transfer-page", adapter=Adapter.PAGE)
    return story, quinn, sam


@screen("access_views")
def views() -> Visit:
    story, quinn, _sam = _handoff()
    return Visit(f"{reverse('access_views')}?transfer={story.transfer_id}", staff=quinn)


@screen("glass_break")
def glass() -> Visit:
    return Visit(reverse("glass_break"), staff=_handoff()[2])


@screen("glass_reviews")
def looks() -> Visit:
    return Visit(reverse("glass_reviews"), staff=_handoff()[1])


@screen("glass_settle")
def look() -> Visit:
    from holdfast.accounts.models import BreakGlass

    quinn = _handoff()[1]
    return Visit(reverse("glass_settle", args=[BreakGlass.objects.get().pk]), staff=quinn)
