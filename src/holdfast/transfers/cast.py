"""The colleagues of a practice: made up, each with a part, and with no account that a message could reach. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from holdfast.accounts.ladder import Holder, Rung, Rungs
from holdfast.protocol.codes import HOLDERS, EscalationLevel, Identity, Role
from holdfast.protocol.facts import PERSON, Assignment, Party
from holdfast.protocol.state import State

_CAST = UUID("5b0c9a5e-6d3f-4c52-9d41-0f7c2f3d8a10")
_EVER = datetime.min.replace(tzinfo=UTC)
MINUTES = 15
"""How long a level of the practice ladder has before the next one would be told."""


class Part(StrEnum):
    """The parts of a practice; the learner plays them one after the other."""

    CLINICIAN = "clinician"
    PERSON = "person"
    SUPERVISOR = "supervisor"
    RECEIVER = "receiver"
    NAVIGATOR = "navigator"
    REVIEWER = "reviewer"
    FOLLOW_UP_LEAD = "follow_up_lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    QUALITY_MANAGER = "quality_manager"
    REGIONAL_LEAD = "regional_lead"
    EXECUTIVE = "executive"

    @property
    def id(self) -> str:
        """By which the ledger knows who has this part: the same in every practice, and nobody's account."""
        return PERSON if self is Part.PERSON else str(uuid5(_CAST, self.value))


ROLES: Mapping[Part, Role] = {
    Part.CLINICIAN: Role.CLINICIAN,
    Part.SUPERVISOR: Role.SUPERVISOR,
    Part.RECEIVER: Role.INTAKE_LEAD,
    Part.NAVIGATOR: Role.NAVIGATOR,
    Part.REVIEWER: Role.QUALITY_REVIEWER,
    Part.FOLLOW_UP_LEAD: Role.FOLLOW_UP_LEAD,
    Part.MANAGER: Role.SERVICE_MANAGER,
    Part.DIRECTOR: Role.DIRECTOR,
    Part.QUALITY_MANAGER: Role.QUALITY_MANAGER,
    Part.REGIONAL_LEAD: Role.REGIONAL_LEAD,
    Part.EXECUTIVE: Role.EXECUTIVE,
}
"""The role of each part but the person's; all but the receiver's are at the originating service."""
BY_ID: Mapping[str, Part] = {part.id: part for part in Part}
_NEXT: Mapping[EscalationLevel, EscalationLevel | None] = {
    EscalationLevel.SUPERVISORY: EscalationLevel.DIRECTOR,
    EscalationLevel.QUALITY: EscalationLevel.QUALITY_MANAGER,
    EscalationLevel.MANAGER: EscalationLevel.DIRECTOR,
    EscalationLevel.QUALITY_MANAGER: EscalationLevel.DIRECTOR,
    EscalationLevel.DIRECTOR: EscalationLevel.EXECUTIVE,
    EscalationLevel.REGIONAL: EscalationLevel.EXECUTIVE,
    EscalationLevel.EXECUTIVE: None,
}


def _holder(level: EscalationLevel) -> Holder:
    part = next(part for part, role in ROLES.items() if role in HOLDERS[level])
    return Holder(part.id, _EVER)


RUNGS: Rungs = {level: Rung(level, MINUTES, after, (_holder(level),)) for level, after in _NEXT.items()}
"""The ladder of every practice: each level is held by the cast, so that nothing goes before anybody real."""


def played(part: Part, service: str, receiving: str) -> Party:
    """Return who has a part in a practice between two services; the receiver has a place once the route is known."""
    if part is Part.PERSON:
        return Party(PERSON, identity=Identity.PERSON_LINK)
    place = receiving if part is Part.RECEIVER else service
    assignments = (Assignment(ROLES[part], place),) if place else ()
    return Party(part.id, assignments, identity=Identity.ACCOUNT)


def cast_of(state: State) -> dict[str, Party]:
    """Return everybody who can be named in a practice, by their ids: the cast, and nobody else."""
    parties = (played(part, state.service, state.receiving_service or "") for part in ROLES)
    return {each.id: Party(each.id, each.assignments) for each in parties}
