"""When the receiving contact does not answer: what each command brings about."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.protocol.chapters.contact import said
from holdfast.protocol.codes import DeadlineName
from holdfast.protocol.draft import Draft

D = DeadlineName


def _bridge_planned(d: Draft) -> None:
    d.open(D.BRIDGE_CONTACT, d.situation.given(said.PlanBridgeContact).at)


def _bridge_reported(d: Draft) -> None:
    """One that was not made is planned anew, or falls due: it is never forgotten."""
    if d.situation.given(said.ReportBridgeContact).outcome is said.BridgeOutcome.MADE:
        d.meet(D.BRIDGE_CONTACT)


EFFECTS: dict[str, Callable[[Draft], None]] = {
    "plan_bridge_contact": _bridge_planned,
    "report_bridge_contact": _bridge_reported,
}
