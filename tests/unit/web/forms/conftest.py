"""A transfer that was opened, without a database."""

from __future__ import annotations

import pytest

from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import INITIAL, State


@pytest.fixture
def opened() -> State:
    """The state of a transfer under the base policy."""
    return INITIAL.changed(policy=base_policy(), zone="America/New_York")
