"""Links and names of a live room are there while it is open, however it ends."""

from __future__ import annotations

import pytest

from holdfast.live.jobs import forget_words
from holdfast.live.models import FurtherSeat, VideoLink
from tests.integration.live.conftest import transfer_id


@pytest.fixture
def words(walk):
    """A live event that is open, with a link and a name beside it."""
    walk.authorized()
    walk.makes_ready()
    walk.does("originator", "open_live_event", channel="phone")
    VideoLink.objects.create(transfer_id=transfer_id(walk), event=1, address="https://video.example/abc")
    FurtherSeat.objects.create(transfer_id=transfer_id(walk), event=1, kind="interpreter", name="Luz", beside="person")
    return walk


def kept() -> tuple[str, str]:
    return VideoLink.objects.get().address, FurtherSeat.objects.get().name


def test_while_it_is_open_they_stay(words):
    forget_words(0)
    assert kept() == ("https://video.example/abc", "Luz")


def test_when_the_person_stops_they_are_forgotten(words):
    words.does("person", "person_stops", wish="pause")
    forget_words(0)
    assert kept() == ("", "")


def test_a_role_stays_for_the_record(words):
    words.does("originator", "close_live_event")
    forget_words(0)
    assert FurtherSeat.objects.get().kind == "interpreter"
