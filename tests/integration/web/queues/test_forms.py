"""The pages on which records of these queues are filed: the protocol's own answers, nothing typed is lost."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.accounts.services import role_give
from holdfast.protocol.codes import Role
from holdfast.transfers.models import FiledRecord, Transfer
from tests.integration.web.queues.conftest import text_of

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
A2, B2, C1 = "authorization_decision", "receiving_acceptance", "verification"
C2, C3 = "corrective_determination", "assurance_followup"


def address(walk, kind):
    return reverse("record_file", args=[walk.transfer, kind])


def hidden(page) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.content.decode())}


def decides(client, walk, **said):
    where = address(walk, A2)
    rated = {"pathway_suitability": "suitable", "transfer_failure_risk": "medium"}
    return client.post(where, {**hidden(client.get(where)), **rated, **said})


@pytest.fixture
def requested(walk):
    walk.opens()
    walk.prepares()
    walk.requests()
    return walk


def test_a_request_is_authorized_and_leads_back_to_the_queue(requested, sits):
    answer = decides(sits("decider"), requested, decision="authorize")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{reverse('decisions_due')}?done={A2}")
    assert Transfer.objects.get(pk=requested.transfer).owed == []


def test_the_page_sets_the_need_beside_what_the_service_says(requested, sits):
    text = text_of(sits("decider").get(address(requested, A2)))
    assert "Language Fits The person Spanish The service today English, Spanish" in text


def test_what_does_not_fit_can_be_made_up_for(requested, sits, pathway):
    pathway.languages = ["en"]
    pathway.save()
    client = sits("decider")
    assert "Language Does not fit" in text_of(client.get(address(requested, A2)))
    assert decides(client, requested, decision="authorize").status_code == 409
    row = {"what": "language", "reason": "English only", "plan": "Interpreter for the call and the visit"}
    made_up = {f"accommodations.0.{name}": value for name, value in row.items()}
    assert decides(client, requested, decision="authorize", **made_up).status_code == 303


def test_authorizing_what_was_ticked_unsuitable_says_so_and_leads_to_that_answer(requested, sits):
    refused = decides(sits("decider"), requested, decision="authorize", pathway_suitability="unsuitable")
    assert refused.status_code == 409
    assert "You ticked Unsuitable, so it cannot be authorized. Block it, or tick Suitable." in text_of(refused)
    assert '<a href="#id_pathway_suitability">' in refused.content.decode()
    assert "Name an accommodation" not in text_of(refused)


def test_an_elevated_request_offers_only_the_risks_that_can_stand(walk, sits):
    walk.opens()
    walk.prepares()
    walk.requests(urgency="same-day")
    page = sits("decider").get(address(walk, A2)).content.decode()
    offered = re.findall(r'name="transfer_failure_risk" value="(\w+)"', page)
    assert offered == ["high", "critical"]
    assert "Elevated" in page.partition("<h1>")[2].partition("</div>")[0]


def test_what_is_to_be_made_up_for_is_said_beside_the_buttons(requested, sits, pathway):
    client = sits("decider")
    assert "to make up for" not in text_of(client.get(address(requested, A2)))
    pathway.languages = ["en"]
    pathway.save()
    assert "1 thing to make up for" in text_of(client.get(address(requested, A2)))


def test_no_rule_shows_a_code_in_its_marks(requested, sits):
    assert "`" not in text_of(sits("decider").get(address(requested, A2)))


def test_with_an_open_need_authorizing_is_off_and_says_why(requested, sits):
    client = sits("decider")
    more = client.post(address(requested, A2), {"_more": "unresolved_dependencies"}).content.decode()
    assert "You cannot authorize while 1 need is open." in more
    assert re.search(r'<button[^>]*id="id_decision" disabled', more)
    assert "Ask the director" in more
    assert not FiledRecord.objects.filter(kind=A2).exists()


def test_asking_the_director_is_a_refusal_on_record_that_keeps_what_was_typed(requested, sits):
    answer = decides(sits("decider"), requested, decision="authorize", **{"unresolved_dependencies.0": "a ride home"})
    assert answer.status_code == 409
    assert "a ride home" in answer.content.decode()
    assert "It was to be authorized with a need still open." in text_of(answer)


def test_a_supervisor_of_the_receiving_side_does_not_see_a_request(requested, sits, more_staff, services):
    role_give(more_staff["receiver"].pk, Role.SUPERVISOR, services["riverside"].pk)
    assert sits("receiver").get(address(requested, A2)).status_code == 403


def test_the_receiver_sees_whose_care_it_is_and_need_not_ask_again(walk, sits):
    walk.connected()
    text = text_of(sits("receiver").get(address(walk, B2)))
    assert "Do you accept Rosalind’s care?" in text
    assert "Originator, Northside Crisis. Not you yet." in text
    assert "Needs a priority visit and a ride." in text


def test_an_open_item_refuses_a_yes_and_the_sentence_is_read_back(walk, sits, pathway):
    walk.connected()
    client, where = sits("receiver"), address(walk, B2)
    action = {
        "kind": "appointment",
        "who": "Ana",
        "where": "40 River Street",
        "at.day": "2026-11-19",
        "at.time": "10:00",
    }
    loop = {"who": "Ana", "how": "here", "by.day": "2026-11-20"}
    sent = {
        **hidden(client.get(where)), "acceptance": "accepted", "accepted_scope": "missed-appointments",
        **{f"first_action.{name}": value for name, value in action.items()},
        **{f"loop_commitment.{name}": value for name, value in loop.items()},
    }  # fmt: skip
    refused = client.post(where, {**sent, "unmet_intake_requirements.0": "plan number"})
    assert refused.status_code == 409
    heard = "Thursday, November 19, 10:00 AM, Eastern Time: appointment with Ana, 40 River Street."
    assert heard in text_of(refused).replace("\xa0", " ")
    sent["_key"] = hidden(refused)["_key"]
    assert client.post(where, {**sent, "_seen": hidden(refused)["_seen"]}).status_code == 303


def test_a_yes_with_a_wrong_field_is_told_at_once_what_else_it_lacks(walk, sits):
    walk.connected()
    client, where = sits("receiver"), address(walk, B2)
    sent = {**hidden(client.get(where)), "acceptance": "accepted", "unmet_intake_requirements.0": "a form"}
    loops: tuple[dict[str, str], ...] = (
        {},
        {"loop_commitment.by.time": "10:00", "loop_commitment.who": "Ana", "loop_commitment.how": "here"},
    )
    for loop in loops:
        answer = client.post(where, {**sent, **loop})
        summary = text_of(answer).partition("There is a problem")[2].partition("Your answer")[0]
        assert answer.status_code == 422
        for words in ("Agree on who does what", "Get what is still missing", "Tick the need", "Reporting back"):
            assert words in summary
    assert not FiledRecord.objects.filter(kind=B2).exists()


def test_a_no_with_a_wrong_field_is_asked_for_no_more(walk, sits):
    walk.connected()
    client, where = sits("receiver"), address(walk, B2)
    answer = client.post(where, {**hidden(client.get(where)), "acceptance": "declined"})
    assert answer.status_code == 422
    assert "Agree on who does what" not in answer.content.decode()


def evidence(*grades: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for number, grade in enumerate(grades):
        row = {"grade": grade, "observed_at.quick": "now", "reference": "seen today"}
        told |= {f"evidence.{number}.{name}": value for name, value in row.items()}
    return told


def checks(walk, status: str = "completed") -> dict[str, str]:
    return {
        "first_action_status": status, "residual_risk": "low", "service_impact_score": "0",
        "reviewer_id": walk.ids["executive"], "next_checkpoint_date.day": "2026-11-23", **evidence("D", "A", "C"),
    }  # fmt: skip


REPORT = {
    "person_reported_continuity": "held", "retelling_burden_reduced.answer": "yes",
    "retelling_burden_reduced.source": "person", "residual_concern": "no", "review_date.day": "2026-12-18",
}  # fmt: skip


def test_a_check_begins_with_three_evidences_and_the_day_of_the_handoff(walk, sits):
    walk.released()
    walk.until(walk.local(1, 11))
    client, where = sits("reviewer"), address(walk, C1)
    page = client.get(where)
    assert "Day of the handoff: Wednesday, November 18" in text_of(page)
    answer = client.post(where, {**hidden(page), **checks(walk)})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{reverse('checks_due')}?done={C1}")


def test_an_instruction_says_until_when_it_may_take_as_the_protocol_does(walk, sits):
    walk.released()
    walk.until(walk.local(1, 11))
    walk.verifies("not_completed", residual_risk="critical")
    text = text_of(sits("corrector").get(address(walk, C2)))
    assert "No later than Thursday, November 19, 3:00 PM" in text.replace("\xa0", " ")


@pytest.fixture
def caller_of_both(walk, sits, more_staff, services):
    """The follow-up lead is a quality reviewer too, and took no part."""
    role_give(more_staff["follower"].pk, Role.QUALITY_REVIEWER, services["quality"].pk)
    walk.released()
    walk.until(walk.local(1, 11))
    return sits("follower")


def calls(client, walk, **said):
    where = reverse("call", args=[walk.transfer])
    return client.post(where, {**hidden(client.get(where)), **checks(walk), **REPORT, **said})


def test_one_call_files_the_check_and_then_the_report(walk, caller_of_both):
    answer = calls(caller_of_both, walk)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{reverse('calls_due')}?done={C3}")
    filed = FiledRecord.objects.filter(kind__in=[C1, C3]).order_by("seq").values_list("kind", flat=True)
    assert list(filed) == [C1, C3]


def test_where_the_visit_did_not_happen_only_the_check_is_filed(walk, caller_of_both):
    answer = calls(caller_of_both, walk, first_action_status="not_completed")
    assert answer.headers["Location"] == f"{reverse('calls_due')}?done={C1}"
    assert not FiledRecord.objects.filter(kind=C3).exists()


def test_a_report_that_is_wrong_keeps_the_check_that_was_filed_and_what_was_typed(walk, caller_of_both):
    answer = calls(caller_of_both, walk, residual_concern="")
    assert answer.status_code == 422
    assert "The check is filed." in text_of(answer)
    assert "1. Did the first visit happen?" not in text_of(answer)
    assert FiledRecord.objects.filter(kind=C1).count() == 1


def test_a_call_sent_twice_is_filed_once(walk, caller_of_both):
    where = reverse("call", args=[walk.transfer])
    sent = {**hidden(caller_of_both.get(where)), **checks(walk), **REPORT}
    caller_of_both.post(where, sent)
    caller_of_both.post(where, sent)
    assert FiledRecord.objects.filter(kind__in=[C1, C3]).count() == 2


def test_who_took_part_is_asked_only_whether_it_held(walk, sits, more_staff, services):
    role_give(more_staff["originator"].pk, Role.QUALITY_REVIEWER, services["quality"].pk)
    role_give(more_staff["originator"].pk, Role.FOLLOW_UP_LEAD, services["quality"].pk)
    walk.released()
    assert "1. Did the first visit happen?" not in text_of(
        sits("originator").get(reverse("call", args=[walk.transfer]))
    )


def test_a_call_has_its_four_cases(walk, sits):
    walk.released()
    where = reverse("call", args=[walk.transfer])
    assert sits("follower").get(where).status_code == 200
    assert sits("follower").put(where).status_code == 405
    assert Client().get(where).status_code == 302
    assert sits("decider").get(where).status_code == 403
    assert sits("stranger_follower").get(where).status_code == 404
