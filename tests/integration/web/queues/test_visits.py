"""Our visits, and the booked visit on the pages of the receiving side, of who stays, and of who answers the call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.directory.models import Closure, Pathway, Slot
from tests.integration.web.queues.conftest import text_of

FORM = {
    "day": "2026-12-01", "time": "10:00", "minutes": "50", "weeks": "2", "mode": "in_person",
    "place": "40 River Street", "who": "Marguerite Vole",
}  # fmt: skip


@pytest.fixture
def ours(walk, sits):
    """The page of the receiving service's intake lead."""
    client = sits("receiver")

    def post(**changed: str):
        return client.post(reverse("our_visits"), {**FORM, "service": walk.ids["service"], **changed})

    client.publish = post
    return client


def slot(walk, at, **other) -> Slot:
    said = {"minutes": 50, "mode": "in_person", "place": "40 River Street", "who": "Marguerite Vole", **other}
    return Slot.objects.create(service_id=walk.ids["service"], starts_at=at, published_at=walk.at, **said)


def booked(walk, at=None, **changed):
    """Book a published time for the day after tomorrow."""
    at = at or walk.local(1, 10)
    walk.does("originator", "book_visit", {"slot": str(slot(walk, at).pk), **changed})
    return walk


def ready(walk):
    """Walk to where the person is about to be handed over."""
    walk.authorized().makes_ready()
    return walk


# Our visits


def test_a_weekly_run_is_published_and_stands_on_the_page(ours):
    assert ours.publish().headers["Location"].endswith("?done=published")
    said = text_of(ours.get(reverse("our_visits")))
    assert "Tuesday, December 1, 10:00" in said
    assert "Tuesday, December 8, 10:00" in said
    assert Slot.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"day": "2027-03-14", "time": "02:30", "weeks": "1"}, "The clocks go forward over this time on Sunday"),
        ({"day": "2027-11-07", "time": "01:30", "weeks": "1"}, "The clocks go back over this time on Sunday"),
        ({"day": "2020-01-06", "weeks": "1"}, "is not ahead. Choose a later time"),
        ({"place": ""}, "Say where you meet"), ({"minutes": "0"}, "A visit takes 5 to 480 minutes"),
        ({"weeks": "99"}, "Choose 1 to 26 weeks"), ({"day": "soon"}, "This is no day"),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused_by_name_and_what_was_typed_stays(ours, changed, said):
    answer = ours.publish(**changed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Marguerite Vole"' in answer.content.decode()
    assert not Slot.objects.exists()


def test_a_run_over_a_closed_day_is_refused_by_the_name_of_the_day(walk, ours):
    Closure.objects.create(service_id=walk.ids["service"], first="2026-12-08", last="2026-12-08", reason="training")
    assert "Your service is closed on Tuesday, December 8." in text_of(ours.publish())
    assert not Slot.objects.exists()


def test_a_time_is_kept_for_a_route_of_the_service_and_offered_to_handoffs_on_it(walk, ours, sits):
    other = Pathway.objects.create(service_id=walk.ids["service"], name="Evening groups")
    assert ours.publish(pathway=str(other.pk), weeks="1").status_code == 302
    assert "Only for handoffs on the route Evening groups" in text_of(ours.get(reverse("our_visits")))
    walk.authorized()
    address = reverse("command_give", args=[walk.transfer, "book_visit"])
    assert str(Slot.objects.get().pk) not in sits("originator").get(address).content.decode()
    Slot.objects.update(pathway=walk.ids["pathway"])
    assert str(Slot.objects.get().pk) in sits("originator").get(address).content.decode()


def test_a_route_of_another_service_is_refused_by_name(walk, ours, services):
    other = Pathway.objects.create(service_id=services["far"].pk, name="Elsewhere")
    answer = ours.publish(pathway=str(other.pk))
    assert answer.status_code == 422
    assert "This is no route of the service you chose." in text_of(answer)


def test_another_service_than_ones_own_is_not_published_for(ours, services):
    assert ours.publish(service=str(services["far"].pk)).status_code == 422
    assert not Slot.objects.exists()


def test_a_free_time_is_withdrawn_and_a_held_one_is_not(walk, ours):
    booked(walk.authorized())
    held, free = Slot.objects.get(), slot(walk, walk.local(3, 10))
    for each, done in ((free, "withdrawn"), (held, "held")):
        answer = ours.post(reverse("our_visits"), {"withdraw": str(each.pk)})
        assert answer.headers["Location"].endswith(f"?done={done}")
    assert list(Slot.objects.filter(withdrawn_at=None)) == [held]
    assert "Held for a first visit" in text_of(ours.get(reverse("our_visits")))


def test_whoever_receives_elsewhere_withdraws_nothing_of_ours(walk, ours, sits):
    free = slot(walk.authorized(), walk.local(3, 10))
    sits("stranger_receiver").post(reverse("our_visits"), {"withdraw": str(free.pk)})
    assert Slot.objects.get().withdrawn_at is None
    assert ours.post(reverse("our_visits"), {"withdraw": "x"}).status_code == 404


def test_our_visits_are_for_receivers_who_signed_in(walk, sits):
    assert sits("originator").get(reverse("our_visits")).status_code == 403
    assert Client().get(reverse("our_visits")).status_code == 302


@pytest.mark.parametrize("count", [1, 30])
def test_our_visits_take_few_statements_at_any_length(walk, ours, django_assert_max_num_queries, count):
    for day in range(count):
        slot(walk, walk.local(1, 10) + timedelta(days=day))
    with django_assert_max_num_queries(15):
        ours.get(reverse("our_visits"))


# The booked visit where it is worked with


def test_the_form_offers_published_times_and_names_others_where_one_is_taken(walk, sits):
    walk.authorized()
    taken, free = slot(walk, walk.local(1, 10)), slot(walk, walk.local(1, 14))
    address = reverse("command_give", args=[walk.transfer, "book_visit"])
    dana = sits("originator")
    assert "10:00" in text_of(dana.get(address))
    Slot.objects.filter(pk=taken.pk).update(withdrawn_at=walk.at)
    answer = dana.post(address, {"slot": str(taken.pk), "companion": "no"})
    assert answer.status_code in (409, 422)
    assert str(free.pk) in answer.content.decode()
    assert "held by somebody else, was withdrawn, or is over" in text_of(answer) or "published time" in text_of(answer)


def test_the_receiving_side_sees_that_a_visit_waits_for_its_word(walk, sits):
    booked(ready(walk))
    assert "it waits for your word" in text_of(sits("receiver").get(reverse("coming_to_us")))
    walk.does("receiver", "acknowledge_visit")
    assert "it waits for your word" not in text_of(sits("receiver").get(reverse("coming_to_us")))


def test_the_answer_of_the_receiver_begins_with_the_booked_visit(walk, sits):
    booked(ready(walk))
    walk.comes_together()
    page = sits("receiver").get(reverse("record_file", args=[walk.transfer, "receiving_acceptance"])).content.decode()
    assert "40 River Street" in page
    assert 'value="10:00"' in page


def test_who_stays_with_the_person_sees_the_visit_and_what_is_next(walk, sits):
    booked(ready(walk), companion=True)
    said = text_of(sits("originator").get(reverse("people_followed")))
    assert "Time held, not acknowledged" in said
    assert "0 reminders sent" in said
    assert "You come along to this visit." in said
