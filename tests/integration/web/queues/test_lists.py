"""The queues: each shows what is its reader's, the shortest time left first, and keeps what was missed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.accounts.services import pool_join
from holdfast.transfers.sweeping import sweep
from tests.integration.web.queues.conftest import text_of

NAME = "Rosalind Quillfeather"


def seen(client, name, **asked):
    return client.get(reverse(name), asked)


def test_a_request_waits_before_the_one_who_decides(walk, sits):
    walk.opens()
    walk.prepares()
    walk.requests()
    text = text_of(seen(sits("decider"), "decisions_due"))
    assert "1 waiting for you" in text
    assert f"15 min left due 12:15 PM {NAME} WH-1" in text
    assert "None open" in text


def test_a_request_that_was_missed_stays_in_the_queue(walk, sits):
    walk.opens()
    walk.prepares()
    walk.requests()
    walk.later(minutes=20)
    sweep()
    text = text_of(seen(sits("decider"), "decisions_due"))
    assert "1 over time" in text
    assert "Over by 5 min was due 12:15 PM Told at 12:20 PM: Supervisory." in text


def test_what_is_elevated_is_to_be_decided_now(walk, sits):
    walk.opens()
    walk.prepares()
    walk.requests(urgency="same-day")
    walk.later(minutes=1)
    text = text_of(seen(sits("decider"), "decisions_due"))
    assert "Decide now waiting 1 min, due 12:05 PM" in text


def test_a_decision_that_was_made_is_told_for_an_hour(walk, sits):
    walk.authorized()
    text = text_of(seen(sits("decider"), "decisions_due"))
    assert f"Authorized in 2 min: {NAME} to Riverside Intake, Riverside outpatient." in text
    assert "No decisions are waiting. Last one: 12:02 PM." in text
    walk.later(minutes=61)
    assert "Authorized" not in text_of(seen(sits("decider"), "decisions_due"))


def test_a_colleague_of_the_organisation_does_not_see_what_is_not_theirs_to_decide(walk, sits):
    walk.opens()
    walk.prepares()
    walk.requests()
    assert NAME not in text_of(seen(sits("lead_of_eastside"), "decisions_due"))


def test_a_pool_decides_for_its_services(walk, sits, more_staff, services):
    walk.opens()
    walk.prepares()
    walk.requests()
    pool_join(more_staff["lead_of_eastside"].pk, services["northside"].pk)
    assert NAME in text_of(seen(sits("lead_of_eastside"), "decisions_due"))


def test_the_receiving_side_sees_what_comes_and_what_it_waits_for(walk, sits):
    walk.connected()
    text = text_of(seen(sits("receiver"), "coming_to_us"))
    assert "1 live call now" in text
    assert "WH-1" not in text
    walk.accepts(walk.local(1, 10))
    walk.later(minutes=1)
    walk.releases()
    text = text_of(seen(sits("receiver"), "coming_to_us"))
    assert "appointment with the intake desk Thursday, November 19, 10:00 AM" in text


def test_a_name_is_shown_to_the_receiving_side_only_by_consent(walk, sits):
    walk.opens()
    walk.requests()
    assert NAME not in text_of(seen(sits("receiver"), "coming_to_us"))


def test_a_visit_is_reported_with_one_tap(walk, sits):
    walk.released()
    walk.until(walk.local(1, 10))
    client = sits("receiver")
    answer = client.post(reverse("visit_kept", args=[walk.transfer]), {"outcome": "kept"})
    assert answer.headers["Location"] == f"{reverse('coming_to_us')}?done=report_first_action"
    assert "Kept" in text_of(client.get(answer.headers["Location"]))


def test_the_continuity_lead_stays_until_the_visit_was_kept(walk, sits):
    walk.released()
    assert NAME in text_of(seen(sits("originator"), "people_followed"))
    assert NAME not in text_of(seen(sits("navigator"), "people_followed"))
    walk.until(walk.local(1, 10))
    walk.does("receiver", "report_first_action", outcome="kept")
    assert NAME not in text_of(seen(sits("originator"), "people_followed"))


def test_a_check_falls_due_when_ownership_has_passed(walk, sits):
    walk.released()
    text = text_of(seen(sits("reviewer"), "checks_due"))
    assert f"28 h left due Thu 5:00 PM {NAME} WH-1" in text


def test_a_check_that_is_not_yet_due_is_asked_for_again(walk, sits):
    walk.released()
    walk.later(minutes=5)
    walk.verifies("not_yet_due")
    assert "Checked before: not yet due" in text_of(seen(sits("reviewer"), "checks_due"))


def test_a_failed_check_waits_for_its_instruction_and_then_shows_it(walk, sits):
    walk.released()
    walk.later(minutes=5)
    walk.verifies("not_completed")
    client = sits("corrector")
    assert "The first visit did not happen." in text_of(seen(client, "checks_failed"))
    walk.corrects()
    assert "1 instruction running" in text_of(seen(client, "checks_failed"))


def test_a_verified_visit_is_followed_by_a_call(walk, sits):
    walk.released()
    walk.later(minutes=5)
    walk.verifies()
    assert f"{NAME} WH-1" in text_of(seen(sits("follower"), "calls_due"))


@pytest.mark.parametrize("who", ["reviewer", "decider"])
def test_who_is_shown_is_in_the_access_log(walk, sits, who):
    walk.opens()
    walk.prepares()
    walk.requests()
    before = AccessLogEntry.objects.count()
    seen(sits(who), "decisions_due" if who == "decider" else "transfers_found")
    assert AccessLogEntry.objects.count() == before + 1


def test_who_inherits_somebody_finds_them_among_their_people(walk, sits):
    walk.authorized()
    supervisor = sits("decider")
    before = text_of(seen(supervisor, "people_mine"))
    assert "Nobody is yours now." in before
    assert "Start a handoff" not in before
    walk.does("decider", "reassign", to=walk.ids["decider"], reason="Their account has ended.")
    page = seen(supervisor, "people_mine")
    assert NAME in text_of(page)
    assert f'href="{reverse("shift")}"' in page.content.decode()
    assert f'href="{reverse("people_mine")}"' in seen(supervisor, "decisions_due").content.decode()
