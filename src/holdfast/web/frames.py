"""Steps whose form stands in a page of its own, by the step; all others stand in the plain one."""

from __future__ import annotations

from holdfast.protocol.codes import RecordKind
from holdfast.web.forms.frames import PLAIN, Frame
from holdfast.web.presenters.accepting import ACCEPTING
from holdfast.web.presenters.asking import ASKING
from holdfast.web.presenters.correcting import CORRECTING
from holdfast.web.presenters.deciding import DECIDING
from holdfast.web.presenters.verifying import VERIFYING

FRAMES: dict[str, Frame] = {
    RecordKind.AUTHORIZATION_DECISION: DECIDING,
    RecordKind.RECEIVING_ACCEPTANCE: ACCEPTING,
    RecordKind.VERIFICATION: VERIFYING,
    RecordKind.CORRECTIVE_DETERMINATION: CORRECTING,
    RecordKind.ASSURANCE_FOLLOWUP: ASKING,
}
"""Of a record by its kind, of a command by its name."""


def frame_of(step: str) -> Frame:
    """Return the page in which a step is drawn."""
    return FRAMES.get(step, PLAIN)
