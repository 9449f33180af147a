"""One call that answers both questions: did the first visit happen (C1), and did it hold (C3). Filed in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from holdfast.config.clock import now
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.controls.gates import FOLLOWERS
from holdfast.protocol.errors import Malformed
from holdfast.transfers.callers import Caller
from holdfast.transfers.errors import Conflict, KeyReused
from holdfast.transfers.giving import Filing, barred_for, give
from holdfast.transfers.selectors import Looked, seen_of, transfer_looked_at
from holdfast.web.access import caller_of, staff_page
from holdfast.web.forms import done_words
from holdfast.web.forms.frames import DONE
from holdfast.web.forms.pages import KEY, Data, Said, drawn, must_correct, not_taken, read_posted, reshaped
from holdfast.web.forms.refusals import refusal
from holdfast.web.kept import given_back, gives_back
from holdfast.web.presenters.asking import C1, C3, asking_of
from holdfast.web.presenters.calls import may_do_both
from holdfast.web.presenters.verifying import known_of_check

OK, SEE_OTHER, CONFLICT, UNREADABLE = 200, 303, 409, 422
Told = Mapping[RecordKind, Said]


@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles=FOLLOWERS)
def call(request: HttpRequest, transfer_id: UUID) -> HttpResponseBase:
    """Draw the questions of one call, or file what was answered: C1 first, where it is the caller's, then C3."""
    calling = _Calling(request, caller_of(request), transfer_looked_at(caller_of(request).asker, transfer_id, now()))
    if request.method != "POST":
        return calling.page(given_back(request), {}, OK)
    for step in calling.steps:
        grown = reshaped(step, request.POST)
        if grown is not None:
            return calling.page(grown[0], {step: Said(focused=grown[1])}, OK)
    return _answered(calling)


def _answered(calling: _Calling) -> HttpResponse:
    """File each record that was answered, in order, as far as the protocol's gates let the caller.

    What is wrong or refused draws the page again, with the records that are not filed yet.
    """
    filed: list[RecordKind] = []
    for step in calling.steps:
        if filed and barred_for(calling.caller, calling.looked, step):
            break  # the first visit did not happen: nobody is asked whether it held
        told = calling.file(step)
        if told is not None:
            return calling.page(calling.request.POST, {step: told[0]}, told[1], filed)
        filed.append(step)
    return HttpResponseRedirect(f"{reverse('calls_due')}?{DONE}={filed[-1]}", status=SEE_OTHER)


@dataclass(slots=True)
class _Calling:
    """Whose call it is, about which transfer."""

    request: HttpRequest
    caller: Caller
    looked: Looked

    @property
    def steps(self) -> tuple[RecordKind, ...]:
        """The records that are asked for: C1 only while it is owed, and the caller's to file."""
        both = may_do_both(self.looked, self.caller) and not must_correct(C1, self.looked)
        return (C1, C3) if both else (C3,)

    def page(self, data: Data | None, told: Told, status: int, filed: Sequence[RecordKind] = ()) -> HttpResponse:
        """Draw the questions that are left. Side effects: access log."""
        steps = self.steps
        typed = data or (known_of_check(self.request, self.looked) if C1 in steps else None)
        forms = {step: drawn(step, self.looked, self.caller, typed, told.get(step, Said())) for step in steps}
        self.caller.note([seen_of(self.looked)], "call")
        context = {
            "check": forms.get(C1), "form": forms[C3], "page": asking_of(self.looked, forms.get(C1)),
            "done": " ".join(map(done_words, filed)),
        }  # fmt: skip
        return render(self.request, "pages/queues/call.html", context, status=status)

    def file(self, step: RecordKind) -> tuple[Said, int] | None:
        """File one record; return what keeps it from being filed, none where it was. Side effects: as `give`."""
        state = self.looked.state
        reading = read_posted(step, self.request.POST, state.zone, state.package)
        if reading.problems:
            return not_taken(step, reading, state.package), UNREADABLE
        try:
            outcome = give(self.caller, self.looked.transfer_id, Filing(step, reading.fields, self._key(step)))
        except Malformed as wrong:
            return Said(problems=wrong.fields), UNREADABLE
        except (KeyReused, Conflict) as fault:
            return Said(fault=type(fault)), CONFLICT
        self.looked = transfer_looked_at(self.caller.asker, self.looked.transfer_id, now())
        return None if outcome.is_filed else (Said(refused=refusal(outcome, self.looked, step)), CONFLICT)

    def _key(self, step: RecordKind) -> str:
        """Return the key of this rendering and record; blank for what is none of ours."""
        try:
            return f"{UUID(self.request.POST.get(KEY, ''))}:{step}"
        except ValueError:
            return ""
