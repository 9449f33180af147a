"""What a pathway package planned for when nobody answers and is still owed, in words that name who was planned."""

from __future__ import annotations

from holdfast.protocol.asking import planned
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.forms.planned import WHO, planned_for, planned_told, told_of
from holdfast.web.presenters.cases import Case


def planned_named(looked: Looked) -> set[str]:
    """Return the ids of those who were planned; ask `names_of` for them."""
    if looked.sight is not Sight.WHOLE:
        return set()
    return {str(owed.fields[WHO]) for owed in planned(looked.state, looked.at) if WHO in owed.fields}


def planned_in(case: Case, step: str) -> str:
    """Return the sentence that tells what was planned of a step that is owed; blank where nothing was."""
    owed = planned_for(step, case.looked)
    who = str(owed.fields.get(WHO, "")) if owed is not None else ""
    return told_of(case.names.of(who)) if who else planned_told(step, case.looked)
