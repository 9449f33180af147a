"""The live room in its states, and the pages that bring somebody into it."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import time_machine
from django.urls import reverse
from playwright.sync_api import Page

from holdfast.accounts.models import Staff
from holdfast.config.clock import now
from holdfast.directory.models import IntakeContact, Service
from holdfast.live.models import FurtherSeat, VideoLink
from holdfast.people.models import Person
from holdfast.transfers.gathering import Opening
from tests.browser.pages import Visit, screen
from tests.property import forms
from tests.property.world import WORLD
from tests.story import Story

NAMES = {"dana": "Dana Reyes", "priya": "Priya Shah", "marcus": "Marcus Lee"}
PLACES = {"northside": "Mobile Crisis Team North", "riverside": "Riverside Outpatient"}
EVERYBODY = ["originator", "person", "receiver"]


def told(minutes_ago: float = 32) -> Story:
    """Tell of a handoff that is ready for its live event, some minutes ago."""
    story = Story(WORLD).set_up()
    for name, shown in NAMES.items():
        Staff.objects.filter(pk=story.ids[name]).update(display_name=shown)
    for name, shown in PLACES.items():
        Service.objects.filter(pk=story.ids[name]).update(name=shown)
    person = Person.objects.create(
        name="Jordan Mills", family="Mills", given="Jordan", born="1994-05-14", language="es"
    )
    began = now() - timedelta(minutes=minutes_ago)
    with mock.patch("tests.story.Opening", return_value=Opening(subject=str(person.pk))):
        _give(story, began, "dana", "open_transfer", forms.OPENING)
    _give(story, began, "person", "give_consent", forms.CONSENT)
    _give(story, began, "dana", "file_record", forms.request(began, is_elevated=True, mode="live_phone"))
    _give(story, began + timedelta(minutes=2), "priya", "file_record", forms.decision())
    _give(story, began + timedelta(minutes=9), "dana", "check_safety", forms.SAFE)
    _give(story, began + timedelta(minutes=9), "dana", "file_record", forms.readiness(began))
    return story


def _give(story: Story, at, who: str, do: str, fields) -> None:
    with time_machine.travel(at, tick=False):
        assert story.give(who, do, fields).is_filed, (who, do)


def opened(story: Story, *seats: str) -> Story:
    """Open the live event, and have these take their seats, one a minute."""
    at = now() - timedelta(minutes=12)
    _give(story, at, "dana", "open_live_event", {"channel": "phone"})
    for minute, (who, party) in enumerate(zip(("dana", "dana", "marcus"), EVERYBODY, strict=True)):
        if party in seats:
            fields = {"party": party, "identity": "account", "measured": False}
            _give(story, at + timedelta(minutes=minute), who, "join_live_event", fields)
    return story


def attested(story: Story) -> Story:
    """Have both sides say that all three are together, the receiver accept, and the person say it back."""
    at = now() - timedelta(minutes=5)
    for who, party in (("dana", "originator"), ("marcus", "receiver")):
        word = {"party": party, "identity": "account", "device": f"of {who}", "present": EVERYBODY}
        _give(story, at, who, "attest_presence", word)
    _give(story, at, "dana", "file_record", forms.connection(at))
    answer = {"record": "receiving_acceptance", **forms.answer(at, "accepted")}
    _give(story, at + timedelta(minutes=2), "marcus", "file_record", answer)
    return story


def _staff(story: Story, name: str) -> Staff:
    return Staff.objects.get(pk=story.ids[name])


def _room(story: Story, who: str = "dana", act=None) -> Visit:
    return Visit(reverse("live_room", args=[story.transfer_id]), staff=_staff(story, who), act=act)


@screen("live_room", "not open yet")
def live_room_closed() -> Visit:
    return _room(told())


@screen("live_room", "refused")
def live_room_refused() -> Visit:
    story = told(minutes_ago=60)  # the safety check is not good any more

    def opens(page: Page) -> None:
        page.locator(".usa-radio__label").nth(1).click()
        page.locator("form[action$='/live/open/'] button").click()

    return _room(story, act=opens)


@screen("live_room", "waiting for the others")
def live_room_waiting() -> Visit:
    return _room(opened(told(), "originator"))


@screen("live_room", "all three")
def live_room_whole() -> Visit:
    story = opened(told(), *EVERYBODY)
    FurtherSeat.objects.create(
        transfer_id=story.transfer_id, event=1, kind="interpreter", name="Luz P.", beside="person"
    )
    FurtherSeat.objects.create(transfer_id=story.transfer_id, event=1, kind="peer", name="", beside="")
    VideoLink.objects.create(transfer_id=story.transfer_id, event=1, address="https://video.example/abc")
    return _room(story)


@screen("live_room", "accepted")
def live_room_accepted() -> Visit:
    return _room(attested(opened(told(), *EVERYBODY)))


@screen("live_room", "the receiver")
def live_room_receiver() -> Visit:
    return _room(opened(told(), "originator", "person"), "marcus")


def _contacts(story: Story) -> None:
    riverside = Service.objects.get(pk=story.ids["riverside"])
    IntakeContact.objects.create(service=riverside, name="Ana Ortiz", title="Intake lead", email="ana@river.example")
    IntakeContact.objects.create(service=riverside, name="Bo Lindqvist", email="")


def _inviting(story: Story, how: str) -> Visit:
    """Press one of the ways; in whatever language, so by its value."""
    return Visit(
        reverse("live_invite", args=[story.transfer_id]), staff=_staff(story, "dana"),
        act=lambda page: page.locator(f"button[value={how}]").click(),
    )  # fmt: skip


@screen("live_invite")
def live_invite() -> Visit:
    story = opened(told(), "originator")
    _contacts(story)
    return Visit(reverse("live_invite", args=[story.transfer_id]), staff=_staff(story, "dana"))


@screen("live_invite", "nobody chosen")
def live_invite_wrong() -> Visit:
    story = opened(told(), "originator")
    _contacts(story)
    return _inviting(story, "contact-link")


@screen("live_shown", "link")
def live_shown_link() -> Visit:
    story = opened(told(), "originator")
    return _inviting(story, "person-link")


@screen("live_shown", "code")
def live_shown_code() -> Visit:
    story = opened(told(), "originator")
    return _inviting(story, "person-code")


@screen("live_supervisor")
def live_supervisor() -> Visit:
    story = opened(told(), "originator")
    return Visit(reverse("live_supervisor", args=[story.transfer_id]), staff=_staff(story, "dana"))


@screen("live_supervisor", "no room open")
def live_supervisor_closed() -> Visit:
    story = told()
    return Visit(reverse("live_supervisor", args=[story.transfer_id]), staff=_staff(story, "dana"))
