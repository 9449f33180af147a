"""What somebody looked for, as the access log has it: a code of few letters, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_IN_A_LIST = _("Saw it in a list of their work")
_BEGINNINGS: tuple[tuple[str, Promise], ...] = (
    ("break-glass", _("Opened it by break-glass")),
    ("access-log", _("Looked who had seen it")),
    ("disclosures-file", _("Downloaded what was shared")),
    ("disclosures", _("Looked what was shared")),
    ("record-", _("Read a record of it")),
    ("form-", _("Opened a form about it")),
    ("summary", _("Opened the secure summary")),
    ("people-list", _("Looked people up")),
    ("person-page", _("Opened the page of the person")),
    ("person-corrected", _("Put their date of birth right")),
    ("person", _("Looked at the person")),
    ("transfer-list", _IN_A_LIST),
    ("transfers-found", _IN_A_LIST),
    ("transfer-events", _("Read its history")),
    ("transfer-history", _("Read its history")),
    ("transfer", _("Looked at the handoff")),
    ("live", _("Was in the live call, or called somebody to it")),
    ("messages", _("Saw it in a message")),
    *((code, _IN_A_LIST) for code in (
        "queue", "agenda", "calls-due", "checks-due", "countersigns-due", "coming-to-us", "decisions-due",
        "escalations", "exceptions", "failed-checks", "people-followed",
    )),
)  # fmt: skip
"""How a code begins, the longer ones first."""


def purpose_words(purpose: str) -> str:
    """Return what a purpose is called."""
    found = next((words for start, words in _BEGINNINGS if purpose.startswith(start)), None)
    return str(found) if found else gettext("Looked at it for their work")
