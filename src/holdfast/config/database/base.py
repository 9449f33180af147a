"""The connection. The server starts at the first connection, not with the settings: type checkers import those."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base

from holdfast.embedded import EmbeddedDatabaseError, endpoint


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL; `EMBEDDED` in the settings names the data folder of the embedded server."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return libpq's parameters.

        Side effects: starts the embedded server, also when it was killed since.
        Raises: OperationalError when it does not start.
        """
        if folder := self.settings_dict.get("EMBEDDED"):
            try:
                self.settings_dict["HOST"] = endpoint(Path(folder)).host
            except EmbeddedDatabaseError as fault:
                raise OperationalError(str(fault)) from fault
        return super().get_connection_params()
