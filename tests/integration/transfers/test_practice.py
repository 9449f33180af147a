"""Practice (protocol section 3.8): real events on the same write path, of nobody, told to nobody, counted nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.accounts.models import AccessLogEntry, Staff
from holdfast.accounts.services import Viewed
from holdfast.config.clock import now
from holdfast.demo import forms
from holdfast.ledger import selectors as ledger
from holdfast.live.topics import touched_by
from holdfast.notify.addressing import address_due
from holdfast.notify.models import Backup, Dispatch, GuestLinkRequest, Message
from holdfast.notify.services.inviting import may_invite
from holdfast.people.models import PRACTICE, Person
from holdfast.people.services import ImportWish, people_import
from holdfast.protocol.codes import RecordKind, Warmth
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.cast import Part
from holdfast.transfers.errors import UnknownTransfer
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.models import Deadline, DeadlineStatus, Escalation, Outbox, Ownership, Transfer
from holdfast.transfers.opening import Wish, open_transfer
from holdfast.transfers.paging import Paging
from holdfast.transfers.practice import PracticeWish, playing, practice_open, practices_of
from holdfast.transfers.rebuilding import rebuild
from holdfast.transfers.selectors import (
    invitation,
    judge,
    transfer_exists,
    transfer_looked_at,
    transfer_of_case,
    transfer_seen,
)
from holdfast.transfers.sweeping import sweep
from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.transfers.practising import NEED, Practised, all_that_is_counted, learner_of

__all__ = ["cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]
pytestmark = pytest.mark.django_db
R = RecordKind


@pytest.fixture
def practised(staff, pathway, clock) -> Practised:
    return Practised.begin(staff["auditor"], pathway, clock)


@pytest.fixture
def real(person: Person) -> Callable[[Staff], UUID]:
    """Open a real transfer."""

    def opened(by: Staff) -> UUID:
        wish = Wish(person_id=person.pk, case_id="WH-1", payer="medicaid", need=NEED)
        return open_transfer(learner_of(by), wish).transfer_id

    return opened


def let_everything_be_missed(practised: Practised) -> None:
    """Let time pass until nothing falls due any more, with the sweep and the outbox worked off at each step."""
    for _ in range(60):
        due = Transfer.objects.values_list("next_due_at", flat=True).get(pk=practised.transfer_id)
        if due is None:
            return
        practised.clock.move_to(due)
        sweep()
        address_due()


def to_held(practised: Practised) -> None:
    practised.ask()
    practised.meet()
    practised.release()
    assert practised.hold().state.warmth is Warmth.HELD


def to_released(practised: Practised) -> None:
    practised.ask(urgency="emergent", risk_indicators=["suicidal-thinking"])
    practised.clock.shift(timedelta(minutes=30))  # the decision is late, and rises to the director
    sweep()
    practised.do(Part.PERSON, "check_safety", forms.SAFE)
    practised.meet()
    practised.release()


# Told to nobody, counted nowhere


def told_to_anybody() -> dict[str, int]:
    return {m.__name__: m.objects.count() for m in (Outbox, Message, Dispatch, GuestLinkRequest, Backup)}


def told_and_counted_nowhere(callers: list[Caller], practised: Practised, way: Callable[[Practised], object]) -> bool:
    """Take a way, and let the rest be missed; say whether nobody was told, and nothing that is counted changed."""
    end = now() + timedelta(days=60)
    before = [all_that_is_counted(each, end) for each in callers]
    way(practised)
    let_everything_be_missed(practised)
    is_same = [all_that_is_counted(each, end) for each in callers] == before
    return is_same and set(told_to_anybody().values()) == {0}


def test_nobody_is_told_and_nothing_is_counted_whatever_is_missed(staff, practised: Practised) -> None:
    assert told_and_counted_nowhere([learner_of(staff["decider"])], practised, to_released)
    missed = Deadline.objects.filter(transfer_id=practised.transfer_id, status=DeadlineStatus.MISSED)
    assert {"authorization_decision", "verification"} <= set(missed.values_list("name", flat=True))
    assert Escalation.objects.filter(transfer_id=practised.transfer_id).exists()


@pytest.mark.full
@pytest.mark.parametrize("way", [to_held, to_released, Practised.ask], ids=["held", "released", "asked"])
def test_for_nobody_on_any_way(staff, practised: Practised, way) -> None:
    assert told_and_counted_nowhere([learner_of(each) for each in staff.values()], practised, way)


def test_a_real_one_is_told_and_counted_by_the_same_measures(staff, real, clock) -> None:
    caller, end = learner_of(staff["decider"]), now() + timedelta(days=60)
    before = all_that_is_counted(caller, end)
    real(staff["originator"])
    assert told_to_anybody()["Outbox"]
    after = all_that_is_counted(caller, end)
    assert after[:3] != before[:3]


def test_no_view_of_a_practice_stands_in_the_access_log(practised: Practised) -> None:
    practised.caller(Part.CLINICIAN).note([Viewed(practised.transfer_id)], "transfer-page")
    assert not AccessLogEntry.objects.exists()
    practised.learner.note([Viewed(practised.transfer_id)], "transfer-page")
    assert AccessLogEntry.objects.exists()


def test_no_queue_is_told_to_look_again(staff, practised, real) -> None:
    assert touched_by([practised.transfer_id]) == {}
    assert touched_by([real(staff["originator"])])


# Nobody real is in it


def test_nobody_but_the_learner_who_plays_may_look_or_act(staff, practised: Practised) -> None:
    for each in staff.values():
        with pytest.raises(UnknownTransfer):
            transfer_seen(learner_of(each).asker, practised.transfer_id, now())
        with pytest.raises(UnknownTransfer):
            give(learner_of(each), practised.transfer_id, Filing("check_safety", forms.SAFE))
        if each != staff["auditor"]:
            assert playing(learner_of(each), practised.transfer_id, Part.CLINICIAN) is None
    assert not transfer_exists(practised.transfer_id)
    assert transfer_of_case(Transfer.objects.get(pk=practised.transfer_id).case_id) is None


def test_who_plays_knows_no_other_transfer(staff, practised: Practised, real) -> None:
    other = real(staff["originator"])
    player = practised.caller(Part.SUPERVISOR)
    with pytest.raises(UnknownTransfer):
        transfer_seen(player.asker, other, now())
    with pytest.raises(UnknownTransfer):
        give(player, other, Filing("check_safety", forms.SAFE))


@pytest.mark.parametrize("who", ["decider", "originator", "auditor"])
def test_nobody_real_can_be_named_in_a_practice(staff, practised: Practised, pathway, who: str) -> None:
    asked = forms.request(NEED, str(pathway.pk), str(staff[who].pk), now())
    with pytest.raises(Malformed, match="reviewer_id"):
        give(practised.caller(Part.CLINICIAN), practised.transfer_id, Filing(R.AUTHORIZATION_REQUEST, asked))


def test_nobody_of_the_cast_can_be_named_in_a_real_transfer(staff, pathway, real) -> None:
    asked = forms.request(NEED, str(pathway.pk), Part.SUPERVISOR.id, now())
    with pytest.raises(Malformed, match="reviewer_id"):
        give(learner_of(staff["originator"]), real(staff["originator"]), Filing(R.AUTHORIZATION_REQUEST, asked))


def test_nobody_is_invited_to_a_practice(practised: Practised, contact) -> None:
    practised.ask()
    caller = practised.caller(Part.CLINICIAN)
    assert not may_invite(caller, transfer_looked_at(caller.asker, practised.transfer_id, now()))
    assert not invitation(practised.transfer_id, str(contact.pk), None, now()).is_allowed


def test_the_owner_is_never_anybody_real(practised: Practised) -> None:
    to_held(practised)
    owners = set(Ownership.objects.values_list("owner_id", flat=True))
    assert owners == {Part.CLINICIAN.id, Part.RECEIVER.id}


# Flagged at the opening and for ever


def test_a_person_who_was_made_up_is_for_practice_only(staff, practised: Practised, tmp_path) -> None:
    invented = Person.objects.get(source=PRACTICE)
    wish = Wish(person_id=invented.pk, case_id="WH-2", payer="medicaid", need=NEED)
    with pytest.raises(Malformed, match="made up"):
        open_transfer(learner_of(staff["originator"]), wish)
    with pytest.raises(Malformed, match="source"):
        people_import([tmp_path], ImportWish(source=PRACTICE))


def test_the_controls_are_asked_as_in_earnest(practised: Practised) -> None:
    practised.ask()
    own = give(
        practised.caller(Part.CLINICIAN), practised.transfer_id, Filing(R.AUTHORIZATION_DECISION, forms.decision())
    )
    assert own.act is not None
    assert own.act.failed == ("A2.independent",)  # type: ignore[union-attr]


def test_the_verifier_bears_it_out_and_rebuilding_keeps_the_flag(practised: Practised) -> None:
    to_held(practised)
    assert judge(ledger.load(practised.transfer_id).events) is None
    before = Transfer.objects.filter(pk=practised.transfer_id).values()[0]
    rebuild()
    assert Transfer.objects.filter(pk=practised.transfer_id).values()[0] == before
    assert before["practised_by"] == practised.learner.party.id
    assert not Outbox.objects.exists()


def test_what_an_alternate_pathway_opens_is_practice_too(practised: Practised) -> None:
    to_released(practised)
    practised.clock.shift(timedelta(hours=2))
    failed = forms.verification(now() - timedelta(hours=2), now(), Part.QUALITY_MANAGER.id)
    practised.do(Part.REVIEWER, R.VERIFICATION, {**failed, "first_action_status": "not_completed"})
    practised.do(Part.MANAGER, R.CORRECTIVE_DETERMINATION, {
        "failure_category": "wrong-pathway", "corrective_owner_id": Part.CLINICIAN.id,
        "corrective_deadline": (now() + timedelta(hours=3)).isoformat(), "unresolved_dependencies": [],
        "instruction": "alternate_pathway",
    })  # fmt: skip
    linked = Transfer.objects.get(linked_from=practised.transfer_id)
    assert linked.practised_by == practised.learner.party.id
    assert {each.transfer_id for each in practices_of(practised.learner, Paging()).items} == {
        linked.pk, practised.transfer_id,
    }  # fmt: skip
    assert set(told_to_anybody().values()) == {0}


def test_a_double_click_opens_one_practice(staff, services) -> None:
    wish, first = PracticeWish(need=NEED), learner_of(staff["originator"])
    opened = {practice_open(first, wish, key="twice").transfer_id for _ in range(2)}
    assert len(opened) == 1
    assert practice_open(learner_of(staff["decider"]), wish, key="twice").transfer_id not in opened
    assert Person.objects.filter(source=PRACTICE).count() == 2
