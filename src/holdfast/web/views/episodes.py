"""Episodes: the list of one's service, beginning one, and its end, which asks for a completed handoff or a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.protocol.codes import EpisodeKind
from holdfast.transfers.episodes import ENDERS, episode_begin, episode_close
from holdfast.transfers.errors import UnknownTransfer
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms.episodes import EpisodeForm
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.presenters.episodes import EpisodePage, barred_words, episode_page, episodes_page

SEE_OTHER, CONFLICT, UNREADABLE = 303, 409, 422


@require_safe
@staff_page(roles=ENDERS)
@in_pages
def episodes(request: HttpRequest) -> HttpResponseBase:
    """Show the episodes of the caller's service, open or ended."""
    page = episodes_page(caller_of(request), paging_of(request), request.GET)
    done = {"page": page, "is_begun": "begun" in request.GET, "has_ended": "done" in request.GET}
    return render(request, "pages/episodes/list.html", done)


@require_POST
@staff_page(roles=ENDERS)
def episode_new(request: HttpRequest) -> HttpResponseBase:
    """Begin an episode of somebody who was found."""
    try:
        kind, person = EpisodeKind(request.POST.get("kind", "")), UUID(request.POST.get("person", ""))
        episode_begin(caller_of(request), person, kind)
    except (ValueError, UnknownTransfer):
        raise Http404 from None
    return HttpResponseRedirect(f"{reverse('episodes')}?begun=1", status=SEE_OTHER)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=ENDERS)
def episode(request: HttpRequest, episode_id: UUID) -> HttpResponseBase:
    """Ask how an episode ended, or end it."""
    caller = caller_of(request)
    try:
        page = episode_page(caller, episode_id)
        form = EpisodeForm(request.POST if request.method == "POST" else None, handoffs=list(page.handoffs))
        if not form.is_valid():
            return _asked(request, page, form, UNREADABLE if form.is_bound else 200)
        barred = episode_close(caller, episode_id, form.ending)
    except UnknownTransfer:
        raise Http404 from None
    if barred:
        form.add_error(None, barred_words(barred))
        return _asked(request, page, form, CONFLICT)
    return HttpResponseRedirect(f"{reverse('episodes')}?done=1", status=SEE_OTHER)


def _asked(request: HttpRequest, page: EpisodePage, form: EpisodeForm, status: int) -> HttpResponse:
    return render(request, "pages/episodes/end.html", {"page": page, "form": form}, status=status)
