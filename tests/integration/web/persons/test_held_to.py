"""What one tap of the person comes to where the call is over, two taps share a page, or nothing was done at all."""

from __future__ import annotations

from uuid import UUID

import pytest

from holdfast.accounts.services import GrantOrder, grant_issue, grant_redeem
from holdfast.config.ids import new_id
from holdfast.ledger.selectors import load
from holdfast.notify.models import PersonsWord
from holdfast.protocol.codes import Identity, Seat
from holdfast.transfers import stream
from holdfast.transfers.errors import Conflict, KeyReused
from holdfast.web.views import person as views
from tests.integration.web.persons.conftest import Phoned


def events(walk) -> list[str]:
    return [each.kind for each in load(UUID(walk.transfer)).events]


def opened(walk) -> None:
    walk.does("originator", "open_live_event", channel="phone")


@pytest.fixture
def of_last_call(walk, numbers) -> Phoned:
    """The person came by a link into a live event; it ended, and another is open."""
    walk.authorized()
    walk.makes_ready()
    opened(walk)
    order = GrantOrder(
        transfer_id=UUID(walk.transfer), party=Seat.PERSON, identity=Identity.PERSON_LINK,
        subject_id=UUID(walk.ids["person"]), expires_at=walk.local(1, 12), live_event=1,
    )  # fmt: skip
    his = Phoned(grant_redeem(grant_issue(order)[1])[1])
    walk.does("originator", "close_live_event")
    opened(walk)
    return his


@pytest.mark.parametrize("act", ["stop", "end", "different"])
def test_whoever_came_into_an_earlier_call_may_stop_at_any_time(of_last_call, walk, act):
    answer = of_last_call.post(f"/my/do/{act}/", key=str(new_id()))
    assert answer.headers["Location"] == f"/my/?done={act}"
    state = stream.load(UUID(walk.transfer)).state
    assert (state.is_paused, state.is_closed) == (act == "stop", act == "end")
    assert state.live is not None
    assert not state.live.is_open


def test_whoever_came_into_an_earlier_call_takes_back_what_they_agreed_to(of_last_call, walk):
    of_last_call.post("/my/do/take-back/", to=walk.ids["service"])
    assert "filed.revoke_consent" in events(walk)


@pytest.mark.parametrize("act", ["join", "together", "leave"])
def test_a_link_into_one_call_is_good_for_no_other_and_says_so(of_last_call, walk, act):
    answer = of_last_call.post(f"/my/do/{act}/", key=str(new_id()))
    assert answer.status_code == 409
    assert "Your link or code was for another live call. Ask for a new one." in answer.content.decode()
    assert "filed.join_live_event" not in events(walk)


def test_two_taps_of_one_page_are_two_things(walk, persons):
    walk.authorized()
    walk.makes_ready()
    opened(walk)
    his, key = persons(walk), str(new_id())
    for act in ("join", "together", "leave", "stop"):
        assert his.post(f"/my/do/{act}/", key=key).headers["Location"] == f"/my/?done={act}"
    assert "filed.leave_live_event" in events(walk)


def test_two_things_said_on_one_page_are_both_kept(walk, persons):
    his, key = persons(walk.released()), str(new_id())
    for kind in ("not-contacted", "slower", "slower"):
        assert his.post(f"/my/say/{kind}/", key=key).status_code == 303
    assert sorted(PersonsWord.objects.values_list("kind", flat=True)) == ["not_contacted", "slower"]


def test_other_words_under_the_key_of_the_first_are_told_and_stay_on_the_page(walk, persons):
    walk.connected()
    walk.accepts(walk.local(1, 10))
    his, key = persons(walk), str(new_id())
    his.post("/my/do/heard/", key=key, in_own_words="At ten.")
    answer = his.post("/my/do/heard/", key=key, in_own_words="At eleven.")
    assert answer.status_code == 409
    assert "That did not work right now. Please call the team." in answer.content.decode()
    assert "At eleven." in answer.content.decode()


@pytest.mark.parametrize("fault", [Conflict("Others were faster."), KeyReused()])
def test_what_another_was_faster_with_is_no_broken_page(walk, persons, monkeypatch, fault):
    his = persons(walk.released())

    def busy(*_args, **_named):
        raise fault

    monkeypatch.setattr(views, "give", busy)
    answer = his.post("/my/do/stop/")
    assert answer.status_code == 409
    assert "Please call the team." in answer.content.decode()


@pytest.mark.parametrize("done", ["stop", "end", "heard", "take-back", "take-back&to="])
def test_an_address_alone_says_of_nothing_that_it_was_done(walk, persons, done):
    walk.authorized()
    assert 'role="status"' not in persons(walk).get(f"/my/?done={done}").content.decode()


def test_an_address_does_not_say_that_what_is_shared_was_taken_back(walk, persons):
    his = persons(walk.released())
    page = his.get(f"/my/?done=take-back&to={walk.ids['service']}").content.decode()
    assert "They can no longer see it." not in page


def test_what_was_done_is_said_as_long_as_it_holds(walk, persons):
    his = persons(walk.released())
    back = his.post("/my/do/stop/").headers["Location"]
    assert "We have stopped." in his.get(back).content.decode()
    his.post("/my/do/go-on/")
    assert "We have stopped." not in his.get(back).content.decode()
    assert "This plan has ended." in his.get(his.post("/my/do/end/").headers["Location"]).content.decode()


def test_taking_back_from_nobody_asks_for_no_words(walk, persons):
    answer = persons(walk.released()).post("/my/do/take-back/", to="x" * 500)
    assert answer.status_code == 422
    assert "in your own words, then send it again" not in answer.content.decode()
