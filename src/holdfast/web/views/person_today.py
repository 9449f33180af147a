"""The page on which the person says one small step for today, and what may get in their way. Both are theirs to say."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from holdfast.config.ids import new_id
from holdfast.notify.models import Say
from holdfast.notify.services.hearing import Said, person_says
from holdfast.protocol.errors import Malformed
from holdfast.transfers.errors import AnotherEvent, Conflict, KeyReused
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.selectors import Looked
from holdfast.web.access import caller_of
from holdfast.web.presenters.person_today import today_page
from holdfast.web.views.person import key_of, looked_by, page_of, person_only, proof_of_page, transfer_of

STEPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "small-step": ("agree_small_step", ("words",)), "in-the-way": ("name_barrier", ("barrier", "severity", "note")),
}  # fmt: skip
"""What can be said here: its command, and the fields of it."""
NEEDED = frozenset({"words", "barrier", "severity"})
OK, SEE_OTHER, UNREADABLE = 200, 303, 422


@require_http_methods(["GET", "HEAD", "POST"])
@person_only
def today(request: HttpRequest) -> HttpResponseBase:
    """Show the page, or take one thing that is said on it; not in safe mode, nor where the plan is done."""
    looked = looked_by(caller_of(request))
    act = request.POST.get("act", "")
    if request.method == "POST" and act in STEPS and not looked.state.is_closed:
        return _said(request, looked, act)
    return _shown(request, looked)


def _said(request: HttpRequest, looked: Looked, act: str) -> HttpResponseBase:
    caller, key, (step, names) = caller_of(request), key_of(request, act), STEPS[act]
    typed = {name: request.POST.get(name, "") for name in names}
    fields = {name: text.strip() for name, text in typed.items() if text.strip() or name in NEEDED}
    try:
        is_filed = give(caller, transfer_of(caller), Filing(step, fields, key=key)).is_filed
    except Malformed as wrong:
        return _shown(request, looked, typed, frozenset(wrong.fields))
    except (AnotherEvent, Conflict, KeyReused):
        is_filed = False
    if is_filed and act == "in-the-way":
        person_says(transfer_of(caller), Said(Say.IN_THE_WAY), key=UUID(key) if key else None)
    done = act if is_filed else "not-now"
    return HttpResponseRedirect(f"{reverse('person_page')}?done={done}", status=SEE_OTHER)


def _shown(
    request: HttpRequest, looked: Looked, typed: Mapping[str, str] | None = None, wrong: frozenset[str] = frozenset()
) -> HttpResponse:
    """Draw the page as it was filled in. `wrong`: the fields that were not taken. Side effects: access log."""
    shown = page_of(request, looked)
    if shown.is_safe_mode or looked.state.is_closed:
        return HttpResponseRedirect(reverse("person_page"))
    context = {
        "page": shown, "today": today_page(looked, typed or {}, wrong), "key": new_id(), "proof": proof_of_page(request)
    }  # fmt: skip
    return render(request, "pages/person/today.html", context, status=UNREADABLE if wrong else OK)
