"""What the person says on their page that is no command: it reaches a human, who says here that they answered."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.notify.errors import UnknownMessage
from holdfast.notify.models import Say
from holdfast.notify.services.hearing import LONGEST, may_answer, person_says, word_answer
from holdfast.protocol.errors import Malformed
from holdfast.transfers.errors import ErasedTransfer, UnknownTransfer
from holdfast.transfers.selectors import transfer_looked_at
from holdfast.web.access import caller_of, staff_page
from holdfast.web.views.person import SAYS, key_of, page_of, person_only, proof_of_page, transfer_of

SEE_OTHER, UNREADABLE = 303, 422
NEEDS_A_PAGE = frozenset({"question", "correction"})


@require_http_methods(["GET", "HEAD", "POST"])
@person_only
def say(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Ask for the person's words where they are needed, or keep what they said and tell a human; once."""
    if kind not in SAYS or (request.method != "POST" and kind not in NEEDS_A_PAGE):
        return HttpResponseRedirect(reverse("person_page"))
    if request.method != "POST":
        return _asked(request, kind, request.GET.get("about", ""))
    words, key = request.POST.get("words", ""), key_of(request)
    about = _about(request, request.POST.get("about", ""))
    try:
        said = Say(kind.replace("-", "_"))
        person_says(transfer_of(caller_of(request)), said, words, about=about, key=UUID(key) if key else None)
    except Malformed:
        return _asked(request, kind, about, typed=words, status=UNREADABLE)
    return HttpResponseRedirect(f"{reverse('person_page')}?done={kind}", status=SEE_OTHER)


@require_POST
@staff_page()
def answered(request: HttpRequest, transfer_id: UUID, word_id: UUID) -> HttpResponseBase:
    """Note that the caller has answered the person."""
    caller = caller_of(request)
    try:
        looked = transfer_looked_at(caller.asker, transfer_id, now())
        if not may_answer(caller, looked):
            raise PermissionDenied
        word_answer(transfer_id, word_id, str(caller.id))
    except (UnknownTransfer, ErasedTransfer, UnknownMessage):
        raise Http404 from None
    return HttpResponseRedirect(f"{reverse('transfer_page', args=[transfer_id])}#words", status=SEE_OTHER)


def _asked(request: HttpRequest, kind: str, about: str, *, typed: str = "", status: int = 200) -> HttpResponse:
    shown = page_of(request)
    fact = next((fact for fact in shown.facts if fact.name == about), None)
    context = {
        "page": shown, "kind": kind, "fact": fact, "typed": typed, "is_wrong": status == UNREADABLE,
        "is_long": len(typed.strip()) > LONGEST, "longest": LONGEST, "key": new_id(), "proof": proof_of_page(request),
    }  # fmt: skip
    return render(request, "pages/person/say.html", context, status=status)


def _about(request: HttpRequest, about: str) -> str:
    """Return the name of a fact of ours; blank for anything else that was sent."""
    return about if about in {"language", "payer", "phone"} else ""
