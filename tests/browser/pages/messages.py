"""Messages of staff, the one-tap link of an email, and what did not arrive."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import time_machine
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import Page

from holdfast.accounts import services as accounts
from holdfast.accounts.models import Staff
from holdfast.config.clock import now
from holdfast.directory.models import Organization, Service
from holdfast.notify.addressing import address_due
from holdfast.notify.models import Channel, Dispatch, Kind, Message
from holdfast.notify.paths import acknowledge_path
from holdfast.notify.sending import send_due
from holdfast.notify.services import Browser, browser_add, link_acknowledge
from holdfast.notify.writing import News, tell
from holdfast.protocol.codes import EscalationLevel, Role
from holdfast.protocol.policy import base_policy
from tests.browser.pages import Visit, screen
from tests.integration.notify.test_push import _browser
from tests.property import forms
from tests.property.world import WORLD
from tests.story import Story

NAMES = {"dana": "Dana Whitfield", "priya": "Priya Raman", "omar": "Omar Haddad", "eve": "Eve Lindqvist"}
LEVELS = (
    (EscalationLevel.DIRECTOR, 30, EscalationLevel.EXECUTIVE, "omar"),
    (EscalationLevel.EXECUTIVE, 60, None, "eve"),
)


def _county(minutes_ago: float = 20) -> Story:
    """Tell of a decision that was refused, and of the director who heard of it, some minutes ago."""
    story = Story(WORLD).set_up()
    for name, shown in NAMES.items():
        Staff.objects.filter(pk=story.ids[name]).update(display_name=shown)
    began = now() - timedelta(minutes=minutes_ago)
    with time_machine.travel(began - timedelta(days=1), tick=False):
        for level, minutes, above, holder in LEVELS:
            rung = accounts.rung_set(Organization.objects.get().pk, level, minutes=minutes, next_level=above)
            accounts.holder_add(rung, UUID(story.ids[holder]))
    with time_machine.travel(began, tick=False):
        story.give("dana", "open_transfer", forms.OPENING)
        story.give("dana", "file_record", forms.request(began, is_elevated=True, mode="live_phone"))
        story.give("priya", "file_record", {**forms.decision(), "unresolved_dependencies": ["a ride"]})
        address_due()
        send_due(Channel.EMAIL)
    return story


def _staff(story: Story, name: str) -> Staff:
    return Staff.objects.get(pk=story.ids[name])


def _message() -> Message:
    return Message.objects.get(kind=Kind.ESCALATION, staff__display_name=NAMES["omar"])


@screen("messages")
def messages() -> Visit:
    story = _county()
    omar, transfer = _staff(story, "omar"), story.transfer_id
    told = News(kind=Kind.OWNER, at=now(), night=base_policy().night, transfer_id=transfer, is_harm=True)
    for seq, kind in enumerate((Kind.OWNER, Kind.DEADLINE, Kind.MISSED, Kind.VACANCY, Kind.UNDELIVERED), 100):
        tell(_as(told, kind, seq), [str(omar.pk)])
    browser_add(omar.pk, Browser("https://push.example/x", _browser().p256dh, _browser().auth))
    return Visit(reverse("messages"), staff=omar)


def _as(news: News, kind: Kind, seq: int) -> News:
    about = {Kind.DEADLINE: "first_action", Kind.MISSED: "review"}.get(kind, "")
    due = now() + timedelta(hours=20) if kind is Kind.DEADLINE else None
    fields = {name: getattr(news, name) for name in ("at", "night", "transfer_id", "is_harm")}
    return News(**fields, kind=kind, seq=seq, about=about, due_at=due, level="quality")


@screen("messages", "none yet")
def messages_none() -> Visit:
    return Visit(reverse("messages"), staff=_staff(_county(), "eve"))


@screen("messages", "taken on by link")
def messages_taken() -> Visit:
    story, message = _county(), _message()
    link_acknowledge(message.pk, acknowledge_path(message.pk).split("/")[3])
    return Visit(reverse("messages"), staff=_staff(story, "omar"))


@screen("message_taken", "gone on")
def message_gone_on() -> Visit:
    story = _county(29.9)

    def too_late(page: Page) -> None:
        with time_machine.travel(now() + timedelta(minutes=1), tick=False):
            story.give("eve", "resolve_escalation", {"control": "A2.late", "note": ""})
        page.get_by_role("button", name=_("I have it")).first.click()

    return Visit(reverse("messages"), staff=_staff(story, "omar"), act=too_late)


@screen("acknowledge")
def acknowledge() -> Visit:
    _county()
    return Visit(acknowledge_path(_message().pk))


@screen("acknowledge", "done")
def acknowledge_done() -> Visit:
    _county()
    return Visit(acknowledge_path(_message().pk), act=_takes_it)


def _takes_it(page: Page) -> None:
    page.get_by_role("button", name=_("I have it")).click()


@screen("acknowledge", "gone on")
def acknowledge_gone_on() -> Visit:
    story = _county(60)
    story.give("eve", "resolve_escalation", {"control": "A2.late", "note": ""})
    return Visit(acknowledge_path(_message().pk))


@screen("acknowledge", "cut off")
def acknowledge_cut_off() -> Visit:
    _county()
    return Visit(f"/acknowledge/{_message().pk}/x/")


@screen("messages_lost")
def lost() -> Visit:
    keeper = _keeper(_county())
    Dispatch.objects.update(status="given_up", reason="address-refused", settled_at=now(), tries=1)
    return Visit(reverse("messages_lost"), staff=keeper)


@screen("messages_lost", "none")
def lost_none() -> Visit:
    return Visit(reverse("messages_lost"), staff=_keeper(_county()))


def _keeper(story: Story) -> Staff:
    keeper = accounts.staff_add("ada@holdfast.example", "Ada Brook")
    accounts.role_give(keeper.pk, Role.ADMINISTRATOR, Service.objects.get(name="county").pk)
    return keeper
