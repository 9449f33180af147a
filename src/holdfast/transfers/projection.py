"""What events mean for the read models: a pure function from events to rows, which writing and rebuilding share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.protocol import commands as c
from holdfast.protocol import events as e
from holdfast.protocol.asking import owed
from holdfast.protocol.chapters.contact import said as contact
from holdfast.protocol.chapters.custody import said as custody
from holdfast.protocol.chapters.safety.duress import SPOKEN_OF_DANGER
from holdfast.protocol.chapters.safety.reach import protects
from holdfast.protocol.chapters.visit.said import VisitEnd
from holdfast.protocol.clockwork import next_due
from holdfast.protocol.codes import EscalationLevel, RecordKind, Wish
from holdfast.protocol.evolve import evolve
from holdfast.protocol.grading import grade_at
from holdfast.protocol.records import AuthorizationRequest
from holdfast.protocol.state import State
from holdfast.protocol.telling import continuity_lead, hears_of_deadlines
from holdfast.transfers.acceptances import custody_row, kept_of
from holdfast.transfers.disclosure import basis_of, consent_of, listed, named_in, seated_in
from holdfast.transfers.models import DeadlineStatus

Row = dict[str, Any]
_HOLDING = (None, VisitEnd.KEPT, VisitEnd.NO_SHOW)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An event with its place in the transfer, and the instant of the act it belongs to."""

    seq: int
    at: datetime
    event: e.Event


@dataclass(slots=True)
class Projection:
    """Rows to insert and changes to rows that stand, for one transfer."""

    transfer_id: UUID
    state: State
    transfer: Row = field(default_factory=dict)
    owners: list[Row] = field(default_factory=list)
    deadlines: list[Row] = field(default_factory=list)
    ended: dict[str, Row] = field(default_factory=dict)
    escalations: list[Row] = field(default_factory=list)
    changed: dict[str, Row] = field(default_factory=dict)
    records: list[Row] = field(default_factory=list)
    fallen: set[str] = field(default_factory=set)
    """Kinds of record whose rows from before no longer stand."""
    countersigned: dict[str, str] = field(default_factory=dict)
    failures: list[Row] = field(default_factory=list)
    outbox: list[Row] = field(default_factory=list)
    visit: Row = field(default_factory=dict)
    custody: Row = field(default_factory=dict)

    def rows(self) -> dict[str, Any]:
        """Return everything as one document for the one statement that writes it."""
        return {
            "transfer": self.transfer, "owners": self.owners, "deadlines": self.deadlines,
            "ended": list(self.ended.values()), "escalations": self.escalations,
            "changed": list(self.changed.values()), "records": self.records, "fallen": sorted(self.fallen),
            "countersigned": [{"kind": kind, "at": at} for kind, at in self.countersigned.items()],
            "failures": self.failures, "outbox": self.outbox, "visit": self.visit,
            "custody": self.custody,
        }  # fmt: skip

    def take(self, numbered: Numbered) -> None:
        """Take one event into the rows, and fold it."""
        event = numbered.event
        if isinstance(event, e.StepFiled):
            self._filed(numbered, event)
        elif isinstance(event, e.AttemptRefused):
            self._failed(numbered, event.command.step, event.facts.by.id, list(event.failed), is_breach=False)
        elif isinstance(event, e.DeadlineMissed):
            self._end(event.name, DeadlineStatus.MISSED, numbered.at)
            self._tell_lead(numbered, "missed", event.name)
        elif isinstance(event, e.EscalationRisen):
            self._change(
                event.control, level=event.level, acknowledge_by=_text(event.acknowledge_by), acknowledged_by="",
                acknowledged_at=None,
            )  # fmt: skip
            self._tell(numbered, "escalation", event.level, event.control)
        else:
            self._follow(numbered, event)
        self.state = evolve(self.state, event)

    def _follow(self, numbered: Numbered, event: e.Consequence) -> None:
        match event:
            case e.OwnerChanged():
                self._own(numbered, event)
            case e.DeadlineOpened():
                self._open(numbered, event)
            case e.DeadlineMet(name):
                self._end(name, DeadlineStatus.MET, numbered.at)
            case e.DeadlineVoided(name):
                self._end(name, DeadlineStatus.VOIDED, numbered.at)
            case e.EscalationRaised() | e.EscalationCounted():
                self._escalate(numbered, event)
            case e.RecordsVoided() | e.InstructionEnded():
                self._fall(*_fallen(event))
            case e.BreachRecorded(control):
                self._failed(numbered, "", self.state.owner, [control], is_breach=True)
            case _:
                pass  # the transfer's own row says what these changed

    def _row(self, numbered: Numbered, **fields: object) -> Row:
        return {"transfer_id": str(self.transfer_id), "seq": numbered.seq, **fields}

    def _filed(self, numbered: Numbered, event: e.StepFiled) -> None:
        command = event.command
        if command.step in SPOKEN_OF_DANGER and evolve(self.state, event).safety.in_danger_at == event.facts.at:
            self._tell(numbered, "person", self.state.owner, "")
        if isinstance(command, c.PersonStops | c.CloseTransfer):
            self._tell_ended(numbered, event)
        if isinstance(command, c.RevokeConsent):
            self._tell_taken_back(numbered, event, command.to)
        if isinstance(command, c.FileRecord):
            self._fall(command.record.kind)
            row = self._row(
                numbered, kind=command.record.kind, filed_by=event.facts.by.id, filed_at=numbered.at.isoformat(),
                reviewer_id=getattr(command.record, "reviewer_id", ""), is_correction=command.supersedes is not None,
                is_standing=True, countersigned_at=None,
            )  # fmt: skip
            self.records.append(row)
        elif isinstance(command, c.Countersign):
            self._countersign(command.record, numbered.at.isoformat())
        elif isinstance(command, c.AcknowledgeEscalation):
            self._change(
                command.control, acknowledged_by=event.facts.by.id, acknowledged_at=numbered.at.isoformat(),
                acknowledge_by=None,
            )  # fmt: skip
        elif isinstance(command, c.ResolveEscalation):
            self._change(command.control, resolved_by=event.facts.by.id, resolved_at=numbered.at.isoformat())
        self._ask(numbered, command)

    def _ask(self, numbered: Numbered, command: c.Command) -> None:
        """Tell who is asked for something by name, or was answered."""
        if isinstance(command, custody.OfferCustody):
            self._tell(numbered, "asked", command.to, command.do)
        elif isinstance(command, custody.DeclineCustody):
            self._tell(numbered, "asked", self.state.owner, command.do)
        elif isinstance(command, contact.SendSecureSummary):
            self._tell(numbered, "summary", command.to, command.until.isoformat())

    def _countersign(self, kind: str, at: str) -> None:
        for row in self.records:
            if row["kind"] == kind and row["is_standing"]:
                row["countersigned_at"] = at
                return
        self.countersigned[kind] = at

    def _fall(self, *kinds: str) -> None:
        self.fallen.update(kinds)
        for row in self.records:
            if row["kind"] in kinds:
                row["is_standing"] = False

    def _own(self, numbered: Numbered, event: e.OwnerChanged) -> None:
        row = self._row(
            numbered, owner_id=event.owner, service_id=event.service, is_guest=event.is_guest,
            owned_from=numbered.at.isoformat(), owned_until=None,
        )  # fmt: skip
        for earlier in self.owners:
            earlier["owned_until"] = earlier["owned_until"] or numbered.at.isoformat()
        self.owners.append(row)
        self._tell(numbered, "owner", event.owner, "")

    def _open(self, numbered: Numbered, event: e.DeadlineOpened) -> None:
        if event.name in self.state.deadlines:
            self._end(event.name, DeadlineStatus.VOIDED, numbered.at)
        row = self._row(
            numbered, name=event.name, due_at=event.due.isoformat(), opened_at=event.opened_at.isoformat(),
            zone=event.zone, calendar=event.calendar, status=DeadlineStatus.OPEN, ended_at=None,
        )  # fmt: skip
        self.deadlines.append(row)
        self._tell_lead(numbered, "deadline", event.name)

    def _end(self, name: str, status: DeadlineStatus, at: datetime) -> None:
        fields: Row = {"status": status, "ended_at": at.isoformat()}
        for row in self.deadlines:
            if row["name"] == name and row["status"] == DeadlineStatus.OPEN:
                row.update(fields)
                return
        self.ended[name] = {"name": name, **fields}

    def _escalate(self, numbered: Numbered, event: e.EscalationRaised | e.EscalationCounted) -> None:
        if isinstance(event, e.EscalationCounted):
            known = self.state.escalations[event.control]
            self._change(event.control, count=known.count + 1)
            return
        row = self._row(
            numbered, control=event.control, level=event.level, asked=event.asked,
            is_vacancy=bool(event.vacant), count=1, raised_at=numbered.at.isoformat(),
            acknowledge_by=_text(event.acknowledge_by), acknowledged_by="", acknowledged_at=None, resolved_by="",
            resolved_at=None,
        )  # fmt: skip
        self.escalations.append(row)
        self._tell(numbered, "escalation", event.level, event.control)

    def _change(self, control: str, **fields: object) -> None:
        for row in self.escalations:
            if row["control"] == control and row["resolved_at"] is None:
                row.update(fields)
                return
        known = self.state.escalations[control]
        standing: Row = {
            "control": control, "level": known.level, "count": known.count,
            "acknowledge_by": _text(known.acknowledge_by), "acknowledged_by": known.acknowledged_by or "",
        }  # fmt: skip
        self.changed[control] = standing | self.changed.get(control, {}) | fields

    def _failed(self, numbered: Numbered, step: str, by: str, controls: list[str], *, is_breach: bool) -> None:
        row = self._row(numbered, step=step, by=by, at=numbered.at.isoformat(), controls=controls, is_breach=is_breach)
        self.failures.append(row)

    def _tell(self, numbered: Numbered, kind: str, to: str | EscalationLevel, about: str) -> None:
        if self.state.is_practice:
            return  # section 3.8: nobody is told of a practice
        at = numbered.at.isoformat()
        row = self._row(
            numbered, kind=kind, to=to, about=about, written_at=at, next_try_at=at, delivered_at=None, tries=0,
        )  # fmt: skip
        self.outbox.append(row)

    def _tell_taken_back(self, numbered: Numbered, event: e.StepFiled, to: str) -> None:
        """Tell both sides' hands that the person took back what lets the receiving side take them on (S.taken_back)."""
        taken_back = evolve(self.state, event).consent.taken_back
        is_news = taken_back.get(to) == event.facts.at and to == self.state.receiving_service
        if is_news and not self.state.is_closed:
            self._tell(numbered, "person", self.state.assignee or self.state.originator, "")

    def _tell_ended(self, numbered: Numbered, event: e.StepFiled) -> None:
        """Tell the owner that somebody else's word ended it: by a closing, or because the person withdraws."""
        command, by = event.command, event.facts.by
        closes = isinstance(command, c.CloseTransfer)
        withdraws = isinstance(command, c.PersonStops) and command.wish is Wish.WITHDRAW and not self.state.is_closed
        is_others_word = not by.is_person or self.state.safety.is_in_duress
        if (closes or withdraws) and is_others_word and by.id != self.state.owner:
            self._tell(numbered, "person", self.state.owner, "")

    def _tell_lead(self, numbered: Numbered, kind: str, name: str) -> None:
        """Tell the continuity lead of a deadline while the receiving side is a guest (section 5)."""
        lead = hears_of_deadlines(self.state)
        if lead:
            self._tell(numbered, kind, lead, name)


def _fallen(event: e.RecordsVoided | e.InstructionEnded) -> tuple[str, ...]:
    return event.kinds if isinstance(event, e.RecordsVoided) else (RecordKind.CORRECTIVE_DETERMINATION,)


def project(transfer_id: UUID, events: Iterable[Numbered], before: State) -> Projection:
    """Return the rows that `events` bring about for a transfer whose state was `before`."""
    projection = Projection(transfer_id, before)
    last: Numbered | None = None
    for last in events:
        projection.take(last)
    if last is not None and projection.state.opened_at is not None:  # an opening may be refused
        projection.transfer = _transfer_row(transfer_id, projection.state, last)
        if not projection.state.is_practice and projection.state.visit.latest != before.visit.latest:
            projection.visit = _visit_row(transfer_id, projection.state)
        if not projection.state.is_practice and kept_of(projection.state) != kept_of(before):
            projection.custody = custody_row(transfer_id, projection.state)
    return projection


def _transfer_row(transfer_id: UUID, state: State, last: Numbered) -> Row:
    request, due = state.request, next_due(state)
    return {
        "id": str(transfer_id), "seq": last.seq, "case_id": state.case_id, "person_id": state.subject or None,
        "linked_from": state.linked_from or None, "practised_by": state.practised_by, "need": state.need or "",
        **_asked(request), "is_elevated": state.is_elevated, "is_emergency": state.is_emergency,
        "is_paused": state.is_paused, "is_event_open": state.live is not None and state.live.is_open,
        "stage": state.stage, "warmth": state.warmth, "grade": grade_at(state, last.at),
        "closed_as": state.closed_as or "", "originator_id": state.originator, "service_id": state.service,
        "zone": state.zone, "receiving_service_id": state.receiving_service or "", "owner_id": state.owner,
        "owner_service_id": state.owner_service, "continuity_lead_id": continuity_lead(state),
        "policy_version": state.rules.version, "opened_at": _text(state.opened_at),
        "changed_at": last.at.isoformat(), "closed_at": _text(state.closed_at),
        "next_due_at": _text(due.at) if due else None, "named": named_in(state), "seated": seated_in(state),
        "owed": sorted(owed(state)), **_consented(state), "is_erased": False,
        "is_protected": protects(state), "retold": len(state.story.retellings),
    }  # fmt: skip


def _visit_row(transfer_id: UUID, state: State) -> Row:
    """Return the visit as it stands; one that has ended without being kept holds its time no more."""
    visit = state.visit.latest
    assert visit is not None, "a visit that was booked ends, it does not go away"
    return {
        "transfer_id": str(transfer_id), "number": visit.number,
        "slot_id": visit.slot if visit.slot and visit.ended in _HOLDING else None,
        "starts_at": visit.at.isoformat(), "booked_at": visit.booked_at.isoformat(), "is_silent": visit.is_silent,
        "has_ended": visit.ended is not None, "cancel_asked_at": _text(visit.cancel.at) if visit.cancel else None,
        "cancel_side": visit.cancel.side if visit.cancel else "",
    }  # fmt: skip


def _consented(state: State) -> Row:
    until, scopes = consent_of(state)
    consent = listed(state)
    return {
        "consent_until": _text(until), "consent_scopes": scopes,
        "consent_ends_at": _text(until if consent.is_exception else consent.expires_at) if consent else None,
        "consent_basis": basis_of(consent) if consent else "",
        "emergency_until": _text(state.emergency_until), "exceptions_open": len(state.consent.unreviewed),
    }  # fmt: skip


def _asked(request: AuthorizationRequest | None) -> Row:
    if request is None:
        return {"urgency": "", "mode": "", "pathway_id": ""}
    return {"urgency": request.urgency, "mode": request.mode, "pathway_id": request.receiving_pathway}


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
