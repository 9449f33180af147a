"""The main job on real input: three imported people, three imported pathways, through HTTP, to *held*.

What the sources leave unknown of the pathways is confirmed through the API, by name, with date and ground.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import settings
from django.core import mail

from holdfast.accounts.models import Staff
from holdfast.accounts.services import role_give, staff_add
from holdfast.cli import main
from holdfast.directory.models import Service
from holdfast.ledger.selectors import load
from holdfast.notify.delivery import deliver_due
from holdfast.protocol.codes import Role
from holdfast.transfers.models import Ownership, Transfer
from holdfast.transfers.selectors import judge
from tests.integration.api.http import Caller, caller, guest
from tests.integration.api.walk import Walk, instant

MORNING = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
"""Wednesday, nine in the morning in San Mateo County."""
PLACES = {
    "originator": (Role.CLINICIAN, "Family Visitation Center"),
    "decider": (Role.SUPERVISOR, "Family Visitation Center"),
    "corrector": (Role.SERVICE_MANAGER, "Family Visitation Center"),
    "reviewer": (Role.QUALITY_REVIEWER, "Senior Peer Counseling"),
    "follower": (Role.FOLLOW_UP_LEAD, "Senior Peer Counseling"),
}
UNKNOWN = {
    "needs": ["missed-appointments", "suicide-risk", "loss-of-housing"], "ages": [18, 120],
    "languages": ["en", "es", "pt"], "payers": ["medicaid", "none"], "capacity": "open", "intake_requirements": [],
    "zone": "America/Los_Angeles", "region": "US-CA", "hours": "24/7", "staffed": True,
}  # fmt: skip


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def county(db, clock) -> Path:
    """Import the real directories and people by the command line."""
    data = Path(settings.HOLDFAST_SHARED) / "data"
    if not data.is_dir():
        pytest.skip("the shared real files are not here: set HOLDFAST_SHARED to their folder")
    for what in (
        ["directory", str(data / "directory" / "ohana"), "--source", "san-mateo"],
        ["directory", str(data / "directory" / "hsds-3.0-json")],
        ["people", str(data / "people")],
    ):
        done = CliRunner().invoke(main, ["import", *what])
        assert done.exit_code == 0, done.output
    return data


@pytest.fixture
def walk(county, clock) -> Walk:
    cast, ids = {}, {}
    for name, (role, service) in PLACES.items():
        member = staff_add(f"{name}@county.example", f"{name.title()} Lima")
        role_give(member.pk, role, Service.objects.get(name=service).pk)
        cast[name], ids[name] = caller(member), str(member.pk)
    return Walk(cast, ids, clock, MORNING, zone="America/Los_Angeles")


def finds(walk: Walk, person: str, pathway: str) -> None:
    """Find the person and the pathway as staff do, and confirm what is unknown of it."""
    originator = walk.cast["originator"]
    people = originator.get(f"/people?q={person}").body["people"]
    pathways = originator.get(f"/pathways?q={pathway}").body["pathways"]
    assert (len(people), len(pathways)) == (1, 1)
    walk.ids |= {
        "person": people[0]["id"], "pathway": pathways[0]["id"], "service": pathways[0]["service_id"],
    }  # fmt: skip
    desk = caller(works_at(walk, "desk@clinic.example", "Desk Souza", Role.NAVIGATOR))
    known = originator.get(f"/pathways/{walk.ids['pathway']}").body["known"]
    for aspect, value in UNKNOWN.items():
        body = {"aspect": aspect, "value": value, "on": f"{walk.today()}", "source": "call with the intake desk"}
        # What the sources say already is the service's own to say anew.
        says, name = (originator, "Originator Lima") if known[aspect] in (None, "unknown") else (desk, "Desk Souza")
        answer = says.post(f"/pathways/{walk.ids['pathway']}/confirmations", body)
        assert (answer.status, answer.body["confirmed_by"]) == (201, name)


def works_at(walk: Walk, email: str, name: str, role: Role) -> Staff:
    """Have somebody work at the receiving service."""
    member = staff_add(email, name)
    role_give(member.pk, role, Service.objects.get(pk=walk.ids["service"]).pk)
    return member


def receives(walk: Walk, role: Role = Role.INTAKE_LEAD) -> None:
    """Have somebody with an account take referrals at the receiving service."""
    member = works_at(walk, "intake@clinic.example", "Intake Souza", role)
    walk.cast["receiver"], walk.ids["receiver"] = caller(member), str(member.pk)


def is_invited(walk: Walk, contact: str) -> None:
    """Have the server send a link to an imported intake contact, who opens it."""
    found = walk.cast["originator"].get(f"/services/{walk.ids['service']}/contacts").body["contacts"]
    walk.ids["receiver"] = next(each["id"] for each in found if each["name"] == contact)
    body = {"contact_id": walk.ids["receiver"], "live_event": 1}
    assert walk.cast["originator"].post(f"/transfers/{walk.transfer}/directory-links", body).status == 202
    assert deliver_due() == 1
    secret = re.search(r"/join/([^/\s]+)/", str(mail.outbox[-1].body))
    assert secret
    walk.cast["receiver"] = guest({"secret": secret[1]})


def comes_together_with_a_guest(walk: Walk, contact: str) -> None:
    """Open the live event, invite the contact into it, and have all three attested."""
    everybody = ["originator", "person", "receiver"]
    walk.does("originator", "open_live_event", channel="phone")
    is_invited(walk, contact)
    walk.does("originator", "join_live_event", party="originator")
    walk.does("person", "join_live_event", party="person")
    walk.does("receiver", "join_live_event", party="receiver")
    for who in ("person", "receiver"):
        walk.does(who, "attest_presence", party=who, present=everybody)


def refuses_release(walk: Walk) -> None:
    """A release before the acceptance is refused, goes to the executive level, and moves no owner."""
    owner = Transfer.objects.get(id=walk.transfer).owner_id
    answer = walk.cast["originator"].give(walk.transfer, "handoff_closure", walk.closure())
    assert answer.status == 409
    levels = {control["id"]: control["escalation"] for control in answer.body["controls"]}
    assert levels["B3.order"] == {"level": "executive"}
    assert Transfer.objects.get(id=walk.transfer).owner_id == owner == walk.ids["originator"]


def is_held(walk: Walk) -> None:
    """The transfer is closed as held, has had one owner at a time, and the controls bear its history out."""
    transfer = walk.cast["decider"].get(f"/transfers/{walk.transfer}").body["transfer"]
    assert (transfer["stage"], transfer["closed_as"], transfer["warmth"]) == ("closed", "held", "held")
    assert transfer["owner_id"] == walk.ids["receiver"]
    assert Ownership.objects.filter(transfer_id=walk.transfer, owned_until=None).count() == 1
    assert judge(load(Transfer.objects.get(id=walk.transfer).pk)) is None


def test_a_non_elevated_transfer_is_carried_to_held(walk):
    finds(walk, "Alberto%20Atencio", "Free%20Medical")
    receives(walk)
    walk.opens(case_id="FVC-1")
    walk.prepares()
    walk.requests()
    walk.later(minutes=4)
    walk.authorizes()
    walk.makes_ready()
    walk.comes_together()
    walk.connects()
    refuses_release(walk)
    walk.accepts(walk.local(1, 10))
    walk.later(minutes=1)
    walk.releases()
    walk.until(walk.local(1, 11))
    walk.does("receiver", "report_first_action", outcome="kept")
    walk.later(minutes=20)
    walk.verifies()
    walk.later(hours=20)
    walk.follows_up()
    is_held(walk)


def test_an_elevated_transfer_is_verified_again_and_carried_to_held(walk):
    walk.need = "suicide-risk"
    finds(walk, "Luisa%20Razo", "Community%20Counselling")
    walk.opens(case_id="FVC-2")
    walk.prepares()
    walk.requests(urgency="same-day", risk_indicators=["suicidal-thinking"])
    walk.later(minutes=3)
    walk.authorizes(transfer_failure_risk="high")
    walk.makes_ready()
    comes_together_with_a_guest(walk, "Ann Persona")
    walk.connects()
    refuses_release(walk)
    walk.accepts(walk.local(1, 10))
    walk.later(minutes=1)
    walk.releases()
    walk.later(hours=3)
    due = walk.verifies("not_yet_due")["deadlines"]
    assert "reverification" in {deadline["name"] for deadline in due}
    walk.until(walk.local(1, 11))
    walk.does("originator", "check_safety", safe_now="yes", alone="yes", contact_method="text", voicemail="none")
    reports_the_visit(walk)
    walk.verifies()
    walk.later(hours=20)
    walk.follows_up()
    is_held(walk)


def reports_the_visit(walk: Walk) -> None:
    """The guest, who now owns the transfer, comes back by a link of the owner's and reports the visit."""
    body = {"contact_id": walk.ids["receiver"]}
    assert walk.cast["originator"].post(f"/transfers/{walk.transfer}/directory-links", body).status == 202
    deliver_due()
    secret = re.search(r"/join/([^/\s]+)/", str(mail.outbox[-1].body))
    assert secret
    walk.cast["receiver"] = guest({"secret": secret[1]})
    walk.does("receiver", "report_first_action", outcome="kept")
    walk.later(minutes=20)


def test_a_transfer_that_fails_its_verification_is_corrected_and_held_in_the_end(walk):
    walk.need = "loss-of-housing"
    finds(walk, "Ned%20Hintz", "Project%20Smile")
    receives(walk)
    walk.opens(case_id="FVC-3")
    walk.prepares()
    walk.requests()
    walk.later(minutes=4)
    walk.authorizes()
    walk.makes_ready()
    walk.comes_together()
    walk.connects()
    refuses_release(walk)
    walk.accepts(walk.local(0, 13))
    walk.later(minutes=1)
    walk.releases()
    walk.does("originator", "close_live_event")
    is_corrected(walk)
    walk.follows_up()
    is_held(walk)


def is_corrected(walk: Walk) -> None:
    """The first action did not happen: one owner, one instruction, and the live handoff is made again."""
    walk.until(walk.local(0, 16))
    walk.verifies("not_completed", residual_risk="medium")
    walk.corrects(corrective_deadline=instant(walk.local(1, 17)))
    assert Transfer.objects.get(id=walk.transfer).owner_id == walk.ids["originator"]
    walk.until(walk.local(1, 9))
    walk.person_comes()
    walk.checks_safety()
    walk.comes_together()
    walk.connects()
    walk.accepts(walk.local(0, 11))
    walk.later(minutes=1)
    walk.releases()
    walk.until(walk.local(0, 12))
    walk.does("receiver", "report_first_action", outcome="kept")
    walk.later(minutes=20)
    walk.verifies()
    walk.later(hours=20)


def test_who_has_died_is_not_transferred(walk):
    finds(walk, "Alberto%20Atencio", "Free%20Medical")
    people: Caller = walk.cast["originator"]
    dead = people.get("/people?q=Tony%20Beer").body["people"][0]
    assert dead["is_deceased"] is True
    fields = {
        "case_id": "FVC-4", "person_id": dead["id"], "payer": "none", "need_category": walk.need, "package": None,
    }  # fmt: skip
    assert people.post("/transfers", fields).fields == {"person_id"}
