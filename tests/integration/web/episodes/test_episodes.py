"""Episodes of one's service: begun beside a person, listed, ended only with a completed handoff or a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.config.clock import now
from holdfast.ledger.sealed import unseal
from holdfast.people.episodes import episode_open
from holdfast.people.models import Episode, EpisodeAct, Person, Protection
from holdfast.protocol.codes import EpisodeKind, NoneNeeded
from tests.integration.web.clinicians.conftest import Browser, words

LIST = "episodes"
REASON = {"how": NoneNeeded.CONNECTED_ALREADY.value, "words": "Ana of the clinic was asked."}


def end(episode: Episode) -> str:
    return reverse("episode", args=[episode.pk])


# The four cases


def test_the_list_shows_the_episodes_of_ones_service_and_logs_who_is_shown(browser: Browser, episode, person) -> None:
    page = words(browser("originator").get(reverse(LIST)))
    assert "Rosalind Quillfeather" in page
    assert "Crisis Still open" in page
    assert AccessLogEntry.objects.filter(purpose="episodes", person_id=person.pk).exists()


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
def test_those_of_another_service_are_not_there(browser: Browser, episode, who: str) -> None:
    client = browser(who)
    assert "Quillfeather" not in words(client.get(reverse(LIST)))
    assert client.get(end(episode)).status_code == 404
    assert client.post(end(episode), REASON).status_code == 404
    assert Episode.objects.get().closed_at is None


@pytest.mark.parametrize("who", ["receiver", "reviewer", "auditor"])
def test_who_works_with_nobody_there_has_no_episodes(browser: Browser, episode, who: str) -> None:
    assert browser(who).get(reverse(LIST)).status_code == 403
    assert browser(who).post(end(episode), REASON).status_code == 403


def test_whoever_is_not_signed_in_sees_none(client, episode) -> None:
    assert client.get(reverse(LIST)).status_code == 302
    assert client.post(end(episode), REASON).status_code == 302


# Beginning


def test_one_begins_beside_a_person_who_was_found_and_once(browser: Browser, person) -> None:
    client = browser("originator")
    assert "Begin an episode of crisis" in words(client.post(reverse("handoff_start"), {"text": person.name}))
    for _ in range(2):
        answer = client.post(reverse("episode_new"), {"person": str(person.pk), "kind": "crisis"})
        assert answer.status_code == 303
    assert Episode.objects.filter(person=person, kind="crisis", closed_at=None).count() == 1
    assert "The episode is open." in words(client.get(answer["Location"]))


@pytest.mark.parametrize("said", [{}, {"person": "x", "kind": "crisis"}, {"kind": "party"}, {"person": "0" * 32}])
def test_for_nobody_none_begins(browser: Browser, person, said) -> None:
    form = {"person": str(person.pk), "kind": "crisis"} | said if said else {}
    assert browser("originator").post(reverse("episode_new"), form).status_code == 404
    assert not Episode.objects.exists()


def test_for_who_has_died_none_begins(browser: Browser, person) -> None:
    Person.objects.filter(pk=person.pk).update(is_deceased=True)
    answer = browser("originator").post(reverse("episode_new"), {"person": str(person.pk), "kind": "crisis"})
    assert answer.status_code == 404


# Ending


def test_it_ends_with_a_reason_which_is_kept_sealed(browser: Browser, episode) -> None:
    client = browser("originator")
    answer = client.post(end(episode), REASON)
    assert answer.status_code == 303
    assert "The episode has ended." in words(client.get(answer["Location"]))
    act = EpisodeAct.objects.get(act="ended")
    assert "Ana" not in act.sealed
    assert unseal(episode.pk, act.sealed) == REASON["words"]
    assert "Connected already" in words(client.get(reverse(LIST), {"show": "ended"}))


def test_it_ends_with_a_handoff_that_was_verified(browser: Browser, episode, walk) -> None:
    walk.held()
    client = browser("originator")
    assert "The handoff WH-1" in words(client.get(end(episode)))
    assert client.post(end(episode), {"how": walk.transfer}).status_code == 303
    assert str(Episode.objects.get().handoff_id) == str(walk.transfer)


def test_a_handoff_that_is_not_completed_is_named_and_can_not_be_chosen(browser: Browser, episode, walk) -> None:
    walk.released()
    client = browser("originator")
    page = words(client.get(end(episode)))
    assert "Not completed yet: WH-1" in page
    assert client.post(end(episode), {"how": walk.transfer}).status_code == 422
    assert Episode.objects.get().closed_at is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [({}, "Choose the handoff, or why none is needed."), ({**REASON, "words": " "}, "Say in a few words who was asked"),
     ({"how": "x", "words": "kept text"}, "kept text"), ({**REASON, "words": "a\x07b"}, "Leave out signs"),
     ({**REASON, "words": "x" * 5000}, "4000")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser: Browser, episode, typed, said: str) -> None:
    answer = browser("originator").post(end(episode), typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert Episode.objects.get().closed_at is None


def test_of_two_who_end_it_the_second_is_told_and_leaves_a_trace(browser: Browser, episode) -> None:
    first, second = browser("originator"), browser("decider")
    first.post(end(episode), REASON)
    answer = second.post(end(episode), {**REASON, "how": "died"})
    assert answer.status_code == 409
    assert "It has ended already." in words(answer)
    assert Episode.objects.get().none_needed == "connected-already"
    assert EpisodeAct.objects.filter(act="refused", refused="E.ended").count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_no_more_than_fifteen_statements(
    browser: Browser, episode, count, django_assert_max_num_queries
) -> None:
    for number in range(count):
        Episode.objects.create(
            person_id=episode.person_id, service_id=episode.service_id, kind="care", source="Encounter",
            source_key=f"s/{number}", began_at=episode.began_at - timedelta(days=number),
        )  # fmt: skip
    client = browser("originator")
    client.get(reverse(LIST))
    with django_assert_max_num_queries(15):
        client.get(reverse(LIST))


# The weekly agenda


def test_an_episode_that_is_over_and_handed_to_nobody_stands_on_the_weeks_agenda(browser: Browser, episode) -> None:
    Episode.objects.update(over_at=episode.began_at)
    page = words(browser("executive").get(reverse("agenda")))
    assert "Over, and handed to nobody (1)" in page
    assert "Crisis: neither a completed handoff nor a reason." in page
    assert "Quillfeather" not in page
    browser("originator").post(end(episode), REASON)
    assert "Over, and handed to nobody (0)" in words(browser("executive").get(reverse("agenda")))


# What strangers found


def test_a_handoff_that_came_to_the_service_does_not_end_its_episode(browser: Browser, person, services, walk) -> None:
    walk.held()
    theirs = episode_open(person.pk, str(services["eastside"].pk), EpisodeKind.CARE, walk.ids["neighbour"])
    client = browser("neighbour")
    page = words(client.get(end(theirs)))
    assert "WH-1" not in page
    assert client.post(end(theirs), {"how": walk.transfer}).status_code == 422


def test_a_handoff_that_failed_since_does_not_end_it(browser: Browser, episode, walk) -> None:
    walk.released()
    walk.later(minutes=5)
    walk.verifies()
    walk.follows_up(person_reported_continuity="not_held")
    client = browser("originator")
    assert client.post(end(episode), {"how": walk.transfer}).status_code == 422


def test_whom_another_service_protects_gets_no_episode_and_no_name(browser: Browser, episode, services) -> None:
    Protection.objects.create(person_id=episode.person_id, service_id=str(services["eastside"].pk))
    client = browser("originator")
    form = {"person": str(episode.person_id), "kind": "care"}
    assert client.post(reverse("episode_new"), form).status_code == 404
    assert "Quillfeather" not in words(client.get(reverse(LIST)))
    assert "Quillfeather" not in words(client.get(end(episode)))


@pytest.mark.parametrize(("days", "count"), [(5, 0), (21, 1)])
def test_a_crisis_that_nobody_ended_is_on_the_agenda_after_two_weeks(browser: Browser, episode, days, count) -> None:
    Episode.objects.update(began_at=now() - timedelta(days=days))
    assert f"Over, and handed to nobody ({count})" in words(browser("executive").get(reverse("agenda")))


def test_what_was_over_weeks_ago_still_stands_on_this_weeks_agenda(browser: Browser, episode) -> None:
    Episode.objects.update(over_at=now() - timedelta(days=60))
    assert "Over, and handed to nobody (1)" in words(browser("executive").get(reverse("agenda")))
