"""A calendar file with one appointment (RFC 5545): its title says nothing of health, of people or of places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

LONGEST_LINE = 75
"""Octets of a line, without its end (RFC 5545, 3.1)."""
LASTS = timedelta(hours=1)
"""How long the appointment takes in the calendar; how long it really takes is not known."""


def calendar_file(title: str, at: datetime, made_at: datetime, *, of: UUID, version: int) -> str:
    """Return the file. `of`: what the appointment belongs to; fetched again, it moves the same entry and adds none.

    `version` grows with each change of it. The name of the entry tells nothing of `of`.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Holdfast//Appointment//EN", "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_URL, f'urn:holdfast:appointment:{of}')}", f"SEQUENCE:{version}",
        f"DTSTAMP:{_instant(made_at)}", f"DTSTART:{_instant(at)}", f"DTEND:{_instant(at + LASTS)}",
        f"SUMMARY:{_escaped(title)}", "CLASS:PRIVATE", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Break a long line as the standard asks: no part over 75 octets, no character cut in two."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > LONGEST_LINE:
            parts.append(part)
            part = " "
        part += sign
    return "\r\n".join([*parts, part])


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")
