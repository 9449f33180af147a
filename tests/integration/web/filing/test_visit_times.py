"""A time of a visit that cannot be: by name, with what was typed, on the page and by the API alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.directory.models import Closure, Pathway, Service, Slot
from holdfast.transfers import stream
from holdfast.transfers.models import BookedVisit
from tests.integration.web.filing.test_bad_input import wrong
from tests.integration.web.queues.conftest import text_of

PROPOSED = {"mode": "phone", "who": "Marguerite Vole", "companion": "no"}
OVER, HOUR, CLOSED = (
    "This time is over.",
    "service is not open at that time.",
    "The receiving service is closed on that day.",
)


@pytest.fixture
def ready(walk):
    """An authorized handoff to a service that is open from Monday to Friday, in its own zone."""
    walk.authorized()
    Service.objects.filter(pk=walk.ids["service"]).update(hours="Mo-Fr 08:00-18:00", zone="America/New_York")
    return walk


def published(walk, **other: object) -> Slot:
    said = {"starts_at": walk.local(1, 10), "minutes": 50, "mode": "phone", "published_at": walk.at, **other}
    return Slot.objects.create(service_id=walk.ids["service"], **said)


def typed(walk, at) -> dict[str, str]:
    local = at.astimezone(walk.local(0, 0).tzinfo)
    return {"at.day": f"{local:%Y-%m-%d}", "at.time": f"{local:%H:%M:%S}"}


def refused(answer) -> tuple[int, list[str]]:
    """Return the status of the API's answer, and by which controls it refused."""
    return answer.status, [each["id"] for each in answer.body.get("controls", [])]


@pytest.mark.parametrize(
    ("days", "hour", "said"),
    [
        (-1, 10, OVER),
        (0, None, OVER),
        (1, 7, HOUR),
        (1, 18, HOUR),
        (2, 10, CLOSED),
        (3, 10, HOUR),
        (5, 10, "later than an urgency"),
    ],
)
def test_a_proposed_time_that_cannot_be_says_exactly_why(ready, desk, days, hour, said):
    closed = ready.local(2, 0).date()
    Closure.objects.create(service_id=ready.ids["service"], first=closed, last=closed, reason="training")
    at = ready.at if hour is None else ready.local(days, hour)
    sent = typed(ready, at)
    answer = desk("originator").fills("book_visit", PROPOSED, **sent)
    assert said in text_of(answer)
    for kept in ("Marguerite Vole", sent["at.day"]):
        assert f'value="{kept}"' in answer.content.decode()
    fields = {"at": at.isoformat(), "mode": "phone", "who": "Marguerite Vole"}
    assert refused(ready.cast["originator"].give(ready.transfer, "book_visit", fields)) == (409, ["V.time"])


def test_a_second_after_now_is_a_time(ready, desk):
    sent = typed(ready, ready.at + timedelta(seconds=1))
    assert desk("originator").fills("book_visit", PROPOSED, **sent).status_code == 303


@pytest.mark.parametrize(
    ("day", "time", "said"), [("2027-03-14", "02:30", "The clocks go forward"), ("2027-11-07", "01:30", "twice")]
)
def test_a_local_time_that_is_none_or_two_is_asked_for_again(ready, desk, day, time, said):
    answer = desk("originator").fills("book_visit", PROPOSED, **{"at.day": day, "at.time": time})
    assert said in wrong(answer)["id_at"]
    assert f'value="{time}"' in answer.content.decode()
    assert not BookedVisit.objects.exists()


@pytest.mark.parametrize("at", ["2027-03-14T02:30:00", "2026-11-31T10:00:00Z", "soon", ""])
def test_by_the_api_a_time_without_its_offset_or_that_is_none_is_no_time(ready, at):
    fields = {"at": at, "mode": "phone", "who": "Marguerite Vole"}
    answer = ready.cast["originator"].give(ready.transfer, "book_visit", fields)
    assert answer.status == 422
    assert "at" in str(answer.body.get("fields", answer.body))


@pytest.mark.parametrize(
    ("is_so", "said"),
    [("taken", "Somebody else holds this time already."), ("withdrawn", "has withdrawn this time."), ("over", OVER),
     ("route", "kept for another route"), ("elsewhere", "one of another service")],
)  # fmt: skip
def test_a_published_time_that_cannot_be_held_says_exactly_why(ready, services, desk, is_so, said):
    slot = published(ready)
    if is_so == "taken":
        BookedVisit.objects.create(
            transfer_id=slot.pk, number=1, slot_id=slot.pk, starts_at=ready.at, booked_at=ready.at, is_silent=False,
            has_ended=False,
        )  # fmt: skip
    changed = {
        "withdrawn": {"withdrawn_at": ready.at}, "over": {"starts_at": ready.at},
        "elsewhere": {"service": services["far"]},
        "route": {"pathway": Pathway.objects.create(service_id=ready.ids["service"], name="Groups")},
    }.get(is_so, {})  # fmt: skip
    Slot.objects.filter(pk=slot.pk).update(minutes=50, **changed)
    assert said in text_of(desk("originator").fills("book_visit", {"slot": str(slot.pk), "companion": "no"}))
    assert refused(ready.cast["originator"].give(ready.transfer, "book_visit", {"slot": str(slot.pk)})) == (
        409, ["V.slot"]
    )  # fmt: skip


def gives(walk, who: str, step: str, **fields: object) -> tuple[int, list[str]]:
    return refused(walk.cast[who].give(walk.transfer, step, fields))


def test_cancelling_is_asked_once_answered_once_and_by_the_other_side(ready):
    ready.does("originator", "book_visit", slot=str(published(ready).pk))
    assert gives(ready, "receiver", "answer_cancel", answer="confirmed") == (409, ["S.order"])
    ready.does("receiver", "ask_cancel_visit", reason="Ill.")
    assert gives(ready, "originator", "ask_cancel_visit", reason="Moved.") == (409, ["S.order"])
    assert gives(ready, "receiver", "answer_cancel", answer="confirmed") == (409, ["V.answer"])
    status, controls = gives(ready, "originator", "answer_cancel", answer="already_happened", outcome="kept")
    assert (status, "V.answer" in controls) == (409, True)
    ready.does("originator", "answer_cancel", answer="confirmed")
    assert gives(ready, "originator", "answer_cancel", answer="confirmed") == (409, ["S.order"])


@pytest.mark.parametrize("said", [["kept", "no_show"], ["no_show", "kept"], ["no_show", "no_show"], ["kept", "kept"]])
def test_of_two_words_on_a_visit_in_one_second_the_latter_stands_everywhere(walk, said):
    walk.connected()
    walk.does("originator", "book_visit", slot=str(published(walk).pk))
    walk.accepts(walk.local(1, 10))
    walk.later(minutes=1)
    walk.releases()
    walk.does("originator", "close_live_event")
    walk.until(walk.local(1, 11))
    for each in said:
        walk.does("receiver", "report_first_action", outcome=each)
    state = stream.load(walk.transfer).state
    assert state.visit.latest is not None
    assert state.visit.latest.ended == said[-1]
    assert state.is_first_action_kept is (said[-1] == "kept")
    assert ("reengagement" in state.deadlines) is (said[-1] == "no_show")


def test_the_answer_is_typed_at_the_time_of_the_visit_and_no_other_is_taken(walk, desk):
    walk.connected()
    walk.does("originator", "book_visit", slot=str(published(walk).pk))
    form = desk("receiver").opens("receiving_acceptance").content.decode()
    day = f"{walk.local(1, 10):%Y-%m-%d}"
    assert f'value="{day}"' in form
    assert 'value="10:00"' in form
    second = walk.accepting(walk.local(1, 13))
    assert gives(walk, "receiver", "receiving_acceptance", **second) == (409, ["V.one_time"])
    assert walk.accepts(walk.local(1, 10))


def test_what_cannot_have_come_of_it_is_not_offered(walk, desk):
    walk.connected()
    walk.does("originator", "book_visit", slot=str(published(walk).pk))
    walk.accepts(walk.local(1, 10))
    offered = desk("receiver").opens("report_first_action").content.decode()
    assert 'value="kept"' not in offered
    assert 'value="cancelled"' in offered
    walk.does("originator", "ask_cancel_visit", reason="Moved.")
    assert 'value="cancelled"' not in desk("receiver").opens("report_first_action").content.decode()
    assert gives(walk, "receiver", "report_first_action", outcome="cancelled") == (409, ["V.called_off"])
