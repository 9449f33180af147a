"""The page on which the person reads their story before it is sent, and the one way in which they correct it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.config.ids import new_id
from holdfast.notify.models import Say
from holdfast.notify.services.hearing import LONGEST, STORY, Said, person_says
from holdfast.protocol.chapters.story.lists import StoryField
from holdfast.protocol.errors import Malformed
from holdfast.transfers.errors import AnotherEvent, Conflict, KeyReused
from holdfast.transfers.giving import Filing, give
from holdfast.web.access import caller_of
from holdfast.web.presenters.person import Fact
from holdfast.web.presenters.person_story import READ_BACK, own_line, own_story
from holdfast.web.views.person import (
    key_of,
    looked_by,
    page_of,
    person_only,
    proof_of_page,
    transfer_of,
    version_of,
    version_said_back,
)

ABOUT = frozenset({*(field.value for field in StoryField), READ_BACK})
"""What of the story can be corrected, as an address names it."""
SEE_OTHER = 303


@require_safe
@person_only
def story(request: HttpRequest) -> HttpResponseBase:
    """Show the person their story; not in safe mode, where nothing of it may stand on a screen."""
    looked = looked_by(caller_of(request))
    shown, told = page_of(request, looked), own_story(looked)
    if told is None or shown.is_safe_mode:
        return HttpResponseRedirect(reverse("person_page"))
    context = {"page": shown, "story": told, "key": new_id(), "proof": proof_of_page(request)}
    return render(request, "pages/person/story.html", context)


def fact_of_story(request: HttpRequest, about: str) -> Fact | None:
    """Return what is to be corrected, as the form shows it; none where there is no such part of the story."""
    looked = looked_by(caller_of(request))
    line = own_line(looked.state, looked, about)
    return Fact(line.name, line.label, line.value) if line is not None else None


def correct(request: HttpRequest, about: str, words: str) -> HttpResponse:
    """Keep the correction on the record, beside what it corrects, and tell a human that it is there; once.

    Raises: Malformed, where there are no words, or too many.
    """
    if not words.strip() or len(words.strip()) > LONGEST:
        raise Malformed({"words": f"must say something, in at most {LONGEST} characters"})
    caller, key = caller_of(request), key_of(request, f"correct-{about}")
    transfer_id = transfer_of(caller)
    try:
        outcome = give(caller, transfer_id, Filing(*_command(request, about, words), key=key))
    except (AnotherEvent, Conflict, KeyReused):
        return HttpResponseRedirect(f"{reverse('person_page')}?done=not-now", status=SEE_OTHER)
    if not outcome.is_filed:
        return HttpResponseRedirect(f"{reverse('person_page')}?done=not-now", status=SEE_OTHER)
    person_says(transfer_id, Said(Say.CORRECTION, about=STORY), key=UUID(key) if key else None)
    return HttpResponseRedirect(f"{reverse('person_page')}?done=correction", status=SEE_OTHER)


def _command(request: HttpRequest, about: str, words: str) -> tuple[str, Mapping[str, object]]:
    if about == READ_BACK:
        return "confirm_read_back", {"is_right": False, "words": words, **version_said_back(request)}
    return "correct_story", {"version": version_of(request), "field": about, "words": words}


def count_retelling(request: HttpRequest) -> None:
    """Count that the person had to tell it again, as they said of how it went; not where the plan is done."""
    caller = caller_of(request)
    transfer_id = transfer_of(caller)
    if looked_by(caller).state.is_closed:
        return
    with suppress(AnotherEvent, Conflict, KeyReused):
        give(caller, transfer_id, Filing("report_retelling", {}, key=key_of(request, "retold-as-it-went")))
