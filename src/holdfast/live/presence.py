"""The seam of measured presence: what the server itself sees of a party's connection.

Today nothing is measured: parties attest. A source that measures (a socket of our own beside the voices, or the phone
system) takes the place of `Unmeasured` here, and nothing else changes: a seat it sees is filed as measured.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from holdfast.protocol.codes import Seat


class PresenceSource(Protocol):
    """Sees parties' connections by itself; never takes anybody's word for it."""

    def sees(self, transfer_id: UUID, event: int, party: Seat) -> bool:
        """Say whether the server holds a live connection of `party` in this live event at this moment."""
        ...


class Unmeasured:
    """Sees nothing: in person, by phone, over a video link of one's own. Such events are attested."""

    def sees(self, transfer_id: UUID, event: int, party: Seat) -> bool:
        """Say no."""
        return False


source: PresenceSource = Unmeasured()
