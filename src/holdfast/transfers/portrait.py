"""One transfer as it stands, drawn for whoever asks: what they may not see is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.protocol.chapters.consent.part2 import notice_for
from holdfast.protocol.chapters.safety.reach import order_details
from holdfast.protocol.codes import MARKED_SCOPES, ConsentScope, RecordKind
from holdfast.protocol.grading import grade_at
from holdfast.protocol.state import Standing, State
from holdfast.protocol.telling import continuity_lead
from holdfast.transfers.disclosure import (
    IDENTITY,
    LOGISTICS,
    NEED,
    RISK,
    Scopes,
    Sight,
    basis_towards,
    deadlines_heard,
    hears_of,
    scopes_towards,
)
from holdfast.transfers.scope import Asker, Right
from holdfast.transfers.views import (
    ExceptionView,
    GivenConsent,
    LiveEventView,
    OpenDeadline,
    OpenEscalation,
    SeatView,
    StandingRecord,
    TransferView,
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A transfer as somebody looks at it: its state, how much they see, and which scopes are shared with them."""

    transfer_id: UUID
    state: State
    seq: int
    sight: Sight
    scopes: Scopes
    asker: Asker
    at: datetime
    changed_at: datetime
    """When its last event came."""
    is_nameless: bool = False
    """Whether the person is protected, and who looks may not know who they are (standards 2.5)."""
    right: str = ""
    """The `Right` by which somebody of another organisation sees it whole; blank for everybody else."""

    @property
    def sees_identity(self) -> bool:
        """Whether name and contact of the person may be shown."""
        return self.may_see(IDENTITY)

    def may_see(self, scope: ConsentScope) -> bool:
        """Say whether what needs `scope` may be shown."""
        if self.is_nameless and scope is IDENTITY:
            return False
        return scope in self.seen

    @property
    def seen(self) -> Scopes:
        """The scopes of which something is shown: where it is seen whole, all but what is withheld."""
        return frozenset(ConsentScope) - self.withheld if self.sight is Sight.WHOLE else self.scopes

    @property
    def withheld(self) -> Scopes:
        """What is not shown to somebody of another organisation who sees all the rest by a right (42 CFR part 2).

        What is specially protected, unless a consent covers it towards a service of theirs, or they broke the glass.
        """
        is_elsewhere = self.sight is Sight.WHOLE and self.right not in {"", Right.BREAK_GLASS}
        return MARKED_SCOPES - self.scopes if is_elsewhere else frozenset()

    @property
    def basis(self) -> str:
        """On what it rests that another organisation is shown this; blank on the originating side, and to the person.

        On the receiving side the consents; where it is seen whole from elsewhere, by which right.
        """
        if self.sight is Sight.RECEIVING:
            return basis_towards(self.state, self.asker.services, self.at)
        return self.right

    def is_own(self, standing: Standing) -> bool:
        """Say whether it is the asker's own record."""
        return standing.by == self.asker.party.id


def scopes_seen(state: State, asker: Asker, at: datetime) -> Scopes:
    """Return the scopes that are shared with the asker; the person sees who they are and what happens next."""
    if asker.party.is_person:
        return frozenset({IDENTITY, NEED, LOGISTICS})
    return scopes_towards(state, asker.services, at)


def portrait(looked: Looked) -> TransferView:
    """Return one transfer as it stands, as far as it may be shown."""
    state = looked.state
    assert state.opened_at is not None
    notice = notice_for(looked.scopes) if looked.sight is Sight.RECEIVING else None
    return TransferView(
        id=looked.transfer_id, seq=looked.seq, sight=looked.sight,
        shared=tuple(sorted(looked.scopes)) if looked.sight is Sight.RECEIVING else (),
        stage=state.stage, warmth=state.warmth, grade=grade_at(state, looked.at), closed_as=state.closed_as,
        **_asked(looked), is_emergency=state.is_emergency, is_paused=state.is_paused, live_event=_live_event(state),
        originator_id=state.originator, service_id=state.service, zone=state.zone,
        receiving_service_id=state.receiving_service, owner_id=state.owner, owner_service_id=state.owner_service,
        continuity_lead_id=continuity_lead(state) or None, first_action=_first_action(looked), records=_records(looked),
        deadlines=deadlines_of(state, looked.sight),
        escalations=escalations_of(state) if looked.sight is Sight.WHOLE else (),
        consents=_consents(looked), exceptions=_exceptions(looked), notice=notice.long if notice else None,
        basis=looked.basis, policy_version=state.rules.version, opened_at=state.opened_at,
        changed_at=looked.changed_at, closed_at=state.closed_at,
        linked_from=UUID(state.linked_from) if state.linked_from and looked.sight is Sight.WHOLE else None,
    )  # fmt: skip


def deadlines_of(state: State, sight: Sight = Sight.WHOLE) -> tuple[OpenDeadline, ...]:
    """Return the open deadlines of which `sight` hears, the next one due first."""
    opened = (OpenDeadline(name, deadline.due) for name, deadline in deadlines_heard(state, sight))
    return tuple(sorted(opened, key=lambda deadline: (deadline.due_at, deadline.name)))


def escalations_of(state: State) -> tuple[OpenEscalation, ...]:
    """Return the matters that are open before a level."""
    return tuple(
        OpenEscalation(control, known.level, known.count, known.acknowledged_by, known.acknowledge_by)
        for control, known in sorted(state.escalations.items())
    )


def _asked(looked: Looked) -> dict[str, Any]:
    """Return who the person is and what is asked for them: each part only where it may be shown."""
    state, request, is_whole = looked.state, looked.state.request, looked.sight is Sight.WHOLE
    brief = state.person if looked.may_see(IDENTITY) else None
    sees_urgency = looked.may_see(NEED) and looked.sight is not Sight.PERSON and request is not None
    return {
        "case_id": state.case_id if is_whole else None,
        "person_id": UUID(state.subject) if state.subject and looked.may_see(IDENTITY) else None,
        "age": brief.age if brief else None,
        "language": brief.language if brief else None,
        "payer": brief.payer if brief else None,
        "need": state.need if looked.may_see(NEED) else None,
        "urgency": request.urgency if request and sees_urgency else None,
        "risk_indicators": request.risk_indicators if request and looked.may_see(RISK) else None,
        "is_elevated": state.is_elevated if looked.may_see(RISK) else None,
        "mode": request.mode if request else None,
        "pathway_id": request.receiving_pathway if request else None,
        "order_details": order_details(state) if looked.may_see(RISK) and looked.sight is not Sight.PERSON else (),
    }


def _live_event(state: State) -> LiveEventView | None:
    live = state.event
    if live is None:
        return None
    present = (SeatView(s.party, s.who, s.identity, s.joined_at) for s in live.seats if s.left_at is None)
    return LiveEventView(
        live.number, live.channel, live.opened_at, live.ended_at, tuple(present) if live.is_open else ()
    )


def _first_action(looked: Looked) -> dict[str, object] | None:
    standing = looked.state.records.get(RecordKind.RECEIVING_ACCEPTANCE)
    if standing is None or not (looked.may_see(LOGISTICS) or looked.is_own(standing)):
        return None
    action = getattr(standing.record, "first_action", None)
    if action is None:
        return None
    fields: dict[str, object] = action.model_dump()
    return {**fields, "at": looked.state.first_action_at or fields["at"]}


def _records(looked: Looked) -> tuple[StandingRecord, ...]:
    standing = looked.state.records.items()
    return tuple(StandingRecord(kind, s.by, s.at) for kind, s in standing if hears_of(kind, looked.sight))


def _consents(looked: Looked) -> tuple[GivenConsent, ...]:
    """Return the consents; to the receiving side those to itself, and of them only what is open."""
    given, is_receiving = looked.state.consents.items(), looked.sight is Sight.RECEIVING
    mine = looked.asker.services if is_receiving else None
    return tuple(
        GivenConsent(
            consent.id, to, tuple(sorted(consent.scopes & looked.scopes if is_receiving else consent.scopes)),
            consent.until, consent.expires_at, consent.purpose, () if is_receiving else consent.gaps,
            consent.is_exception, consent.ends_with, "" if is_receiving else consent.ends_when,
        )
        for to, consent in sorted(given)
        if mine is None or to in mine
    )  # fmt: skip


def _exceptions(looked: Looked) -> tuple[ExceptionView, ...]:
    if looked.sight is not Sight.WHOLE:
        return ()
    return tuple(
        ExceptionView(each.id, each.by, each.at, each.reason, each.to or None, each.finding, each.reviewed_by or None)
        for each in looked.state.consent.exceptions
    )
