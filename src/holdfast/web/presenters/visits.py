"""The first visit in words: what happens, who does it, where and when; as far as the reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from holdfast.transfers.selectors import TransferView


@dataclass(frozen=True, slots=True)
class VisitWords:
    """A first visit; `at` is none while no time is known, or it may not be shown (`queues/visit.html`)."""

    what: str
    place: str = ""
    at: datetime | None = None


def visit_words(view: TransferView) -> VisitWords:
    """Return what happens first."""
    action = view.first_action
    if action is None:
        return VisitWords(gettext("Not agreed yet, or not shared with you."))
    kind, who = _text(action, "kind"), _text(action, "who")
    what = gettext("%(what)s with %(who)s") % {"what": kind, "who": who} if who else kind
    at = action.get("at")
    return VisitWords(
        what, _text(action, "where") or _text(action, "channel"), at if isinstance(at, datetime) else None
    )


def _text(action: dict[str, object], name: str) -> str:
    value = action.get(name)
    return value.strip() if isinstance(value, str) else ""
