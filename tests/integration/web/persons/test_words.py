"""What the person says that is no command reaches a human, at night too where nobody came."""

from __future__ import annotations

import base64
from uuid import UUID

import pytest
from django.test import Client

from holdfast.accounts.models import GuestGrant, Staff
from holdfast.config.ids import new_id
from holdfast.ledger.keys import master_keys
from holdfast.ledger.selectors import load
from holdfast.notify.models import Kind, Message, PersonsWord
from holdfast.notify.selectors import persons_words
from holdfast.notify.services.erasing import transfer_erase
from holdfast.notify.services.hearing import words_seal_anew

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def his(walk, persons):
    return persons(walk.released())


@pytest.fixture
def after(walk, persons):
    """The person on their page when the time of the first visit has passed."""
    walk.released()
    walk.until(walk.local(1, 11))
    return persons(walk)


def told(walk) -> set[str]:
    """The parts of those who were told."""
    parts = {walk.ids[name]: name for name in ("originator", "receiver", "decider", "neighbour")}
    return {parts[str(each.staff_id)] for each in Message.objects.filter(kind=Kind.PERSON_SAYS)}


def signed_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff, backend=BACKEND)
    return client


def answering(walk, word: PersonsWord) -> str:
    return f"/transfers/{walk.transfer}/words/{word.pk}/answered/"


def test_one_tap_tells_the_owner_and_who_stays_and_pages_at_night(his, walk):
    answer = his.post("/my/say/not-contacted/", key=str(new_id()))
    assert answer.headers["Location"] == "/my/?done=not-contacted"
    assert told(walk) == {"originator", "receiver"}
    assert all(each.is_harm for each in Message.objects.filter(kind=Kind.PERSON_SAYS))
    assert "We told <bdi>Originator</bdi> now." in his.get("/my/?done=not-contacted").content.decode()


def test_a_question_is_kept_sealed_and_its_message_says_nothing_of_it(his, walk):
    his.post("/my/say/question/", words="May my sister Ines come?", key=str(new_id()))
    word = PersonsWord.objects.get()
    assert "Ines" not in word.sealed
    assert persons_words(UUID(walk.transfer))[0].words == "May my sister Ines come?"
    message = Message.objects.filter(kind=Kind.PERSON_SAYS)[0]
    assert (message.about, message.is_harm) == (str(word.pk), False)


def test_a_correction_names_what_is_wrong(his):
    page = his.get("/my/say/correction/?about=language").content.decode()
    assert "Your language" in page
    his.post("/my/say/correction/", words="I speak Spanish.", about="language")
    assert PersonsWord.objects.get().about == "language"


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_no_words_or_too_many_are_told_and_kept(his, words):
    answer = his.post("/my/say/question/", words=words)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()
    assert words.strip() in answer.content.decode()
    assert not PersonsWord.objects.exists()


def test_sent_twice_it_is_kept_once(his):
    key = str(new_id())
    for _ in range(2):
        his.post("/my/say/question/", words="When?", key=key)
    assert PersonsWord.objects.count() == 1


def test_tapped_again_before_anybody_answered_it_tells_nobody_twice(his):
    for _ in range(3):
        his.post("/my/say/not-contacted/", key=str(new_id()))
    assert PersonsWord.objects.count() == 1


def test_another_time_is_asked_of_a_named_person_with_or_without_words(his, walk):
    asked = his.get("/my/say/new-time/").content.decode()
    assert "We will ask <bdi>Receiver</bdi>." in asked
    assert his.post("/my/say/new-time/", words="").headers["Location"] == "/my/?done=new-time"
    assert told(walk) == {"originator", "receiver"}
    assert "We asked <bdi>Receiver</bdi>. Your visit stays as it is" in his.get("/my/?done=new-time").content.decode()
    assert "filed.reschedule_first_action" not in [each.kind for each in load(UUID(walk.transfer)).events]


WENT = {"visit": "yes", "holding": "partly", "retold": "no", "words": "Ines came along. 🙂"}


def test_how_it_went_is_asked_after_the_visits_time_and_not_before(his, walk, persons):
    assert his.get("/my/say/went/").headers["Location"] == "/my/"
    assert "How did it go?" not in his.get("/my/").content.decode()
    walk.until(walk.local(1, 11))
    his = persons(walk)
    assert "How did it go?" in his.get("/my/").content.decode()
    assert his.get("/my/say/went/").status_code == 200


def test_how_it_went_is_kept_sealed_and_files_no_record(after, walk):
    before = len(load(UUID(walk.transfer)).events)
    assert after.post("/my/say/went/", **WENT).headers["Location"] == "/my/?done=went"
    word = PersonsWord.objects.get()
    assert not [text for text in ("Ines", "partly") if text in word.sealed + word.sealed_answers]
    read = persons_words(UUID(walk.transfer))[0]
    assert (read.words, dict(read.answers)) == (WENT["words"], {"visit": "yes", "holding": "partly", "retold": "no"})
    assert len(load(UUID(walk.transfer)).events) == before


def test_who_calls_reads_how_it_went_before_they_ask(after, walk, staff, django_assert_max_num_queries):
    after.post("/my/say/went/", **WENT)
    walk.does("receiver", "report_first_action", outcome="kept")
    walk.verifies()
    caller = signed_in(staff["follower"])
    caller.get("/calls/")
    with django_assert_max_num_queries(15):
        page = caller.get(f"/calls/{walk.transfer}/").content.decode()
    assert "What Rosalind wrote on their own page" in page
    assert "Ines came along." in page
    assert "Some of it" in page
    assert "checked" not in page.partition("person_reported_continuity")[2].partition("</fieldset>")[0]


@pytest.mark.parametrize("sent", [{}, {"visit": "maybe"}, {"nonsense": "yes"}])
def test_nothing_said_of_how_it_went_is_told_and_nothing_is_kept(after, sent):
    assert after.post("/my/say/went/", **sent).status_code == 422
    assert not PersonsWord.objects.exists()


def test_what_was_chosen_stays_chosen_when_the_words_are_too_long(after):
    page = after.post("/my/say/went/", visit="no", words="x" * 2001).content.decode()
    assert 'name="visit" value="no" checked' in page


def test_a_megabyte_of_words_is_refused_and_kept_on_the_form(his):
    words = "é" * 500_000
    answer = his.post("/my/say/question/", words=words)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("words", ["مرحبا \u202e abc", "<b>Ines</b>", "👩‍👩‍👧 ok", "a\n" * 10, "x\x00y"])
def test_any_words_are_shown_safely_to_staff(his, walk, staff, words):
    his.post("/my/say/question/", words=words)
    page = signed_in(staff["originator"]).get(f"/transfers/{walk.transfer}/").content.decode()
    assert '<blockquote dir="auto">' in page
    assert "<b>Ines</b>" not in page
    assert "\x00" not in page


def test_an_erased_handoff_forgets_what_its_person_said_and_lets_nobody_in(his, walk):
    his.post("/my/say/question/", words="May Ines come?")
    transfer_erase(UUID(walk.transfer), reason="person-request", by="staff-1")
    assert not PersonsWord.objects.exists()
    assert "This link has ended" in his.get("/my/").content.decode()
    assert not GuestGrant.objects.filter(revoked_at=None).exists()


def test_words_are_sealed_anew_under_a_new_master_key(his, walk, settings):
    his.post("/my/say/question/", words="When?")
    settings.HOLDFAST_MASTER_KEY = f"{base64.b64encode(bytes(32)).decode()} {settings.HOLDFAST_MASTER_KEY}"
    assert [words_seal_anew() for _ in range(2)] == [1, 0]
    settings.HOLDFAST_MASTER_KEY = settings.HOLDFAST_MASTER_KEY.split()[0]
    assert PersonsWord.objects.get().sealed.startswith(master_keys().current_id)


def test_slower_is_one_tap(his):
    assert his.post("/my/say/slower/").headers["Location"] == "/my/?done=slower"


def test_what_is_nothing_to_say_leads_back(his):
    assert his.post("/my/say/nonsense/").headers["Location"] == "/my/"
    assert his.get("/my/say/slower/").headers["Location"] == "/my/"


def test_a_stranger_says_nothing(db):
    assert Client().post("/my/say/not-contacted/").status_code == 404


def test_a_form_drawn_by_others_says_nothing(his):
    assert his.client.post("/my/say/not-contacted/").status_code == 403
    assert not PersonsWord.objects.exists()


@pytest.mark.parametrize("who", ["originator", "receiver"])
def test_whose_part_it_is_says_that_they_answered(his, walk, staff, who):
    his.post("/my/say/not-contacted/")
    answer = signed_in(staff[who]).post(answering(walk, PersonsWord.objects.get()))
    assert answer.status_code == 303
    assert persons_words(UUID(walk.transfer))[0].answered_by == walk.ids[who]


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("auditor", 403), ("executive", 403)])
def test_nobody_else_answers(his, walk, staff, who, status):
    his.post("/my/say/not-contacted/")
    assert signed_in(staff[who]).post(answering(walk, PersonsWord.objects.get())).status_code == status


def test_answering_takes_no_get_and_no_unknown_word(his, walk, staff):
    his.post("/my/say/not-contacted/")
    client = signed_in(staff["originator"])
    assert client.get(answering(walk, PersonsWord.objects.get())).status_code == 405
    assert client.post(answering(walk, PersonsWord(pk=new_id()))).status_code == 404


def test_the_backup_of_an_owner_without_an_account_is_told(his, walk, staff):
    from holdfast.notify.models import Backup
    from holdfast.transfers.models import Transfer

    guest = str(new_id())
    Transfer.objects.filter(pk=walk.transfer).update(owner_id=guest)
    Backup.objects.create(
        transfer_id=walk.transfer, seq=1, owner_id=guest, backup_id=walk.ids["decider"], is_staff=True,
        named_at=walk.at, next_try_at=walk.at, useful_until=walk.at,
    )  # fmt: skip
    his.post("/my/say/not-contacted/")
    assert told(walk) == {"decider", "originator"}


def test_it_is_never_told_to_nobody(his, walk):
    from holdfast.transfers.models import Transfer

    Transfer.objects.filter(pk=walk.transfer).update(owner_id="", continuity_lead_id=str(new_id()))
    his.post("/my/say/not-contacted/")
    assert told(walk) == {"decider"}
