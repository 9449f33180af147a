"""Pages of episodes: the list, and how one ends."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from holdfast.config.clock import now
from holdfast.people.episodes import episode_open
from holdfast.people.models import Episode, Person
from holdfast.protocol.codes import EpisodeKind
from tests.browser.handed import Handed
from tests.browser.pages import Visit, screen
from tests.browser.pages.transfers import requested, staff


def begun() -> tuple[Handed, Episode]:
    """Return an episode of crisis of Jordan, two hours old, at dana's service."""
    told = requested()
    state = told.story.state()
    made = episode_open(UUID(told.story.ids["jordan"]), state.service, EpisodeKind.CRISIS, told.story.ids["dana"])
    Episode.objects.filter(pk=made.pk).update(began_at=now() - timedelta(hours=2))
    return told, made


@screen("episodes", "none")
def none_open() -> Visit:
    return Visit(reverse("episodes"), staff=staff(requested(), "dana"))


@screen("episodes")
def some_open() -> Visit:
    told, made = begun()
    Episode.objects.create(
        person_id=made.person_id, service_id=made.service_id, kind="care", source="Encounter", source_key="a/1",
        began_at=now() - timedelta(days=3), over_at=now() - timedelta(days=1),
    )  # fmt: skip
    return Visit(reverse("episodes"), staff=staff(told, "dana"))


@screen("episode")
def how_it_ended() -> Visit:
    told, made = begun()
    return Visit(reverse("episode", args=[made.pk]), staff=staff(told, "dana"))


@screen("episode", "nothing chosen")
def nothing_chosen() -> Visit:
    told, made = begun()
    return Visit(
        reverse("episode", args=[made.pk]), staff=staff(told, "dana"),
        act=lambda page: page.locator("form.formcard button[type=submit]").click(),
    )  # fmt: skip


# One person on the list twice


def twins() -> tuple[Handed, UUID]:
    """Return Jordan, and somebody of the same name and date of birth."""
    told = requested()
    jordan = Person.objects.get(pk=told.story.ids["jordan"])
    if not jordan.born:
        Person.objects.filter(pk=jordan.pk).update(born="1994-03-02")
        jordan.refresh_from_db()
    Person.objects.create(name=jordan.name, given=jordan.given, family=jordan.family, born=jordan.born)
    return told, jordan.pk


@screen("people_same")
def on_the_list_twice() -> Visit:
    told, jordan = twins()
    return Visit(reverse("people_same", args=[jordan]), staff=staff(told, "dana"))


@screen("people_same", "nothing chosen")
def nobody_chosen() -> Visit:
    told, jordan = twins()
    return Visit(
        reverse("people_same", args=[jordan]), staff=staff(told, "dana"),
        act=lambda page: page.locator("form.formcard button[type=submit]").click(),
    )  # fmt: skip
