"""Which policy a new transfer begins under: the one that comes with Holdfast, and the overlay where one is set."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.policy import Policy, base_policy, read_overlay


def policy_of(service: str) -> Policy:
    """Return the policy in force for a transfer that `service` opens; today one for the whole installation."""
    return _installed(str(settings.HOLDFAST_POLICY or ""))


@cache
def _installed(overlay: str) -> Policy:
    policy = read_overlay(Path(overlay).read_text(encoding="utf-8")) if overlay else base_policy()
    return policy.with_controls(CONTROLS)
