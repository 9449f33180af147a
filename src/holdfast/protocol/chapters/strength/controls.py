"""How strong the handoff must be: who may give each command, on what it rests, and its controls."""

from __future__ import annotations

from holdfast.protocol.chapters.strength import said
from holdfast.protocol.codes import Mode
from holdfast.protocol.controls.gates import A1, GIVERS, RESTS_ON, Giver
from holdfast.protocol.controls.registry import control
from holdfast.protocol.situation import Situation


@control(
    "M.duty",
    "A duty is ticked off once it is done: by a named member of staff, since the transfer was opened.",
    mend="Do it first, then tick it off with when and by whom.",
    steps=("record_duty",),
)
def done(s: Situation) -> bool:
    command, opened_at = s.given(said.RecordDuty), s.state.opened_at
    return opened_at is not None and opened_at <= command.when <= s.at and command.who in s.facts.people


@control(
    "M.proxy",
    "A proxy books in the receiving service's own schedule: delegated to them, seen by them, for a time to come.",
    mend="Ask a care manager whom the receiving service has named for its schedule, or hand over live.",
    steps=("confirm_proxy",),
)
def speaks_for_the_receiver(s: Situation) -> bool:
    command = s.given(said.ConfirmProxy)
    return command.sees_schedule and command.booked_for > s.at and command.who in s.facts.delegates


def _staff_of_either(s: Situation) -> bool:
    return s.is_by_originator or s.by.is_of(s.state.service) or s.by.is_of(s.state.receiving_service)


def _is_proxy_asked_for(s: Situation) -> bool:
    request = s.state.request
    return request is not None and request.mode is Mode.PROXY_SCHEDULED and s.state.handoff is None


GIVERS.update(
    {
        "record_duty": Giver("staff of the originating or the receiving service", _staff_of_either),
        "confirm_proxy": Giver(
            "the originator, staff of the originating service, or the care manager themself",
            lambda s: s.is_by_originator or s.by.is_of(s.state.service) or s.by.id == s.given(said.ConfirmProxy).who,
        ),
    }
)
RESTS_ON.update({"record_duty": lambda s: s.state.stands(A1), "confirm_proxy": _is_proxy_asked_for})
