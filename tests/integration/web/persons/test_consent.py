"""The person reads what is asked, says yes or no, and reads what was shared; nothing is shared by asking."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.ledger.selectors import load
from holdfast.people.models import Person
from holdfast.protocol.commands import GiveConsent
from holdfast.protocol.events import StepFiled
from holdfast.transfers.selectors import state_now
from holdfast.transfers.stream import tell
from tests.integration.api.walk import SCOPES, instant
from tests.integration.web.persons.test_plain_words import assert_plain, read

SUD = [*SCOPES, "sud-part2"]


def asks(walk, **changed):
    fields = {
        "scopes": SCOPES, "to": walk.ids["service"], "purpose": "to find you a doctor", "language": "es",
        "until": f"{walk.today() + timedelta(days=90)}",
    }  # fmt: skip
    return walk.does("originator", "propose_consent", {**fields, **changed})


def kinds(walk) -> list[str]:
    return [each.kind for each in load(UUID(walk.transfer)).events]


def state(walk):
    return state_now(UUID(walk.transfer))


def question(walk) -> dict[str, str]:
    """Return what the form of the one open question sends."""
    ((to, proposal),) = state(walk).consent.proposals.items()
    key = "6f2b6a3e-5a5e-4e5a-9d5e-0f6a5b6c7d8e"
    return {"to": to, "step": str(proposal.step), "key": key, "which": "all", "read_in": "es"}


@pytest.fixture
def asked(walk, persons):
    walk.opens()
    asks(walk)
    return persons(walk)


def test_the_page_leads_to_the_question_and_says_what_is_kept_back(walk, asked):
    assert "/my/asked/" in asked.get("/my/").content.decode()
    page = asked.get("/my/asked/").content.decode()
    assert "Riverside Intake" in page
    assert "to find you a doctor" in page
    shared, kept_back = page.split("They would not know")
    assert "Signs of danger" in shared
    assert "Your care for alcohol or drug use" in kept_back


def test_who_tells_and_what_ends_it_stands_on_the_page(walk, persons):
    walk.opens()
    part2 = {
        "discloser": "The Northside clinic", "information": "Notes since May", "recipients": "Riverside Intake",
        "expiry_event": "You move away",
    }  # fmt: skip
    asks(walk, scopes=SUD, part2=part2)
    page = persons(walk).get("/my/asked/").content.decode()
    assert [words for words in part2.values() if words not in page] == []


def test_nothing_is_shared_by_asking(walk, asked):
    walk.requests()
    assert walk.cast["receiver"].get(f"/transfers/{walk.transfer}").status == 404


def test_yes_is_one_tap_and_counts_once(walk, asked):
    sent = question(walk)
    for _ in range(2):
        answer = asked.post("/my/asked/agree/", **sent)
    assert kinds(walk).count("filed.give_consent") == 1
    assert answer.status_code == 409  # answered already: there is nothing left to say yes to
    assert state(walk).consents[walk.ids["service"]].purpose == "to find you a doctor"
    assert "You said yes" in asked.get(f"/my/?done=agree&to={walk.ids['service']}").content.decode()


def test_no_is_respected_and_counts_as_no_failure(walk, asked):
    answer = asked.post("/my/asked/decline/", **question(walk))
    assert (answer.status_code, answer.headers["Location"][:18]) == (302, "/my/?done=decline&")
    told = state(walk)
    assert (told.consents, told.refusals, told.escalations, told.owner) == ({}, 0, {}, walk.ids["originator"])
    assert "not asking you anything" in asked.get("/my/asked/").content.decode()


def test_what_changed_since_it_was_read_is_read_again(walk, asked):
    sent = question(walk)
    asks(walk, scopes=[*SCOPES, "clinical-summary"])
    answer = asked.post("/my/asked/agree/", **sent)
    assert answer.status_code == 409
    assert "has changed" in answer.content.decode()
    assert state(walk).consents == {}


def test_substance_use_records_ask_for_a_name_and_then_lack_nothing(walk, persons):
    walk.opens()
    asks(walk, scopes=SUD, part2={"discloser": "Northside", "information": "Treatment since May", "recipients": "R."})
    his = persons(walk)
    unsigned = his.post("/my/asked/agree/", **question(walk), signed_by="  ")
    assert (unsigned.status_code, state(walk).consents) == (422, {})
    assert his.post("/my/asked/agree/", **question(walk), signed_by="Rosalind Q").status_code == 302
    assert state(walk).consents[walk.ids["service"]].gaps == ()


def test_a_tap_lasts_no_longer_than_was_asked(walk, persons):
    walk.opens()
    ends = walk.at + timedelta(minutes=20)
    asks(walk, expires_at=instant(ends))
    assert persons(walk).post("/my/asked/agree/", **question(walk)).status_code == 302
    assert state(walk).consents[walk.ids["service"]].expires_at == ends


def test_the_person_reads_what_was_shared_without_a_name(walk, persons):
    walk.connected()
    walk.cast["receiver"].get(f"/transfers/{walk.transfer}")
    page = persons(walk).get("/my/shared/").content.decode()
    assert "Riverside Intake" in page
    assert "Signs of danger" in page
    assert "Receiver" not in page


@pytest.mark.parametrize("path", ["/my/asked/", "/my/shared/"])
def test_it_is_nobody_elses_page(walk, guests, client, path):
    assert client.get(path).status_code == 404
    assert guests(walk.authorized()).get(path).status_code == 404


def test_an_answer_without_our_form_is_not_taken(walk, asked):
    answer = asked.client.post("/my/asked/agree/", question(walk))
    assert (answer.status_code, state(walk).consents) == (403, {})
    assert asked.get("/my/asked/agree/").status_code == 302


def test_each_page_asks_little_of_the_database(walk, asked, django_assert_max_num_queries):
    for path in ("/my/asked/", "/my/shared/"):
        with django_assert_max_num_queries(15):
            asked.get(path)


@pytest.mark.parametrize("scopes", [SCOPES, SUD])
def test_what_they_say_yes_to_is_plain(walk, persons, scopes):
    Person.objects.update(language="en")
    walk.opens()
    asks(walk, scopes=scopes, language="en")
    his = persons(walk)
    assert "/my/asked/agree/" in his.get("/my/asked/").content.decode()
    assert_plain(read(his, "/my/asked/", "en"), "en")


@pytest.mark.parametrize("scopes", [SCOPES, SUD])
def test_what_is_asked_and_what_was_shared_is_plain(walk, persons, scopes):
    walk.authorized()
    asks(walk, scopes=scopes)
    walk.cast["receiver"].get(f"/transfers/{walk.transfer}")
    for path in ("/my/asked/", "/my/shared/"):
        assert_plain(read(persons(walk), path, "en"), "en")


def test_a_part_is_agreed_to_by_itself_and_is_all_that_the_receiver_gets(walk, asked):
    part = ["need-and-urgency", "identity-and-contact"]
    sent = {**question(walk), "which": "ticked", "scopes": part}
    assert asked.post("/my/asked/agree/", **sent).status_code == 302
    assert state(walk).consents[walk.ids["service"]].scopes == frozenset(part)
    walk.requests()
    shown = str(walk.cast["receiver"].get(f"/transfers/{walk.transfer}").body)
    assert "need-and-urgency" in shown
    assert "risk-and-safety-plan" not in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"which": "ticked", "scopes": []}, "You did not tick anything."),
        ({"which": "ticked", "scopes": ["call-recording"]}, "You did not tick anything."),
        ({"which": "all", "scopes": ["need-and-urgency"]}, "You ticked only a part"),
        ({"which": "", "scopes": []}, "You did not tick anything."),
    ],
)
def test_a_yes_that_does_not_say_to_what_shares_nothing(walk, asked, sent, said):
    answer = asked.post("/my/asked/agree/", **{**question(walk), **sent})
    assert (answer.status_code, state(walk).consents) == (422, {})
    assert said in answer.content.decode()


def test_what_was_ticked_stays_ticked(walk, persons, asked):
    asked.client.post("/language/", {"language": "es", "next": "/my/"})
    sent = {**question(walk), "which": "all", "scopes": ["need-and-urgency"]}
    shown = asked.post("/my/asked/agree/", **sent).content.decode()
    assert shown.count(" checked") == 1
    assert 'value="need-and-urgency" checked' in shown


def test_who_leaves_out_substance_use_need_not_sign(walk, persons):
    walk.opens()
    asks(walk, scopes=SUD)
    sent = {**question(walk), "which": "ticked", "scopes": SCOPES}
    assert persons(walk).post("/my/asked/agree/", **sent).status_code == 302
    assert "sud-part2" not in state(walk).consents[walk.ids["service"]].scopes


def test_in_another_language_than_theirs_they_are_led_to_their_own(walk, asked):
    page = asked.get("/my/asked/").content.decode()
    assert "Your language is Spanish" in page
    assert "/my/asked/agree/" not in page
    filed = kinds(walk)
    answer = asked.post("/my/asked/agree/", **{**question(walk), "read_in": "en"})
    assert (answer.status_code, kinds(walk)) == (422, filed)
    assert "You can say yes in Spanish only." in answer.content.decode()


def test_what_they_said_is_kept_as_said_in_the_language_in_which_they_read_it(walk, asked):
    asked.client.post("/language/", {"language": "es", "next": "/my/"})
    assert '"read_in" value="es"' in asked.get("/my/asked/").content.decode()
    sent = {name: value for name, value in question(walk).items() if name != "read_in"}
    assert asked.post("/my/asked/agree/", **sent).status_code == 302
    filed = [numbered.event for numbered in tell(UUID(walk.transfer))[1]][-1]
    assert isinstance(filed, StepFiled)
    assert isinstance(filed.command, GiveConsent)
    assert filed.command.language == "es"


def test_in_a_language_that_we_do_not_have_somebody_reads_it_with_them(walk, persons):
    Person.objects.update(language="vi")
    walk.opens()
    asks(walk, language="vi")
    his = persons(walk)
    page = his.get("/my/asked/").content.decode()
    assert_plain(read(his, "/my/asked/", "en"), "en")
    assert "We do not have this page in Vietnamese." in page
    assert "/my/asked/agree/" not in page
    assert his.post("/my/asked/agree/", **{**question(walk), "read_in": "vi"}).status_code == 422
    assert his.post("/my/asked/decline/", **question(walk)).status_code == 302


def test_taken_back_while_the_receivers_page_is_open_ends_it_at_the_next_tap(walk, guests):
    guest = guests(walk.connected())
    assert "Rosalind" in guest.get("/guest/").content.decode()
    walk.does("person", "revoke_consent", to=walk.ids["service"])
    filed = len(kinds(walk))
    for answer in (guest.post("/guest/call/join/"), guest.get("/guest/")):
        assert answer.status_code == 403
        assert "there is no yes any more" in answer.content.decode()
        assert "Rosalind" not in answer.content.decode()
    assert len(kinds(walk)) == filed
