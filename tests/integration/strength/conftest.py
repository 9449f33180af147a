"""The API's county and walk, with its people in browsers."""

from __future__ import annotations

from tests.integration.api.conftest import cast, clock, contact, pathway, person, services, staff, walk
from tests.integration.packages.conftest import browser

__all__ = ["browser", "cast", "clock", "contact", "pathway", "person", "services", "staff", "walk"]
