"""Facts to and from plain JSON values: what is unset is left out, so that an event carries only what was looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias, TypeVar

import orjson

from holdfast.protocol.chapters.visit.said import VisitMode
from holdfast.protocol.codes import Capacity, EscalationLevel, Identity, Role
from holdfast.protocol.facts import (
    Assignment,
    Facts,
    Party,
    PathwayPicture,
    Rung,
    ServicePicture,
    SlotPicture,
    TimePicture,
)
from holdfast.protocol.policy import Policy, policy_from_json

Json: TypeAlias = "str | int | float | bool | list[Json] | Mapping[str, Json] | None"
Plain: TypeAlias = dict[str, Json]
T = TypeVar("T")
N = TypeVar("N", Party, PathwayPicture, ServicePicture, SlotPicture)


def _once(read: Callable[[Json], T]) -> Callable[[Json], T]:
    """Have `read` make each value once: one history says the same of the same people and services again and again."""

    @lru_cache(maxsize=4096)
    def made(text: bytes) -> T:
        return read(orjson.loads(text))

    return lambda plain: made(orjson.dumps(plain))


def facts_to_json(facts: Facts) -> Plain:
    """Return facts as plain values, without `at`: that is the event's own."""
    plain: Plain = {"by": _party_to(facts.by)}
    if facts.people:
        plain["people"] = [_party_to(party) for party in facts.people.values()]
    if facts.pathways:
        plain["pathways"] = [_pathway_to(picture) for picture in facts.pathways.values()]
    if facts.services:
        plain["services"] = [_service_to(picture) for picture in facts.services.values()]
    if facts.ladder:
        plain["ladder"] = {str(level): [r.minutes, r.next, r.vacant] for level, r in facts.ladder.items()}
    if facts.claimed_at is not None:
        plain["claimed_at"] = facts.claimed_at.isoformat()
    return plain | _elsewhere_to(facts) | _visit_to(facts) | _opening_to(facts)


def _elsewhere_to(facts: Facts) -> Plain:
    """Return what only those commands have that look at the person's other transfers."""
    plain: Plain = {}
    if facts.accepted_elsewhere:
        plain["accepted_elsewhere"] = facts.accepted_elsewhere
    if facts.is_need_free:
        plain["is_need_free"] = True
    if facts.consented_elsewhere:
        plain["consented_elsewhere"] = _sorted(facts.consented_elsewhere)
    return plain


def _visit_to(facts: Facts) -> Plain:
    """Return what only the booking of a visit has."""
    plain: Plain = {}
    if facts.slots:
        plain["slots"] = [_slot_to(picture) for picture in facts.slots.values()]
    if facts.delegates:
        plain["delegates"] = [*map(str, sorted(facts.delegates))]
    if facts.times:
        plain["times"] = [_time_to(picture) for picture in facts.times.values()]
    return plain


def _opening_to(facts: Facts) -> Plain:
    """Return what only the opening of a transfer has."""
    plain: Plain = {}
    if facts.policy is not None:
        plain["policy"] = facts.policy.model_dump(mode="json")
    if facts.subject:
        plain["subject"] = facts.subject
    if facts.linked_from:
        plain["linked_from"] = facts.linked_from
    if facts.practised_by:
        plain["practised_by"] = facts.practised_by
    if facts.is_protected:
        plain["is_protected"] = True
    return plain


def facts_from_json(plain: Json, at: datetime) -> Facts:
    """Return the facts that were kept. Raises ValueError or KeyError where they are none."""
    kept = _object(plain)
    claimed_at = kept.get("claimed_at")
    return Facts(
        at=at,
        by=_party_from(kept["by"]),
        people=_by_id(_party_from, kept.get("people")),
        pathways=_by_id(_pathway_from, kept.get("pathways")),
        services=_by_id(_service_from, kept.get("services")),
        slots=_by_id(_slot_from, kept.get("slots")),
        times={time.at: time for time in map(_time_from, _list(kept.get("times")))},
        delegates=frozenset(map(str, _list(kept.get("delegates")))),
        ladder=_ladder_from(kept.get("ladder", {})),
        policy=_policy_from(kept.get("policy")),
        subject=str(kept.get("subject", "")),
        linked_from=str(kept.get("linked_from", "")),
        accepted_elsewhere=str(kept.get("accepted_elsewhere", "")),
        is_need_free=kept.get("is_need_free") is True,
        consented_elsewhere=_texts(kept.get("consented_elsewhere")) or frozenset(),
        practised_by=str(kept.get("practised_by", "")),
        is_protected=kept.get("is_protected") is True,
        claimed_at=datetime.fromisoformat(claimed_at) if isinstance(claimed_at, str) else None,
    )


def _by_id(read: Callable[[Json], N], plain: Json) -> dict[str, N]:
    return {} if plain is None else {named.id: named for named in map(read, _list(plain))}


@_once
def _ladder_from(plain: Json) -> Mapping[EscalationLevel, Rung]:
    return {EscalationLevel(level): _rung_from(rung) for level, rung in _object(plain).items()}


def _object(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise ValueError("is not an object")  # noqa: TRY004 - readers expect ValueError
    return value


def _list(value: Json) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("is not a list")  # noqa: TRY004 - readers expect ValueError
    return value


def _texts(value: Json) -> frozenset[str] | None:
    return None if value is None else frozenset(map(str, _list(value)))


def _sorted(values: frozenset[str] | None) -> Json:
    if values is None:
        return None
    texts: list[Json] = []
    texts += sorted(values)
    return texts


def _party_to(party: Party) -> Plain:
    plain: Plain = {"id": party.id}
    if party.assignments:
        plain["roles"] = [[str(a.role), a.service] for a in party.assignments]
    if party.pools:
        plain["pools"] = _sorted(party.pools)
    if party.identity is not None:
        plain["identity"] = str(party.identity)
    return plain


@_once
def _party_from(plain: Json) -> Party:
    kept = _object(plain)
    roles = (_list(pair) for pair in _list(kept.get("roles")))
    assignments = tuple(Assignment(Role(str(role)), str(service)) for role, service in roles)
    identity = kept.get("identity")
    pools = _texts(kept.get("pools")) or frozenset()
    return Party(str(kept["id"]), assignments, pools, None if identity is None else Identity(str(identity)))


def _pathway_to(picture: PathwayPicture) -> Plain:
    return {
        "id": picture.id, "service": picture.service, "zone": picture.zone, "needs": _sorted(picture.needs),
        "ages": None if picture.ages is None else list(picture.ages), "languages": _sorted(picture.languages),
        "payers": _sorted(picture.payers), "capacity": str(picture.capacity), "open_now": picture.open_now,
        "intake_requirements": list(picture.intake_requirements),
    }  # fmt: skip


@_once
def _pathway_from(plain: Json) -> PathwayPicture:
    kept = _object(plain)
    ages, open_now = kept["ages"], kept["open_now"]
    return PathwayPicture(
        id=str(kept["id"]), service=str(kept["service"]), zone=str(kept["zone"]), needs=_texts(kept["needs"]),
        ages=None if ages is None else _ages(ages), languages=_texts(kept["languages"]), payers=_texts(kept["payers"]),
        capacity=Capacity(str(kept["capacity"])), open_now=None if open_now is None else open_now is True,
        intake_requirements=tuple(map(str, _list(kept["intake_requirements"]))),
    )  # fmt: skip


def _ages(plain: Json) -> tuple[int, int]:
    youngest, oldest = _list(plain)
    return int(str(youngest)), int(str(oldest))


def _service_to(picture: ServicePicture) -> Plain:
    plain: Plain = {"id": picture.id, "zone": picture.zone}
    if picture.calendar:
        plain["calendar"] = picture.calendar
        plain["closed"] = [day.isoformat() for day in sorted(picture.closed)]
    return plain


@_once
def _service_from(plain: Json) -> ServicePicture:
    kept = _object(plain)
    closed = frozenset(date.fromisoformat(str(day)) for day in _list(kept.get("closed")))
    return ServicePicture(str(kept["id"]), str(kept["zone"]), closed, str(kept.get("calendar", "")))


def _slot_to(picture: SlotPicture) -> Plain:
    return {
        "id": picture.id, "service": picture.service, "at": picture.at.isoformat(), "minutes": picture.minutes,
        "mode": str(picture.mode), "place": picture.place, "who": picture.who, "is_free": picture.is_free,
        "is_withdrawn": picture.is_withdrawn, **({"pathway": picture.pathway} if picture.pathway else {}),
    }  # fmt: skip


def _slot_from(plain: Json) -> SlotPicture:
    kept = _object(plain)
    return SlotPicture(
        id=str(kept["id"]), service=str(kept["service"]), at=datetime.fromisoformat(str(kept["at"])),
        minutes=int(str(kept["minutes"])), mode=VisitMode(str(kept["mode"])), place=str(kept["place"]),
        who=str(kept["who"]), is_free=kept["is_free"] is True, is_withdrawn=kept["is_withdrawn"] is True,
        pathway=str(kept.get("pathway", "")),
    )  # fmt: skip


def _time_to(picture: TimePicture) -> Plain:
    return {
        "service": picture.service, "at": picture.at.isoformat(), "is_closed_day": picture.is_closed_day,
        "is_open": picture.is_open,
    }  # fmt: skip


def _time_from(plain: Json) -> TimePicture:
    kept = _object(plain)
    closed, opened = kept["is_closed_day"], kept["is_open"]
    return TimePicture(
        str(kept["service"]), datetime.fromisoformat(str(kept["at"])), None if closed is None else closed is True,
        None if opened is None else opened is True,
    )  # fmt: skip


def _rung_from(plain: Json) -> Rung:
    minutes, above, vacant = _list(plain)
    return Rung(int(str(minutes)), None if above is None else EscalationLevel(str(above)), vacant is True)


def _policy_from(plain: Json) -> Policy | None:
    return None if plain is None else policy_from_json(_object(plain))
