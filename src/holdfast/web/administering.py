"""What an administrator keeps: the organisations of the services at which they hold that role, and nothing beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest

from holdfast.directory.selectors import OrganizationName, organizations_named, organizations_of, services_choosable
from holdfast.protocol.codes import JURISDICTION_KEEPERS, OVERSEES_JURISDICTION, Role
from holdfast.web.access import caller_of


@dataclass(frozen=True)
class Administered:
    """The organisations that whoever asks administers. Names and services are looked up when they are asked for."""

    organizations: frozenset[UUID]
    keeps_jurisdiction: bool

    @cached_property
    def named(self) -> tuple[OrganizationName, ...]:
        """The organisations in order of name."""
        return organizations_named(self.organizations)

    @cached_property
    def services(self) -> tuple[tuple[UUID, str], ...]:
        """Ids and names of their services."""
        return services_choosable(self.organizations)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that are theirs to give to somebody else."""
        return frozenset(Role) if self.keeps_jurisdiction else frozenset(Role) - OVERSEES_JURISDICTION

    def organization(self, organization_id: UUID | None) -> OrganizationName:
        """Return one of the organisations, the first where none is named. Raises: Http404, for none of theirs."""
        chosen = [each for each in self.named if organization_id in (None, each.id)]
        if not chosen:
            raise Http404
        return chosen[0]


def administered(request: HttpRequest) -> Administered:
    """Return what whoever asks administers; one statement."""
    party = caller_of(request).party
    at = [a.service for a in party.assignments if a.role is Role.ADMINISTRATOR]
    organizations = frozenset(UUID(organization) for organization, _jurisdiction in organizations_of(at).values())
    return Administered(organizations, party.holds(JURISDICTION_KEEPERS))
