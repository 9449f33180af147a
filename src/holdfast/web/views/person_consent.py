"""The person reads what they are asked to agree to, and says yes or no; and reads what was shared of them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.protocol.chapters.consent.said import Proposal
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import LINE_LENGTH
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import AnotherEvent, Conflict, KeyReused
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.selectors import disclosures_told, transfer_looked_at
from holdfast.web.access import caller_of
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.person_consent import agreed_fields, asked_of, shared_page, signs
from holdfast.web.views.person import key_of, page_of, person_only, proof_of_page, transfer_of

ANSWERS = frozenset({"agree", "decline"})
OK, UNREADABLE, CONFLICT = 200, 422, 409


@require_safe
@person_only
def asked(request: HttpRequest) -> HttpResponseBase:
    """Show what the person is asked to agree to; nothing of it is shared yet."""
    return _shown(request)


@require_http_methods(["GET", "HEAD", "POST"])
@person_only
def answer(request: HttpRequest, word: str) -> HttpResponseBase:
    """Take the person's yes or no to what they read; where it changed since, they are shown it anew."""
    if word not in ANSWERS or request.method != "POST":
        return HttpResponseRedirect(reverse("person_asked"))
    caller, to = caller_of(request), request.POST.get("to", "")
    proposal = _proposals(caller).get(to)
    if proposal is None or str(proposal.step) != request.POST.get("step", ""):
        return _shown(request, wrong="changed", status=CONFLICT)
    name = request.POST.get("signed_by", "").strip()
    if word == "agree" and signs(proposal) and not 0 < len(name) <= LINE_LENGTH:
        return _shown(request, wrong="unsigned", status=UNREADABLE)
    return _given(request, word, _answered(word, to, proposal, name))


def _given(request: HttpRequest, word: str, said: tuple[str, Mapping[str, object]]) -> HttpResponse:
    caller, (step, fields) = caller_of(request), said
    try:
        outcome = give(caller, transfer_of(caller), Filing(step, fields, key=key_of(request, word)))
    except Malformed:
        return _shown(request, wrong="unsigned", status=UNREADABLE)
    except (AnotherEvent, Conflict, KeyReused):
        return _shown(request, wrong="not-now", status=CONFLICT)
    if not outcome.is_filed:
        return _shown(request, wrong="changed", status=CONFLICT)
    return HttpResponseRedirect(f"{reverse('person_page')}?{urlencode({'done': word, 'to': fields['to']})}")


@require_safe
@person_only
@in_pages
def shared(request: HttpRequest) -> HttpResponse:
    """Show what went outward of the person, of all their handoffs, the latest first."""
    found = disclosures_told(caller_of(request).asker, now(), paging_of(request))
    shown = {"page": page_of(request), "shared": shared_page(found, request.GET)}
    return render(request, "pages/person/shared.html", shown)


def _answered(word: str, to: str, proposal: Proposal, name: str) -> tuple[str, Mapping[str, object]]:
    if word == "decline":
        return "decline_consent", {"to": to}
    return "give_consent", agreed_fields(to, proposal, name, now())


def _proposals(caller: Caller) -> Mapping[str, Proposal]:
    return transfer_looked_at(caller.asker, transfer_of(caller), now()).state.consent.proposals


def _shown(request: HttpRequest, *, wrong: str = "", status: int = OK) -> HttpResponse:
    """Draw the questions. `wrong`: what kept an answer from being taken. Side effects: access log."""
    caller = caller_of(request)
    state = transfer_looked_at(caller.asker, transfer_of(caller), now()).state
    drawn = {
        "page": page_of(request), "asked": asked_of(state), "wrong": wrong, "proof": proof_of_page(request),
        "key": new_id(), "signed_by": request.POST.get("signed_by", ""), "to": request.POST.get("to", ""),
    }  # fmt: skip
    return render(request, "pages/person/asked.html", drawn, status=status)
