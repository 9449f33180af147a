"""One transfer as its reader may see it, with who is called what: what every page of a case begins with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from holdfast.people.selectors import PersonView, person
from holdfast.protocol.chapters.story.standing import people_in_story
from holdfast.protocol.facts import PERSON
from holdfast.protocol.state import State
from holdfast.transfers.selectors import Looked, TransferView, portrait
from holdfast.web.presenters.names import Names, names_of


@dataclass(frozen=True, slots=True)
class Case:
    """A transfer, the person as far as they may be shown, and names. `view` leaves out what may not be seen."""

    looked: Looked
    view: TransferView
    person: PersonView | None
    names: Names

    @property
    def at(self) -> datetime:
        """The instant at which it is looked at."""
        return self.looked.at

    @property
    def state(self) -> State:
        """The protocol's state, for asking its rules; what is shown comes from `view`."""
        return self.looked.state

    @property
    def called(self) -> str:
        """What the person is called in sentences: their first name, or "the person"."""
        return self.names.name(PERSON)

    @property
    def is_mine(self) -> bool:
        """Whether the reader owns the person's care now."""
        return self.state.owner == self.names.me

    @property
    def receiver(self) -> str:
        """The name of the receiving service; blank while no route is chosen."""
        return self.names.service(self.view.receiving_service_id) if self.view.receiving_service_id else ""


def person_of(looked: Looked) -> PersonView | None:
    """Return the person where the reader may see who they are; one statement, none otherwise."""
    return person(looked.state.subject) if looked.state.subject and looked.sees_identity else None


def case_of(looked: Looked, *, also: Iterable[str] = ()) -> Case:
    """Return a transfer as a case, by at most three statements. `also`: further ids of people to name."""
    who, state = person_of(looked), looked.state
    names = names_of(
        people_in_case(state) | set(also), (state.service, state.owner_service, state.receiving_service),
        me=looked.asker.party.id, person=who.first_name if who else "",
    )  # fmt: skip
    return Case(looked, portrait(looked), who, names)


def people_in_case(state: State) -> set[str]:
    """Return the ids of those whom any page of a case names: owner, senders, receiver, and who filed what stands."""
    named = {state.owner, state.originator, state.assignee, state.access_by}
    named |= {standing.by for standing in state.records.values()}
    named |= {getattr(standing.record, "reviewer_id", "") for standing in state.records.values()}
    named |= {getattr(standing.record, "continuity_lead_id", "") for standing in state.records.values()}
    if state.accepted is not None:
        named.add(state.accepted.by)
    if state.connection is not None:
        named.add(state.connection.receiving_contact_id)
    if state.corrective is not None:
        named.add(state.corrective.owner)
    named |= people_in_story(state)
    named |= {state.voice.said_by} if state.voice else set()
    named |= {who for each in state.custody.covers for who in (each.colleague, each.for_whom)}
    named |= {state.custody.offer.to} if state.custody.offer else set()
    named |= {state.custody.declined.by} if state.custody.declined else set()
    return named - {""}
