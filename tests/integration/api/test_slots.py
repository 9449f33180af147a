"""Published times by the API: those that can be held are listed, and a visit is booked, moved and cancelled by them."""

from __future__ import annotations

from django.utils.dateparse import parse_datetime

from holdfast.config.ids import new_id
from holdfast.directory.models import Slot


def published(walk, hour: int) -> Slot:
    return Slot.objects.create(
        service_id=walk.ids["service"], starts_at=walk.local(1, hour), minutes=50, mode="video", who="Marguerite Vole",
        published_at=walk.at,
    )  # fmt: skip


def listed(walk) -> list[dict[str, object]]:
    slots: list[dict[str, object]] = walk.cast["originator"].get(f"/services/{walk.ids['service']}/slots").body["slots"]
    return slots


def test_a_time_is_listed_until_somebody_holds_it_and_again_when_it_is_let_go(walk):
    walk.authorized()
    first, second = published(walk, 10), published(walk, 14)
    assert [each["id"] for each in listed(walk)] == [str(first.pk), str(second.pk)]
    walk.does("originator", "book_visit", slot=str(first.pk))
    assert [each["id"] for each in listed(walk)] == [str(second.pk)]
    walk.does("originator", "reschedule_visit", slot=str(second.pk), asked_by="the person", reason="Work.")
    assert [each["id"] for each in listed(walk)] == [str(first.pk)]
    walk.does("receiver", "ask_cancel_visit", reason="Ill.")
    walk.does("person", "answer_cancel", answer="confirmed")
    assert len(listed(walk)) == 2


def test_a_time_says_when_how_long_how_and_with_whom(walk):
    slot = published(walk.authorized(), 10)
    [each] = listed(walk)
    assert parse_datetime(str(each.pop("starts_at"))) == slot.starts_at
    assert each == {
        "id": str(slot.pk), "minutes": 50, "mode": "video", "place": "", "who": "Marguerite Vole", "languages": [],
        "pathway": "",
    }  # fmt: skip


def test_there_are_no_times_of_a_service_that_is_not_there_and_none_for_a_guest(walk):
    walk.authorized()
    assert walk.cast["originator"].get(f"/services/{new_id()}/slots").status == 404
    assert walk.cast["person"].get(f"/services/{walk.ids['service']}/slots").status in (401, 403)


def test_the_person_books_nothing_themselves(walk):
    slot = published(walk.authorized(), 10)
    answer = walk.cast["person"].give(walk.transfer, "book_visit", {"slot": str(slot.pk)})
    assert answer.status in (403, 409)
    assert len(listed(walk)) == 1
