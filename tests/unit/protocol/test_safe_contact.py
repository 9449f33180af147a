"""Whether the person may be contacted: one rule, held to its boundaries, and to never saying more than is safe."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.protocol.chapters.consent.said import Consent
from holdfast.protocol.chapters.safety.codes import SafeChannel, Weekday, WhoInitiates
from holdfast.protocol.chapters.safety.duress import OWN_WORDS, is_spoken, is_word_of_danger
from holdfast.protocol.chapters.safety.reach import Allowed, Held, Says, Wants, Why, may_contact
from holdfast.protocol.chapters.safety.said import PlanKept, PlanSafeContact, SafetyKept
from holdfast.protocol.codes import ConsentScope, RiskIndicator, Voicemail, YesNoUnknown
from holdfast.protocol.commands import COMMANDS, CheckSafety
from holdfast.protocol.facts import PERSON, Party
from holdfast.protocol.plausible import Remedy, implausible
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import INITIAL, SafetyAnswer, State

NY = "America/New_York"
AT = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)  # Wednesday, 2 PM in New York
TEXT, NEUTRAL = SafeChannel.TEXT, Wants(Says.NEUTRAL)
ASKED = Wants(Says.NEUTRAL, asked_by_person=True)
WEEK = tuple(Weekday)


def planned(**changed) -> PlanSafeContact:
    fields = {
        "channel": "text", "number_or_address": "(585) 555-0123", "owner_of_device": "person", "safe_days": WEEK,
        "safe_from": "09:00", "safe_until": "16:30", "voicemail": "detailed", "mask_caller_id": True,
        "preview_is_safe": True, "who_may_answer": [], "if_another_answers": "Ask for the plumber.",
        "do_not_contact": [], "portal_visibility": "nobody_else", "interpreter_gender": "any", "mail_is_safe": False,
        "who_initiates": "either", "details_behind_code": False, "valid_until": "2026-12-18",
    }  # fmt: skip
    return PlanSafeContact.model_validate({**fields, **changed})


def state(plan: PlanSafeContact | None = None, **changed) -> State:
    kept = PlanKept(plan, 1, "dana", AT - timedelta(days=1), frozenset(), plan.zone or NY) if plan else None
    reminded = Consent(frozenset({ConsentScope.MESSAGING_REMINDERS}), date(2027, 1, 1))
    begun = INITIAL.changed(
        zone=NY, policy=base_policy(), opened_at=AT, consents={"riverside": reminded}, safety=SafetyKept(plan=kept)
    )
    return begun.changed(**changed)


def why(state: State, wants: Wants = NEUTRAL, at: datetime = AT, channel: SafeChannel = TEXT) -> Why | Says:
    answer = may_contact(state, channel, at, wants)
    return answer.why if isinstance(answer, Held) else answer.says


def test_in_safe_hours_by_the_safe_way_it_goes():
    assert why(state(planned())) is Says.NEUTRAL


def test_without_a_plan_only_a_neutral_message_goes_that_the_person_asked_for():
    assert why(state()) is Why.NO_PLAN
    assert why(state(), ASKED) is Says.NEUTRAL
    assert why(state(), Wants(Says.DETAILED, asked_by_person=True)) is Why.NO_PLAN


@pytest.mark.parametrize(
    ("local", "until"),
    [("08:59", "2026-11-18T09:00"), ("16:30", "2026-11-19T09:00"), ("23:00", "2026-11-19T09:00")],
)
def test_outside_safe_hours_it_waits_until_they_begin(local, until):
    zone = ZoneInfo(NY)
    at = datetime.fromisoformat(f"2026-11-18T{local}").replace(tzinfo=zone)
    begins = datetime.fromisoformat(until).replace(tzinfo=zone)
    assert may_contact(state(planned()), TEXT, at, NEUTRAL) == Held(Why.OUTSIDE_HOURS, begins)


@pytest.mark.parametrize("local", ["09:00", "16:29"])
def test_at_the_bounds_of_the_safe_hours(local):
    at = datetime.fromisoformat(f"2026-11-18T{local}").replace(tzinfo=ZoneInfo(NY))
    assert why(state(planned()), at=at) is Says.NEUTRAL


def test_the_hours_are_the_persons_and_not_the_services():
    assert why(state(planned(zone="Pacific/Honolulu"))) is Says.NEUTRAL  # 9 AM there
    assert why(state(planned(zone="Pacific/Honolulu")), at=AT - timedelta(seconds=1)) is Why.OUTSIDE_HOURS


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin():
    plan = planned(safe_from="22:00", safe_until="02:00", safe_days=["wednesday"])
    thursday = datetime(2026, 11, 19, 1, 30, tzinfo=ZoneInfo(NY))
    assert why(state(plan), at=thursday) is Says.NEUTRAL
    assert why(state(plan), at=thursday + timedelta(minutes=30)) is Why.OUTSIDE_HOURS
    assert why(state(plan), at=thursday - timedelta(days=1)) is Why.OUTSIDE_HOURS


def test_where_no_day_is_safe_it_waits_for_somebody():
    assert may_contact(state(planned(safe_days=[])), TEXT, AT, NEUTRAL) == Held(Why.OUTSIDE_HOURS, None)


def test_the_plan_holds_to_the_end_of_its_last_day_in_the_persons_zone():
    plan = planned(valid_until="2026-11-18", safe_until="23:59")
    last = datetime(2026, 11, 18, 23, 58, tzinfo=ZoneInfo(NY))
    assert why(state(plan), at=last) is Says.NEUTRAL
    assert why(state(plan), at=last + timedelta(minutes=2)) is Why.PLAN_OVER


def test_a_plan_that_was_let_hold_longer_ends_after_thirty_days():
    assert why(state(planned(valid_until="2027-12-01")), at=AT + timedelta(days=29)) is Says.NEUTRAL
    assert why(state(planned(valid_until="2027-12-01")), at=AT + timedelta(days=30)) is Why.PLAN_OVER


def test_danger_since_the_plan_ends_it_also_where_it_was_settled():
    told = state(planned())
    assert why(told.changed(safety=replace(told.safety, in_danger_at=AT))) is Why.NEW_RISK


@pytest.mark.parametrize("answer", [YesNoUnknown.NO, YesNoUnknown.UNKNOWN])
@pytest.mark.parametrize("whose", ["safety_by_person", "safety_by_staff"])
def test_after_an_answer_that_is_not_yes_nothing_goes(answer, whose):
    assert why(state(planned(), **{whose: SafetyAnswer(answer, AT)}), ASKED) is Why.UNSAFE


def test_the_persons_own_no_outlasts_a_later_yes_of_staff():
    said = {"safety_by_person": SafetyAnswer(YesNoUnknown.NO, AT - timedelta(days=9))}
    assert why(state(planned(), safety_by_staff=SafetyAnswer(YesNoUnknown.YES, AT), **said)) is Why.UNSAFE


@pytest.mark.parametrize(
    ("held", "changed"),
    [
        (Why.OTHER_WAY, {"channel": "phone"}),
        (Why.DO_NOT_CONTACT, {"do_not_contact": ["585.555.0123"]}),
        (Why.PERSON_BEGINS, {"who_initiates": WhoInitiates.PERSON}),
    ],
)
def test_what_the_plan_forbids_is_held(held, changed):
    assert why(state(planned(**changed))) is held


def test_another_number_than_the_plans_is_another_way():
    assert why(state(planned()), Wants(Says.NEUTRAL, address="+1 585 555 0123")) is Says.NEUTRAL
    assert why(state(planned()), Wants(Says.NEUTRAL, address="585-555-0199")) is Why.OTHER_WAY


def test_nothing_goes_without_the_persons_consent_to_messages_or_while_they_paused():
    assert why(state(planned(), consents={})) is Why.NO_CONSENT
    assert why(state(planned(), consents={}), ASKED) is Says.NEUTRAL
    assert why(state(planned(), is_paused=True), ASKED) is Why.PAUSED


@pytest.mark.parametrize(
    ("said", "changed"),
    [(Says.DETAILED, {}), (Says.NEUTRAL, {"preview_is_safe": False}), (Says.NEUTRAL, {"owner_of_device": "shared"}),
     (Says.NEUTRAL, {"voicemail": "none"}), (Says.NEUTRAL, {"details_behind_code": True})],
)  # fmt: skip
def test_a_text_says_no_more_than_is_safe(said, changed):
    assert why(state(planned(**changed)), Wants(Says.DETAILED)) is said


@pytest.mark.parametrize(("voicemail", "said"), [(each, Says(place)) for place, each in enumerate(Voicemail)])
def test_a_voice_message_says_what_the_plan_lets_it(voicemail, said):
    plan = planned(channel="phone", voicemail=voicemail)
    assert why(state(plan), Wants(Says.DETAILED), channel=SafeChannel.PHONE) is said


def test_letters_go_only_where_letters_are_safe():
    assert why(state(planned()), channel=SafeChannel.MAIL) is Why.OTHER_WAY
    assert why(state(planned(mail_is_safe=True)), Wants(Says.DETAILED), channel=SafeChannel.MAIL) is Says.NEUTRAL


@pytest.mark.parametrize(
    ("word", "means_it"),
    [("tulip", True), ("TULIP!", True), ("I like a tulip, really", True), ("tulips", False), ("", False)],
)
def test_the_word_of_danger_is_heard_as_a_word(word, means_it):
    check = {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none"}
    said = CheckSafety.model_validate({**check, **({"word": word} if word else {})})
    assert is_word_of_danger(state(planned(code_word="Tulip")), said) is means_it
    assert not is_word_of_danger(state(planned()), said)


@pytest.mark.parametrize(
    ("step", "by", "is_heard"),
    [(step, by, by == PERSON or step != "ask_cancel_visit") for step in sorted(OWN_WORDS) for by in (PERSON, "dana")],
)
def test_the_word_of_danger_is_heard_in_all_that_is_the_persons_to_say(step, by, is_heard):
    fields: dict[str, Any] = {OWN_WORDS[step]: "We will water the tulip."}
    said = COMMANDS[step].model_construct(**fields)
    assert is_spoken(state(planned(code_word="Tulip")), said, Party(by)) is is_heard
    assert not is_spoken(state(planned(code_word="Rose")), said, Party(by))
    assert not is_spoken(state(), said, Party(by))


def test_a_plan_that_names_its_own_word_is_no_word_of_danger():
    plan = planned(code_word="tulip")
    assert not is_spoken(state(plan), plan, Party(PERSON))


STATES = st.builds(
    state,
    st.none() | st.builds(
        planned, safe_days=st.lists(st.sampled_from(WEEK), unique=True), voicemail=st.sampled_from(Voicemail),
        channel=st.sampled_from(SafeChannel), who_initiates=st.sampled_from(WhoInitiates),
        preview_is_safe=st.booleans(), valid_until=st.sampled_from(["2026-11-17", "2026-11-18", "2026-12-18"]),
        safe_from=st.sampled_from(["00:00", "09:00", "22:00"]), safe_until=st.sampled_from(["02:00", "16:30", "00:00"]),
    ),
    is_paused=st.booleans(),
    safety_by_person=st.none() | st.builds(SafetyAnswer, st.sampled_from(YesNoUnknown), st.just(AT)),
)  # fmt: skip
WANTS = st.builds(Wants, st.sampled_from(Says), st.booleans())


@given(told=STATES, wants=WANTS, channel=st.sampled_from(SafeChannel), minutes=st.integers(-20_000, 60_000))
def test_whatever_goes_was_planned_or_asked_for_and_says_no_more_than_was_wanted(told, wants, channel, minutes):
    at = AT + timedelta(minutes=minutes)
    answer = may_contact(told, channel, at, wants)
    if isinstance(answer, Held):
        assert answer.until is None or (
            (answer.until > at and isinstance(may_contact(told, channel, answer.until, wants), Allowed))
            or why(told, wants, answer.until, channel) is Why.PLAN_OVER
        )  # fmt: skip
        return
    assert answer.says <= wants.says
    assert not told.is_paused
    assert told.safety_by_person is None or told.safety_by_person.safe_now is YesNoUnknown.YES
    if told.safety.plan is None:
        assert wants.asked_by_person
        assert answer.says <= Says.NEUTRAL


@pytest.mark.parametrize("risk", [RiskIndicator.VIOLENCE_AT_HOME])
def test_a_sign_of_risk_that_the_plan_did_not_know_ends_it(risk, monkeypatch):
    told = state(planned())
    monkeypatch.setattr("holdfast.protocol.chapters.safety.reach.risks_of", lambda state: frozenset({risk}))
    assert why(told) is Why.NEW_RISK


@pytest.mark.parametrize(
    ("word", "typed"),
    [("jardín", "jardi\u0301n"), ("jardín", "Jardin"), ("Josés", "JOSE\u0301S"), ("don't worry", "dont worry"),
     ("don't worry", "don\u2019t worry"), ("\uff41pple", "apple"), ("Straße", "STRASSE"), ("d\u00b4or", "dor")],
)  # fmt: skip
def test_a_code_word_is_known_however_the_keyboard_types_it(word, typed):
    check = {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none", "word": typed}
    said = CheckSafety.model_validate(check)
    assert is_word_of_danger(state(planned(code_word=word)), said)


@pytest.mark.parametrize(
    ("word", "typed", "means_it"),
    [
        ("marigold", "It is the marigold's.", True), ("marigold", "marigolds", False),
        ("\U0001f33c", "Yes \U0001f33c!", True),
        ("\U0001f33c", "Yes \U0001f337", False), ("tulip \U0001f337", "a tulip", True), ("菊花", "我想要菊花茶", True),
        ("菊花", "我想要茶", False), ("وردة", "بالوردة", True), ("국화", "국화를 주세요", True),
        ("caléndula", "calén\u200bdula", True), ("ดอกไม้", "ฉันชอบดอกไม้สีแดง", True),
    ],
)  # fmt: skip
def test_a_word_is_heard_as_its_script_is_written(word, typed, means_it):
    said = CheckSafety.model_validate(
        {"safe_now": "yes", "alone": "yes", "contact_method": "text", "voicemail": "none", "word": typed}
    )
    assert is_word_of_danger(state(planned(code_word=word)), said) is means_it


@pytest.mark.parametrize(
    ("changed", "remedy"),
    [
        ({}, None), ({"number_or_address": "not a number"}, Remedy.NO_NUMBER),
        ({"number_or_address": "911"}, Remedy.NO_NUMBER),
        ({"channel": "phone", "number_or_address": "her aunt"}, Remedy.NO_NUMBER),
        ({"channel": "mail", "number_or_address": "4 Elm Street"}, None),
        ({"do_not_contact": ["Her aunt", "585 555 0123"]}, Remedy.NOT_THERE),
        ({"do_not_contact": ["585 555 0124"]}, None),
    ],
)  # fmt: skip
def test_a_plan_names_a_way_that_leads_to_the_person(changed, remedy):
    wrong = {"number_or_address": remedy} if remedy else {}
    assert implausible(planned(**changed), state(), AT, Party(PERSON)) == wrong


@pytest.mark.parametrize(("word", "is_heard"), [("!!", False), (" . ", False), ("\U0001f33c", True), ("7", True)])
def test_a_plan_takes_no_word_that_nothing_can_hear(word, is_heard):
    plan = planned(code_word=word, duress_phrase=word)
    wrong = {} if is_heard else {"code_word": Remedy.UNHEARD, "duress_phrase": Remedy.UNHEARD}
    assert implausible(plan, state(), AT, Party(PERSON)) == wrong
