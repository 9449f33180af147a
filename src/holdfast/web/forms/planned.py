"""What the pathway package planned for when nobody answers, in the form of the step that does it.

It is typed beforehand, and nothing is decided by it: whoever fills in the form may say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from holdfast.protocol.asking import planned
from holdfast.protocol.package import Planned
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.forms.fields import Option
from holdfast.web.words import times

WHO = "who"


def planned_for(step: str, looked: Looked) -> Planned | None:
    """Return what was planned of a step that is still owed, for who sees the handoff whole; none otherwise."""
    if looked.sight is not Sight.WHOLE:
        return None
    return next((each for each in planned(looked.state, looked.at) if each.step == step), None)


def planned_fields(step: str, looked: Looked) -> dict[str, Any]:
    """Return the fields of a step that were planned."""
    owed = planned_for(step, looked)
    return dict(owed.fields) if owed is not None else {}


def planned_words(owed: Planned, at: datetime) -> str:
    """Return what was planned in words, without who that is by an account; blank where that is all there is."""
    when = owed.fields.get("at")
    said = (owed.who, times.near(when, at) if isinstance(when, datetime) else "", str(owed.fields.get("how", "")))
    return ", ".join(filter(None, said))


def planned_told(step: str, looked: Looked) -> str:
    """Return the sentence that tells what was planned of a step; blank where nothing is said in words."""
    owed = planned_for(step, looked)
    words = planned_words(owed, looked.at) if owed is not None else ""
    return told_of(words) if words else ""


def told_of(what: str) -> str:
    """Return the sentence that tells what was planned."""
    return _("Planned before the call: %(what)s.") % {"what": what}


def named_in_words(step: str, looked: Looked, options: Mapping[str, Sequence[Option]]) -> dict[str, list[str]]:
    """Return who was planned in words, where exactly one of those to choose from is called so."""
    owed = planned_for(step, looked)
    if owed is None or not owed.who:
        return {}
    called = owed.who.strip().casefold()
    found = [each.value for each in options.get(WHO, ()) if each.label.partition(",")[0].casefold() == called]
    return {WHO: found} if len(found) == 1 else {}
