"""A consent ends with the event that the person named: by itself where the ledger has it, else by somebody's word."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from holdfast.cli.vectors import Run
from holdfast.protocol.chapters.consent.filed import followed
from holdfast.protocol.chapters.consent.said import Consent, ConsentEnd
from holdfast.protocol.chapters.consent.standing import open_scopes
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import State
from tests.unit.protocol.vectors import vector

STORY = "journeys/elevated-to-held.json"
SECOND = timedelta(seconds=1)
TOLD = {"right_to_revoke_told": True, "redisclosure_told": True, "consequences_told": True}


def steps(part2: dict[str, Any]) -> Iterator[State]:
    """Tell a story to its end with a consent that says so, and yield the state after each step."""
    story = deepcopy(vector(STORY))
    for step in story["steps"]:
        if step["do"] == "give_consent":
            step["with"] |= {"part2": TOLD | part2}
    run = Run(story, base_policy().overridden(story.get("policy", {})))
    for step in story["steps"]:
        assert run.step(step).filed, step
        yield run.state


@cache
def told(ends_with: str) -> tuple[State, ...]:
    return tuple(steps({"ends_with": ends_with}))


def came(states: tuple[State, ...], end: ConsentEnd) -> tuple[State, State]:
    """Return the state before the event, and after it."""
    is_so = {
        ConsentEnd.FIRST_VISIT_KEPT: lambda state: state.is_first_action_kept,
        ConsentEnd.TRANSFER_CLOSED: lambda state: state.is_closed,
    }[end]
    place = next(number for number, state in enumerate(states) if is_so(state))
    return states[place - 1], states[place]


@pytest.mark.parametrize("end", list(ConsentEnd))
def test_it_ends_at_the_very_instant_of_the_event_for_the_owner_too(end: ConsentEnd) -> None:
    before, after = came(told(end.value), end)
    at = after.closed_at or after.acted_at
    assert at is not None
    assert before.consents["riverside"].expires_at is None
    assert after.consents["riverside"].expires_at == at
    assert open_scopes(after, ["riverside"], at - SECOND) == before.consents["riverside"].open_scopes
    assert open_scopes(after, ["riverside"], at) == frozenset()


@pytest.mark.parametrize("part2", [{}, {"expiry_event": "I move to another county"}])
def test_nothing_else_ends_it_by_itself(part2: dict[str, str]) -> None:
    *_, last = steps(part2)
    assert last.is_closed
    assert last.consents["riverside"].expires_at is None
    assert last.consents["riverside"].ends_when == part2.get("expiry_event", "")


def test_a_sooner_end_stays_and_so_does_the_persons_own_beside_an_exception() -> None:
    before, after = came(told("transfer_closed"), ConsentEnd.TRANSFER_CLOSED)
    assert after.closed_at is not None
    given = before.consents["riverside"]
    sooner = Consent(given.scopes, given.until, after.closed_at - SECOND, ends_with=ConsentEnd.TRANSFER_CLOSED)
    kept = type(before.consent)(own={"riverside": given})
    ended = followed(before, after.changed(consents={"other": sooner}, consent=kept))
    assert ended.consents["other"].expires_at == after.closed_at - SECOND
    assert ended.consent.own["riverside"].expires_at == after.closed_at
