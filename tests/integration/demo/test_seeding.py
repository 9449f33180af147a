"""The stories: every stage at least once, each sound. All tests look at one demo, filled once."""

from __future__ import annotations

import pytest

from holdfast.accounts.selectors import token_find
from holdfast.config.clock import now
from holdfast.demo.folder import DemoFolder
from holdfast.demo.outcomes import STORIES
from holdfast.demo.seeding import is_seeded, tokens_kept, transfer_of
from holdfast.demo.welcome import welcome
from holdfast.ledger.selectors import count_unsealed
from holdfast.ledger.verify_database import verify_all
from holdfast.people.models import Person
from holdfast.protocol.codes import Grade, Role, Stage, Warmth
from holdfast.transfers.models import Deadline, DeadlineStatus, Escalation, Failure, Transfer
from holdfast.transfers.selectors import judge


def _of(name: str) -> Transfer:
    return Transfer.objects.get(pk=transfer_of(name))


def test_every_story_verifies_and_is_sealed(seeded: DemoFolder) -> None:
    assert is_seeded()
    assert [checked.finding for checked in verify_all(judge)] == [None] * len(STORIES)
    assert count_unsealed() == 0


def test_there_is_every_stage_every_warmth_and_most_grades(seeded: DemoFolder) -> None:
    rows = Transfer.objects.all()
    assert {row.stage for row in rows} == set(Stage)
    assert {row.warmth for row in rows} == set(Warmth)
    assert {row.grade for row in rows} >= {Grade.MEASURED, Grade.CLAIMED, Grade.NONE}


@pytest.mark.parametrize(
    ("name", "stage", "deadline"),
    [
        ("waiting_for_a_decision", "authorization", "authorization_decision"),
        ("together_now", "live", "next_checkpoint"),
        ("pending", "live", "acceptance"),
        ("said_by_voice", "live", "acceptance"),
        ("released_and_verification_due", "assurance", "verification"),
        ("first_visit_missed", "assurance", "reengagement"),
        ("not_yet_due", "assurance", "reverification"),
        ("failed_and_owned", "assurance", "corrective_action"),
        ("verified_and_follow_up_due", "assurance", "assurance_followup"),
    ],
)
def test_what_is_to_be_done_next_is_open(seeded: DemoFolder, name: str, stage: str, deadline: str) -> None:
    row = _of(name)
    assert row.stage == stage
    assert Deadline.objects.filter(transfer=row, name=deadline, status=DeadlineStatus.OPEN).exists()


def test_deadlines_were_missed_and_their_matters_rose(seeded: DemoFolder) -> None:
    missed = set(Deadline.objects.filter(status=DeadlineStatus.MISSED).values_list("name", flat=True))
    assert missed >= {"authorization_decision", "first_action", "verification", "determination", "reengagement"}
    assert Escalation.objects.get(transfer=_of("decision_overdue"), control="A2.late").level == "director"


def test_matters_are_open_acknowledged_and_resolved_and_one_place_is_vacant(seeded: DemoFolder) -> None:
    matters = Escalation.objects.all()
    assert matters.filter(acknowledged_at=None, resolved_at=None).exists()
    assert matters.filter(acknowledged_at__isnull=False, resolved_at=None).exists()
    assert matters.filter(resolved_at__isnull=False).exists()
    assert matters.filter(is_vacancy=True).exists()
    assert matters.get(control="B3.order").count == 2


def test_a_breach_and_refusals_are_on_record(seeded: DemoFolder) -> None:
    assert Failure.objects.filter(is_breach=True).count() == 1
    refused = {control for each in Failure.objects.filter(is_breach=False) for control in each.controls}
    assert refused >= {"A2.independent", "A2.suitability", "A2.dependencies", "A3.fallback", "B1.human", "B3.order"}


def test_nothing_is_told_of_the_future(seeded: DemoFolder) -> None:
    assert not Transfer.objects.filter(changed_at__gt=now()).exists()


def test_there_is_a_good_token_for_every_role_and_it_stays(seeded: DemoFolder) -> None:
    tokens = tokens_kept(seeded)
    assert set(tokens) == {role.value for role in Role}
    assert all(token_find(secret) for secret in tokens.values())
    assert tokens_kept(seeded) == tokens


def test_lost_tokens_are_made_anew_and_the_old_ones_open_nothing(seeded: DemoFolder) -> None:
    before = tokens_kept(seeded)
    seeded.tokens.unlink()
    after = tokens_kept(seeded)
    assert set(after) == set(before)
    assert all(token_find(secret) for secret in after.values())
    assert not any(token_find(secret) for secret in before.values())


def test_what_is_printed_names_no_person(seeded: DemoFolder) -> None:
    printed = "\n".join(
        welcome("http://127.0.0.1:8000", tokens_kept(seeded), {"clinician": "http://127.0.0.1:8000/sign-in/demo/x/"})
    )
    words = {word for person in Person.objects.all() for word in (person.family, *person.given.split())}
    assert len(words) >= 50
    assert [word for word in words if word in printed] == []
    assert printed.count("curl ") >= 3
