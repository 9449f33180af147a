"""The parts of the transfer page at each stage: who owns the person's care, what is next and for whom, what is said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.accounts.ladder import Holder, Rung
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.transfers.selectors import Sight
from holdfast.web.parts import Custody
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.duties import duties_of, holders_named
from holdfast.web.presenters.next_act import NextAct, next_act
from holdfast.web.presenters.standing import notes_of, standing_tag
from holdfast.web.presenters.steps import stages_of
from tests.unit.web.presenters.told import HAPPY, Desk, before

BLOCK, DECLINE = "journeys/block-then-authorized", "journeys/decline-then-another-pathway"
PAUSE, EMERGENCY = "journeys/pause-before-the-event", "journeys/emergency-acts-first"
VOICE, FIX = "journeys/voice-acceptance", "journeys/failed-follow-up-to-held"
AGAIN, DIED = "journeys/repeated-live-handoff-to-held", "journeys/closed-as-died"


def custody(desk: Desk) -> Custody:
    return custody_of(desk.case, desk.ahead, steps_url="#steps")


def coming(desk: Desk) -> NextAct:
    found = next_act(desk.case, desk.ahead, desk.reader)
    assert found is not None
    return found


def step(desk: Desk, number: int):
    stages = stages_of(desk.case, desk.ahead, desk.reader)
    return next(step for stage in stages for step in stage.steps if step.number == number)


# Who owns the person's care


@pytest.mark.parametrize(
    ("after", "lock", "receiver"),
    [
        ("open_transfer", "Locked: 6 steps to go", "Choose a route first"),
        ("release_readiness", "Locked: 3 steps to go", "Not the owner yet"),
        ("live_connection", "Locked: 3 things missing", "On the call. Not the owner yet: Marcus"),
        ("receiving_acceptance", "Locked: 2 things missing", "Accepted. Not the owner yet: Marcus"),
        ("person_confirms", "Locked: 1 thing missing", "Accepted. Not the owner yet: Marcus"),
    ],
)
def test_until_the_release_the_sender_owns_it_and_the_lock_says_what_is_missing(after, lock, receiver) -> None:
    found = custody(before("dana", after))
    assert (found.owner, found.is_moved) == ("You do: Dana, Northside Crisis", False)
    assert (found.lock.text, found.lock.url) == (lock, "#steps")
    assert (found.sender.text, found.receiver.text) == ("Owner now: Dana", receiver)


def test_from_the_release_on_the_receiver_owns_it() -> None:
    found = custody(before("marcus", "handoff_closure"))
    assert (found.owner, found.is_moved) == ("You do: Marcus, Riverside Intake", True)
    assert found.lock.text.startswith("Passed ")
    assert found.sender.text == "Stays with Rosalind until the first visit: Dana"


@pytest.mark.parametrize(
    ("story", "after", "lock", "receiver"),
    [
        (PAUSE, "person_stops", "Stopped: Rosalind paused", "Not the owner yet"),
        (FIX, "corrective_determination", "Taken back, to put it right", "Not the owner now"),
        (FIX, "complete_corrective", "Taken back, to put it right", "Asked to confirm: Marcus"),
        (AGAIN, "corrective_determination", "Locked: 3 steps to go", "Not the owner yet"),
        (DIED, "", "Closed without passing", "Not the owner when it closed"),
    ],
)
def test_the_lock_says_why_it_does_not_pass(story, after, lock, receiver) -> None:
    found = custody(before("dana", after, story=story))
    assert (found.lock.text, found.receiver.text, found.is_moved) == (lock, receiver, False)


def test_an_owner_by_a_link_is_said_to_be_one() -> None:
    found = custody(before("dana", "handoff_closure", story="journeys/guest-receiver"))
    assert found.owner == "Marcus, Riverside Intake, known by a link"


# What is next, and for whom


BOTH = {"open_live_event": ("dana",), "handoff_closure": ("quinn",)}
"""Steps after which somebody else may act as well."""


@pytest.mark.parametrize(
    ("after", "who", "title"),
    [
        ("open_transfer", "dana", "Ask for authorization"),
        ("authorization_request", "priya", "Decide on the request"),
        ("authorization_decision", "dana", "Say that everything is ready"),
        ("release_readiness", "dana", "Bring Riverside Intake into the call"),
        ("open_live_event", "marcus", "Join the live call"),
        ("live_connection", "marcus", "Answer for Riverside Intake"),
        ("receiving_acceptance", "dana", "Record what Rosalind says back"),
        ("person_confirms", "dana", "Release Rosalind’s care to Marcus"),
        ("handoff_closure", "marcus", "Expect Rosalind at the first visit"),
        ("report_first_action", "quinn", "Check whether the first visit happened"),
        ("verification", "fay", "Ask Rosalind how it went"),
    ],
)
def test_one_of_them_is_led_to_the_next_act_and_the_others_wait(after: str, who: str, title: str) -> None:
    found = coming(before(who, after))
    assert (found.title, len(found.actions)) == (title, 1)
    acting = {other for other in ("dana", "priya", "marcus", "quinn", "fay") if coming(before(other, after)).actions}
    assert acting == {who, *BOTH.get(after, ())}


@pytest.mark.parametrize(
    ("story", "after", "who", "title", "buttons"),
    [
        (BLOCK, "authorization_decision", "dana", "Choose another route for Rosalind", 1),
        (DECLINE, "receiving_acceptance", "dana", "Riverside Intake declined. Find another way", 1),
        (PAUSE, "person_stops", "dana", "Talk with Rosalind about what they want", 1),
        (PAUSE, "person_stops", "priya", "Dana talks with Rosalind", 0),
        (EMERGENCY, "emergency_start", "dana", "Bring the receiving service into the call", 1),
        (VOICE, "voice_acceptance", "marcus", "Confirm what you said aloud", 1),
        (VOICE, "voice_acceptance", "dana", "The receiver confirms what was said", 0),
        (FIX, "assurance_followup", "cody", "Give one corrective instruction", 1),
        (FIX, "corrective_determination", "cole", "Put it right, and say how it ended", 1),
        (FIX, "corrective_determination", "dana", "Cole puts it right", 0),
        (FIX, "complete_corrective", "marcus", "Confirm that you took Rosalind on", 1),
        (AGAIN, "corrective_determination", "dana", "Ask Rosalind whether it is safe to talk now", 1),
    ],
)
def test_off_the_straight_way_one_act_is_next_too(story, after, who, title, buttons) -> None:
    found = coming(before(who, after, story=story))
    assert (found.title, len(found.actions)) == (title, buttons)


@pytest.mark.parametrize("story", [HAPPY, DIED])
def test_where_it_is_closed_nothing_is_next(story: str) -> None:
    desk = before("dana", "", story=story)
    assert next_act(desk.case, desk.ahead, desk.reader) is None


def test_what_is_due_stands_beside_the_act() -> None:
    due = coming(before("priya", "authorization_request")).due
    assert due is not None
    assert due.text.replace("\N{NO-BREAK SPACE}", " ").startswith("14 min left")


def test_a_deadline_of_something_else_never_stands_beside_the_act() -> None:
    desk = before("marcus", "live_connection")
    assert DeadlineName.NEXT_CHECKPOINT in desk.case.state.deadlines
    assert coming(desk).due is None


@pytest.mark.parametrize("after", ["receiving_acceptance", "person_confirms"])
def test_the_button_does_not_say_release_while_something_is_missing(after: str) -> None:
    assert [action.text for action in coming(before("dana", after)).actions] == ["Fill in what is missing"]


def test_a_decision_over_time_says_by_how_much_and_what_the_owner_can_do() -> None:
    desk = before("dana", "", story="deadlines/authorization_decision-director-after", minutes=5)
    found = coming(desk)
    assert found.due is not None
    assert found.due.text.replace("\N{NO-BREAK SPACE}", " ").startswith("Over by ")
    assert ", was due " in found.due.text
    assert (found.title, found.actions[0].url) == (
        "Call whoever is on call, and ask for the decision", "/on-call/"
    )  # fmt: skip
    matter = duties_of(desk.case, rungs(), ()).matters[0]
    assert matter.tag.text == found.due.text


def test_what_is_due_much_later_does_not_stand_over_what_is_near() -> None:
    desk = before("dana", "release_readiness")
    found = duties_of(desk.case, rungs(), ())
    assert all(each.due_at - desk.case.at <= timedelta(days=2) for each in found.deadlines)
    assert [each.title for each in found.later] == ["The reviewer countersigns"]
    assert min(each.due_at for each in found.later) - desk.case.at > timedelta(days=2)


def test_what_is_missing_leads_to_its_field_where_the_reader_fills_it_in() -> None:
    missing = [check.url for check in step(before("dana", "person_confirms"), 6).checks if not check.is_met]
    assert missing
    assert all("/handoff_closure/#id_" in url for url in missing)
    others = step(before("priya", "person_confirms"), 6).checks
    assert {check.url for check in others if not check.is_met} == {""}


# Where it stands, and what must be known at once


@pytest.mark.parametrize(
    ("story", "after", "tag", "notes"),
    [
        (HAPPY, "open_transfer", "Not asked for yet", []),
        (HAPPY, "open_live_event", "Live call open", []),
        (HAPPY, "handoff_closure", "Transferred, not checked yet", []),
        (BLOCK, "authorization_decision", "Blocked", ["The request was blocked"]),
        (DECLINE, "receiving_acceptance", "Declined", ["Riverside Intake declined"]),
        (PAUSE, "person_stops", "Stopped by Rosalind", ["Rosalind said stop: "]),
        (EMERGENCY, "emergency_start", "Emergency", ["This began as an emergency"]),
        (FIX, "assurance_followup", "Did not hold", ["This handoff did not hold"]),
        (FIX, "corrective_determination", "Being put right", ["Being put right: The originating team re-engages"]),
        ("journeys/guest-receiver", "handoff_closure", "Transferred, not checked yet", ["Marcus has no account here"]),
    ],
)
def test_the_tag_and_the_notes_say_where_it_stands(story, after, tag, notes) -> None:
    desk = before("dana", after, story=story)
    assert standing_tag(desk.case, desk.ahead).text == tag
    assert [note.heading for note in notes_of(desk.case, ())] == notes


@pytest.mark.parametrize("after", ["open_transfer", "live_connection", "receiving_acceptance", "person_confirms"])
def test_nothing_says_transferred_before_the_release(after: str) -> None:
    desk = before("dana", after)
    said = [standing_tag(desk.case, desk.ahead).text, custody(desk).explanation, coming(desk).title, coming(desk).text]
    said += [step.note for stage in stages_of(desk.case, desk.ahead, desk.reader) for step in stage.steps]
    assert not any("transferred" in words.lower() for words in said)


# The nine steps


def test_there_are_nine_steps_before_during_and_after() -> None:
    desk = before("dana", "open_transfer")
    stages = stages_of(desk.case, desk.ahead, desk.reader)
    assert [[step.number for step in stage.steps] for stage in stages] == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_a_step_that_is_next_names_what_is_met_and_what_is_missing() -> None:
    now = step(before("dana", "receiving_acceptance"), 6)
    texts = [(check.text, check.is_met) for check in now.checks]
    assert ("Riverside Intake accepted", True) in texts
    assert any(not is_met and "says the next step back" in text for text, is_met in texts)
    assert now.tag.text.startswith("Now")


def test_a_step_that_is_not_ones_own_leads_nowhere() -> None:
    assert step(before("dana", "live_connection"), 5).url == ""
    assert step(before("marcus", "live_connection"), 5).url.endswith("/file/receiving_acceptance/")


def test_an_emergency_owes_the_request_and_then_the_decision() -> None:
    desk = before("dana", "emergency_start", story=EMERGENCY)
    assert [step(desk, number).tag.text for number in (1, 2)] == ["Owed", "Locked"]
    desk = before("priya", "authorization_request", story=EMERGENCY)
    assert [step(desk, number).tag.text for number in (1, 2)] == ["Done", "Owed"]


# What is due, and who is told


def rungs():
    at = before("dana", "open_transfer").case.at - timedelta(days=1)
    held = Rung(EscalationLevel.DIRECTOR, 15, None, (Holder("cole", at),))
    return {EscalationLevel.DIRECTOR: held}


def test_a_deadline_says_who_is_told_if_it_is_missed() -> None:
    desk = before("dana", "authorization_request")
    due = next(each for each in duties_of(desk.case, rungs(), ()).deadlines if "decides" in each.title)
    assert due.consequence.startswith("If not: ")
    assert "(Director)" in due.consequence


def test_an_empty_place_is_said_to_be_empty() -> None:
    desk = before("dana", "authorization_request")
    assert any("nobody holds this place now" in each.consequence for each in duties_of(desk.case, {}, ()).deadlines)


def test_the_receiving_side_is_not_told_who_hears_of_a_miss() -> None:
    desk = before("marcus", "live_connection", sight=Sight.RECEIVING)
    found = duties_of(desk.case, rungs(), ())
    assert (found.matters, {each.consequence for each in found.deadlines}) == ((), {""})


def test_whoever_would_be_told_is_named() -> None:
    assert "cole" in holders_named(before("dana", "authorization_request").case, rungs())
