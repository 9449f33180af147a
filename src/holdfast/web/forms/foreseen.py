"""What would be refused of an answer of which a field is still wrong, so that all of it is told at once.

The controls are asked as they stand, of what can be read. It promises nothing: the answer itself is judged anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.protocol.codes import Acceptance, RecordKind
from holdfast.protocol.commands import FileRecord
from holdfast.protocol.controls.registry import asked_of
from holdfast.protocol.facts import Facts
from holdfast.protocol.records import FirstAction, ReceivingAcceptance
from holdfast.protocol.situation import Situation
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked
from holdfast.web.forms.mending import mend_of
from holdfast.web.words.controls import mend_words

OF_WHAT_IS_TYPED = frozenset({"B2.explicit", "B2.scope", "B2.action", "B2.intake"})
"""Controls that look at what is filled in and at what the handoff is for, and at no more."""
_BLANK: Mapping[str, Any] = {"accepted_scope": (), "accommodations_confirmed": (), "unmet_intake_requirements": ()}


def foreseen(caller: Caller, looked: Looked, step: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return how to mend what would be refused of an answer, by the field where it is mended; none for other steps."""
    if step != RecordKind.RECEIVING_ACCEPTANCE or fields.get("acceptance") not in set(Acceptance):
        return {}
    situation = Situation(looked.state, _answer(fields), Facts(at=looked.at, by=caller.party))
    asked = (each for each in asked_of(step, looked.state.rules.in_force) if each.id in OF_WHAT_IS_TYPED)
    failed = [each.id for each in asked if each.check is not None and not each.check(situation)]
    return {mend_of(control, step).field: mend_words(control) for control in failed}


def _answer(fields: Mapping[str, Any]) -> FileRecord:
    """Return the answer as far as it can be read; it is not whole, and is not filed."""
    first = fields.get("first_action")
    read = {
        **_BLANK, **fields, "acceptance": Acceptance(fields["acceptance"]),
        "first_action": FirstAction.model_construct(**first) if isinstance(first, dict) else None,
    }  # fmt: skip
    return FileRecord.model_construct(record=ReceivingAcceptance.model_construct(**read), supersedes=None)
