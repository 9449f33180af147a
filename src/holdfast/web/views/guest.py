"""The page of a receiver without an account, what they do in the live event, and the forms of what is theirs to do."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.config.clock import now
from holdfast.live import services as live
from holdfast.protocol.codes import Seat
from holdfast.protocol.outlook import outlook
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import AnotherEvent, Conflict, ErasedTransfer, KeyReused, UnknownTransfer, YesTakenBack
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.selectors import Looked, seen_of, transfer_looked_at
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of
from holdfast.web.forms import FormPage, Frame, page_form, show, submit
from holdfast.web.forms.refusals import refusal
from holdfast.web.forms.stopped import stopped
from holdfast.web.guests import guest_page
from holdfast.web.presenters.accepting import story_of
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.guest import ANSWER, answer_known, guest_page_of, may_answer
from holdfast.web.presenters.live import Wrong
from holdfast.web.presenters.summary import OPENING, summary_page, summary_waits
from holdfast.web.presenters.updates import updates_of_guest
from holdfast.web.views.joining import ended

CONFLICT = 409
guest_only = guest_page(Seat.RECEIVER, otherwise=ended)
ACTS = {
    "join": ("join_live_event", live.event_join),
    "attest": ("attest_presence", live.event_attest),
    "leave": ("leave_live_event", live.event_leave),
}


@require_safe
@guest_only
def page(request: HttpRequest) -> HttpResponseBase:
    """Show the guest's page; to whom a summary was sent that waits, only that it does."""
    return _summary_drawn(request) if _summary_waits(request) else _shown(request)


@require_http_methods(["GET", "HEAD", "POST"])
@guest_only
def summary(request: HttpRequest) -> HttpResponseBase:
    """Open the summary that was sent to the guest, each time on the ledger; or show what they opened."""
    caller = caller_of(request)
    if request.method == "POST":
        try:
            give(caller, _transfer(caller), Filing(OPENING, {}, key=_key(request)))
        except (Conflict, KeyReused):
            return _summary_drawn(request, status=CONFLICT)
        except (UnknownTransfer, ErasedTransfer):
            return ended(request)
        return HttpResponseRedirect(reverse("guest_summary"))
    return _summary_drawn(request)


def _summary_waits(request: HttpRequest) -> bool:
    caller = caller_of(request)
    looked = _looked(caller)
    return looked is not None and summary_waits(looked, caller)


def _summary_drawn(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    """Draw the summary, or that it waits or is over. Side effects: access log."""
    caller = caller_of(request)
    looked = _looked(caller)
    if looked is None:
        return ended(request)
    drawn = summary_page(looked, caller)
    caller.note([seen_of(looked)], "summary" if drawn.page else "summary-waits")
    return render(request, "pages/guest/summary.html", {"summary": drawn, "page": drawn.page}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guest_only
def act(request: HttpRequest, act: str) -> HttpResponseBase:
    """Do what was pressed in the live event, once; what was refused is told on the page, with what mends it."""
    if act not in ACTS or request.method != "POST":
        return HttpResponseRedirect(reverse("guest_page"))
    (step, take_part), caller = ACTS[act], caller_of(request)
    try:
        outcome = take_part(caller, _transfer(caller), key=_key(request))
    except (Conflict, KeyReused, AnotherEvent) as fault:
        return _shown(request, Wrong(words=_fault(fault)), status=CONFLICT)
    except YesTakenBack:
        raise  # who was called is told why it stops
    except (UnknownTransfer, ErasedTransfer):
        return ended(request)
    if outcome.is_filed:
        return HttpResponseRedirect(f"{reverse('guest_page')}?done={step}")
    looked = transfer_looked_at(caller.asker, _transfer(caller), now())
    return _shown(request, Wrong(refused=refusal(outcome, looked, step)), status=CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
@guest_only
def do(request: HttpRequest, step: str) -> HttpResponseBase:
    """Draw the form of something that is the guest's to do, or file it."""
    caller = caller_of(request)
    try:
        looked = _looked(caller)
    except YesTakenBack as fault:
        if request.method != "POST":
            raise
        return stopped(request, caller, _transfer(caller), step, fault)
    if looked is None:
        return ended(request)
    if summary_waits(looked, caller) or not may_answer(looked, caller, step):
        return HttpResponseRedirect(reverse("guest_page"))
    if request.method == "POST":
        return submit(request, looked.transfer_id, step, FRAME)
    return (
        _answer_form(request, looked)
        if _is_first_answer(looked, step)
        else show(request, looked.transfer_id, step, FRAME)
    )


def _is_first_answer(looked: Looked, step: str) -> bool:
    return step == ANSWER and not looked.state.stands(ANSWER)


def _answer_form(request: HttpRequest, looked: Looked) -> HttpResponse:
    """Draw the form of the answer with what is known already. Side effects: access log."""
    caller = caller_of(request)
    name = case_of(looked, also=[caller.party.id]).names.name(caller.party.id)
    form = page_form(ANSWER, looked, caller, answer_known(looked, caller, name))
    caller.note([seen_of(looked)], f"form-{ANSWER}")
    return render(request, FRAME.template, {"form": form, **_around(request, looked, form)})


def _around(request: HttpRequest, looked: Looked, form: FormPage) -> Mapping[str, object]:
    """Return what stands over a form: who it is about, who owns their care, what must be made to fit."""
    case, decision = case_of(looked), looked.state.decision
    return {
        "banner": banner_of(case), "custody": custody_of(case, outlook(looked.state, looked.at)),
        "is_made_to_fit": decision is not None and bool(decision.accommodations),
        "page": {"called": case.called, "story": story_of(case)}, "updates": updates_of_guest(looked),
    }  # fmt: skip


def _done(outcome: Outcome, step: str) -> str:
    return f"{reverse('guest_page')}?done={step}"


FRAME = Frame("pages/guest/form.html", _around, _done)


def _shown(request: HttpRequest, wrong: Wrong | None = None, *, status: int = 200) -> HttpResponse:
    """Draw the page. Side effects: access log."""
    caller = caller_of(request)
    looked = _looked(caller)
    if looked is None:
        return ended(request)
    caller.note([seen_of(looked)], "guest-page")
    drawn = guest_page_of(looked, caller, wrong, done=request.GET.get("done", ""))
    return render(request, "pages/guest/page.html", {"page": drawn}, status=status)


def _looked(caller: Caller) -> Looked | None:
    """Return the handoff as the guest sees it; none where they may not know of it any more.

    Raises: YesTakenBack. Side effects: times are written by the clocks of the handoff, as the forms read them.
    """
    try:
        looked = transfer_looked_at(caller.asker, _transfer(caller), now())
    except YesTakenBack:
        raise  # who is in the open call is told why it stops
    except (UnknownTransfer, ErasedTransfer):
        return None
    timezone.activate(ZoneInfo(looked.state.zone))
    return looked


def _transfer(caller: Caller) -> UUID:
    assert caller.guest is not None, "only a guest has a page here"
    return UUID(caller.guest.transfer_id)


def _key(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        return ""


def _fault(fault: Exception) -> str:
    if isinstance(fault, AnotherEvent):
        return gettext("Your link or code was for another live call. Ask for a new one.")
    return gettext("Others were filing at the same time. Look at the page again, then press anew.")
