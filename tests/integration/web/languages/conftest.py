"""One transfer, its person and its guest, as the tests of their pages have them."""

from __future__ import annotations

from tests.integration.web.persons.conftest import (
    cast,
    clock,
    contact,
    guests,
    numbers,
    pathway,
    person,
    persons,
    services,
    staff,
    walk,
)

__all__ = [
    "cast", "clock", "contact", "guests", "numbers", "pathway", "person", "persons", "services", "staff", "walk",
]  # fmt: skip
