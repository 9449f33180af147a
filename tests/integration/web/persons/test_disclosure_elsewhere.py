"""Who is of another organisation, but not of the receiving service: what they find, and what is accounted of it.

Whoever owns a handoff there, or is named in it, finds what the consent towards their service covers. Who sees it whole
by a right of their own (a shared pool, oversight of the region, break-glass) finds all, and each look is accounted.
"""

from __future__ import annotations

import csv
import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from holdfast.accounts.models import AccessLogEntry
from holdfast.accounts.services import glass_break, pool_join, role_give, staff_add
from holdfast.directory.models import Organization, Service
from holdfast.protocol.chapters.consent.part2 import LONG_NOTICE
from holdfast.protocol.codes import MARKED_SCOPES, ConsentScope, RecordKind, Role
from holdfast.transfers.selectors import Right
from tests.integration.api.http import caller
from tests.integration.api.walk import instant
from tests.integration.web.persons.test_disclosure import BACKEND, MARKS, NEVER, PART2, found, of_messages, others, told

__all__ = ["told"]

S = ConsentScope
EVERYTHING = {scope.value for scope in ConsentScope}
MARKED = ("zqloss", "zqsubstance", "zqsudpill", "zqmentalpill", "zqhivpill", "zqcorrected", "zqaddiction", "zqfear",
          "zqback", "zqnotback")  # fmt: skip
"""What is specially protected in the handoff of `marked`, also where somebody speaks of it later."""
PROTECTED = "The handoff, but nothing that is specially protected"
PLAIN = ("zqhappened", "zqpill", "zqtrigger", "zqwarning")


@pytest.fixture
def elsewhere(told, services, staff):
    """The same handoff, put right by somebody of a third organisation, who owns it now; and a colleague of theirs."""
    mate = staff_add("mate@far.example", "Mate")
    role_give(mate.pk, Role.COORDINATION_LEAD, services["far"].pk)
    told.cast["mate"], told.said["mate"], told.said["stranger"] = caller(mate), mate, staff["stranger"]
    told.does("originator", "close_live_event")
    told.until(told.local(1, 13))
    told.verifies("not_completed")
    told.corrects(corrective_owner_id=told.ids["stranger"], instruction="originating_team_reengagement")
    told.person_comes()
    return told


@pytest.fixture
def onlooker(services):
    """Somebody of another organisation of the same region, in a role; none of their services has a part in it."""

    def added(role: Role):
        office = Organization.objects.create(name="State office", jurisdiction="US-NY")
        desk = Service.objects.create(organization=office, name="Regional desk", zone="America/New_York")
        member = staff_add("lead@state.example", "Region")
        role_give(member.pk, role, desk.pk)
        return member

    return added


@pytest.fixture
def marked(told):
    """The same handoff, in which what is specially protected is spoken of in every way that there is."""
    told.does("person", "correct_story", version=1, field="substance_use", words="zqcorrected")
    told.does("receiver", "read_back", version=1, words="zqback")
    told.does("person", "confirm_read_back", version=1, is_right=False, words="zqnotback")
    told.does("originator", "name_barrier", barrier="immigration-fear", severity="hinders", note="zqfear")
    told.does("originator", "name_barrier", barrier="co-occurring-substance-use", severity="hinders")
    told.does("originator", "answer_barrier", barrier="co-occurring-substance-use", answer="zqaddiction")
    return told


def agrees(walk, to: str, *scopes: ConsentScope) -> None:
    until = f"{walk.today() + timedelta(days=90)}"
    walk.does(
        "person", "give_consent", scopes=list(scopes), to=to, purpose="treatment", until=until, given_by="person",
        language="es", how="own_device", part2=PART2 | {"signed_at": instant(walk.at)},
    )  # fmt: skip


def of_the_api(walk, who: str) -> str:
    one = f"/transfers/{walk.transfer}"
    records = (f"{one}/records/{kind}" for kind in RecordKind)
    paths = (one, f"{one}/events", f"{one}/story", "/transfers", "/queues", *records)
    return "\n".join(str(walk.cast[who].get(path).body) for path in paths)


def of_the_pages(walk, member) -> str:
    client = Client()
    client.force_login(member, backend=BACKEND)
    one = f"/transfers/{walk.transfer}/"
    own = (one, f"{one}history/", f"{one}live/", f"{one}deadlines/", f"{one}disclosures/", f"{one}disclosures.csv")
    lists = ("/", "/people/", "/coming/", "/decisions/", "/checks/", "/failed-checks/", "/escalations/", "/agenda/")
    records = (f"{one}records/{kind}/" for kind in RecordKind)
    answers = [client.get(path, follow=True) for path in (*own, *records, *lists, "/transfers/", "/messages/")]
    sought = client.post("/people/search/", {"text": "rosalind"})
    return "\n".join(answer.content.decode() for answer in (*answers, sought))


def accounted(member) -> set[tuple[str, str]]:
    rows = AccessLogEntry.objects.filter(actor_id=member.pk).exclude(recipient="")
    return {(row.recipient, row.basis) for row in rows}


def everything() -> tuple[str, ...]:
    return tuple(mark for marks in MARKS.values() for mark in marks) + NEVER


@pytest.mark.full
@pytest.mark.parametrize("who", ["stranger", "mate"])
def test_without_a_consent_towards_them_a_third_service_that_owns_it_finds_nothing(elsewhere, who, caplog):
    caplog.set_level(logging.DEBUG)
    walk, member = elsewhere, elsewhere.said[who]
    assert found(everything(), of_the_api(walk, who)) == []
    assert found(everything(), of_the_pages(walk, member)) == []
    assert found(everything(), of_messages() + caplog.text) == []
    assert accounted(member) == set()


@pytest.mark.full
@pytest.mark.parametrize("scope", list(MARKS))
def test_a_third_service_that_owns_it_finds_what_the_consent_towards_it_covers(elsewhere, services, scope):
    walk, far = elsewhere, str(services["far"].pk)
    agrees(walk, far, scope)
    given = walk.cast["originator"].get(f"/transfers/{walk.transfer}").body["transfer"]["consents"]
    basis = next(each["id"] for each in given if each["to"] == far)
    for who in ("stranger", "mate"):
        shown = of_the_api(walk, who) + of_the_pages(walk, walk.said[who])
        assert found(others(scope), shown) == []
        assert found(MARKS[scope], shown) == list(MARKS[scope])
        assert accounted(walk.said[who]) == {(far, basis)}


@pytest.mark.full
def test_the_owner_at_a_third_service_can_still_name_who_took_over(elsewhere, staff):
    client = Client()
    client.force_login(staff["stranger"], backend=BACKEND)
    form = client.get(f"/transfers/{elsewhere.transfer}/do/complete_corrective/").content.decode()
    assert elsewhere.ids["receiver"] in form
    assert found(everything(), form) == []


@pytest.mark.full
def test_whoever_owns_it_at_another_service_of_the_same_organisation_sees_it_whole(told, staff):
    told.does("originator", "close_live_event")
    told.until(told.local(1, 13))
    told.verifies("not_completed")
    told.corrects(corrective_owner_id=told.ids["neighbour"], instruction="originating_team_reengagement")
    seen = told.cast["neighbour"].get(f"/transfers/{told.transfer}").body["transfer"]
    assert (seen["sight"], seen["case_id"], seen["basis"]) == ("whole", "zqcase", "")
    assert accounted(staff["neighbour"]) == set()


@pytest.mark.parametrize("who", ["originator", "colleague", "decider", "reviewer", "executive", "auditor"])
def test_the_originating_organisation_tells_itself_nothing(told, staff, who):
    assert told.cast[who].get(f"/transfers/{told.transfer}").body["transfer"]["basis"] == ""
    assert accounted(staff[who]) == set()


def test_oversight_of_the_region_is_accounted_look_by_look(told, onlooker):
    lead = onlooker(Role.REGIONAL_LEAD)
    told.cast["lead"] = caller(lead)
    assert told.cast["lead"].get(f"/transfers/{told.transfer}").body["transfer"]["basis"] == Right.OVERSIGHT
    told.cast["lead"].get("/transfers")
    (whole, row) = AccessLogEntry.objects.filter(actor_id=lead.pk).exclude(recipient="").order_by("purpose")
    assert set(whole.scopes) == EVERYTHING - MARKED_SCOPES
    assert (whole.purpose, whole.basis) == ("transfer", Right.OVERSIGHT)
    assert set(row.scopes) == {S.IDENTITY_AND_CONTACT, S.NEED_AND_URGENCY, S.RISK_AND_SAFETY_PLAN}
    assert (row.purpose, row.basis) == ("transfer-list", Right.OVERSIGHT)


@pytest.mark.parametrize("path", ["/agenda/", "/transfers/", "/agenda/missed/"])
def test_so_is_each_list_that_they_read(elsewhere, onlooker, path):
    lead = onlooker(Role.REGIONAL_LEAD)
    client = Client()
    client.force_login(lead, backend=BACKEND)
    assert client.get(path).status_code == 200
    logged = AccessLogEntry.objects.filter(actor_id=lead.pk, transfer_id=elsewhere.transfer)
    assert logged.exists()
    assert {row.basis for row in logged} == {Right.OVERSIGHT.value}


def test_who_decides_for_a_pool_sees_it_whole_and_is_accounted(told, onlooker, services):
    member = onlooker(Role.SUPERVISOR)
    pool_join(member.pk, services["northside"].pk)
    told.cast["pooled"] = caller(member)
    seen = told.cast["pooled"].get(f"/transfers/{told.transfer}").body["transfer"]
    assert (seen["sight"], seen["basis"]) == ("whole", Right.POOL)
    assert [basis for _, basis in accounted(member)] == [Right.POOL]


def test_a_look_by_break_glass_is_accounted_where_it_is_from_another_organisation(told, staff, services):
    glass_break(staff["stranger"].pk, told.transfer, "She rang us, and her team does not answer.")
    of_the_pages(told, staff["stranger"])
    assert accounted(staff["stranger"]) == {(str(services["far"].pk), Right.BREAK_GLASS.value)}
    glass_break(staff["neighbour"].pk, told.transfer, "She rang us, and her team does not answer.")
    of_the_pages(told, staff["neighbour"])
    assert accounted(staff["neighbour"]) == set()


def test_page_and_file_say_by_which_right_and_so_does_the_persons_own_page(told, staff, onlooker, persons):
    told.cast["lead"] = caller(onlooker(Role.REGIONAL_LEAD))
    told.cast["lead"].get(f"/transfers/{told.transfer}")
    client = Client()
    client.force_login(staff["originator"], backend=BACKEND)
    page = client.get(f"/transfers/{told.transfer}/disclosures/").content.decode()
    for words in ("Region", "Regional desk", PROTECTED, "Looked at the handoff", "Oversees the region"):
        assert words in page
    rows = csv.reader(StringIO(client.get(f"/transfers/{told.transfer}/disclosures.csv").content.decode()))
    assert [PROTECTED, "Looked at the handoff", "Oversees the region"] in [row[3:] for row in rows]
    his = persons(told).get("/my/shared/").content.decode()
    assert "They check the work of all places near you" in his
    assert "Regional desk" in his


def test_who_is_protected_is_accounted_without_who_they_are(told, onlooker):
    told.does("originator", "protect_person", wish="Nobody else may know.")
    lead = onlooker(Role.REGIONAL_LEAD)
    told.cast["lead"] = caller(lead)
    assert "Quillfeather" not in of_the_api(told, "lead")
    rows = AccessLogEntry.objects.filter(actor_id=lead.pk).exclude(recipient="")
    assert rows.count() >= 3
    assert all(S.IDENTITY_AND_CONTACT.value not in row.scopes and row.person_id is None for row in rows)


@pytest.mark.full
@pytest.mark.parametrize("role", [Role.REGIONAL_LEAD, Role.SUPERVISOR])
def test_a_right_to_see_it_whole_opens_nothing_that_is_specially_protected(marked, onlooker, services, role):
    member = onlooker(role)
    if role is Role.SUPERVISOR:
        pool_join(member.pk, services["northside"].pk)
    marked.cast["lead"] = caller(member)
    shown = of_the_api(marked, "lead") + of_the_pages(marked, member)
    assert found(MARKED, shown) == []
    assert found(PLAIN, shown) == list(PLAIN)
    assert "Not shown to other organizations without the person&#x27;s consent" in shown
    rows = AccessLogEntry.objects.filter(actor_id=member.pk).exclude(recipient="")
    assert rows.exists()
    assert not any(MARKED_SCOPES & set(row.scopes) for row in rows)


def test_a_consent_towards_their_service_opens_what_it_covers_with_the_notice(marked, onlooker):
    lead = onlooker(Role.REGIONAL_LEAD)
    marked.cast["lead"] = caller(lead)
    desk = marked.cast["lead"].get("/me").body["places"][0]["service_id"]
    agrees(marked, desk, S.SUD_PART2)
    shown = of_the_api(marked, "lead")
    seen = ("zqsubstance", "zqsudpill", "zqcorrected", "zqaddiction")
    assert found(MARKED, shown) == [each for each in MARKED if each in seen]
    for path in ("events", "story"):
        assert LONG_NOTICE in str(marked.cast["lead"].get(f"/transfers/{marked.transfer}/{path}").body)


def test_break_glass_opens_it_to_who_oversees_it_and_is_accounted_so(marked, onlooker):
    lead = onlooker(Role.REGIONAL_LEAD)
    marked.cast["lead"] = caller(lead)
    glass_break(lead.pk, marked.transfer, "She rang us, and her team does not answer.")
    events, story = (
        marked.cast["lead"].get(f"/transfers/{marked.transfer}/{path}").body for path in ("events", "story")
    )
    assert found(MARKED, f"{events}{story}") == list(MARKED)
    assert LONG_NOTICE in str(events)
    rows = AccessLogEntry.objects.filter(actor_id=lead.pk).exclude(recipient="")
    assert {(frozenset(row.scopes), row.basis) for row in rows} == {(frozenset(EVERYTHING), Right.BREAK_GLASS.value)}


@pytest.mark.parametrize("who", ["originator", "executive", "auditor"])
def test_the_originating_organisation_sees_it_as_ever_and_the_notice_beside_it(marked, who):
    one = f"/transfers/{marked.transfer}"
    events, story = (marked.cast[who].get(f"{one}/{path}").body for path in ("events", "story"))
    assert found(MARKED, f"{events}{story}") == list(MARKED)
    told = next(each for each in events["items"] if each["kind"] == "filed.tell_story")
    assert told["notice"] == story["version"]["notice"] == LONG_NOTICE
    assert {each["notice"] for each in events["items"] if each["kind"] == "filed.open_transfer"} == {None}
