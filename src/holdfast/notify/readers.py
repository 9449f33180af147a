"""In which language and by which clock a member of staff reads."""

from __future__ import annotations

from django.conf import settings

from holdfast.accounts.models import Staff


def language_of(staff: Staff) -> str:
    """Return the language (BCP 47) in which somebody is written to: their own, else the installation's."""
    return staff.language or settings.LANGUAGE_CODE


def zone_of(staff: Staff) -> str:
    """Return the IANA zone of somebody's clock; blank where they have set none: then the service's stands in."""
    return staff.zone
