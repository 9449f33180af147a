"""Every field, step and rule has words; every rule that refuses has a place where it is mended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.config.ids import new_id
from holdfast.protocol.controls import CONTROLS, Consequence
from holdfast.protocol.controls.registry import in_order
from holdfast.protocol.fields import Form
from holdfast.web.forms.field_words import ANSWERS, FIELDS
from holdfast.web.forms.mending import MENDS, address_of, mend_of
from holdfast.web.forms.shapes import Kind, form_shapes, model_of, shapes_of, steps, walk
from holdfast.web.words.controls import SENTENCES, mend_words
from holdfast.web.words.steps import STEPS, done_words

REFUSING = [each for each in in_order() if each.check and each.consequence is Consequence.REFUSE]
OUR_OWN = [each for each in in_order() if not each.package]
"""Without those of pathway packages, which say themselves what they say."""
ASKED = [(each.id, step) for each in REFUSING for step in each.steps if step != "*"]


def _fields() -> set[str]:
    named = set()
    for step in (*steps(), "open_transfer"):
        for shape in walk(form_shapes(model_of(step))):
            named.add(f"{shape.of}.{shape.name}")
            if shape.kind is Kind.ROWS:
                named.add(f"{shape.of}.{shape.name}.row")
    return named


SERVERS_OWN = {
    "JoinLiveEvent.identity", "JoinLiveEvent.measured", "AttestPresence.identity", "AttestPresence.device",
    "ConfirmVoiceAcceptance.identity", "ConfirmAccess.identity",
}  # fmt: skip


def test_every_field_has_words_and_no_words_are_idle():
    assert FIELDS.keys() == _fields() - SERVERS_OWN


def test_every_step_has_words_and_no_words_are_idle():
    assert STEPS.keys() == set(steps())


def test_the_answers_of_the_person_have_words():
    assert {value for field, value in ANSWERS if field == "PersonConfirms.what"} == {"next_step", "resume"}


def test_what_is_no_step_is_said_to_be_done_by_nothing():
    assert done_words("<script>") == ""


def test_every_rule_stands_in_the_catalogs():
    assert set(SENTENCES) == {said for each in OUR_OWN for said in (each.sentence, each.mend) if said}


@pytest.mark.parametrize("control", REFUSING, ids=lambda each: each.id)
def test_every_rule_that_refuses_can_be_mended_somewhere(control):
    mend = mend_of(control.id, control.steps[0])
    assert mend_words(control.id)
    assert str(mend.words)
    assert bool(mend.field) != bool(mend.page)


@pytest.mark.parametrize("mend", [mend for mend in MENDS.values() if mend.page])
def test_the_page_on_which_a_rule_is_mended_exists(mend):
    assert address_of(mend, new_id()).startswith("/")


@pytest.mark.parametrize(("control", "step"), ASKED)
def test_the_field_in_which_a_rule_is_mended_is_on_the_form_that_it_refuses(control, step):
    mend = mend_of(control, step)
    shapes = shapes_of(step, CONTROLS[control].package)
    names = {shape.name for shape in shapes} | {f"package.{part.name}" for part in (shapes[-1].parts if shapes else ())}
    assert not mend.field or mend.field in names


def test_no_mend_is_idle():
    assert MENDS.keys() == {each.id for each in REFUSING if each in OUR_OWN}
    assert CONTROLS.keys() > MENDS.keys()


def test_the_registry_is_walked_to_pages_that_take_a_step():
    of = {(mend.page, mend.of) for mend in MENDS.values() if mend.of}
    assert all(step in steps() for _page, step in of)
    assert all(reverse(page, args=[new_id(), step]) for page, step in of)


def test_every_model_of_a_step_is_a_form():
    assert all(issubclass(model_of(step), Form) for step in steps())
