"""Every field holds a marked secret; whoever looks finds those that the consent covers, and no other, in anything.

Pages, the API, messages and the log are searched, once for each scope, as staff and as a guest of the receiving side.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from holdfast.accounts.models import AccessLogEntry
from holdfast.accounts.services import role_give, staff_add
from holdfast.notify.models import Message
from holdfast.protocol.codes import ConsentScope, RecordKind, Role
from tests.integration.api.http import caller
from tests.integration.api.walk import instant

S = ConsentScope
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MARKS = {
    S.IDENTITY_AND_CONTACT: ("Quillfeather", "555-0199"),
    S.NEED_AND_URGENCY: ("zqpurpose", "zqagreed", "zqmust"),
    S.APPOINTMENT_AND_LOGISTICS: ("zqdesk", "zqstreet", "zqloop", "zqenrolled", "zqaccess"),
    S.CLINICAL_SUMMARY: ("zqhappened", "zqchanged", "zqopen", "zqpill"),
    S.RISK_AND_SAFETY_PLAN: ("zqtrigger", "zqholds", "zqcontingency", "zqwarning"),
    S.MENTAL_HEALTH_SENSITIVE: ("zqloss",),
    S.SUD_PART2: ("zqsubstance",),
}
NEVER = ("zqreadiness", "zqsudpill", "zqmentalpill", "zqhivpill", "zqmoved", "zqcase")
"""What no single scope opens: notes of our own, and what needs two scopes."""
PART2 = {
    "discloser": "Northside", "information": "Treatment notes", "recipients": "Riverside", "signed_by": "R. Q.",
    "right_to_revoke_told": True, "redisclosure_told": True, "consequences_told": True,
}  # fmt: skip


def story() -> dict[str, object]:
    pills = (("general", "zqpill"), ("substance-use", "zqsudpill"), ("mental-health", "zqmentalpill"),
             ("hiv-or-reproductive", "zqhivpill"))  # fmt: skip
    return {
        "replaces": 0, "what_happened": "zqhappened", "what_changed": "zqchanged", "remains_open": "zqopen",
        "person_agreed": "zqagreed", "receiver_must": "zqmust", "contingency": "zqcontingency",
        "protective_relationships": "zqholds", "recent_losses": "zqloss", "access_needs": "zqaccess",
        "enrolments": [{"kind": "insurance", "name": "zqenrolled", "status": "active"}],
        "medications": [{"kind": kind, "what": what} for kind, what in pills],
        "safety_plan": {"warning_signs": "zqwarning"}, "substance_use": "zqsubstance",
    }  # fmt: skip


def agrees(walk, *scopes: ConsentScope) -> None:
    until = f"{walk.today() + timedelta(days=90)}"
    walk.does(
        "person", "give_consent", scopes=list(scopes), to=walk.ids["service"], purpose="treatment", until=until,
        given_by="person", language="es", how="own_device", part2=PART2 | {"signed_at": instant(walk.at)},
    )  # fmt: skip


@pytest.fixture
def told(walk, services):
    """A handoff to its release, each field of it marked; and somebody of the receiving side who filed nothing."""
    colleague = staff_add("desk@riverside.example", "Desk")
    role_give(colleague.pk, Role.INTAKE_LEAD, services["riverside"].pk)
    walk.cast["desk"], walk.said["desk"] = caller(colleague), colleague
    walk.opens(case_id="zqcase")
    agrees(walk, *ConsentScope)
    walk.checks_safety()
    walk.does("originator", "tell_story", story())
    walk.does("person", "story_read", version=1, how="read_it")
    walk.requests()
    walk.later(minutes=2)
    walk.authorizes()
    walk.makes_ready(person_readiness={"told": True, "understood": True, "agreed": True, "note": "zqreadiness"})
    walk.comes_together()
    walk.connects(handoff_purpose="zqpurpose")
    at = walk.local(1, 10)
    action = {"kind": "appointment", "who": "zqdesk", "where": "zqstreet", "channel": "in_person", "at": instant(at)}
    loop = {"who": "zqloop", "how": "report here", "by": instant(at + timedelta(hours=2))}
    walk.accepts(at, first_action=action, escalation_triggers=["zqtrigger"], loop_commitment=loop)
    walk.later(minutes=1)
    walk.releases()
    walk.does("receiver", "reschedule_first_action", at=instant(at), asked_by="the desk", reason="zqmoved")
    return walk


def of_the_api(walk, who: str) -> str:
    one = f"/transfers/{walk.transfer}"
    paths = (one, f"{one}/events", "/transfers", *(f"{one}/records/{kind}" for kind in RecordKind))
    return "\n".join(str(walk.cast[who].get(path).body) for path in paths)


def of_the_pages(walk) -> str:
    client = Client()
    client.force_login(walk.said["desk"], backend=BACKEND)
    one = f"/transfers/{walk.transfer}/"
    records = (f"{one}records/{kind}/" for kind in RecordKind)
    paths = (one, f"{one}history/", f"{one}live/", f"{one}deadlines/", *records, "/coming/", "/messages/", "/")
    return "\n".join(client.get(path, follow=True).content.decode() for path in paths)


def of_messages() -> str:
    sent = [f"{each.subject} {each.body} {each.to}" for each in mail.outbox]
    return "\n".join([*sent, *(str(vars(row)) for row in Message.objects.all())])


def others(scope: ConsentScope | None) -> tuple[str, ...]:
    return tuple(mark for of, marks in MARKS.items() if of is not scope for mark in marks) + NEVER


def found(marks: tuple[str, ...], text: str) -> list[str]:
    return [mark for mark in marks if mark in text]


@pytest.mark.full
@pytest.mark.parametrize("scope", list(ConsentScope))
def test_nothing_is_shown_that_the_scope_does_not_cover(told, guests, caplog, scope):
    caplog.set_level(logging.DEBUG)
    agrees(told, scope)
    api, pages, guest = of_the_api(told, "desk"), of_the_pages(told), guests(told).get("/guest/").content.decode()
    for shown in (api, pages, guest):
        assert found(others(scope), shown) == []
    assert found(MARKS.get(scope, ()), api + pages) == list(MARKS.get(scope, ()))
    everything = tuple(mark for marks in MARKS.values() for mark in marks) + NEVER
    assert found(everything, of_messages() + caplog.text) == []


def test_nothing_is_shown_once_it_was_taken_back(told, guests):
    told.does("person", "revoke_consent", to=told.ids["service"])
    guest = guests(told).get("/guest/").content.decode()
    for shown in (of_the_api(told, "desk"), of_the_pages(told), guest):
        assert found(others(None), shown) == []


@pytest.mark.full
def test_the_person_never_reads_what_is_ours(told, persons):
    his = persons(told)
    paths = ("/my/", "/my/who-looked/", "/my/shared/", "/my/asked/")
    page = "\n".join(his.get(path).content.decode() for path in paths)
    assert found((*NEVER, "zqtrigger"), page) == []


def test_what_was_shown_is_accounted_under_the_scope_that_it_was_shown_by(told):
    agrees(told, S.CLINICAL_SUMMARY)
    of_the_api(told, "desk")
    rows = AccessLogEntry.objects.filter(actor_id=told.said["desk"].pk).exclude(recipient="")
    assert {tuple(row.scopes) for row in rows} == {(S.CLINICAL_SUMMARY.value,)}
    assert rows.count() >= 3


def test_a_scope_under_which_nothing_was_there_to_show_is_not_accounted(walk):
    walk.opens()
    agrees(walk, *ConsentScope)
    walk.checks_safety()
    walk.requests()
    for path in (f"/transfers/{walk.transfer}", "/transfers"):
        assert walk.cast["receiver"].get(path).status == 200
    rows = AccessLogEntry.objects.filter(transfer_id=walk.transfer).exclude(recipient="")
    own = {S.IDENTITY_AND_CONTACT, S.NEED_AND_URGENCY, S.APPOINTMENT_AND_LOGISTICS, S.RISK_AND_SAFETY_PLAN}
    in_a_row = {S.NEED_AND_URGENCY, S.RISK_AND_SAFETY_PLAN}
    assert {row.purpose: set(row.scopes) for row in rows} == {"transfer": own, "transfer-list": in_a_row}
