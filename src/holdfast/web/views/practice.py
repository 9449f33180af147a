"""Practice: a handoff with somebody made up, in which one plays every part and no one is told."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.protocol.codes import Need
from holdfast.protocol.errors import Malformed
from holdfast.transfers.cast import Part
from holdfast.transfers.errors import Conflict, KeyReused
from holdfast.transfers.practice import PracticeWish, practice_open
from holdfast.web.access import caller_of, staff_page
from holdfast.web.keyset import in_pages, paging_of
from holdfast.web.parts import ErrorSummary, Problem
from holdfast.web.practising import part_read, play
from holdfast.web.presenters.practice import LANGUAGES, NEED_FIELD, practice_page

SEE_OTHER, CONFLICT, UNREADABLE = 303, 409, 422
LONGEST_KEY = 100


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page()
@in_pages
def practice(request: HttpRequest) -> HttpResponseBase:
    """Show one's own practices, or begin one."""
    if request.method != "POST":
        return _page(request, {})
    typed = {name: request.POST.get(name, "") for name in ("need", "language", "_key")}
    if typed["need"] not in set(Need) or typed["language"] not in LANGUAGES or len(typed["_key"]) > LONGEST_KEY:
        return _page(request, typed, Problem(gettext("Choose what you want to practice for."), NEED_FIELD))
    wish = PracticeWish(need=Need(typed["need"]), language=typed["language"])
    try:
        opened = practice_open(caller_of(request), wish, key=typed["_key"])
    except Malformed:
        words = gettext("You have a place at no service yet. An administrator can give you one.")
        return _page(request, typed, Problem(words))
    except (Conflict, KeyReused):
        words = gettext("This form was sent before, with another answer. Look at your practices below.")
        return _page(request, {**typed, "_key": ""}, Problem(words), CONFLICT)
    return _into(request, opened.transfer_id, Part.CLINICIAN)


@require_POST
@staff_page()
def practice_go(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Go on with a practice of one's own, in the part that was chosen."""
    return _into(request, transfer_id, part_read(request.POST.get("part", "")) or Part.CLINICIAN)


def _into(request: HttpRequest, transfer_id: UUID, part: Part) -> HttpResponse:
    caller = caller_of(request)
    if not play(request, caller.play.learner if caller.play else caller, transfer_id, part):
        raise Http404
    return HttpResponseRedirect(reverse("transfer_page", args=[transfer_id]), status=SEE_OTHER)


def _page(
    request: HttpRequest, typed: dict[str, str], wrong: Problem | None = None, status: int = UNREADABLE
) -> HttpResponse:
    errors = None
    if wrong is not None:
        errors = ErrorSummary(gettext("There is a problem"), (wrong,), gettext("Nothing was opened."))
    page = practice_page(caller_of(request), paging_of(request), typed, errors)
    return render(request, "pages/practice/practice.html", {"page": page}, status=status if wrong else 200)
