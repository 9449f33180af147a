"""The story on the person's page and on the receiver's: read before it is sent, corrected, said back, told once."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.services import grant_redeem
from holdfast.notify.models import Kind, Message, PersonsWord
from holdfast.transfers import stream
from tests.integration.api.walk import SCOPES
from tests.integration.web.persons.conftest import Phoned
from tests.integration.web.persons.test_plain_words import assert_plain, read
from tests.integration.web.persons.test_safe_mode import secret_in

WHAT, DRUG, SIGNS = "Two visits were missed after a letter.", "Buprenorphine film", "I stop answering."
FIELDS = {
    "replaces": 0, "what_happened": WHAT, "remains_open": "Housing.", "person_agreed": "A visit this week.",
    "receiver_must": "See them by Thursday.", "safety_plan": {"warning_signs": SIGNS}, "substance_use": "Since spring.",
    "medications": [{"kind": "substance-use", "what": DRUG}],
}  # fmt: skip
SHARED = [*SCOPES, "clinical-summary"]


@pytest.fixture
def told(walk):
    """Authorized and ready, consent as it is meant, and a story that nobody has read."""
    walk.opens()
    _agreed(walk, SHARED)
    walk.requests()
    walk.authorizes()
    walk.makes_ready()
    walk.does("originator", "tell_story", FIELDS)
    return walk


def _agreed(walk, scopes):
    walk.does(
        "person", "give_consent", scopes=scopes, to=walk.ids["service"], purpose="treatment",
        until=f"{walk.today() + timedelta(days=90)}", given_by="person", language="es",
    )  # fmt: skip
    walk.checks_safety()


def _story(walk):
    return stream.load(UUID(walk.transfer)).state.story


def _staff(staff, name):
    client = Client()
    client.force_login(staff[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_person_is_asked_to_read_it_and_the_receiver_sees_nothing_before(told, persons, guests):
    said = persons(told).get("/my/").content.decode()
    assert "Please read it before we share it." in said
    assert WHAT not in said
    assert WHAT not in guests(told).get("/guest/").content.decode()


def test_what_the_person_read_is_seen_as_far_as_they_agreed(told, persons, guests):
    his = persons(told)
    page = his.get("/my/story/").content.decode()
    assert all(words in page for words in (WHAT, DRUG, SIGNS, "Since spring."))
    assert his.post("/my/do/story-read/", version="1").url == "/my/?done=story-read"
    seen = guests(told).get("/guest/").content.decode()
    assert WHAT in seen
    assert SIGNS in seen
    assert DRUG not in seen
    assert "Since spring." not in seen


def test_what_is_fixed_stands_beside_the_words_and_a_human_hears_of_it(told, persons, guests):
    his = persons(told)
    form = his.get("/my/say/correction/?about=what_happened&version=1").content.decode()
    assert WHAT in form
    assert (
        his.post("/my/say/correction/", about="what_happened", version="1", words="It was one visit.").status_code
        == 303
    )
    assert [said.words for said in _story(told).corrections] == ["It was one visit."]
    assert PersonsWord.objects.get().sealed == ""
    assert Message.objects.filter(kind=Kind.PERSON_SAYS).exists()
    assert "It was one visit." not in guests(told).get("/guest/").content.decode()
    his.post("/my/do/story-read/", version="1")
    seen = guests(told).get("/guest/").content.decode()
    assert WHAT in seen
    assert "It was one visit." in seen


def test_sent_twice_it_is_corrected_once(told, persons):
    his, key = persons(told), "0d9c3a9e-6f0b-4f3e-9d7f-3a2f5b7c8d11"
    for _again in range(2):
        his.post("/my/say/correction/", about="what_happened", version="1", words="It was one visit.", key=key)
    assert len(_story(told).corrections) == 1
    assert PersonsWord.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_no_words_or_too_many_are_asked_for_again(told, persons, words):
    answer = persons(told).post("/my/say/correction/", about="what_happened", version="1", words=words)
    assert answer.status_code == 422
    assert WHAT in answer.content.decode()
    assert _story(told).corrections == ()


@pytest.mark.parametrize("version", ["2", "", "one", "99999999999999999999"])
def test_a_version_that_is_not_there_is_neither_read_nor_corrected(told, persons, version):
    his = persons(told)
    his.post("/my/do/story-read/", version=version)
    his.post("/my/say/correction/", about="what_happened", version=version, words="It was one visit.")
    assert (_story(told).latest.reading, _story(told).corrections) == (None, ())


def test_nothing_of_it_stands_on_an_unsafe_screen(told, staff):
    told.does("person", "agree_small_step", words="I call Ines tonight.")
    hers = _staff(staff, "originator")
    told.later(minutes=1)
    made = hers.post(f"/transfers/{told.transfer}/live/invite/", {"how": "person-page", "safe": "yes"})
    shown = hers.get(made.headers["Location"]).content.decode()
    his = Phoned(grant_redeem(secret_in(shown))[1])
    his.post("/my/code/", code=re.findall(r"\b\d\d \d\d \d\d\b", shown)[0])
    assert his.get("/my/story/").url == "/my/"
    said = his.get("/my/").content.decode() + his.get("/my/say/correction/?about=what_happened").content.decode()
    assert "can read to you what we wrote" in said
    assert WHAT not in said
    assert "Ines" not in said


def test_one_tap_counts_that_it_had_to_be_told_again(told, persons):
    his, key = persons(told), "0d9c3a9e-6f0b-4f3e-9d7f-3a2f5b7c8d11"
    for _again in range(2):
        assert his.post("/my/do/retold/", key=key).url == "/my/?done=retold"
    assert len(_story(told).retellings) == 1


def test_the_receiver_says_it_back_and_the_person_puts_it_right(told, persons, guests):
    his, hers = persons(told), guests(told)
    his.post("/my/do/story-read/", version="1")
    form = hers.get("/guest/do/read_back/").content.decode()
    assert 'type="hidden" id="id_version" name="version" value="1"' in form
    assert hers.post("/guest/do/read_back/", version="1", words="Two visits; Thursday.").status_code == 303
    assert "Two visits; Thursday." in his.get("/my/story/").content.decode()
    his.post("/my/say/correction/", about="read_back", words="After ten, please.")
    assert (_story(told).said_back.is_right, _story(told).said_back.correction) == (False, "After ten, please.")
    hers.post("/guest/do/read_back/", version="1", words="Thursday, after ten.")
    his.post("/my/do/story-understood/")
    assert _story(told).said_back.is_right is True


def test_the_card_of_the_handoff_has_versions_corrections_and_what_is_missing(told, persons, staff):
    hers, path = _staff(staff, "originator"), f"/transfers/{told.transfer}/"
    before = hers.get(path).content.decode()
    assert "The person has not read it yet." in before
    assert "Riverside Intake does not see this." in before
    his = persons(told)
    his.post("/my/say/correction/", about="safety_plan", version="1", words="And the radio.")
    his.post("/my/do/story-read/", version="1")
    told.does("originator", "tell_story", {**FIELDS, "replaces": 1, "what_happened": "One visit was missed."})
    said = hers.get(path).content.decode()
    assert all(words in said for words in ("One visit was missed.", WHAT, "And the radio.", "Versions before this one"))


def test_staff_of_the_receiving_side_see_no_more_than_a_guest(told, persons, staff):
    persons(told).post("/my/do/story-read/", version="1")
    told.does("originator", "name_barrier", barrier="immigration-fear", severity="hinders", note="Of the letter.")
    for page in ("", "history/"):
        said = _staff(staff, "receiver").get(f"/transfers/{told.transfer}/{page}").content.decode()
        assert DRUG not in said
        assert "Since spring." not in said
        assert "Of the letter." not in said
        assert "Answer a barrier" not in said
    events = told.cast["receiver"].get(f"/transfers/{told.transfer}/events").body
    assert all(words not in str(events) for words in (WHAT, DRUG, SIGNS, "immigration-fear"))


def test_nothing_is_seen_any_more_once_it_is_taken_back(told, persons, guests):
    his, hers = persons(told), guests(told)
    his.post("/my/do/story-read/", version="1")
    assert WHAT in hers.get("/guest/").content.decode()
    his.post("/my/do/take-back/", to=told.ids["service"])
    assert WHAT not in hers.get("/guest/").content.decode()


def test_a_new_version_begins_with_the_words_of_the_one_before(told, staff):
    form = _staff(staff, "originator").get(f"/transfers/{told.transfer}/do/tell_story/").content.decode()
    assert WHAT in form
    assert SIGNS in form
    assert 'type="hidden" id="id_replaces" name="replaces" value="1"' in form


def test_two_who_tell_it_at_once_do_not_overwrite_each_other(told):
    again = {**FIELDS, "replaces": 1}
    told.does("originator", "tell_story", again)
    late = told.cast["colleague"].post(f"/transfers/{told.transfer}/commands/tell_story", again)
    assert late.status in (403, 409, 422)
    assert len(_story(told).tellings) == 2


def test_what_is_in_the_way_stands_before_those_who_may_know_of_it(told, persons, guests, staff):
    persons(told).post("/my/do/story-read/", version="1")
    told.does("originator", "name_barrier", barrier="transport", severity="blocks", note="No bus on clinic days.")
    assert (
        "1 barrier has no answer." in _staff(staff, "originator").get(f"/transfers/{told.transfer}/").content.decode()
    )
    hers = guests(told)
    assert "No bus on clinic days." in hers.get("/guest/").content.decode()
    assert hers.post("/guest/do/answer_barrier/", barrier="transport", answer="We send a ride.").status_code == 303
    assert (
        "1 barrier has no answer."
        not in _staff(staff, "originator").get(f"/transfers/{told.transfer}/").content.decode()
    )


def test_programs_are_shown_what_pages_show(told, persons):
    path = f"/transfers/{told.transfer}/story"
    assert told.cast["receiver"].get(path).body["version"] is None
    assert told.cast["person"].get(path).body["version"] is None
    assert told.cast["originator"].get(path).body["version"]["fields"]["what_happened"] == WHAT
    persons(told).post("/my/do/story-read/", version="1")
    seen = told.cast["receiver"].get(path)
    assert (seen.status, seen.body["version"]["fields"]["what_happened"]) == (200, WHAT)
    assert all(words not in str(seen.body) for words in (DRUG, "Since spring."))
    assert told.cast["stranger"].get(path).status == 404


def test_the_page_on_which_it_is_read_is_plain(told, persons):
    assert_plain(read(persons(told), "/my/story/", "en"), "en")


def test_who_says_of_how_it_went_that_they_told_it_again_is_counted(walk, persons):
    walk.released()
    walk.until(walk.local(1, 11))
    his = persons(walk)
    assert (
        his.post("/my/say/went/", visit="yes", retold="yes", key="0d9c3a9e-6f0b-4f3e-9d7f-3a2f5b7c8d11").status_code
        == 303
    )
    assert len(_story(walk).retellings) == 1
    his.post("/my/say/went/", visit="yes", retold="no", key="0d9c3a9e-6f0b-4f3e-9d7f-3a2f5b7c8d12")
    assert len(_story(walk).retellings) == 1


def test_it_stands_beside_the_answer_of_the_receiving_side(told, persons, staff):
    persons(told).post("/my/do/story-read/", version="1")
    told.comes_together()
    told.connects()
    page = _staff(staff, "receiver").get(f"/transfers/{told.transfer}/file/receiving_acceptance/").content.decode()
    assert WHAT in page
    assert DRUG not in page


@pytest.mark.parametrize("path", ["/my/", "/my/story/", "/my/say/correction/?about=what_happened&version=1"])
def test_its_pages_take_no_more_than_fifteen_statements(told, persons, path, django_assert_max_num_queries):
    his = persons(told)
    his.post("/my/do/story-read/", version="1")
    told.does("receiver", "read_back", version=1, words="Two visits; Thursday.")
    with django_assert_max_num_queries(15):
        assert his.get(path).status_code == 200
