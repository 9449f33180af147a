"""Hand over my shift: many people to one colleague, each offered and accepted by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import AttemptRefused
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import Conflict, ErasedTransfer, KeyReused, UnknownTransfer
from holdfast.transfers.giving import Filing, give
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.shift import TAKE, Said, ShiftForm, notes_typed, said_of
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.shift import Came, colleagues_of, shift_page
from holdfast.web.words.failures import failure_words

UNREADABLE = 422
MOST = 50
"""How many people are offered at once."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
@in_pages
def shift(request: HttpRequest) -> HttpResponseBase:
    """Show whom the caller owns and who is offered to them; or offer those whom they chose, each by itself."""
    caller, at = caller_of(request), now()
    form = ShiftForm(request.POST or None, colleagues=colleagues_of(caller))
    came = _sent(request, caller, form, at) if request.method == "POST" else Came()
    if came.offered and not came.faults:
        return redirect(f"{request.path}?done=offered")
    came = replace(came, key=request.POST.get("key", "")[:36] or str(new_id()))
    page = shift_page(caller, at, paging_of(request), form, came)
    done = gettext("They were offered. You own each of them until your colleague accepts.")
    context = {"page": page, "done": done if request.GET.get("done") == "offered" else ""}
    return render(request, "pages/shift/page.html", context, status=UNREADABLE if request.method == "POST" else 200)


def _sent(request: HttpRequest, caller: Caller, form: ShiftForm, at: datetime) -> Came:
    """Offer what can be offered, and say what could not; nothing, where the form itself is wrong."""
    said = said_of(request.POST, request.POST.getlist(TAKE)[:MOST])
    notes, chosen = notes_typed(request.POST), frozenset(each.transfer_id for each in said)
    faults = {each.transfer_id: each.fault for each in said if each.fault}
    if not said:
        form.is_valid()
        return Came(notes, fault=gettext("Choose at least one person."))
    if not form.is_valid() or faults:
        return Came(notes, faults, chosen)
    key = request.POST.get("key", "")[:36]
    until = form.until(at)
    for each in said:
        faults[each.transfer_id] = _offer(
            caller, each, {"to": form.cleaned_data["colleague"], "until": until.isoformat()}, key
        )
    wrong = {transfer_id: fault for transfer_id, fault in faults.items() if fault}
    return Came(notes, wrong, frozenset(wrong), offered=len(said) - len(wrong))


def _offer(caller: Caller, said: Said, fields: dict[str, object], key: str) -> str:
    """Offer one person; return why that failed, blank where it did not."""
    filing = Filing(
        "offer_custody", {**fields, "note": said.note}, key=f"shift-{key}-{said.transfer_id}" if key else ""
    )
    try:
        outcome = give(caller, said.transfer_id, filing)
    except (UnknownTransfer, ErasedTransfer):
        return gettext("You own no such person any more.")
    except (Malformed, KeyReused, Conflict):
        return gettext("Somebody else filed at the same time. Look again, then offer this person anew.")
    if isinstance(outcome.act, AttemptRefused):
        return " ".join(failure_words(control) for control in outcome.act.failed)
    return ""
