"""Tells a conformance vector to the real write path: cast and services become rows, instants the server's clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

import time_machine

from holdfast.accounts.models import RoleAssignment, Staff
from holdfast.accounts.selectors import party
from holdfast.cli import vectors
from holdfast.cli.vectors import _instant as instant
from holdfast.config.ids import new_id
from holdfast.directory.models import Closure, Organization, Pathway, Service, ServiceDelegation, Slot
from holdfast.protocol.commands import Command
from holdfast.protocol.errors import Malformed
from holdfast.protocol.events import AttemptRefused
from holdfast.protocol.facts import CLOCK, PERSON, Party
from holdfast.protocol.parsing import parse
from holdfast.protocol.policy import base_policy
from holdfast.protocol.state import State
from holdfast.transfers import stream
from holdfast.transfers.gathering import Opening
from holdfast.transfers.models import BookedVisit
from holdfast.transfers.services import Order, Outcome, handle

VECTORS = Path(__file__).parent / "conformance"
ID_FIELDS = {
    "slot", "to", "receiving_pathway", "reviewer_id", "continuity_lead_id", "receiving_service",
    "receiving_contact_id", "for_whom", "colleague", "lead", "witness_id", "corrective_owner_id", "contact",
    "supervisor", "said_by", "heard_by", "receiving_person", "read_by", "owner", "who",
}  # fmt: skip


def vector(name: str) -> dict[str, Any]:
    """Return one of the product's own vectors."""
    told: dict[str, Any] = json.loads((VECTORS / name).read_text(encoding="utf-8"))
    return told


@dataclass
class Story:
    """A story being told: ids by the names of the vector, and the transfer."""

    told: Mapping[str, Any]
    ids: dict[str, str] = field(default_factory=dict)
    transfer_id: UUID = field(default_factory=new_id)
    at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    subject: str = ""
    """The person of the people room whom it is about; blank for nobody of it."""

    def set_up(self) -> Story:
        """Make the rows of the vector's services and cast."""
        organization = Organization.objects.create(name="County")
        for name, service in self.told["services"].items():
            row = Service.objects.create(
                organization=organization, name=name, status="active", hours=service["hours"], zone=service["zone"],
                region="US", staffed=service["staffed"],
            )  # fmt: skip
            self.ids[name] = str(row.pk)
            for day in self.told.get("holidays", ()):
                Closure.objects.create(service=row, first=day, last=day, reason="own")
            for path, fields in service["pathways"].items():
                self.ids[path] = str(Pathway.objects.create(service=row, name=path, **fields).pk)
        for name, slot in self.told.get("slots", {}).items():
            self.ids[name] = self._publish(slot)
        for name, who in self.told["cast"].items():
            staff = Staff.objects.create(email=f"{name}@holdfast.example", display_name=name)
            self.ids[name] = str(staff.pk)
            RoleAssignment.objects.create(
                staff=staff, role=who["role"], service_id=self.ids[who["service"]],
                held_from=datetime(2020, 1, 1, tzinfo=UTC),
            )  # fmt: skip
        for given in self.told.get("delegations", ()):
            ServiceDelegation.objects.create(
                service_id=self.ids[given["service"]], to=self.ids[given["to"]], given_by="vector",
                given_at=datetime(2020, 1, 1, tzinfo=UTC),
                until=instant(given["until"], self.at) if given["until"] else None,
            )  # fmt: skip
        return self

    def _publish(self, slot: Mapping[str, Any]) -> str:
        at = instant(slot["at"], self.at)
        row = Slot.objects.create(
            service_id=self.ids[slot["service"]], starts_at=at, minutes=slot["minutes"], mode=slot["mode"],
            place=slot["place"], who=slot["who"], published_at=at, withdrawn_at=at if slot.get("withdrawn") else None,
            pathway_id=self.ids[slot["pathway"]] if slot.get("pathway") else None,
        )  # fmt: skip
        if slot.get("held"):
            BookedVisit.objects.create(
                transfer_id=new_id(), number=1, slot_id=row.pk, starts_at=at, booked_at=at, is_silent=False,
                has_ended=False,
            )  # fmt: skip
        return str(row.pk)

    def tell(self, steps: int | None = None) -> list[Outcome]:
        """Tell the first `steps` steps (all by default); return what came of each."""
        return [self.step(step) for step in self.told["steps"][:steps]]

    def step(self, step: Mapping[str, Any], key: str = "") -> Outcome:
        """Tell one step at its instant."""
        self.at = instant(step["at"], self.at)
        accepted, consented = (
            step.get("accepted_elsewhere", ""),
            frozenset(self.ids[each] for each in step.get("consented_elsewhere", ())),
        )
        known = mock.patch("holdfast.transfers.services.accepted_elsewhere", return_value=accepted)
        held = mock.patch("holdfast.transfers.services.consented_elsewhere", return_value=consented)
        with (
            time_machine.travel(self.at, tick=False), known if accepted else nullcontext(),
            held if consented else nullcontext(),
        ):  # fmt: skip
            return self.give(step["by"], step["do"], step.get("with") or {}, key=key)

    def give(self, by: str, do: str, fields: Mapping[str, Any], key: str = "") -> Outcome:
        """Give one command now."""
        opening = Opening(subject=self.subject) if do == "open_transfer" else None
        policy = base_policy().overridden(self.told.get("policy", {}))
        with mock.patch("holdfast.transfers.gathering.policy_of", return_value=policy):
            return self._handle(by, parse(do, self._named(fields)), key, opening)

    def _handle(self, by: str, command: Command, key: str, opening: Opening | None) -> Outcome:
        return handle(Order(self.transfer_id, command, self.party(by), key, opening=opening))

    def judged(self, step: Mapping[str, Any]) -> vectors.Outcome:
        """Tell one step; return what came of it as the runner of vectors says it, names in place of ids."""
        try:
            came = self.step(step)
        except Malformed as wrong:
            return vectors.Outcome(invalid=list(wrong.fields))
        act = came.act if came.events else None
        refused = list(act.failed) if isinstance(act, AttemptRefused) else []
        return vectors.Outcome(came.is_filed, refused, [], [numbered.event for numbered in came.events])

    def state(self) -> State:
        """Return the transfer as its ledger has it, the owner by name."""
        state = stream.load(self.transfer_id).state
        names = {known: name for name, known in self.ids.items()}
        return state.changed(owner=names.get(state.owner, state.owner))

    def party(self, by: str) -> Party:
        """Return one of the cast as the staff list has them now."""
        if by in (PERSON, CLOCK):
            return Party(by)
        return replace(party(self.ids[by])[self.ids[by]])

    def _named(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._with_ids(name, value) for name, value in fields.items()}

    def _with_ids(self, name: str, value: Any) -> Any:
        if name == "package" and isinstance(value, dict):
            return {each: self.ids.get(said, said) if isinstance(said, str) else said for each, said in value.items()}
        return self.ids.get(value, value) if name in ID_FIELDS and isinstance(value, str) else value
