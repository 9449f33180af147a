"""The person's page and what they can do on it. Each thing is one small form that works without script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlencode
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.services import Viewed
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.live.services import event_attest, event_join, event_leave
from holdfast.protocol.chapters.story.lists import StoryReading
from holdfast.protocol.chapters.visit.said import CancelAnswer
from holdfast.protocol.codes import Seat, Wish
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import NOTE_LENGTH
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import AnotherEvent, Conflict, KeyReused
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.selectors import Looked, has_died, transfer_looked_at
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of
from holdfast.web.guests import Page, guest_page
from holdfast.web.presenters.person import PersonPage, Variant, person_page
from holdfast.web.views.joining import locked_or_ended
from holdfast.web.words.calendars import calendar_file

P = ParamSpec("P")


def person_only(view: Page[P]) -> Page[P]:
    """Let only the person open a page; where a death is on record, whoever opens it finds words for them alone."""

    @guest_page(Seat.PERSON, otherwise=locked_or_ended)
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        caller = caller_of(request)
        if has_died(transfer_of(caller)):
            caller.note([Viewed(transfer_of(caller))], "person-page-after-death")
            return render(request, "pages/person/after_death.html")
        return view(request, *args, **kwargs)

    return page


Fields = Callable[[HttpRequest], Mapping[str, object]]


def _heard(request: HttpRequest) -> Mapping[str, object]:
    return {"what": "next_step", "in_own_words": request.POST.get("in_own_words", "").strip()}


def _revoked(request: HttpRequest) -> Mapping[str, object]:
    return {"to": request.POST.get("to", "")}


def _safe(request: HttpRequest) -> Mapping[str, object]:
    word = request.POST.get("word", "").strip()
    return {**_CHECK, "safe_now": "yes", **({"word": word} if word else {})}


_CHECK = {"alone": "unknown", "contact_method": "my page", "voicemail": "none"}


def version_of(request: HttpRequest) -> object:
    """Return the number of the version that was on the screen; what is none is left to the protocol to refuse."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else text


def version_said_back(request: HttpRequest) -> Mapping[str, object]:
    """Return the version whose read-back was on the screen, where the page says which."""
    return {"version": version_of(request)} if request.POST.get("version") else {}


def _story_met(how: StoryReading) -> Fields:
    return lambda request: {"version": version_of(request), "how": how.value}


ACTS: dict[str, tuple[str, Fields]] = {
    "safe": ("check_safety", _safe),
    "not-safe": ("check_safety", lambda request: {**_CHECK, "safe_now": "no"}),
    "fine": ("duress", lambda request: {}),
    "stop": ("person_stops", lambda request: {"wish": Wish.PAUSE.value}),
    "different": ("person_stops", lambda request: {"wish": Wish.DIFFERENT_RECEIVER.value}),
    "end": ("person_stops", lambda request: {"wish": Wish.WITHDRAW.value}),
    "go-on": ("person_confirms", lambda request: {"what": "resume"}),
    "heard": ("person_confirms", _heard),
    "take-back": ("revoke_consent", _revoked),
    "come": ("person_comes", lambda request: {}),
    "cancel-visit": ("ask_cancel_visit", lambda request: {"reason": gettext("The person asks for it on their page.")}),
    "cancel-agree": ("answer_cancel", lambda request: {"answer": CancelAnswer.CONFIRMED.value}),
    "story-read": ("story_read", _story_met(StoryReading.READ_IT)),
    "story-skipped": ("story_read", _story_met(StoryReading.DECLINED_TO_READ)),
    "story-understood": ("confirm_read_back", lambda request: {"is_right": True, **version_said_back(request)}),
    "retold": ("report_retelling", lambda request: {}),
}
"""What the person can do by one tap: its command, and the fields of it."""
_LOOKS_LIKE = {"fine": "safe"}
"""The second yes says that they are not safe; on the screen, and in the address, it is the first one."""
UNREADABLE, CONFLICT = 422, 409
LIVE = {"join": event_join, "leave": event_leave, "together": event_attest}
"""What they can do in the live event."""
SAYS = frozenset({"not-contacted", "question", "correction", "slower", "new-time", "went"})
"""What the person can say besides; it has no command, and reaches a human (`views/person_words.py`)."""
SAID_ELSEWHERE = frozenset({"agree", "decline", "small-step", "in-the-way", "text", "text-stopped", "not-now"})
"""What is said on a page of its own, and what came of a tap that was not done."""
ASKED_FIRST = frozenset({"stop", "different", "end", "take-back", "cancel-visit"})
"""What is asked once more on a page of its own, with what will happen."""


@require_safe
@person_only
def page(request: HttpRequest) -> HttpResponse:
    """Show the person's page."""
    return shown(request)


@require_safe
@person_only
def ask_first(request: HttpRequest, act: str) -> HttpResponseBase:
    """Say what will happen, before something changes that others rely on."""
    if act not in ASKED_FIRST:
        return HttpResponseRedirect(reverse("person_page"))
    drawn = page_of(request)
    return render(
        request, "pages/person/ask_first.html",
        {"page": drawn, "act": act, "to": request.GET.get("to", ""), "key": new_id(), "proof": proof_of_page(request)},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@person_only
def do(request: HttpRequest, act: str) -> HttpResponseBase:
    """Give the person's command, and go back to the page; pressed twice, it is done once.

    Who comes back to the address of a form, as after a change of language, is shown the page.
    """
    if act not in {*ACTS, *LIVE} or request.method != "POST":
        return HttpResponseRedirect(reverse("person_page"))
    caller = caller_of(request)
    try:
        outcome = _given(request, caller, act)
    except Malformed:
        wrong = {"wrong": act} if act == "heard" else {"done": "not-now"}
        return shown(request, **wrong, status=UNREADABLE)
    except AnotherEvent:
        return shown(request, done="another-call", status=CONFLICT)
    except (Conflict, KeyReused):
        return shown(request, done="not-now", status=CONFLICT)
    said = {"done": _LOOKS_LIKE.get(act, act) if outcome.is_filed else "not-now"}
    if act == "take-back":
        said["to"] = request.POST.get("to", "")
    return HttpResponseRedirect(f"{reverse('person_page')}?{urlencode(said)}")


def _given(request: HttpRequest, caller: Caller, act: str) -> Outcome:
    key = key_of(request, act)
    if act in LIVE:
        return LIVE[act](caller, transfer_of(caller), key=key)
    step, fields = ACTS[act]
    return give(caller, transfer_of(caller), Filing(step, fields(request), key=key))


@require_safe
@person_only
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Give the visit as a calendar file (RFC 5545), which says no more than *Appointment*; not in safe mode."""
    drawn = page_of(request)
    if drawn.visit is None or not drawn.visit.is_ahead or drawn.is_safe_mode:
        return HttpResponseRedirect(reverse("person_page"))
    of = transfer_of(caller_of(request))
    file = calendar_file(gettext("Appointment"), drawn.visit.at, now(), of=of, version=drawn.version)
    return HttpResponse(
        file, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
    )  # fmt: skip


def shown(request: HttpRequest, *, wrong: str = "", done: str = "", status: int = 200) -> HttpResponse:
    """Draw the page. `wrong`: the act whose words are missing; `done`: what came of a tap that was not done.

    Side effects: access log.
    """
    typed, drawn = request.POST.get("in_own_words", ""), page_of(request)
    shown = {
        "page": drawn, "proof": proof_of_page(request), "key": new_id(), "wrong": wrong,
        "typed": typed, "is_long": len(typed.strip()) > NOTE_LENGTH, "longest": NOTE_LENGTH,
        "done": done or _done(request, drawn),
    }  # fmt: skip
    return render(request, "pages/person/page.html", shown, status=status)


def _done(request: HttpRequest, page: PersonPage) -> str:
    """Return what the address says was done; blank where it does not stand so, for anybody can write an address."""
    done, to = request.GET.get("done", ""), request.GET.get("to", "")
    stands = {
        "stop": page.variant is Variant.STOPPED, "go-on": page.variant is not Variant.STOPPED,
        "end": page.variant is Variant.CLOSED, "heard": page.has_heard,
        "take-back": bool(to) and to not in {each.to for each in (*page.sharing, *page.sharing_without_them)},
        "agree": to in {sharing.to for sharing in page.sharing}, "decline": not page.is_asked,
    }  # fmt: skip
    return done if done in {*ACTS, *LIVE, *SAYS, *SAID_ELSEWHERE} and stands.get(done, True) else ""


def page_of(request: HttpRequest, looked: Looked | None = None) -> PersonPage:
    """Return what the page shows, in the person's zone; `looked`: where it was looked at already.

    Side effects: access log.
    """
    caller = caller_of(request)
    looked = looked or looked_by(caller)
    caller.note([Viewed(looked.transfer_id)], "person-page")
    timezone.activate(ZoneInfo(looked.state.zone))
    assert caller.guest is not None
    return person_page(looked, caller.guest, looked.at)


def looked_by(caller: Caller) -> Looked:
    """Return the one handoff that a guest's session is good for, as it stands; two statements."""
    return transfer_looked_at(caller.asker, transfer_of(caller), now())


def transfer_of(caller: Caller) -> UUID:
    """Return the one handoff that a guest's session is good for."""
    assert caller.guest is not None, "only a guest has a page here"
    return UUID(caller.guest.transfer_id)


def key_of(request: HttpRequest, act: str) -> str:
    """Return the key of one act of the rendering that was sent, which has one key in all; blank for none of ours."""
    try:
        return str(uuid5(UUID(request.POST.get("key", "")), act))
    except ValueError:
        return ""


def proof_of_page(request: HttpRequest) -> str:
    """Return what every form of the page carries."""
    return getattr(request, "proof", "")
