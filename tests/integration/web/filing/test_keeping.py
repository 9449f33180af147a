"""A long form that is not sent yet: kept for whoever typed it, offered again, gone when it is sent or thrown away."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.transfers import services
from holdfast.web.drafts import KEPT_FOR, drafts_expire
from holdfast.web.forms.keeping import is_long
from holdfast.web.forms.shapes import steps
from holdfast.web.models import HandoffDraft
from tests.integration.web.filing.conftest import hidden

TYPED = {"what_happened": "Two visits were missed.", "remains_open": "Housing."}
WHOLE = {**TYPED, "person_agreed": "A visit.", "receiver_must": "See them.", "replaces": 0}
KEEP, THROW = {"_keep": "1"}, {"_throw": "1"}
BY_ITSELF = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def at(walk, desk):
    """The originator, before a handoff that was opened."""
    walk.opens()
    return desk("originator")


def _auto(desk, typed, form):
    """Have the form kept by itself, as scripts do while somebody types."""
    return desk.client.post(desk.address("tell_story"), {**form, **typed, **KEEP}, **BY_ITSELF).content.decode()


def _going_on(desk, step="tell_story"):
    return desk.opens(step, **{"go-on": "1"}).content.decode()


def test_what_is_long_follows_from_what_is_asked():
    assert {step for step in steps() if is_long(step)} == {
        "tell_story", "plan_safe_contact", "give_consent", "voice_acceptance",
    }  # fmt: skip


def test_a_form_that_is_kept_is_offered_again_and_gone_on_with(at):
    kept = at.fills("tell_story", TYPED, **KEEP)
    assert (kept.status_code, kept.headers["Location"]) == (303, at.address("tell_story"))
    offered = at.opens("tell_story").content.decode()
    assert "not sent yet" in offered
    assert "Two visits" not in offered
    assert "Two visits" in _going_on(at)


def test_a_plan_of_safe_contact_is_kept_with_its_ticks(at):
    at.sends("plan_safe_contact", {}, code_word="Bluebird", safe_days=["monday", "friday"], **KEEP)
    shown = _going_on(at, "plan_safe_contact")
    assert "Bluebird" in shown
    assert re.findall(r'name="safe_days" value="(\w+)"[^>]* checked', shown) == ["monday", "friday"]


def test_a_short_form_has_nothing_to_keep(at):
    assert "_keep" not in at.opens("agree_small_step").content.decode()
    assert at.fills("agree_small_step", {"words": "A walk."}, **KEEP).headers["Location"].endswith("agree_small_step")
    assert not HandoffDraft.objects.exists()


def test_once_it_is_sent_nothing_of_it_is_kept(at):
    at.fills("tell_story", TYPED, **KEEP)
    assert at.fills("tell_story", WHOLE).status_code == 303
    assert not HandoffDraft.objects.exists()


def test_what_was_not_taken_stays_kept(at):
    at.fills("tell_story", TYPED, **KEEP)
    assert at.fills("tell_story", TYPED).status_code == 422
    assert HandoffDraft.objects.exists()


def test_thrown_away_it_is_gone(at):
    at.fills("tell_story", TYPED, **KEEP)
    assert at.client.post(at.address("tell_story"), THROW).status_code == 303
    assert not HandoffDraft.objects.exists()
    assert "not sent yet" not in at.opens("tell_story").content.decode()


def test_typing_keeps_it_again_and_again(at):
    form = hidden(at.opens("tell_story"))
    assert "Kept at" in _auto(at, {"what_happened": "Two"}, form)
    assert "Kept at" in _auto(at, {"what_happened": "Two visits"}, form)
    assert "Two visits" in _going_on(at)
    assert HandoffDraft.objects.count() == 1


def test_typing_into_another_window_takes_the_place_of_nothing(at):
    at.fills("tell_story", TYPED, **KEEP)
    other = hidden(at.opens("tell_story"))
    assert "Not kept" in _auto(at, {"what_happened": "Something else"}, other)
    assert "Two visits" in _going_on(at)
    at.sends("tell_story", {"what_happened": "Something else"}, **other, **KEEP)
    assert "Something else" in _going_on(at)


def test_an_empty_form_is_not_kept(at):
    at.sends("tell_story", {}, **hidden(at.opens("tell_story")), **KEEP)
    assert not HandoffDraft.objects.exists()


def test_it_is_its_writers_alone_and_for_one_handoff(at, desk, walk):
    at.fills("tell_story", TYPED, **KEEP)
    assert "Two visits" not in _going_on(desk("colleague"))
    walk.opens()
    assert "Two visits" not in _going_on(desk("originator"))


def test_nobody_reads_it_without_the_key(at):
    at.fills("tell_story", TYPED, **KEEP)
    assert "visits" not in HandoffDraft.objects.get().sealed
    HandoffDraft.objects.update(sealed="nonsense")
    assert "not sent yet" not in at.opens("tell_story").content.decode()


def test_what_others_filed_since_is_told_to_who_goes_on(at, walk):
    at.fills("tell_story", TYPED, **KEEP)
    walk.does("originator", "tell_story", WHOLE)
    shown = _going_on(at)
    assert "this changed since you opened the form" in shown
    assert "Two visits" in shown
    assert "<title>Error" not in shown


def test_what_is_kept_is_no_handoff_that_was_begun(at):
    at.fills("tell_story", TYPED, **KEEP)
    assert "Begun, not sent yet" not in at.client.get("/people/").content.decode()


def test_after_a_week_it_is_gone(at, clock, walk):
    at.fills("tell_story", TYPED, **KEEP)
    HandoffDraft.objects.update(changed_at=HandoffDraft.objects.get().changed_at - KEPT_FOR - timedelta(seconds=1))
    assert "not sent yet" not in at.opens("tell_story").content.decode()
    assert drafts_expire() == 1


def test_what_was_begun_for_an_erased_handoff_is_removed(at, walk):
    at.fills("tell_story", TYPED, **KEEP)
    services.erase(UUID(walk.transfer), reason="person-request", by="administrator")
    assert drafts_expire() == 1


def test_it_asks_the_database_little(at, django_assert_max_num_queries):
    at.fills("tell_story", TYPED, **KEEP)
    with django_assert_max_num_queries(15):
        at.opens("tell_story", **{"go-on": "1"})
