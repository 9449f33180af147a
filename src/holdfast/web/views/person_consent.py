"""The person reads what they are asked to agree to, and says yes or no; and reads what was shared of them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.protocol.chapters.consent.said import Proposal
from holdfast.protocol.chapters.consent.standing import is_in_their_language
from holdfast.protocol.codes import ConsentScope
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import LINE_LENGTH
from holdfast.protocol.state import State
from holdfast.transfers.errors import AnotherEvent, Conflict, KeyReused
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.selectors import disclosures_told
from holdfast.web.access import caller_of
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.person_consent import Yes, agreed_fields, asked_of, shared_page, signs, tongue_of
from holdfast.web.speaking import is_offered
from holdfast.web.views.person import key_of, looked_by, page_of, person_only, proof_of_page, transfer_of

ANSWERS = frozenset({"agree", "decline"})
ALL = "all"
"""What the button says that agrees to everything; each other one to what is ticked."""
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
    to, looked = request.POST.get("to", ""), looked_by(caller_of(request))
    proposal = looked.state.consent.proposals.get(to)
    if proposal is None or str(proposal.step) != request.POST.get("step", ""):
        return _shown(request, wrong="changed", status=CONFLICT)
    if word == "decline":
        return _given(request, word, ("decline_consent", {"to": to}))
    yes = Yes(_chosen(request, proposal), _read_in(request), request.POST.get("signed_by", "").strip())
    wrong = _wrong_with(request, looked.state, proposal, yes)
    if wrong:
        return _shown(request, wrong=wrong, status=UNREADABLE)
    return _given(request, word, ("give_consent", agreed_fields(to, proposal, yes, now())))


def _chosen(request: HttpRequest, proposal: Proposal) -> frozenset[ConsentScope]:
    """Return what they say yes to: all that they are asked where they say so, else what they ticked of it."""
    return proposal.scopes if request.POST.get("which") == ALL else _ticked(request, proposal)


def _ticked(request: HttpRequest, proposal: Proposal) -> frozenset[ConsentScope]:
    ticked = request.POST.getlist("scopes")
    return frozenset(scope for scope in proposal.scopes if scope.value in ticked)


def _read_in(request: HttpRequest) -> str:
    """Return the language of the page that they read, as that page says it."""
    said = request.POST.get("read_in", "")
    return said if is_offered(said) else get_language() or settings.LANGUAGE_CODE


def _wrong_with(request: HttpRequest, state: State, proposal: Proposal, yes: Yes) -> str:
    """Return why a yes can't be taken as it was sent; blank where it can."""
    ticked = _ticked(request, proposal)
    if not is_in_their_language(state, yes.language):
        return "language"
    if not yes.scopes:
        return "nothing"
    if ticked and ticked < yes.scopes:
        return "which"
    return "unsigned" if signs(yes.scopes) and not 0 < len(yes.name) <= LINE_LENGTH else ""


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


def _shown(request: HttpRequest, *, wrong: str = "", status: int = OK) -> HttpResponse:
    """Draw the questions. `wrong`: what kept an answer from being taken. Side effects: access log."""
    looked, to = looked_by(caller_of(request)), request.POST.get("to", "")
    drawn = {
        "page": page_of(request, looked), "asked": asked_of(looked.state, to, request.POST.getlist("scopes")),
        "wrong": wrong,
        "tongue": tongue_of(looked.state), "proof": proof_of_page(request), "key": new_id(),
        "signed_by": request.POST.get("signed_by", ""), "to": to,
    }  # fmt: skip
    return render(request, "pages/person/asked.html", drawn, status=status)
