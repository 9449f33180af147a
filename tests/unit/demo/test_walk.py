"""The walk ends at the first answer that is otherwise: it cannot end well by chance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from holdfast.demo.calls import Answer
from holdfast.demo.walk import Walk, WentOtherwise

EARLY = {"id": "B3.order", "sentence": "Accepted first.", "mend": "Wait.", "escalation": {"level": "executive"}}
HEARD = {"id": "B3.heard", "sentence": "Heard.", "mend": "Ask.", "escalation": None}


def _refusal(*controls: dict[str, Any], status: int = 409) -> Answer:
    return Answer(status, {"controls": list(controls)}, {})


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def walk(tmp_path: Path, said: list[str]) -> Walk:
    return Walk(0, {}, tmp_path, said.append)


def test_a_refusal_is_told_with_its_controls_and_how_to_mend_it(walk: Walk, said: list[str]) -> None:
    walk.refused("Too early:", _refusal(EARLY, HEARD), "B3.order", "executive")
    assert said == [
        "  1. Too early: REFUSED.",
        "     B3.order: Accepted first. Escalated: executive.",
        "     B3.heard: Heard.",
        "     To mend it: Wait.",
    ]


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        (Answer(201, {"filed": True}, {}), ""),
        (_refusal(HEARD), ""),
        (_refusal(EARLY), "director"),
        (_refusal(EARLY, status=403), ""),
    ],
    ids=["it was filed", "another control", "another level", "no refusal of a control"],
)
def test_it_ends_where_a_step_is_not_refused_as_it_should(walk: Walk, answer: Answer, level: str) -> None:
    with pytest.raises(WentOtherwise, match=r"B3\.order was to refuse it"):
        walk.refused("Too early:", answer, "B3.order", level)


@pytest.mark.parametrize("answer", [_refusal(EARLY), Answer(500, {}, {}), Answer(422, {}, {}), Answer(401, {}, {})])
def test_it_ends_where_a_step_is_not_filed(walk: Walk, answer: Answer, said: list[str]) -> None:
    with pytest.raises(WentOtherwise):
        walk.filed("This was to be filed.", answer)
    assert said == []


def test_a_link_is_read_from_the_latest_mail(walk: Walk, tmp_path: Path) -> None:
    mail = "To: a@b.example\nSubject: hello\n\nOpen it:\n\nhttp://127.0.0.1/join/{}/\n\nIt is for you.\n"
    (tmp_path / "1.log").write_text(mail.format("hfl_00ff_first"))
    (tmp_path / "2.log").write_text(mail.format("hfl_00ff_the-second_one"))
    assert walk.secret_mailed() == "hfl_00ff_the-second_one"


def test_it_ends_where_no_mail_comes(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.demo.walk.MAIL_SECONDS", 0)
    with pytest.raises(WentOtherwise, match="No mail"):
        walk.secret_mailed()
