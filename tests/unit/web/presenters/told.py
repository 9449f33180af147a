"""Cases as pages are made of them, told from the conformance vectors: no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from holdfast.accounts.models import Adapter
from holdfast.cli.vectors import Run
from holdfast.people.selectors import PersonView
from holdfast.protocol.codes import ConsentScope, Identity, Role
from holdfast.protocol.facts import Assignment, Party
from holdfast.protocol.outlook import Outlook, outlook
from holdfast.protocol.policy import base_policy
from holdfast.transfers.callers import Caller
from holdfast.transfers.scope import Asker
from holdfast.transfers.selectors import Looked, Sight, portrait
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.names import Names
from holdfast.web.presenters.steps import Reader
from tests.unit.protocol.vectors import vector

HAPPY = "happy-path"
TRANSFER = UUID(int=7)
SERVICES = {"northside": "Northside Crisis", "riverside": "Riverside Intake", "county_quality": "County Quality"}
ROSALIND = PersonView(
    id=str(UUID(int=8)), name="Rosalind Quillfeather", born="1990-05-01", is_deceased=False, gender="", language="es",
    languages=("es",), given="Rosalind",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """A case before somebody."""

    case: Case
    ahead: Outlook
    reader: Reader


def party_of(who: str, cast: Mapping[str, Mapping[str, str]]) -> Party:
    held = Assignment(Role(cast[who]["role"]), cast[who]["service"])
    return Party(who, (held,), identity=Identity.ACCOUNT)


def before(who: str, after: str, *, story: str = HAPPY, minutes: float = 1, sight: Sight | None = None) -> Desk:
    """Return the case as `who` sees it some minutes after the step `after` of a story; '' for all of it."""
    told = vector(f"{story}.json")
    run = Run(told, base_policy().overridden(told.get("policy", {})))
    for step in told["steps"]:
        run.step(step)
        if after in (step["do"], step.get("with", {}).get("record")):
            break
    else:
        assert not after, f"no step {after} in {story}"
    party, at = party_of(who, told["cast"]), run.at + timedelta(minutes=minutes)
    is_theirs = party.is_of(run.state.service)
    looked = Looked(
        TRANSFER, run.state, run.count, sight or (Sight.WHOLE if is_theirs else Sight.RECEIVING),
        frozenset(ConsentScope), Asker(party), at, run.at,
    )  # fmt: skip
    names = Names({name: name.title() for name in told["cast"]}, SERVICES, who, "Rosalind")
    case = Case(looked, portrait(looked), ROSALIND, names)
    caller = Caller(party, UUID(int=9), "device", who.title(), Adapter.PAGE)
    return Desk(case, outlook(run.state, at), Reader.of(caller, case))
