"""Practice in a browser: a learner who is signed in, and the way through its pages."""

from __future__ import annotations

from tests.integration.web.queues.conftest import (
    cast,
    clock,
    contact,
    more_staff,
    pathway,
    person,
    services,
    sits,
    staff,
    walk,
)

__all__ = ["cast", "clock", "contact", "more_staff", "pathway", "person", "services", "sits", "staff", "walk"]
