"""The policy: the numbers of the protocol for one jurisdiction, versioned. A transfer keeps the one it began under."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Annotated

import orjson
from pydantic import BeforeValidator, Field, ValidationError, field_validator

from holdfast.protocol.codes import Duty, Mode, Need, RiskIndicator, Urgency
from holdfast.protocol.errors import Malformed
from holdfast.protocol.fields import Form, Line

Number = Annotated[int, Field(ge=0, le=366 * 86400, strict=True)]


class BusinessDay(Form):
    """When a business day ends, local time."""

    closes: str

    @field_validator("closes")
    @classmethod
    def _is_a_time(cls, value: str) -> str:
        time.fromisoformat(value)
        return value


class Night(Form):
    """When what is no harm waits for the morning, local time of whoever would be reached (section 3.9)."""

    begins: str = "22:00"
    ends: str = "07:00"

    @field_validator("begins", "ends")
    @classmethod
    def _is_a_time(cls, value: str) -> str:
        time.fromisoformat(value)
        return value

    @cached_property
    def until(self) -> time:
        """When it ends."""
        return time.fromisoformat(self.ends)

    def covers(self, clock: time) -> bool:
        """Say whether a local time lies in the night: its first instant does, its last does not."""
        begins = time.fromisoformat(self.begins)
        if begins <= self.until:
            return begins <= clock < self.until
        return clock >= begins or clock < self.until


class Triggers(Form):
    """Which triggers fit which need (A1.trigger)."""

    fit_any: tuple[Need, ...]
    fit: Mapping[Need, tuple[Need, ...]]


def _as_a_code(duty: object) -> object:
    """Return a duty's code; policies that were kept before there were codes have its words."""
    code = duty.replace(" ", "-") if isinstance(duty, str) else ""
    return code if code in set(Duty) else duty


class Indicator(Form):
    """What one risk indicator asks for (section 3.2)."""

    elevates: bool
    weakest_mode: Mode
    duties: tuple[Annotated[Duty | Line, Field(union_mode="left_to_right"), BeforeValidator(_as_a_code)], ...]
    """Codes; a jurisdiction may name others in its own words, which are told and not ticked off."""


class Policy(Form):
    """The numbers and tables of one jurisdiction. Build it with `base_policy` and `overlaid`."""

    version: Line
    numbers: Mapping[str, Number]
    business_day: BusinessDay
    night: Night = Night()
    """Policies that were kept before there was a night have the usual one."""
    triggers: Triggers
    indicators: Mapping[RiskIndicator, Indicator]
    controls: tuple[Line, ...] = ()
    """The controls in force when a transfer was opened: it is judged by them for ever. Empty: all of today's."""

    @cached_property
    def in_force(self) -> frozenset[str]:
        """The ids of the controls in force, for the registry."""
        return frozenset(self.controls)

    def with_controls(self, ids: Iterable[str]) -> Policy:
        """Return this policy with the controls that are in force."""
        return self.overlaid({"controls": list(ids)})

    def number(self, name: str) -> int:
        """Return the number called `name` (dotted)."""
        return self.numbers[name]

    def span(self, name: str) -> timedelta:
        """Return the number called `name` as a span of time."""
        return timedelta(seconds=self.numbers[name])

    @cached_property
    def closes(self) -> time:
        """When a business day ends, local time."""
        return time.fromisoformat(self.business_day.closes)

    def is_elevated(self, urgency: Urgency, indicators: tuple[RiskIndicator, ...]) -> bool:
        """Say whether urgency or any risk indicator makes a transfer elevated (section 1)."""
        return urgency in (Urgency.EMERGENT, Urgency.SAME_DAY) or any(self.indicators[i].elevates for i in indicators)

    def weakest_mode(self, indicators: tuple[RiskIndicator, ...]) -> Mode:
        """Return the weakest mode that the indicators allow together (M.strength)."""
        allowed = Mode.FOLLOW_UP_CALL
        for indicator in indicators:
            asked = self.indicators[indicator].weakest_mode
            if allowed.is_weaker_than(asked):
                allowed = asked
        return allowed

    def trigger_fits(self, trigger: Need, need: Need) -> bool:
        """Say whether `trigger` may be the reason for a transfer for `need` (A1.trigger)."""
        return trigger == need or trigger in self.triggers.fit_any or trigger in self.triggers.fit.get(need, ())

    def overlaid(self, overlay: Mapping[str, object]) -> Policy:
        """Return this policy with a jurisdiction's overlay; raise `Malformed` naming what is not of the policy."""
        return _built(_merged(self.model_dump(mode="json"), overlay))

    def overridden(self, numbers: Mapping[str, object]) -> Policy:
        """Return this policy with numbers changed by dotted name (conformance vectors)."""
        closes = numbers.get("business_day.closes", self.business_day.closes)
        changed = {name: value for name, value in numbers.items() if name != "business_day.closes"}
        return self.overlaid({"numbers": changed, "business_day": {"closes": closes}})


def _merged(under: Mapping[str, object], over: Mapping[str, object], path: str = "") -> dict[str, object]:
    merged = dict(under)
    for name, value in over.items():
        here = f"{path}{name}"
        if name not in merged and not here.startswith("triggers.fit."):
            raise Malformed({here: "is not a number or table of the policy"})
        below = merged.get(name)
        merged[name] = (
            _merged(below, value, f"{here}.") if isinstance(below, dict) and isinstance(value, dict) else value
        )
    return merged


def _built(document: Mapping[str, object]) -> Policy:
    try:
        return Policy.model_validate(document)
    except ValidationError as wrong:
        raise Malformed({".".join(map(str, e["loc"])): e["msg"] for e in wrong.errors()}) from None


def policy_from_json(document: Mapping[str, object]) -> Policy:
    """Return a policy that was kept as JSON. The same document gives the very same object."""
    return _kept(orjson.dumps(document, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=64)
def _kept(text: bytes) -> Policy:
    return _built(orjson.loads(text))


def read_policy(toml: str) -> Policy:
    """Read a whole policy from TOML text."""
    return _built(tomllib.loads(toml))


def read_overlay(toml: str, over: Policy | None = None) -> Policy:
    """Read a jurisdiction's overlay from TOML text and lay it over `over` (the base policy by default)."""
    return (over or base_policy()).overlaid(tomllib.loads(toml))


@cache
def base_policy() -> Policy:
    """Return the policy that comes with Holdfast."""
    return read_policy(files("holdfast.protocol").joinpath("policies/base.toml").read_text(encoding="utf-8"))
