"""A calendar file with one appointment (RFC 5545): its title says nothing of health, of people or of places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.config.ids import new_id

LASTS = timedelta(hours=1)
"""How long the appointment takes in the calendar; how long it really takes is not known."""


def calendar_file(title: str, at: datetime, made_at: datetime) -> str:
    """Return the file. `title` is escaped as the standard asks; a line is at most 75 octets long."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Holdfast//Appointment//EN", "BEGIN:VEVENT",
        f"UID:{new_id()}", f"DTSTAMP:{_instant(made_at)}", f"DTSTART:{_instant(at)}", f"DTEND:{_instant(at + LASTS)}",
        f"SUMMARY:{_escaped(title)}", "CLASS:PRIVATE", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")
