"""Showing a form and taking what was sent: the one way from a page to `transfers.giving.give`.

`show` answers GET and `submit` POST; both take a `Frame` for pages that have a template of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from holdfast.config.clock import now
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.errors import Malformed
from holdfast.protocol.package import UNDER
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import AnotherEvent, Conflict, KeyReused, Stale, YesTakenBack
from holdfast.transfers.giving import Filing, give, is_part_of
from holdfast.transfers.selectors import Looked, Sight, event_views, seen_of, transfer_looked_at
from holdfast.transfers.services import Outcome
from holdfast.web.access import caller_of
from holdfast.web.conflicts import changes_since
from holdfast.web.forms.faults import faults_added
from holdfast.web.forms.foreseen import foreseen
from holdfast.web.forms.frames import PLAIN, Frame
from holdfast.web.forms.keeping import KEEP, THROW, Kept, posted_of, seen_by
from holdfast.web.forms.pages import (
    KEY,
    SEEN,
    SUPERSEDES,
    Data,
    Said,
    drawn,
    must_correct,
    not_taken,
    not_theirs,
    read_posted,
    reshaped,
    typed_from,
    without_blank_rows,
)
from holdfast.web.forms.refusals import refusal
from holdfast.web.forms.stopped import STOPPED, stopped
from holdfast.web.kept import given_back
from holdfast.web.parts import LogLine
from holdfast.web.presenters.claiming import claim_on_form, purpose_of
from holdfast.web.step_up import step_up

OK, SEE_OTHER, FORBIDDEN, CONFLICT, UNREADABLE = 200, 303, 403, 409, 422
TRIES = 3
STEPPED_UP = frozenset({RecordKind.AUTHORIZATION_DECISION, RecordKind.HANDOFF_CLOSURE})
"""Steps before which staff prove once more who they are."""
UNSEEN = frozenset(
    {
        "revoke_consent", "person_stops", "person_confirms", "signal", "check_safety", "emergency_start",
        "contact_attempt", "close_live_event", "join_live_event", "leave_live_event", "attest_presence",
        "acknowledge_escalation",
    }
)  # fmt: skip
"""Steps that rest on nothing that others may have changed: facts, the person's own word, seats."""
MINOR = ("filed.join_", "filed.leave_", "filed.attest_", "filed.check_safety", "filed.acknowledge_")
"""What others file in between without changing what a form rests on; so does time that passes, and what is refused."""
MOST_NEWS = 20


def show(request: HttpRequest, transfer_id: UUID, step: str, frame: Frame = PLAIN) -> HttpResponse:
    """Draw the form of a step: empty, or filled in with what was kept, or with what is to be corrected (`?correct=1`).

    Where a long form was begun before, that is offered, and filled in where it is gone on with (`?go-on=1`).

    403 with the rule, for whom it is no part of theirs. Raises: UnknownTransfer; ErasedTransfer.
    Side effects: access log.
    """
    caller = caller_of(request)
    asked_again = _asked_again(request, caller, step)
    if asked_again is not None:
        return asked_again
    drawing = _Drawing(request, caller, transfer_looked_at(caller.asker, transfer_id, now()), step, frame)
    if not is_part_of(caller, drawing.looked, step):
        return drawing.not_theirs()
    drawing.kept.look(request)
    typed = given_back(request) or drawing.begun() or drawing.correction() or frame.known(request, drawing.looked)
    return drawing.page(typed, Said(news=drawing.news()), OK)


def submit(request: HttpRequest, transfer_id: UUID, step: str, frame: Frame = PLAIN) -> HttpResponse:
    """File what was posted, in the caller's name: done leads on (303), all else draws the form again as it was typed.

    422 where a field is wrong, 409 where a control refuses or somebody was faster. A form that is sent twice is filed
    once. 403 where the person's yes ended meanwhile, with what was typed. Raises: UnknownTransfer; ErasedTransfer.
    Side effects: as `give`; access log.
    """
    caller = caller_of(request)
    asked_again = _asked_again(request, caller, step)
    if asked_again is not None:
        return asked_again
    try:
        looked = transfer_looked_at(caller.asker, transfer_id, now())
    except YesTakenBack as fault:
        return stopped(request, caller, transfer_id, step, fault)
    drawing = _Drawing(request, caller, looked, step, frame)
    drawing.kept.goes_on_from(posted_of(request))
    put_by = _put_by(drawing)
    if put_by is not None:
        return put_by
    grown = reshaped(step, request.POST)
    if grown is not None:
        return drawing.page(grown[0], Said(focused=grown[1]), OK)
    sent = without_blank_rows(step, request.POST)
    state = drawing.looked.state
    reading = read_posted(step, sent, state.zone, state.package)
    if reading.problems:
        said = not_taken(step, reading, state.package)
        return drawing.page(sent, drawing.foreseeing(said, reading.fields), UNREADABLE)
    return _filed(drawing, sent, reading.fields)


def _filed(drawing: _Drawing, sent: Data, fields: dict[str, Any]) -> HttpResponse:
    """Give the step, and answer with what came of it."""
    request, step = drawing.request, drawing.step
    try:
        outcome = _given(drawing, fields)
    except Malformed as wrong:
        added = faults_added(step, drawing.looked.state.package, fields.get(UNDER))
        said = Said(problems={**added, **wrong.fields})
        return drawing.page(sent, drawing.foreseeing(said, fields), UNREADABLE)
    except Stale:
        return drawing.page(sent, Said(news=changes_since(drawing.looked, _seen(request) or 0)), CONFLICT)
    except (KeyReused, Conflict, AnotherEvent) as fault:
        return drawing.page(sent, Said(fault=type(fault)), CONFLICT)
    if outcome.is_filed:
        drawing.kept.gone()
        return HttpResponseRedirect(drawing.frame.done(outcome, step), status=SEE_OTHER)
    drawing.looked = _after(drawing, outcome)
    return drawing.page(sent, Said(refused=refusal(outcome, drawing.looked, step, fields)), CONFLICT)


def _put_by(drawing: _Drawing) -> HttpResponse | None:
    """Keep what is typed so far, or throw away what was kept, where that is asked; nothing of it is filed.

    By itself it is kept only where nothing else was begun; who presses the button means what they see.
    """
    request, kept = drawing.request, drawing.kept
    if STOPPED in request.POST:  # it came to nothing: they may see it after all
        return drawing.page(request.POST, Said(), OK)
    if kept.place is None or not is_part_of(drawing.caller, drawing.looked, drawing.step):
        return None
    if THROW in request.POST:
        kept.gone()
    elif KEEP not in request.POST:
        return None
    elif "HX-Request" in request.headers:
        draft = kept.keep(posted_of(request), replaces=False)
        return render(request, "components/form_kept.html", {"kept_at": draft.changed_at if draft else None})
    else:
        kept.keep(posted_of(request), replaces=True)
    return HttpResponseRedirect(kept.url, status=SEE_OTHER)


def _given(drawing: _Drawing, fields: dict[str, Any]) -> Outcome:
    """Give the step; where only something minor came in between, once more on what stands now.

    Raises: as `give`; Stale only where there is news, and then `drawing.looked` is the transfer as it stands.
    """
    request, transfer_id, step = drawing.request, drawing.looked.transfer_id, drawing.step
    supersedes = request.POST.get(SUPERSEDES) if step in set(RecordKind) else None
    corrected = {**fields, "supersedes": supersedes} if supersedes else fields
    filing = Filing(step, corrected, _key(request), None if step in UNSEEN else _seen(request))
    for _ in range(TRIES):
        try:
            return give(drawing.caller, transfer_id, filing)
        except Stale:
            drawing.looked = drawing.anew()
            if _is_news(drawing.looked, filing.seen_seq or 0):
                raise
            filing = replace(filing, seen_seq=drawing.looked.seq)
    raise Conflict("Others were filing at the same time.")


def _is_news(looked: Looked, seen: int) -> bool:
    kinds = (view.kind for view in event_views(looked, seen, MOST_NEWS).items)
    return any(kind.startswith("filed.") and not kind.startswith(MINOR) for kind in kinds)


def _after(drawing: _Drawing, outcome: Outcome) -> Looked:
    """Return the transfer after a refusal, which is an event too."""
    if outcome.is_repeat:
        return drawing.anew()
    return replace(drawing.looked, state=outcome.state, seq=outcome.seq)


def _key(request: HttpRequest) -> str:
    """Return the key of the rendering that was sent; blank for what is none of ours."""
    try:
        return str(UUID(request.POST.get(KEY, "")))
    except ValueError:
        return ""


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get(SEEN, "")
    return int(text) if text.isdecimal() and len(text) < len("2000000000") else None


def _asked_again(request: HttpRequest, caller: Caller, step: str) -> HttpResponse | None:
    """Return where to prove once more who one is, before a step that moves custody; none where that is not asked."""
    return step_up(request) if caller.guest is None and step in STEPPED_UP else None


@dataclass(slots=True)
class _Drawing:
    """Whose request is answered with which form."""

    request: HttpRequest
    caller: Caller
    looked: Looked
    step: str
    frame: Frame
    kept: Kept = field(init=False)

    def __post_init__(self) -> None:
        self.kept = Kept.of(self.request, self.looked, self.step)

    def begun(self) -> dict[str, list[str]] | None:
        """Return what was typed into the draft that is gone on with."""
        return self.kept.going_on.typed if self.kept.going_on is not None else None

    def news(self) -> tuple[LogLine, ...]:
        """Return what others filed since the draft that is gone on with was kept; that is no fault of the form."""
        draft = self.kept.going_on
        if draft is None or not _is_news(self.looked, seen_by(draft)):
            return ()
        return changes_since(self.looked, seen_by(draft))

    def foreseeing(self, said: Said, fields: Mapping[str, Any]) -> Said:
        """Return what is wrong, and beside it what would be refused then, so that nobody is told one after another."""
        return replace(said, words={**foreseen(self.caller, self.looked, self.step, fields), **said.words})

    def anew(self) -> Looked:
        """Return the transfer as it stands now."""
        return transfer_looked_at(self.caller.asker, self.looked.transfer_id, now())

    def page(self, data: Data | None, said: Said, status: int) -> HttpResponse:
        """Draw the form. Side effects: access log."""
        form = drawn(self.step, self.looked, self.caller, data, said)
        form = replace(
            form, claimed=claim_on_form(self.looked, self.step, self.caller), keeping=self.kept.drawn,
            hidden=(*form.hidden, *self.kept.hidden), is_wrong=form.is_wrong and status != OK,
        )  # fmt: skip
        context = {"form": form, **self.frame.context(self.request, self.looked, form)}
        return self._shown(self.frame.template, context, status, purpose_of(self.looked, self.step, self.caller))

    def not_theirs(self) -> HttpResponse:
        """Say whose part it is not. Side effects: access log."""
        page = not_theirs(self.step, self.looked)
        return self._shown("pages/commands/not_theirs.html", {"page": page}, FORBIDDEN, f"not-theirs-{self.step}")

    def correction(self) -> dict[str, list[str]] | None:
        """Return the record that stands as it was typed, where it is to be corrected and is the caller's to see."""
        standing = self.looked.state.records.get(RecordKind(self.step)) if self.step in set(RecordKind) else None
        is_wanted = "correct" in self.request.GET or must_correct(self.step, self.looked)
        if standing is None or not is_wanted:
            return None
        named = {SUPERSEDES: [f"{self.step}-{standing.step}"]}
        if self.looked.sight is not Sight.WHOLE and not self.looked.is_own(standing):
            return named
        filed, state = standing.record.model_dump(), self.looked.state
        if standing.added is not None:
            filed[UNDER] = standing.added.model_dump()
        return {**typed_from(self.step, filed, state.zone, state.package), **named}

    def _shown(self, template: str, context: Mapping[str, object], status: int, purpose: str) -> HttpResponse:
        self.caller.note([seen_of(self.looked)], purpose)
        return render(self.request, template, dict(context), status=status)
