"""Mapping an organisation's escalation levels to people and rotas (protocol section 3.9)."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from holdfast.accounts.errors import NotAllowed, NotFound
from holdfast.accounts.models import LadderRung, RungHolder
from holdfast.accounts.rota import Window
from holdfast.config.clock import now
from holdfast.protocol.codes import EscalationLevel


def rung_set(
    organization_id: uuid.UUID, level: EscalationLevel, *, minutes: int, next_level: EscalationLevel | None = None
) -> LadderRung:
    """Map `level` of an organisation: `minutes` to acknowledge, then `next_level` (`None`: it is the top).

    A level that is mapped already is mapped anew and keeps its holders.

    Raises: NotAllowed, for `regional`, which belongs to the jurisdiction, and for no minutes.
    """
    if level is EscalationLevel.REGIONAL:
        raise NotAllowed("The level `regional` belongs to the jurisdiction, not to an organisation.")
    return LadderRung.objects.update_or_create(
        organization_id=organization_id, level=level, defaults=_asked(minutes, next_level)
    )[0]


def regional_set(*, minutes: int, jurisdiction: str = "", next_level: EscalationLevel | None = None) -> LadderRung:
    """Map `regional` of a jurisdiction (`US-CA`), or of all that have no rung of their own (empty).

    Raises: NotAllowed, for no minutes.
    """
    return LadderRung.objects.update_or_create(
        organization__isnull=True,
        jurisdiction=jurisdiction,
        level=EscalationLevel.REGIONAL,
        defaults=_asked(minutes, next_level),
    )[0]


def holder_add(rung: LadderRung | uuid.UUID, staff_id: uuid.UUID, *, window: Window | None = None) -> RungHolder:
    """Let somebody hold a rung (or the one with this id) from now on: at all hours, or in the hours of `window`.

    Where they hold it in these very hours already, nothing changes.
    Raises: NotAllowed, where the window names no day or no zone that exists.
    """
    rung_id = rung.pk if isinstance(rung, LadderRung) else rung
    hours: dict[str, Any] = {"weekdays": "", "starts": None, "ends": None, "zone": ""}
    if window is not None:
        _refuse_unknown(window)
        days = "".join(str(day) for day in sorted(window.weekdays))
        hours = {"weekdays": days, "starts": window.starts, "ends": window.ends, "zone": window.zone}
    with transaction.atomic():
        # Two clicks at once wait for one another here.
        LadderRung.objects.select_for_update().filter(pk=rung_id).first()
        return RungHolder.objects.get_or_create(rung_id=rung_id, staff_id=staff_id, held_until=None, **hours)[0]


def holder_end(holder_id: uuid.UUID) -> None:
    """End somebody's place on a rung now.

    Raises: NotFound, where it has ended already or never was.
    """
    if not RungHolder.objects.filter(pk=holder_id, held_until=None).update(held_until=now()):
        raise NotFound("Nobody holds this place any more. Nothing was ended.")


def _asked(minutes: int, next_level: EscalationLevel | None) -> dict[str, int | str]:
    if minutes < 1:
        raise NotAllowed("There must be at least one minute to acknowledge.")
    return {"minutes": minutes, "next_level": next_level or ""}


def _refuse_unknown(window: Window) -> None:
    if not window.weekdays or not window.weekdays <= set(range(1, 8)):
        raise NotAllowed("A rota names at least one weekday, from 1 (Monday) to 7 (Sunday).")
    try:
        ZoneInfo(window.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise NotAllowed("The zone is not an IANA time zone, such as America/Los_Angeles.") from unknown
