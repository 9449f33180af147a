"""The root of Holdfast's errors. A refusal is never an error (it is an event); these mean malformed input or a bug."""

from __future__ import annotations


class HoldfastError(Exception):
    """Anything that Holdfast raises on purpose."""


class Malformed(HoldfastError):  # noqa: N818 - the protocol's own word
    """Input that is not well formed: nothing is recorded.

    `fields` maps each field's dotted path to one sentence that says what is wrong and what is accepted.
    """

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in fields.items()))
        self.fields = fields
