"""Until when a correction may take, as the protocol allows it for a transfer: asked of it, with the site's calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.directory.selectors import service_picture
from holdfast.protocol.asking import corrective_latest
from holdfast.protocol.calendars import local_date
from holdfast.protocol.facts import Facts
from holdfast.transfers.portrait import Looked

_HORIZON = timedelta(days=45)
"""Further than any number of business days reaches."""


def corrective_allowed_until(looked: Looked) -> datetime:
    """Return the latest deadline that C2.deadline allows now; two statements. Raises: directory ZoneUnknown."""
    state, today = looked.state, local_date(looked.at, looked.state.zone)
    site = service_picture(state.service, first=today, last=today + _HORIZON)
    services = {site.id: site} if site is not None else {}
    return corrective_latest(state, Facts(at=looked.at, by=looked.asker.party, services=services))
