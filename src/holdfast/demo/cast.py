"""The staff of the invented county: some for every role, a pool of deciders, two ladders, a token for each role."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from holdfast.accounts.models import LadderRung, Staff
from holdfast.accounts.selectors import party, staff_by_email, tokens_of
from holdfast.accounts.services import (
    holder_add,
    pool_join,
    regional_set,
    role_give,
    rung_set,
    sign_in_link_create,
    staff_add,
    token_create,
    token_revoke,
)
from holdfast.demo import county as at
from holdfast.demo.county import County
from holdfast.directory.selectors import service_organization
from holdfast.protocol.codes import EscalationLevel, Role
from holdfast.protocol.facts import PERSON, Party

TOKEN_NAME = "the demo"  # noqa: S105 - what the token is for
TOKEN_DAYS = 366


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff: the key they go by in the stories, their role, and where they hold it."""

    key: str
    name: str
    role: Role
    service: str

    @property
    def email(self) -> str:
        """Their address, at a domain that no mail reaches."""
        return f"{self.key.replace('_', '-')}@quillwater.example"


STAFF: tuple[Member, ...] = (
    Member("crisis_worker", "Wren Abara", Role.CRISIS_WORKER, at.CRISIS),
    Member("peer", "Tobias Lund", Role.PEER, at.WARM_LINE),
    Member("clinician", "Imani Castell", Role.CLINICIAN, at.EMERGENCY),
    Member("care_coordinator", "Pilar Oduya", Role.CARE_COORDINATOR, at.DISCHARGE),
    Member("supervisor", "Greta Novak", Role.SUPERVISOR, at.CRISIS),
    Member("supervisor_hospital", "Samir Holt", Role.SUPERVISOR, at.EMERGENCY),
    Member("coordination_lead", "Noor Halvorsen", Role.COORDINATION_LEAD, at.OFFICE),
    Member("intake_lead", "Marisol Quick", Role.INTAKE_LEAD, at.OPEN_ACCESS),
    Member("intake_medication", "Anouk Tremaine", Role.INTAKE_LEAD, at.MEDICATION),
    Member("intake_young", "Kit Amadi", Role.INTAKE_LEAD, at.YOUNG),
    Member("intake_withdrawal", "Idris Bell", Role.INTAKE_LEAD, at.WITHDRAWAL),
    Member("intake_overnight", "Emmett Roe", Role.INTAKE_LEAD, at.OVERNIGHT),
    Member("quality_reviewer", "Quentin Mbeki", Role.QUALITY_REVIEWER, at.OFFICE),
    Member("service_manager", "Leona Frost", Role.SERVICE_MANAGER, at.CRISIS),
    Member("coordination_director", "Darius Winter", Role.COORDINATION_DIRECTOR, at.OFFICE),
    Member("follow_up_lead", "Faye Lindqvist", Role.FOLLOW_UP_LEAD, at.OFFICE),
    Member("navigator", "Nils Okoro", Role.NAVIGATOR, at.OFFICE),
    Member("director", "Bea Santos", Role.DIRECTOR, at.OFFICE),
    Member("quality_manager", "Ruth Ader", Role.QUALITY_MANAGER, at.OFFICE),
    Member("regional_lead", "Ora Kim", Role.REGIONAL_LEAD, at.OFFICE),
    Member("executive", "Viktor Sand", Role.EXECUTIVE, at.OFFICE),
    Member("governance", "Alma Reyes", Role.GOVERNANCE, at.OFFICE),
    Member("auditor", "Cyrus Hale", Role.AUDITOR, at.OFFICE),
    Member("administrator", "Tess Ivory", Role.ADMINISTRATOR, at.OFFICE),
)
POOL = (("coordination_lead", at.DISCHARGE), ("coordination_lead", at.WARM_LINE))
"""Small teams, which have nobody of their own to decide (A2.independent), share a decider."""

ALSO = (("director", at.EMERGENCY), ("quality_manager", at.EMERGENCY), ("quality_reviewer", at.EMERGENCY))
"""Who holds their role at the hospital too, so that they see what its ladder puts before them."""

_L = EscalationLevel
_LADDER: tuple[tuple[EscalationLevel, int, EscalationLevel | None, str], ...] = (
    (_L.SUPERVISORY, 15, _L.DIRECTOR, "supervisor"),
    (_L.MANAGER, 30, _L.DIRECTOR, "service_manager"),
    (_L.QUALITY, 60, _L.QUALITY_MANAGER, "quality_reviewer"),
    (_L.DIRECTOR, 60, _L.EXECUTIVE, "director"),
    (_L.QUALITY_MANAGER, 120, _L.EXECUTIVE, "quality_manager"),
    (_L.EXECUTIVE, 240, None, "executive"),
)
"""Level, minutes to acknowledge, the level after it, and who holds it."""
_OF_HOSPITAL = {_L.SUPERVISORY: "supervisor_hospital", _L.MANAGER: ""}
"""Where the hospital's ladder differs; nobody holds its place of a manager, so that it falls to the director."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The staff by their keys in the stories."""

    ids: dict[str, str]

    def party(self, key: str) -> Party:
        """Return one of the cast as they stand now; `person` is the person of the story."""
        return Party(PERSON) if key == PERSON else party(self.ids[key])[self.ids[key]]


def cast_hire(place: County) -> Cast:
    """Add the staff, their roles, the pool and the ladders, all from now on."""
    staff = {member.key: staff_add(member.email, member.name) for member in STAFF}
    for member in STAFF:
        role_give(staff[member.key].pk, member.role, UUID(place.services[member.service]))
    roles = {member.key: member.role for member in STAFF}
    for key, service in ALSO:
        role_give(staff[key].pk, roles[key], UUID(place.services[service]))
    for key, service in POOL:
        pool_join(staff[key].pk, UUID(place.services[service]))
    _map_ladder(place, staff, at.CRISIS, {})
    _map_ladder(place, staff, at.EMERGENCY, _OF_HOSPITAL)
    regional = regional_set(minutes=240, jurisdiction=at.REGION, next_level=_L.EXECUTIVE)
    holder_add(regional, staff["regional_lead"].pk)
    return Cast({key: str(member.pk) for key, member in staff.items()})


def _map_ladder(place: County, staff: dict[str, Staff], service: str, differing: dict[EscalationLevel, str]) -> None:
    organization, _ = service_organization(place.services[service])
    for level, minutes, after, usual in _LADDER:
        rung: LadderRung = rung_set(UUID(organization), level, minutes=minutes, next_level=after)
        holder = differing.get(level, usual)
        if holder:
            holder_add(rung, staff[holder].pk)


def member_id(key: str) -> str:
    """Return the id of one of the cast; blank where nobody was hired yet."""
    member = next(each for each in STAFF if each.key == key)
    staff = staff_by_email(member.email)
    return str(staff.pk) if staff else ""


def sign_in_links_make(url: str) -> dict[str, str]:
    """Make a sign-in link for the first member of staff in each role; return the links by role."""
    links: dict[str, str] = {}
    for member in STAFF:
        if member.role.value not in links:
            secret = sign_in_link_create(UUID(member_id(member.key)))
            links[member.role.value] = f"{url}/sign-in/demo/{secret}/"
    return links


def tokens_make() -> dict[str, str]:
    """Make a token for the first member of staff in each role, and revoke earlier ones; return the secrets by role."""
    for token in tokens_of().filter(name=TOKEN_NAME, revoked_at=None):
        token_revoke(token.prefix)
    tokens: dict[str, str] = {}
    for member in STAFF:
        staff = staff_by_email(member.email)
        if member.role in tokens or staff is None:
            continue
        tokens[member.role.value] = token_create(staff, TOKEN_NAME, days=TOKEN_DAYS)[1]
    return tokens
