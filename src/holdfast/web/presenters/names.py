"""What people and services are called, by the ids that the protocol knows them by; for every page alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext

from holdfast.accounts.selectors import staff_named
from holdfast.directory.selectors import names_known
from holdfast.protocol.facts import CLOCK, PERSON
from holdfast.web.words.cast import cast_names


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id. `me`: the id of the reader; `person`: how the person is called on this page."""

    people: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    me: str = ""
    person: str = ""

    def of(self, who: str) -> str:
        """Return what somebody is called: "You", else their name."""
        return gettext("You") if who and who == self.me else self.name(who)

    def name(self, who: str) -> str:
        """Return somebody's name, also the reader's own; or in words who they are."""
        if who == PERSON:
            return self.person or gettext("The person")
        if who == CLOCK:
            return gettext("The clock")
        return self.people.get(who) or gettext("Somebody")

    def service(self, service_id: str | None) -> str:
        """Return the name of a service."""
        return self.services.get(service_id or "") or gettext("A service")


def names_of(people: Iterable[str], services: Iterable[str | None] = (), *, me: str = "", person: str = "") -> Names:
    """Return the names of staff, of the cast of a practice and of intake contacts, and of services; two statements."""
    ids = {who for who in people if _is_id(who)}
    played = cast_names(ids)
    staff = {**staff_named(ids - played.keys()), **played}
    contacts, named = names_known(ids - staff.keys(), filter(None, services))
    return Names({**staff, **contacts}, named, me, person)


def _is_id(who: str) -> bool:
    try:
        return str(UUID(who)) == who
    except ValueError:
        return False
