"""An emergency exception is short and takes nothing away; nothing of the story is said again beyond what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.protocol import commands as c
from holdfast.protocol import events as e
from holdfast.protocol.chapters.consent import filed
from holdfast.protocol.chapters.consent.part2 import LONG_NOTICE
from holdfast.protocol.chapters.consent.said import Consent, ExceptionFinding, Proposal, ReviewException
from holdfast.protocol.chapters.story.commands import NameBarrier
from holdfast.protocol.chapters.story.filed import FILED
from holdfast.protocol.chapters.story.lists import Barrier, BarrierSeverity
from holdfast.protocol.chapters.story.said import BarrierNamed, SaidBack, StoryKept
from holdfast.protocol.codes import ConsentScope, DeadlineName, GivenBy, Role
from holdfast.protocol.facts import Assignment, Facts, Party
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import INITIAL, Deadline, State
from holdfast.transfers.disclosure import (
    HEARD_UNDER,
    RECEIVING_FIELDS,
    Sight,
    consent_of,
    deadlines_heard,
    scopes_towards,
)
from holdfast.transfers.story import story_seen
from tests.unit.transfers.test_story import _telling

AT = datetime(2026, 11, 18, 17, tzinfo=UTC)
SPAN, SECOND = timedelta(hours=72), timedelta(seconds=1)
IDENTITY, CLINICAL, SUD = ConsentScope.IDENTITY_AND_CONTACT, ConsentScope.CLINICAL_SUMMARY, ConsentScope.SUD_PART2
OWN = Consent(frozenset({IDENTITY}), date(2027, 2, 18), step=2)
ASKED = Proposal(frozenset({SUD}), "treatment", date(2027, 2, 18), "es", None, None, 3, AT, "dana")
EXCEPTION = c.GiveConsent(
    scopes=(IDENTITY, CLINICAL), to="riverside", purpose="treatment", until=date(2027, 2, 18), language="es",
    given_by=GivenBy.EMERGENCY_EXCEPTION, reason="Not awake.",
)  # fmt: skip
RECEIVER = Party("ines", assignments=(Assignment(Role.INTAKE_LEAD, "riverside"),))


@pytest.fixture(autouse=True)
def routed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(State, "receiving_service", "riverside")


def excepted(**changed: object) -> State:
    state = INITIAL.changed(zone="America/New_York", step=4, service="northside", policy=base_policy(), **changed)
    return filed.consented(state, e.StepFiled(EXCEPTION, Facts(AT, Party("dana")), ()))


def reviewed(state: State, finding: ExceptionFinding) -> State:
    review = ReviewException(exception="give_consent-4", finding=finding, note="Read.")
    return filed.FILED["review_exception"](state, e.StepFiled(review, Facts(AT, Party("rosa")), ()))


@pytest.mark.parametrize("owner", ["northside", "riverside"])
@pytest.mark.parametrize(("at", "is_open"), [(AT + SPAN - SECOND, True), (AT + SPAN, False)])
def test_an_exception_shows_nothing_after_its_span(at: datetime, owner: str, *, is_open: bool) -> None:
    state = excepted(owner_service=owner)
    assert bool(scopes_towards(state, ["riverside"], at)) == is_open
    assert consent_of(state)[0] == AT + SPAN


def test_the_own_consent_and_the_open_question_outlast_an_exception() -> None:
    state = excepted(consents={"riverside": OWN}, consent=replace(INITIAL.consent, proposals={"riverside": ASKED}))
    assert state.consent.proposals == {"riverside": ASKED}
    assert scopes_towards(state, ["riverside"], AT) == {IDENTITY, CLINICAL}
    assert scopes_towards(state, ["riverside"], AT + SPAN) == {IDENTITY}
    assert scopes_towards(filed.revoked(state, "riverside"), ["riverside"], AT) == frozenset()


@pytest.mark.parametrize("own", [None, OWN])
def test_an_exception_that_was_not_in_order_opens_nothing_more(own: Consent | None) -> None:
    state = excepted(consents={"riverside": own} if own else {})
    assert reviewed(state, ExceptionFinding.IN_ORDER).consents == state.consents
    undone = reviewed(state, ExceptionFinding.NOT_IN_ORDER)
    assert dict(undone.consents) == ({"riverside": own} if own else {})
    assert dict(undone.consent.own) == {}


def test_substance_use_records_are_not_kept_past_the_last_day() -> None:
    ended = Consent(frozenset({IDENTITY, SUD}), date(2026, 11, 17), step=2)
    state = INITIAL.changed(zone="America/New_York", consents={"riverside": ended}, owner_service="riverside")
    assert scopes_towards(state, ["riverside"], AT) == {IDENTITY}


@pytest.mark.parametrize(("now", "is_said"), [({CLINICAL}, False), ({CLINICAL, SUD}, True)])
def test_what_was_said_back_needs_all_that_was_open_then(now: set[ConsentScope], *, is_said: bool) -> None:
    said = SaidBack(1, "Since spring.", "ines", AT, scopes=frozenset({CLINICAL, SUD}))
    telling = _telling(substance_use=None, medications=())
    seen = story_seen(State(story=StoryKept((telling,), said_back=said)), Sight.RECEIVING, frozenset(now), AT)
    assert seen is not None
    assert ((seen.read_back is not None), seen.notice) == (is_said, LONG_NOTICE if is_said else None)
    assert "words" not in RECEIVING_FIELDS["read_back"] | RECEIVING_FIELDS["confirm_read_back"]


def test_a_barrier_that_tells_of_substance_use_has_the_notice_beside_it() -> None:
    named = BarrierNamed(Barrier.CO_OCCURRING_SUBSTANCE_USE, BarrierSeverity.HINDERS, "", "dana", AT)
    state = State(story=StoryKept(barriers={named.barrier: named}))
    seen = story_seen(state, Sight.RECEIVING, frozenset({SUD}), AT)
    assert seen is not None
    assert seen.notice == LONG_NOTICE


@pytest.mark.parametrize(("scopes", "note"), [({IDENTITY}, "Hers."), ({IDENTITY, SUD}, "Theirs.")])
def test_a_barrier_is_not_written_over_by_who_may_not_know_of_it(scopes: set[ConsentScope], note: str) -> None:
    standing = BarrierNamed(Barrier.CO_OCCURRING_SUBSTANCE_USE, BarrierSeverity.HINDERS, "Hers.", "dana", AT)
    consents = {"riverside": Consent(frozenset(scopes), date(2027, 2, 18))}
    state = INITIAL.changed(
        zone="America/New_York", service="northside", consents=consents,
        story=StoryKept((_telling(),), barriers={standing.barrier: standing}),
    )  # fmt: skip
    again = NameBarrier(barrier=standing.barrier, severity=BarrierSeverity.HINDERS, note="Theirs.")
    after = FILED["name_barrier"](state, e.StepFiled(again, Facts(AT, RECEIVER), ()))
    assert after.story.barriers[standing.barrier].note == note


def test_a_deadline_that_tells_by_its_name_is_heard_of_on_the_originating_side_alone() -> None:
    deadline = Deadline(AT, AT, None)
    state = INITIAL.changed(deadlines={DeadlineName.WELFARE_REVIEW: deadline, DeadlineName.REVIEW: deadline})
    names = {sight: [name for name, _ in deadlines_heard(state, sight)] for sight in Sight}
    assert names[Sight.WHOLE] == [DeadlineName.WELFARE_REVIEW, DeadlineName.REVIEW]
    assert names[Sight.RECEIVING] == names[Sight.PERSON] == [DeadlineName.REVIEW]


def test_that_the_notice_was_read_is_heard_of_where_the_records_are_shared() -> None:
    assert HEARD_UNDER["read_notice"] is SUD
