"""A package is removed while handoffs run that were opened with it: they stay readable, time passes, and they close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.controls.registry import asked_of
from holdfast.protocol.errors import Malformed
from holdfast.protocol.package import Given
from holdfast.protocol.packages import packages
from holdfast.protocol.parsing import parse
from holdfast.transfers import rebuilding, stream
from holdfast.transfers.models import Transfer
from holdfast.transfers.sweeping import sweep
from tests.story import Story, vector

pytestmark = pytest.mark.django_db
CODE = "crisis_to_outpatient"


@pytest.fixture
def begun() -> Story:
    story = Story(vector("controls/P.appointment/holds-tomorrow.json")).set_up()
    story.tell()
    return story


@pytest.fixture
def gone(begun: Story) -> Iterator[Story]:
    """Take the package away, with its controls, as if it were not installed any more; all is put back in its order."""
    registries: tuple[dict[str, Any], ...] = (CONTROLS, packages())
    whole = [dict(registry) for registry in registries]
    for rule in packages()[CODE].rules:
        del CONTROLS[rule.id]
    del packages()[CODE]
    asked_of.cache_clear()
    yield begun
    for registry, kept in zip(registries, whole, strict=True):
        registry.clear()
        registry.update(kept)
    asked_of.cache_clear()


def test_what_was_filed_stays_readable(gone: Story) -> None:
    state = stream.load(gone.transfer_id).state
    assert state.package == CODE
    added = state.added(RecordKind.RECEIVING_ACCEPTANCE)
    assert isinstance(added, Given)
    assert (added.__pydantic_extra__ or {})["follow_up_owner"]


def test_time_passes_and_it_is_rebuilt_and_closed(gone: Story) -> None:
    with time_machine.travel(gone.at + timedelta(days=3), tick=False):
        assert sweep() > 0
    seq = stream.load(gone.transfer_id).tip.seq
    assert rebuilding.rebuild() == Transfer.objects.count() == 1
    gone.at += timedelta(days=3)
    with time_machine.travel(gone.at, tick=False):
        assert gone.give("priya", "close_transfer", {"closure": "error", "reason": "The package is gone."}).is_filed
    assert stream.load(gone.transfer_id).tip.seq > seq


def test_nothing_is_opened_with_it_any_more(gone: Story) -> None:
    with pytest.raises(Malformed) as wrong:
        parse("open_transfer", gone.told["steps"][0]["with"])
    assert set(wrong.value.fields) == {"package"}
