"""How a field is drawn: with which control, what stands in it, what there is to choose, what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from holdfast.protocol.codes import Capacity, Risk
from holdfast.web.forms.drawing import Offered, Paper, draw
from holdfast.web.forms.fields import FieldView, Option, Widget
from holdfast.web.forms.quick import quick_choices
from holdfast.web.forms.reading import MOST_ROWS, Clock
from holdfast.web.forms.shapes import shapes_of

NOON = datetime(2026, 11, 18, 17, tzinfo=UTC)
CLOCK = Clock("America/New_York", NOON)


def field(step: str, name: str, typed=None, offered=None, **said) -> FieldView:
    """Return one field of a form as it is drawn."""
    paper = Paper(typed or {}, CLOCK, offered or Offered(), **said)
    return {view.name: view for view in draw(shapes_of(step), paper)}[name]


@pytest.mark.parametrize(
    ("step", "name", "widget"),
    [
        ("authorization_request", "urgency", Widget.RADIOS),
        ("authorization_request", "transfer_trigger", Widget.SELECT),
        ("authorization_request", "risk_indicators", Widget.CHECKBOXES),
        ("authorization_request", "reviewer_id", Widget.SELECT),
        ("authorization_request", "next_checkpoint_date", Widget.MOMENT),
        ("authorization_decision", "accommodations", Widget.ROWS),
        ("authorization_decision", "unresolved_dependencies", Widget.ROWS),
        ("release_readiness", "fallback_route", Widget.GROUP),
        ("live_connection", "handoff_purpose", Widget.AREA),
        ("give_consent", "purpose", Widget.LINE),
        ("give_consent", "until", Widget.MOMENT),
        ("verification", "service_impact_score", Widget.NUMBER),
        ("assurance_followup", "residual_concern", Widget.RADIOS),
        ("person_confirms", "what", Widget.RADIOS),
    ],
)
def test_each_kind_of_field_has_its_control(step, name, widget):
    assert field(step, name).widget is widget


def test_nothing_is_chosen_beforehand():
    assert not any(option.is_chosen for option in field("authorization_request", "urgency").options)
    assert not any(option.is_chosen for option in field("assurance_followup", "residual_concern").options)


def test_answers_are_said_in_the_language_of_the_reader():
    with translation.override("es"):
        labels = [option.label for option in field("verification", "residual_risk").options]
    assert len(labels) == len(Risk)
    assert labels != [option.label for option in field("verification", "residual_risk").options]


def test_codes_that_fit_stand_before_the_others():
    offered = Offered(fitting={"accepted_scope": frozenset({"step-up"})})
    view = field("receiving_acceptance", "accepted_scope", {"accepted_scope": ["step-down"]}, offered)
    assert [option.value for option in view.near] == ["step-up"]
    assert len(view.further) == 22
    assert view.is_further_chosen


def test_an_answer_that_is_none_stays_in_a_list_and_is_drawn_as_no_radio():
    listed = field("contact_attempt", "outcome", {"outcome": ["x" * 500]})
    assert listed.options[-1] == Option("x" * 500, f"Not in this list: {'x' * 40}…", is_chosen=True)
    assert not any(option.is_chosen for option in field("signal", "what", {"what": ["x"]}).options)


def test_a_line_with_line_breaks_is_drawn_so_that_it_keeps_them():
    assert field("give_consent", "purpose", {"purpose": ["a\r\nb"]}).widget is Widget.AREA


def test_an_empty_list_has_one_blank_row():
    view = field("authorization_decision", "accommodations")
    assert [row.name for row in view.rows] == ["accommodations.0"]
    assert [part.name for part in view.rows[0].parts] == [f"accommodations.0.{x}" for x in ("what", "reason", "plan")]


def test_a_full_list_takes_no_more():
    typed = {f"unresolved_dependencies.{number}": ["x"] for number in range(MOST_ROWS - 1)}
    assert field("authorization_decision", "unresolved_dependencies", typed).more == ""


def test_a_part_is_named_with_what_it_is_a_part_of():
    problems = {"evidence.0.grade": "Field required"}
    typed = {"evidence.0.reference": ["visit 1"]}
    view = field("verification", "evidence", typed, problems=problems)
    assert view.rows[0].part["grade"].error == "Choose an answer to “Evidence that you looked at: Evidence 1: Grade”."


def test_quick_choices_stand_beside_day_and_time():
    quick = {"review_date": (Option("2026-11-19", "Tomorrow"),)}
    view = field("release_readiness", "review_date", {"review_date.quick": ["2026-11-19"]}, Offered(quick=quick))
    assert view.moment is not None
    assert [(o.value, o.is_chosen) for o in view.moment.quick] == [("2026-11-19", True), ("other", False)]


def test_a_quick_choice_of_yesterday_is_the_day_that_it_named():
    quick = {"review_date": (Option("2026-11-19", "Tomorrow"),)}
    view = field("release_readiness", "review_date", {"review_date.quick": ["2026-11-18T09:00"]}, Offered(quick=quick))
    assert view.moment is not None
    assert (view.moment.day, view.moment.time) == ("2026-11-18", "09:00")
    assert view.moment.quick[-1].is_chosen


def test_a_time_that_comes_twice_can_be_told_apart():
    typed = {"at.day": ["2026-11-01"], "at.time": ["01:30"], "at.offset": ["-05:00"]}
    view = field("reschedule_first_action", "at", typed)
    assert view.moment is not None
    assert [(o.value, o.is_chosen) for o in view.moment.offsets] == [("-04:00", False), ("-05:00", True)]


def test_the_zone_is_named():
    view = field("reschedule_first_action", "at")
    assert view.moment is not None
    assert view.moment.zone == "Eastern Time"


@pytest.mark.parametrize(
    ("step", "name", "refused"),
    [
        ("authorization_request", "urgency", "not-rated"), ("receiving_acceptance", "acceptance", "undecided"),
        ("handoff_closure", "person_heard_next_step", "assumed"), ("verification", "first_action_status", "unknown"),
        ("corrective_determination", "failure_category", "unspecified"),
        ("assurance_followup", "person_reported_continuity", "not_asked"),
    ],
)  # fmt: skip
def test_an_answer_that_is_always_refused_is_not_offered(step, name, refused):
    offered = {option.value for option in field(step, name).options}
    assert offered
    assert refused not in offered


def test_a_staff_members_assumption_is_no_source_of_retelling():
    parts = field("assurance_followup", "retelling_burden_reduced").part
    assert [option.value for option in parts["source"].options] == ["person", "supporter"]


def test_a_code_of_another_list_that_is_called_the_same_is_offered():
    assert "unknown" in {code.value for code in Capacity}
    assert len(field("verification", "residual_risk").options) == len(Risk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "This is Eastern Time, not your Central Time."),
        ({"at.day": ["2026-11-19"], "at.time": ["10:00"]}, "For you: Thursday, November 19, 9:00 AM, Central Time."),
    ],
)
def test_who_sits_in_another_zone_is_told_what_their_own_clock_says(typed, said):
    with timezone.override("America/Chicago"):
        view = field("reschedule_first_action", "at", typed)
    assert view.moment is not None
    assert view.moment.own_clock.replace("\N{NO-BREAK SPACE}", " ") == said


def test_in_ones_own_zone_nothing_is_said_of_it():
    with timezone.override("America/New_York"):
        view = field("reschedule_first_action", "at", {})
    assert view.moment is not None
    assert view.moment.own_clock == ""


def test_what_has_happened_is_offered_now_and_what_is_to_come_tomorrow(opened):
    past = quick_choices(shapes_of("live_connection"), opened, CLOCK)
    assert [option.value for option in past["contact_attempted_at"]] == ["now"]
    to_come = quick_choices(shapes_of("receiving_acceptance"), opened, CLOCK)
    assert [option.value for option in to_come["first_action.at"]] == ["2026-11-19T09:00"]


def test_today_is_offered_until_it_closes(opened):
    late = Clock("America/New_York", NOON.replace(hour=23))
    values = [
        [option.value for option in quick_choices(shapes_of("release_readiness"), opened, clock)["review_date"]]
        for clock in (CLOCK, late)
    ]
    assert values == [["2026-11-18", "2026-11-19", "2026-11-25"], ["2026-11-19", "2026-11-25"]]


def test_no_day_is_offered_that_the_rule_refuses(opened):
    plan = [option.value for option in quick_choices(shapes_of("plan_safe_contact"), opened, CLOCK)["valid_until"]]
    assert plan == ["2026-11-25", "2026-12-18"]
    died = [option.value for option in quick_choices(shapes_of("record_death"), opened, CLOCK)["died_on"]]
    assert died == ["2026-11-18", "2026-11-17"]
    signed = quick_choices(shapes_of("give_consent"), opened, CLOCK)["part2.signed_at"]
    assert [option.value for option in signed] == ["now"]
