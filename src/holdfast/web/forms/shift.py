"""The form by which somebody hands over their shift: to whom, until when, and what was said about each person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.fields import NOTE_LENGTH, unsafe_character

TAKE, NOTE = "take", "note-"


class ShiftForm(forms.Form):
    """Who takes the people on, and when the shift ends by the reader's clock."""

    colleague = forms.ChoiceField(
        label=_("Colleague"), error_messages={"required": _("Choose a colleague."), "invalid_choice": _("Choose one.")}
    )
    ends = forms.TimeField(
        label=_("End of your shift"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Within the next 24 hours. What is not accepted by then goes to your supervisor."),
        error_messages={"required": _("Choose a time."), "invalid": _("This is no time. Write it as 22:00.")},
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = {"choices": [("", _("Choose a colleague")), *colleagues]}
        self.fields["colleague"].widget = forms.Select(**chosen)
        self.fields["colleague"].choices = chosen["choices"]  # type: ignore[attr-defined]  # a choice field has them

    def until(self, at: datetime) -> datetime:
        """Return the next instant after `at` at which the reader's clock shows the end; of a form that is valid."""
        here = at.astimezone(timezone.get_current_timezone())
        first = here.replace(hour=0, minute=0, second=0, microsecond=0)
        clock = self.cleaned_data["ends"]
        ends = [(first + timedelta(days=day)).replace(hour=clock.hour, minute=clock.minute) for day in (0, 1)]
        return next(each for each in ends if each > at)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one person. `fault`: what is wrong with it; blank where nothing is."""

    transfer_id: UUID
    note: str
    fault: str = ""


def said_of(posted: Mapping[str, str], chosen: Iterable[str]) -> tuple[Said, ...]:
    """Return what was said about each person who was chosen, in the order of the page; ids that are none left out."""
    notes = notes_typed(posted)
    ids = filter(None, map(_id, dict.fromkeys(chosen)))
    return tuple(Said(each, notes.get(each, ""), _fault(notes.get(each, ""))) for each in ids)


def notes_typed(posted: Mapping[str, str]) -> dict[UUID, str]:
    """Return what was typed about each person, be they chosen or not, so that it is shown again."""
    typed = ((_id(name.removeprefix(NOTE)), note) for name, note in posted.items() if name.startswith(NOTE))
    return {each: note.replace("\r\n", "\n").strip() for each, note in typed if each is not None}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fault(note: str) -> str:
    if not note:
        return gettext("Write down what you told your colleague about this person.")
    if len(note) > NOTE_LENGTH:
        return gettext("Use at most %(number)s characters.") % {"number": NOTE_LENGTH}
    found = unsafe_character(note)
    return gettext("Leave out the character %(code)s.") % {"code": found} if found else ""
