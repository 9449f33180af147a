"""Old payloads in today's shape. History is never migrated: an old schema is lifted when it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from holdfast.ledger.canonical import JSON

Payload = Mapping[str, JSON]
Lift = Callable[[Payload], Payload]


class Upcasters:
    """The steps from one schema of a kind to the next."""

    def __init__(self) -> None:
        self._steps: dict[tuple[str, int], Lift] = {}

    def step(self, kind: str, schema: int) -> Callable[[Lift], Lift]:
        """Register the function that lifts `kind` from `schema` to the one after it.

        Raises: ValueError when that step is taken.
        """

        def register(lift: Lift) -> Lift:
            if (kind, schema) in self._steps:
                raise ValueError(f"{kind} has a step from schema {schema} already")
            self._steps[kind, schema] = lift
            return lift

        return register

    def current(self, kind: str, schema: int, payload: Payload) -> Payload:
        """Return `payload` lifted step by step, from `schema` until no further step is known."""
        while lift := self._steps.get((kind, schema)):
            payload, schema = lift(payload), schema + 1
        return payload


UPCASTERS = Upcasters()
upcast = UPCASTERS.step
