"""Starting a handoff: whom for, five short parts, the answers, and one button that opens it and asks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.accounts.models import AccessLogEntry
from holdfast.config.ids import new_id
from holdfast.people.models import Person
from holdfast.protocol.fields import LINE_LENGTH
from holdfast.transfers.models import Transfer
from holdfast.web.drafts import draft_begin, draft_find, drafts_expire
from holdfast.web.models import HandoffDraft
from tests.integration.web.clinicians.conftest import Browser, Path, words

START = "handoff_start"


def sent_off(path: Path) -> Transfer:
    """Write every part, send the answers, and return what was opened."""
    path.writes()
    path.sends()
    return Transfer.objects.get()


# The four cases


def test_the_page_asks_whom_it_is_for(browser: Browser) -> None:
    answer = browser("originator").get(reverse(START))
    assert answer.status_code == 200
    assert "Who is it for?" in words(answer)


def test_whoever_is_not_signed_in_starts_nothing(client, db) -> None:
    assert client.post(reverse(START), {"text": "quill"}).status_code == 302
    assert client.get(reverse("handoff_draft", args=[new_id(), "need"])).status_code == 302


@pytest.mark.parametrize("who", ["receiver", "reviewer", "auditor"])
def test_who_opens_no_handoff_may_not_start_one(browser: Browser, who: str) -> None:
    client = browser(who)
    assert client.get(reverse(START)).status_code == 403
    assert client.get(reverse("handoff_draft", args=[new_id(), "need"])).status_code == 403
    assert client.post(reverse("handoff_discard", args=[new_id()])).status_code == 403


def test_a_draft_is_deleted_by_sending_and_not_by_looking(path: Path) -> None:
    assert path.client.get(reverse("handoff_discard", args=[path.draft])).status_code == 405
    assert HandoffDraft.objects.exists()


@pytest.mark.parametrize("part", ["person", "need", "check", "next"])
def test_a_draft_is_its_writers_alone(path: Path, browser: Browser, part: str) -> None:
    assert browser("colleague").get(path.address(part)).status_code == 404


def test_nobody_deletes_the_draft_of_another(path: Path, browser: Browser) -> None:
    browser("colleague").post(reverse("handoff_discard", args=[path.draft]))
    assert HandoffDraft.objects.exists()


@pytest.mark.parametrize("part", ["nowhere", "PERSON", "route2"])
def test_a_part_of_nowhere_is_not_there(path: Path, part: str) -> None:
    assert path.client.get(path.address(part)).status_code == 404


# Whom for


@pytest.mark.parametrize("text", ["rosalind quillfeather", "555-0199"])
def test_a_person_is_found_by_name_or_phone_and_logged(browser: Browser, person, text: str) -> None:
    answer = browser("originator").post(reverse(START), {"text": text})
    assert "Rosalind Quillfeather" in words(answer)
    assert AccessLogEntry.objects.filter(person_id=person.pk).exists()


@pytest.mark.parametrize("text", ["quill", "Quillfeather", "rosalind q", "0199"])
def test_whom_one_has_not_handed_over_is_found_by_nothing_less(browser: Browser, person, text: str) -> None:
    answer = browser("originator").post(reverse(START), {"text": text})
    assert "whole first and last name, or their whole phone number" in words(answer)
    assert "Quillfeather" not in words(answer).replace(text, "")
    assert not AccessLogEntry.objects.filter(person_id=person.pk).exists()


@pytest.mark.parametrize(("who", "is_found"), [("originator", True), ("colleague", True), ("neighbour", False)])
@pytest.mark.parametrize("text", ["quill", "0199"])
def test_whom_one_has_handed_over_is_found_by_a_beginning(walk, browser: Browser, who, is_found, text) -> None:
    walk.authorized()
    assert ("Rosalind Quillfeather" in words(browser(who).post(reverse(START), {"text": text}))) is is_found


def test_nothing_to_search_for_says_what_to_write(browser: Browser) -> None:
    answer = browser("originator").post(reverse(START), {"text": " \x00"})
    assert answer.status_code == 422
    assert "Write a name or a phone number." in words(answer)


@pytest.mark.parametrize("text", ["q", "ro", "r r r", "199"])
def test_a_letter_or_two_finds_nobody_and_stays(browser: Browser, person, text: str) -> None:
    answer = browser("originator").post(reverse(START), {"text": text})
    assert answer.status_code == 422
    assert "Write at least three letters of the name" in words(answer)
    assert f'value="{text}"' in answer.content.decode()
    assert "Quillfeather" not in words(answer)


@pytest.mark.parametrize(
    ("said", "why"),
    [({"is_deceased": True}, "they have died"), ({"born": ""}, "Their age is not known")],
)
def test_for_whom_none_can_be_started_the_page_says_why(browser: Browser, person, said, why: str) -> None:
    Person.objects.filter(pk=person.pk).update(**said)
    answer = browser("originator").post(reverse(START), {"text": "rosalind quillfeather"})
    assert why in words(answer)
    assert f'value="{person.pk}"' not in answer.content.decode()


def test_choosing_a_person_begins_a_draft(browser: Browser, person) -> None:
    answer = browser("originator").post(reverse(START), {"person": str(person.pk)})
    draft = HandoffDraft.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("handoff_draft", args=[draft.pk, "person"]))


@pytest.mark.parametrize("who", ["x", "", "1", "0" * 5000])
def test_nobody_of_this_id_begins_nothing(browser: Browser, who: str) -> None:
    assert browser("originator").post(reverse(START), {"person": who}).status_code == 404


def test_a_draft_for_somebody_who_is_not_on_the_list_leads_nowhere(browser: Browser, staff) -> None:
    draft = draft_begin(staff["originator"].pk, str(new_id()))
    assert browser("originator").get(reverse("handoff_draft", args=[draft, "person"])).status_code == 404


# The parts


@pytest.mark.parametrize("part", ["person", "need", "urgency", "route", "risk"])
def test_each_part_leads_to_the_next_and_is_there_again_later(path: Path, part: str) -> None:
    path.writes(until=part)
    answer = path.client.post(path.address(part), path.answers[part])
    assert answer.status_code == 303
    assert path.client.get(path.address(part)).status_code == 200
    assert part in path.kept().parts


def test_what_was_begun_goes_on_where_it_stopped(path: Path) -> None:
    path.writes(until="urgency")
    assert path.client.get(path.address("next"))["Location"] == path.address("urgency")


def test_a_changed_part_leads_back_to_the_check(path: Path) -> None:
    path.writes()
    answer = path.client.post(path.address("urgency"), {"urgency": "same-day"})
    assert answer["Location"] == path.address("check")
    assert "Same day" in words(path.client.get(path.address("check")))


@pytest.mark.parametrize(
    ("part", "wrong", "kept"),
    [
        ("person", {"case_id": "", "language": "es", "payer": "medicaid"}, 'value="medicaid"'),
        ("person", {"case_id": "WH-7\x00", "language": "es", "payer": "x"}, "WH-7"),
        ("person", {"case_id": "W" * (LINE_LENGTH + 1), "language": "es", "payer": "medicaid"}, 'value="medicaid"'),
        ("person", {"case_id": "WH-7", "language": "klingon!", "payer": "medicaid"}, "klingon!"),
        ("need", {}, "need_category"),
        ("urgency", {"urgency": "not-rated"}, "urgency"),
        ("urgency", {"urgency": "soon"}, "urgency"),
        ("route", {"receiving_pathway": "x" * 5000}, "receiving_pathway"),
        ("risk", {"mode": "live_phone", "reviewer_id": "", "next_checkpoint_date.day": "2026-11-19"}, "2026-11-19"),
        ("risk", {"mode": "live_phone", "next_checkpoint_date.day": "yesterday"}, "yesterday"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(path: Path, part: str, wrong, kept: str) -> None:
    path.writes(until=part)
    answer = path.client.post(path.address(part), wrong)
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert kept in answer.content.decode()
    assert part not in path.kept().parts


@pytest.mark.parametrize("said", ["es", "Spanish", " spanish ", "ES"])
def test_a_language_is_taken_by_its_name(path: Path, said: str) -> None:
    path.client.post(path.address("person"), {**path.answers["person"], "language": said})
    assert path.kept().typed["language"][0].lower() == "es"


def test_a_name_is_in_no_title_and_no_address(path: Path) -> None:
    path.writes()
    for part in (*path.answers, "check"):
        page = path.client.get(path.address(part)).content.decode()
        assert "Quillfeather" not in page.split("<title>")[1].split("</title>")[0]
        assert "quillfeather" not in " ".join(piece.split('"')[0] for piece in page.split('href="')[1:]).lower()


def test_an_open_handoff_of_the_same_person_is_said_first(walk, path: Path) -> None:
    walk.opens(case_id="WH-44")
    page = words(path.client.get(path.address("person")))
    assert "There is an open handoff for this person already" in page
    assert "WH-44" in page


# The answers, and sending them


def test_the_answers_are_checked_with_a_way_to_change_each(path: Path) -> None:
    path.writes()
    answer = path.client.get(path.address("check"))
    page = words(answer)
    for said in ("WH-7", "Spanish", "Medicaid", "Missed appointments", "Within 48 hours", "Riverside", "Decider"):
        assert said in page
    for part in path.answers:
        assert f'href="{path.address(part)}"' in answer.content.decode()


def test_one_button_opens_the_handoff_and_asks_for_authorization(path: Path) -> None:
    transfer = sent_off(path)
    answer = path.client.get(reverse("transfer_page", args=[transfer.pk]) + "?done=authorization_request")
    assert "Authorization was asked for." in words(answer)
    assert "A supervisor decides" in words(answer)
    assert (transfer.case_id, str(transfer.person_id)) == ("WH-7", path.person)


def test_what_is_sent_twice_is_done_once(path: Path, browser: Browser) -> None:
    path.writes()
    first, again = path.sends(), path.sends()
    assert (first.status_code, again.status_code, again["Location"]) == (303, 302, reverse("people_mine"))
    assert Transfer.objects.count() == 1


def test_the_same_draft_in_two_windows_opens_one(path: Path, staff) -> None:
    path.writes()
    row = HandoffDraft.objects.get()
    path.sends()
    row.save(force_insert=True)
    assert path.sends().status_code == 303
    assert Transfer.objects.count() == 1


def test_a_draft_is_gone_once_it_was_sent(path: Path) -> None:
    sent_off(path)
    assert not HandoffDraft.objects.exists()


@pytest.mark.parametrize("part", ["check", "person", "next"])
def test_going_back_to_what_was_sent_leads_its_writer_to_the_handoff(path: Path, browser: Browser, part: str) -> None:
    transfer = sent_off(path)
    page = path.client.get(path.address(part))
    assert page.status_code == 200
    assert reverse("transfer_page", args=[transfer.pk]) in page.content.decode()
    assert browser("colleague").get(path.address(part)).status_code == 404


def test_an_unfinished_draft_is_not_sent(path: Path) -> None:
    path.writes(until="risk")
    answer = path.sends()
    assert answer.status_code == 422
    assert "There is a problem Fill in: What if this waits?" in words(answer)
    assert not Transfer.objects.exists()


def test_what_nobody_was_asked_yet_reads_as_such_and_the_page_leads_on(path: Path) -> None:
    path.writes(until="urgency")
    answer = path.client.get(path.address("check"))
    page = words(answer)
    assert "There is a problem" not in page
    assert re.search(r"Signs of risk[^.]{0,60} Not answered yet Answer", page)
    assert "Go on with: How urgent is it?" in page
    assert f'<a class="usa-button" href="{path.address("urgency")}">' in answer.content.decode()
    assert "Ask for authorization" not in page.partition("Check your answers")[2]


def test_who_died_meanwhile_is_not_handed_over(path: Path, person) -> None:
    path.writes()
    Person.objects.filter(pk=person.pk).update(is_deceased=True)
    answer = path.sends()
    assert answer.status_code == 422
    assert "they have died" in words(answer)
    assert not Transfer.objects.exists()


def test_a_refused_request_leaves_the_handoff_and_says_why(path: Path) -> None:
    path.answers["risk"] |= {"risk_indicators": ["suicidal-thinking"], "mode": "follow_up_call"}
    path.writes()
    check = path.client.get(path.address("check"))
    answer = path.sends(check)
    transfer = Transfer.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        307, reverse("record_file", args=[transfer.pk, "authorization_request"])
    )  # fmt: skip
    refused = path.client.post(answer["Location"], path.hidden(check))
    assert refused.status_code == 409
    assert "Not done: one rule does not hold The attempt is on record." in words(refused)
    assert not HandoffDraft.objects.exists()


# What is kept


def test_what_is_kept_of_a_draft_can_be_read_by_nobody_without_the_key(path: Path) -> None:
    path.writes()
    kept = HandoffDraft.objects.values_list("sealed", flat=True).get()
    for said in (path.person, "WH-7", "medicaid", "missed-appointments"):
        assert said not in kept


def test_after_a_week_a_draft_is_gone(path: Path, clock, walk) -> None:
    walk.later(days=6, hours=23)
    assert (drafts_expire(), HandoffDraft.objects.count()) == (0, 1)
    walk.later(hours=2)
    assert draft_find(path.draft, path.staff) is None
    assert (drafts_expire(), HandoffDraft.objects.count()) == (1, 0)


def test_a_draft_that_cannot_be_opened_any_more_is_as_if_it_was_gone(path: Path) -> None:
    HandoffDraft.objects.update(sealed="nonsense")
    assert path.client.get(path.address("person")).status_code == 404
    assert path.client.get(reverse("people_mine")).status_code == 200


def test_who_wants_it_no_more_deletes_it(path: Path) -> None:
    answer = path.client.post(reverse("handoff_discard", args=[path.draft]), follow=True)
    assert "The draft was deleted." in words(answer)
    assert not HandoffDraft.objects.exists()


def test_each_page_of_a_draft_stands_in_the_access_log(path: Path) -> None:
    path.client.get(path.address("need"))
    found = AccessLogEntry.objects.filter(purpose="handoff-draft", person_id=path.person)
    assert found.count() == 1
    assert found.get().at - HandoffDraft.objects.get().begun_at < timedelta(seconds=1)
