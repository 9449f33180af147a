"""What was sent to a call in which the person's yes had ended: the attempt, and what was typed, given back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.protocol.errors import HoldfastError
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import YesTakenBack
from holdfast.transfers.giving import Filing, give
from holdfast.web.forms.pages import KEY, SEEN, SUPERSEDES, as_typed, read_posted

FORBIDDEN = 403
STOPPED = "_stopped"
"""What a page sends by itself when what it shows must go from the screen (`live.js`): it files nothing."""
_OURS = frozenset({KEY, SEEN, SUPERSEDES, STOPPED, "csrfmiddlewaretoken", "proof"})
TEMPLATE = "yes_taken_back.html"


def stopped(request: HttpRequest, caller: Caller, transfer_id: UUID, step: str, fault: YesTakenBack) -> HttpResponse:
    """Say that the yes ended, and give back what was typed; nothing of the transfer is shown.

    Side effects: the answer stands on the ledger as an attempt (S.taken_back); one that keeps the owner is filed.
    """
    is_filed = False
    if STOPPED in request.POST:
        return render(request, TEMPLATE, {"typed": _typed(request), "fault": fault}, status=FORBIDDEN)
    with suppress(HoldfastError):  # what could not be read, or is not theirs to give, leaves no more than this page
        fields = read_posted(step, request.POST, fault.zone).fields
        is_filed = give(caller, transfer_id, Filing(step, fields, _key(request))).is_filed
    shown = {"typed": _typed(request), "is_filed": is_filed, "fault": fault}
    return render(request, TEMPLATE, shown, status=FORBIDDEN)


def _typed(request: HttpRequest) -> tuple[str, ...]:
    """Return the words that were typed, in their order; what was only ticked is left out."""
    typed: list[str] = []
    for name, values in as_typed(request.POST).items():
        typed += [] if name in _OURS else _words(values)
    return tuple(dict.fromkeys(typed))


def _words(values: Sequence[str]) -> list[str]:
    return [value.strip() for value in values if " " in value.strip()]


def _key(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get(KEY, "")))
    except ValueError:
        return ""
