"""A learner who practises: every part given through the one way in, as the pages do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from time_machine import Traveller

from holdfast.accounts.models import Adapter, Staff
from holdfast.accounts.selectors import party
from holdfast.config.clock import now
from holdfast.demo import forms
from holdfast.directory.models import Pathway
from holdfast.notify.selectors import unread_count
from holdfast.people.models import Person
from holdfast.people.selectors import people_found, people_sought
from holdfast.protocol.codes import DeadlineName, EscalationLevel, Need, RecordKind
from holdfast.transfers import selectors
from holdfast.transfers.callers import Caller, signed_in
from holdfast.transfers.cast import Part
from holdfast.transfers.giving import Filing, give
from holdfast.transfers.leaving import leaving
from holdfast.transfers.paging import Paging
from holdfast.transfers.practice import PracticeWish, playing, practice_open
from holdfast.transfers.selectors import Span
from holdfast.transfers.services import Outcome

NEED = Need.MISSED_APPOINTMENTS
R = RecordKind


def learner_of(staff: Staff) -> Caller:
    """Return a member of staff as they are signed in."""
    return signed_in(party(str(staff.pk))[str(staff.pk)], staff.display_name, "browser:1", Adapter.PAGE)


@dataclass
class Practised:
    """A practice under way."""

    learner: Caller
    pathway: Pathway
    clock: Traveller
    transfer_id: UUID
    is_elevated: bool = False

    @classmethod
    def begin(cls, staff: Staff, pathway: Pathway, clock: Traveller) -> Practised:
        """Open a practice."""
        learner = learner_of(staff)
        return cls(learner, pathway, clock, practice_open(learner, PracticeWish(need=NEED)).transfer_id)

    def caller(self, part: Part) -> Caller:
        """Return the learner in a part."""
        found = playing(self.learner, self.transfer_id, part)
        assert found is not None
        return found

    def do(self, part: Part, step: str, fields: Mapping[str, Any]) -> Outcome:
        """Give a command in a part; it is to be filed."""
        came = give(self.caller(part), self.transfer_id, Filing(step, fields))
        assert came.is_filed, (step, came.act)
        return came

    def ask(self, **otherwise: Any) -> None:
        """Consent, safety, and the request."""
        self.is_elevated = bool(otherwise)
        service = str(self.pathway.service_id)
        self.do(Part.PERSON, "give_consent", forms.consent(service, "en", now()))
        self.do(Part.PERSON, "check_safety", forms.SAFE)
        asked = forms.request(NEED, str(self.pathway.pk), Part.SUPERVISOR.id, now(), **otherwise)
        self.do(Part.CLINICIAN, R.AUTHORIZATION_REQUEST, asked)

    def meet(self) -> None:
        """Decide, be ready, and bring all three together."""
        decided = forms.decision(transfer_failure_risk="high" if self.is_elevated else "medium")
        self.do(Part.SUPERVISOR, R.AUTHORIZATION_DECISION, decided)
        ready = forms.readiness(Part.NAVIGATOR.id, Part.SUPERVISOR.id, now())
        self.do(Part.CLINICIAN, R.RELEASE_READINESS, ready)
        self.do(Part.CLINICIAN, "open_live_event", {"channel": "phone"})
        seats = ((Part.CLINICIAN, "originator"), (Part.PERSON, "person"), (Part.RECEIVER, "receiver"))
        for part, seat in seats:
            self.do(part, "join_live_event", {"party": seat})
        service, supervisor = str(self.pathway.service_id), Part.SUPERVISOR.id
        self.do(Part.CLINICIAN, R.LIVE_CONNECTION, forms.connection(service, Part.RECEIVER.id, supervisor, now()))

    def release(self) -> None:
        """Accept, hear, attest, and pass ownership."""
        self.do(Part.RECEIVER, R.RECEIVING_ACCEPTANCE, forms.acceptance(NEED, now() + timedelta(hours=1)))
        self.do(Part.PERSON, "person_confirms", {"what": "next_step", "in_own_words": "Somebody meets me."})
        for part, seat in ((Part.CLINICIAN, "originator"), (Part.RECEIVER, "receiver")):
            everybody = ["originator", "person", "receiver"]
            self.do(part, "attest_presence", {"party": seat, "present": everybody})
        self.do(Part.CLINICIAN, R.HANDOFF_CLOSURE, forms.closure(Part.SUPERVISOR.id, now()))
        self.do(Part.CLINICIAN, "close_live_event", {})

    def hold(self) -> Outcome:
        """The first visit is kept, checked, and asked about."""
        closed_at = now()
        self.clock.shift(timedelta(hours=1, minutes=1))
        self.do(Part.RECEIVER, "report_first_action", {"outcome": "kept"})
        checked = forms.verification(closed_at, now(), Part.QUALITY_MANAGER.id)
        self.do(Part.REVIEWER, R.VERIFICATION, checked)
        return self.do(Part.FOLLOW_UP_LEAD, R.ASSURANCE_FOLLOWUP, forms.follow_up(Part.REVIEWER.id, now()))


def all_that_is_counted(caller: Caller, at: datetime) -> list[object]:
    """Return every list, count, search and agenda that somebody can ask for, as it is now."""
    asker, paging, week = caller.asker, Paging(limit=100), Span(at - timedelta(days=30), at + timedelta(days=30))
    names = list(DeadlineName)
    return [
        selectors.transfers_found(asker, at, selectors.Wanted(), paging),
        selectors.transfers_by_time(asker, at, Q(), paging, is_open=None),
        selectors.transfers_by_change(asker, at, Q(), paging),
        selectors.queues_open(asker, at),
        [selectors.queue_rows(asker, at, name, paging) for name in names],
        [selectors.queue_grown(asker, at, name, at - timedelta(days=30)) for name in names],
        selectors.tasks_owed(asker, at, names, paging),
        selectors.tasks_counted(asker, at, names),
        selectors.escalation_rows(asker, at, paging),
        selectors.matters_before(asker, at, paging, list(EscalationLevel)),
        selectors.failure_rows(asker, paging),
        [selectors.archive_rows(asker, at, kind, paging) for kind in RecordKind],
        selectors.decisions_made(asker, at, at - timedelta(days=30), Q()),
        selectors.countersigns_due(asker, at, paging),
        selectors.week_talks(asker, week, 100),
        selectors.looks_shown(asker, paging, reviewed=False),
        selectors.seat_held(caller.party.id),
        leaving(caller.id),
        people_found(text="practice", known=Person.objects.values("pk"), limit=100),
        people_sought("Practice", known=Person.objects.values("pk")),
        unread_count(str(caller.id)),
    ]
