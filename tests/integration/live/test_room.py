"""The live room as staff use it: who may see and press what, what is refused and why, and what is forgotten."""

from __future__ import annotations

import html
import re

import pytest

from holdfast.live.models import FurtherSeat, VideoLink
from holdfast.transfers import stream
from tests.integration.live.conftest import browser, text_of, transfer_id

EVERYBODY = ("originator", "person", "receiver")


@pytest.fixture
def ready(walk):
    """Everything is ready for the live event."""
    walk.authorized()
    walk.makes_ready()
    return walk


@pytest.fixture
def room(ready, staff):
    """Return how somebody looks at the room, or presses something in it."""
    return Room(ready, {name: browser(member) for name, member in staff.items()})


class Room:
    """The live room of one transfer, seen by browsers."""

    def __init__(self, walk, browsers):
        self.walk, self.browsers = walk, browsers
        self.url = f"/transfers/{walk.transfer}/live/"

    def look(self, who, path="", **headers):
        return self.browsers[who].get(f"{self.url}{path}", headers=headers)

    def press(self, who, path, **fields):
        return self.browsers[who].post(f"{self.url}{path}", fields)

    def opens(self, channel="phone", **fields):
        return self.press("originator", "open/", channel=channel, **fields)

    @property
    def state(self):
        return stream.load(transfer_id(self.walk)).state


def test_opening_seats_who_opens_it(room):
    assert room.opens().status_code == 303
    seats = room.state.event.seats
    assert [(seat.party, seat.who, seat.measured) for seat in seats] == [
        ("originator", room.walk.ids["originator"], False)
    ]


def test_three_parties_come_together_and_two_attest(room):
    room.opens()
    assert room.press("originator", "do/join-person/").status_code == 303
    assert room.press("receiver", "do/join/").status_code == 303
    for who in ("originator", "receiver"):
        assert room.press(who, "do/attest/").status_code == 303
    page = text_of(room.look("originator"))
    assert "All three are here." in page
    assert "Attested" in page
    assert "Two of the three said, each on a device of their own, that all three were together." in page


def test_the_page_says_who_is_missing_and_what_it_takes(room):
    room.opens()
    page = text_of(room.look("originator"))
    assert "Not here: Rosalind, Riverside Intake." in page
    assert "Not all three have joined yet." in page
    assert "On the call since" in page
    assert "Not joined" in page


def test_one_word_alone_asks_for_another(room):
    room.opens()
    room.press("originator", "do/join-person/")
    room.press("receiver", "do/join/")
    room.press("originator", "do/attest/")
    assert "Two of the three must still say, each on a device of their own" in text_of(room.look("originator"))


def test_what_to_say_is_there_in_both_languages(room):
    page = text_of(room.look("originator"))
    assert "I would like to call Riverside Intake with you now" in page
    assert 'lang="es"' in page


def filled(response) -> list[str]:
    """Return what is filled among the buttons and links of the room."""
    room = response.content.decode().partition('id="room"')[2]
    looks = re.findall(r'<(?:button|a) class="usa-button\s*"[^>]*>([^<]*)', room.partition("</section>")[0])
    return [html.unescape(text) for text in looks]


def test_inviting_is_the_one_filled_act_until_all_three_are_there(room):
    room.opens()
    assert filled(room.look("originator")) == ["Invite to the live room"]
    room.press("originator", "do/join-person/")
    room.press("receiver", "do/join/")
    assert filled(room.look("originator")) == ["All three of us are together now"]


def test_after_their_words_the_room_leads_to_the_record_that_is_next(room):
    room.opens()
    room.press("originator", "do/join-person/")
    room.press("receiver", "do/join/")
    for who in ("originator", "receiver"):
        room.press(who, "do/attest/")
    page = room.look("originator")
    assert filled(page) == ["Record the live connection"]
    assert f"/transfers/{room.walk.transfer}/file/live_connection/" in page.content.decode()


def test_once_it_is_accepted_the_sender_is_led_to_what_is_missing(walk, staff):
    walk.connected()
    walk.accepts(walk.local(1, 10))
    page = Room(walk, {"originator": browser(staff["originator"])}).look("originator")
    assert filled(page) == ["Fill in what is missing"]
    assert "Record what Rosalind says back" in text_of(page)
    assert f"/transfers/{walk.transfer}/file/handoff_closure/" in page.content.decode()


def test_whom_to_call_where_the_call_fails_stands_beside_the_room(room):
    room.opens()
    page = text_of(room.look("originator"))
    assert "If the call fails" in page
    assert "Backup route: Team line" in page


def test_what_the_receiver_still_owes_is_said_to_be_theirs(room):
    room.opens()
    room.press("receiver", "do/join/")
    assert "your acceptance" in text_of(room.look("receiver"))
    assert "their acceptance" in text_of(room.look("originator"))


def test_a_call_with_the_address_of_a_video_call_is_called_one(room):
    room.opens(video_link="https://video.example/abc")
    page = text_of(room.look("originator"))
    assert "Three-way phone call" not in page


def test_a_press_sent_twice_is_done_once(room):
    room.opens()
    key = "0192f0e2-0000-7000-8000-000000000001"
    for _ in range(2):
        assert room.press("receiver", "do/join/", key=key).status_code == 303
    assert len([seat for seat in room.state.event.seats if seat.party == "receiver"]) == 1


def test_leaving_and_ending_are_told(room):
    room.opens()
    room.press("receiver", "do/join/")
    room.press("receiver", "do/leave/")
    assert "Left at" in text_of(room.look("originator"))
    assert room.press("originator", "do/end/").status_code == 303
    assert "No live call is open." in text_of(room.look("originator"))


def test_a_room_that_is_not_ready_is_refused_with_what_mends_it(walk, staff):
    walk.authorized()
    room = Room(walk, {"originator": browser(staff["originator"])})
    refused = room.opens()
    assert refused.status_code == 409
    assert "The release readiness was not on record before the receiver was contacted." in text_of(refused)
    assert f"/transfers/{walk.transfer}/file/release_readiness/" in text_of(refused)
    assert room.state.event is None


def test_somebody_else_cannot_open_it(room):
    assert room.press("colleague", "open/", channel="phone").status_code == 409
    assert room.state.event is None


@pytest.mark.parametrize(
    "link",
    ["http://video.example/x", "javascript:alert(1)", "https://", "https://a@b.example/", "https://v.example/a b"],
)
def test_a_link_that_is_none_is_refused_and_kept(room, link):
    response = room.opens("video_link", video_link=link)
    assert response.status_code == 422
    assert "Give the address of a video call that begins with https://" in text_of(response)
    assert room.state.event is None


def test_the_channel_must_be_chosen(room):
    response = room.press("originator", "open/", channel="", video_link="")
    assert response.status_code == 422
    assert "Choose how the three of you talk." in text_of(response)


def test_the_video_link_is_shown_to_parties_alone_and_forgotten(room):
    room.opens("video_link", video_link="https://video.example/abc")
    assert "https://video.example/abc" in text_of(room.look("originator"))
    assert "https://video.example/abc" in text_of(room.look("receiver"))
    assert "https://video.example/abc" not in text_of(room.look("decider"))
    room.press("originator", "do/end/")
    assert list(VideoLink.objects.values_list("address", flat=True)) == [""]


def test_who_shares_a_device_is_one_seat_with_two_names(room):
    room.opens()
    added = room.press("originator", "company/", kind="interpreter", name="Luz P.", beside="person")
    assert added.status_code == 303
    assert "The person, with interpreter Luz P." in text_of(room.look("receiver"))
    room.press("originator", "do/end/")
    assert list(FurtherSeat.objects.values_list("name", flat=True)) == [""]


def test_who_is_on_a_device_of_their_own_stands_beside_the_three(room):
    room.opens()
    room.press("originator", "company/", kind="peer", name="", beside="own")
    seat = FurtherSeat.objects.get()
    assert "Also on the call" in text_of(room.look("originator"))
    assert room.press("originator", f"company/{seat.pk}/leave/").status_code == 303
    assert "Also on the call" not in text_of(room.look("originator"))


def test_a_name_that_is_no_line_is_refused_and_kept(room):
    room.opens()
    long = "Luz " * 30
    response = room.press("originator", "company/", kind="interpreter", name=long, beside="person")
    assert response.status_code == 422
    assert "Use one line of at most 40 characters" in text_of(response)
    assert not FurtherSeat.objects.exists()


def test_only_who_runs_the_call_says_who_is_on_it(room):
    room.opens()
    assert room.press("receiver", "company/", kind="peer", name="", beside="own").status_code == 409
    assert not FurtherSeat.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
@pytest.mark.parametrize("path", ["", "invite/", "supervisor/"])
def test_strangers_find_nothing(room, who, path):
    room.opens()
    assert room.look(who, path).status_code == 404


@pytest.mark.parametrize("path", ["do/join/", "open/", "company/"])
def test_strangers_press_nothing(room, path):
    room.opens()
    before = room.state.step
    assert room.press("stranger", path, channel="phone", kind="peer", beside="own").status_code == 404
    assert room.state.step == before


@pytest.mark.parametrize(("path", "method"), [("", "post"), ("open/", "get"), ("do/join/", "get"), ("company/", "get")])
def test_wrong_methods_are_refused(room, path, method):
    assert getattr(room.browsers["originator"], method)(f"{room.url}{path}").status_code == 405


def test_an_auditor_reads_and_presses_nothing(room):
    room.opens()
    assert room.look("auditor").status_code == 200
    assert room.press("auditor", "do/join/").status_code == 409
    assert "<form" not in text_of(room.look("auditor")).split('id="room"')[1].split("</section>")[0]


def test_what_is_no_act_is_nowhere(room):
    assert room.press("originator", "do/dance/").status_code == 404


def test_nobody_is_sent_to_sign_in(room, client):
    assert client.get(room.url).status_code == 302
    assert client.get(room.url)["Location"].startswith("/sign-in/")


def test_a_part_of_the_page_is_the_room_alone(room):
    room.opens()
    part = room.look("originator", "?on=transfer", HX_Request="true")
    assert text_of(part).strip().startswith("<section")
    assert "HX-Request" in part["Vary"]


def test_the_page_asks_little_of_the_database(room, django_assert_max_num_queries):
    room.opens()
    room.press("receiver", "do/join/")
    room.look("originator")
    with django_assert_max_num_queries(15):
        assert room.look("originator").status_code == 200


def test_no_title_or_address_names_anybody(room):
    room.opens()
    page = text_of(room.look("originator"))
    title = page.split("<title>")[1].split("</title>")[0]
    assert "WH-1" in title
    assert "Rosalind" not in title
    assert "Quillfeather" not in room.url
