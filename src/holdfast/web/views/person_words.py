"""What the person says on their page that is no command: it reaches a human, who says here that they answered."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.notify.errors import UnknownMessage
from holdfast.notify.models import News, Say
from holdfast.notify.services import TextWish, has_stopped_texts, text_ask
from holdfast.notify.services.hearing import ANSWERS, LONGEST, Said, may_answer, person_says, word_answer
from holdfast.protocol.errors import Malformed
from holdfast.protocol.facts import PERSON
from holdfast.transfers.errors import ErasedTransfer, UnknownTransfer
from holdfast.transfers.selectors import transfer_looked_at
from holdfast.web.access import caller_of, staff_page
from holdfast.web.presenters.person import Fact, PersonPage
from holdfast.web.presenters.person_words import questions
from holdfast.web.views import person_story
from holdfast.web.views.person import SAYS, key_of, page_of, person_only, proof_of_page, transfer_of

OK, SEE_OTHER, UNREADABLE = 200, 303, 422
FACTS = frozenset({"language", "payer", "phone"})
"""What can be corrected: the names of the facts on the page."""
NEEDS_A_PAGE = frozenset({"question", "correction", "new-time", "went"})


@require_http_methods(["GET", "HEAD", "POST"])
@person_only
def say(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Ask for the person's words where they are needed, or keep what they said and tell a human; once."""
    if kind not in SAYS or (request.method != "POST" and kind not in NEEDS_A_PAGE):
        return HttpResponseRedirect(reverse("person_page"))
    said = _said(request, kind)
    if request.method != "POST":
        return _asked(request, kind, said)
    key = key_of(request, kind)
    try:
        if said.about in person_story.ABOUT:
            return person_story.correct(request, said.about, said.words)
        person_says(transfer_of(caller_of(request)), said, key=UUID(key) if key else None)
    except Malformed:
        return _asked(request, kind, said, status=UNREADABLE)
    if said.answers.get("retold") == "yes":
        person_story.count_retelling(request)
    return HttpResponseRedirect(f"{reverse('person_page')}?done={kind}", status=SEE_OTHER)


@require_POST
@person_only
def text(request: HttpRequest) -> HttpResponseBase:
    """Send the link to this page to the person's own phone; pressed twice, once. Not in safe mode, nor after STOP."""
    key = key_of(request, "text")
    if not page_of(request).text_to or not key:
        return HttpResponseRedirect(f"{reverse('person_page')}?done=not-now", status=SEE_OTHER)
    of = transfer_of(caller_of(request))
    if has_stopped_texts(of):
        return HttpResponseRedirect(f"{reverse('person_page')}?done=text-stopped", status=SEE_OTHER)
    text_ask(TextWish(transfer_id=of, news=News.PAGE, key=f"page:{key}", asked_by=PERSON))
    return HttpResponseRedirect(f"{reverse('person_page')}?done=text", status=SEE_OTHER)


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


def _said(request: HttpRequest, kind: str) -> Said:
    """Return what was sent, or what a form begins with."""
    sent = request.POST if request.method == "POST" else request.GET
    about = sent.get("about", "")
    return Said(
        kind=Say(kind.replace("-", "_")), words=request.POST.get("words", ""),
        about=about if about in FACTS | person_story.ABOUT else "",
        answers={asked: request.POST[asked] for asked in ANSWERS if asked in request.POST} if kind == "went" else {},
    )  # fmt: skip


def _asked(request: HttpRequest, kind: str, said: Said, *, status: int = 200) -> HttpResponseBase:
    shown = page_of(request)
    if status == OK and not _is_asked(kind, shown):
        return HttpResponseRedirect(reverse("person_page"))
    context = {
        "page": shown, "kind": kind, "fact": _fact(request, shown, said.about),
        "version": (request.POST or request.GET).get("version", ""),
        "typed": said.words, "is_wrong": status == UNREADABLE, "is_long": len(said.words.strip()) > LONGEST,
        "longest": LONGEST, "key": new_id(), "proof": proof_of_page(request),
        "questions": questions(said.answers) if kind == "went" else (),
    }  # fmt: skip
    return render(request, "pages/person/say.html", context, status=status)


def _fact(request: HttpRequest, page: PersonPage, about: str) -> Fact | None:
    """Return what a correction is about: a fact of the page, or a part of the story; that not in safe mode."""
    if about in person_story.ABOUT and not page.is_safe_mode:
        return person_story.fact_of_story(request, about)
    return next((fact for fact in page.facts if fact.name == about), None)


def _is_asked(kind: str, page: PersonPage) -> bool:
    """Say whether a form makes sense now: another time before the visit was kept, how it went after its time."""
    return {"new-time": page.may_move, "went": page.asks_how}.get(kind, True)
