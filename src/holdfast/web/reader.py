"""In which zone and language a member of staff reads pages: what they chose, else the zone of where they work."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from holdfast.accounts.models import Staff
from holdfast.accounts.selectors import party
from holdfast.directory.selectors import services_known
from holdfast.web.speaking import read_in

ZONE = "holdfast_zone"
"""In the browser's session: the zone of the first service at which they work, looked up when they sign in."""


class Reader:
    """Has times written in the reader's zone, and words in the language they chose, for as long as the request lasts.

    What the account says of the language comes first, on whatever device; else what the browser chose, or asks for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        staff = request.user if request.session.session_key is not None else None
        if not isinstance(staff, Staff):
            return self.get_response(request)
        with timezone.override(ZoneInfo(_zone_of(request, staff))):
            return read_in(staff.language, lambda: self.get_response(request))


def _zone_of(request: HttpRequest, staff: Staff) -> str:
    if staff.zone:
        return staff.zone
    return str(request.session.get(ZONE) or settings.TIME_ZONE)


def zone_at_work(staff_id: str) -> str:
    """Return the zone of the first service at which somebody works; two statements."""
    at = [assignment.service for assignment in party(staff_id)[staff_id].assignments]
    zones = services_known(at)
    return next((zones[service] for service in at if zones.get(service)), settings.TIME_ZONE)
