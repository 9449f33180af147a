"""Starting a handoff: whom for, the parts of the path, the answers, and sending them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.config.clock import now
from holdfast.protocol.codes import OPENERS, Need
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.opening import Wish, open_transfer, opened_before
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of, staff_page
from holdfast.web.drafts import Draft, draft_begin, draft_discard, draft_find, draft_write
from holdfast.web.forms.pages import as_typed, read_posted
from holdfast.web.forms.reading import last
from holdfast.web.forms.searches import sought
from holdfast.web.forms.starting import CHECK, PARTS, REQUEST, package_in, typed_in, wrong_with
from holdfast.web.kept import given_back, gives_back
from holdfast.web.presenters.handoff_check import check_page
from holdfast.web.presenters.handoffs import (
    Sent,
    Writing,
    clock_of,
    key_of,
    next_part,
    part_page,
    part_url,
    person_of_draft,
    start_page,
)

SEE_OTHER, SAME_AGAIN, UNREADABLE = 303, 307, 422
OPEN = "open"
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@staff_page(roles=OPENERS)
def handoff_start(request: HttpRequest) -> HttpResponseBase:
    """Ask whom the handoff is for; what is searched for, and who is chosen, is posted."""
    caller = caller_of(request)
    if "person" in request.POST:
        return _begun(caller, request.POST["person"])
    page = start_page(caller, now(), request.POST.get("text") if request.method == "POST" else None)
    return render(request, "pages/handoffs/start.html", {"page": page}, status=UNREADABLE if page.error else 200)


@gives_back
@require_http_methods(METHODS)
@staff_page(roles=OPENERS)
def handoff_draft(request: HttpRequest, draft_id: UUID, part: str) -> HttpResponseBase:
    """Show one part of a draft, or keep what was typed into it; or check all answers, or send them."""
    writing = _writing(caller_of(request), draft_id)
    if writing is None:
        return _gone(request, draft_id)
    if part == "next":
        return redirect(part_url(writing.draft, next_part(writing.draft)))
    if part == CHECK:
        return _sent(request, writing) if request.method == "POST" else _checked(request, writing)
    if part not in PARTS:
        raise Http404
    return _kept(request, writing, part) if request.method == "POST" else _shown(request, writing, part)


@require_POST
@staff_page(roles=OPENERS)
def handoff_discard(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Delete a draft; one that is gone is gone."""
    draft_discard(draft_id, caller_of(request).id)
    return HttpResponseRedirect(f"{reverse('people_mine')}?done=draft_deleted", status=SEE_OTHER)


def _begun(caller: Caller, person_id: str) -> HttpResponse:
    try:
        draft_id = draft_begin(caller.id, str(UUID(person_id)))
    except ValueError:
        raise Http404 from None
    return HttpResponseRedirect(reverse("handoff_draft", args=[draft_id, "person"]), status=SEE_OTHER)


def _writing(caller: Caller, draft_id: UUID) -> Writing | None:
    """Return the draft with whom it is about; none where it is not theirs, or gone."""
    draft = draft_find(draft_id, caller.id)
    found = person_of_draft(caller, draft) if draft is not None else None
    return Writing(caller, draft, found, now()) if draft is not None and found is not None else None


def _gone(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Say where a draft that was sent has gone: to its writer alone; sent once more it leads to their people.

    Raises: Http404, where it is not theirs, was never sent, or leads to what they may not see.
    """
    if request.method == "POST":
        return redirect("people_mine")
    transfer_id = opened_before(caller_of(request), key_of(draft_id, OPEN))
    if transfer_id is None:
        raise Http404
    return render(request, "pages/handoffs/sent.html", {"url": reverse("transfer_page", args=[transfer_id])})


def _shown(request: HttpRequest, writing: Writing, part: str) -> HttpResponse:
    kept = given_back(request)
    sent = Sent(as_typed(kept) if kept is not None else None, sought=sought(request.GET.get("q", "")))
    return render(request, "pages/handoffs/part.html", {"page": part_page(writing, part, sent)})


def _kept(request: HttpRequest, writing: Writing, part: str) -> HttpResponse:
    """Keep a part, and lead on; or draw it again as it was typed."""
    before = writing.draft.typed
    typed = typed_in(part, as_typed(request.POST), before)
    wrong = wrong_with(part, {**before, **typed}, clock_of(writing.caller, writing.at))
    if wrong:
        page = part_page(writing, part, Sent(typed, wrong))
        return render(request, "pages/handoffs/part.html", {"page": page}, status=UNREADABLE)
    written = draft_write(writing.draft, part, typed)
    return HttpResponseRedirect(part_url(written, next_part(written)), status=SEE_OTHER)


def _checked(request: HttpRequest, writing: Writing, problems: Mapping[str, str] | None = None) -> HttpResponse:
    page = check_page(writing, problems)
    return render(request, "pages/handoffs/check.html", {"page": page}, status=UNREADABLE if problems else 200)


def _sent(request: HttpRequest, writing: Writing) -> HttpResponse:
    """Open the transfer and ask for authorization, by two commands; each is done once, however often it is sent.

    Where the request is refused the transfer stands, and the browser sends the same answers to the request's own page:
    it is not filed again, and that page says why it was refused.
    """
    caller, draft = writing.caller, writing.draft
    if next_part(draft) != CHECK:
        return _checked(request, writing, {"": ""})
    try:
        opened = open_transfer(caller, _wish(writing), key=key_of(draft.id, OPEN))
    except Malformed as wrong:
        return _checked(request, writing, wrong.fields)
    is_filed = _requested(caller, draft, opened)
    draft_discard(draft.id, caller.id)
    if is_filed:
        to = f"{reverse('transfer_page', args=[opened.transfer_id])}?done={REQUEST}"
        return HttpResponseRedirect(to, status=SEE_OTHER)
    return HttpResponseRedirect(reverse("record_file", args=[opened.transfer_id, REQUEST]), status=SAME_AGAIN)


def _requested(caller: Caller, draft: Draft, opened: Outcome) -> bool:
    """Ask for authorization; say whether it was filed."""
    fields = read_posted(REQUEST, draft.typed, opened.state.zone, opened.state.package).fields
    try:
        return give(caller, opened.transfer_id, Filing(REQUEST, fields, key_of(draft.id, REQUEST))).is_filed
    except Malformed:
        return False


def _wish(writing: Writing) -> Wish:
    typed, found = writing.draft.typed, writing.person
    language = last(typed, "language")
    return Wish(
        person_id=UUID(found.id), case_id=last(typed, "case_id"), payer=last(typed, "payer"),
        need=Need(last(typed, "need_category")), language=language if language != found.language else None,
        package=package_in(typed) or None,
    )  # fmt: skip
