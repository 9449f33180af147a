"""To which number a text with the person's page is offered: the plan's where texts are its way, and no other."""

from __future__ import annotations

import pytest

from holdfast.people.selectors import PersonView
from holdfast.web.presenters import person as page
from tests.unit.protocol.test_safe_contact import planned, state

WHO = PersonView(
    id="", name="", born="", is_deceased=False, gender="", language="en", languages=(), phones=("585-555-0177",)
)  # fmt: skip


@pytest.fixture(autouse=True)
def carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "texts_can_go", lambda: True)


@pytest.mark.parametrize(
    ("plan", "digits"),
    [
        (None, "77"), (planned(), "23"), (planned(channel="in_person", number_or_address="home"), ""),
        (planned(channel="phone"), ""),
    ],
)  # fmt: skip
def test_a_text_is_offered_only_to_the_number_of_the_plan(plan, digits):
    assert page._text_to(WHO, state(plan)) == digits
