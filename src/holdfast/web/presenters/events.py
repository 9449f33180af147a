"""What happened in a transfer, one sentence an event, as far as the reader may see it; for logs and conflicts alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.protocol import codes
from holdfast.protocol.controls import CONTROLS
from holdfast.protocol.facts import PERSON
from holdfast.transfers.selectors import EventView
from holdfast.web.parts import LogLine
from holdfast.web.presenters.names import Names
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.failures import failure_words
from holdfast.web.words.steps import STEPS

Fields = Mapping[str, object]
FILED, REFUSED = "filed", "refused"

_STEPS: dict[str, Promise] = {
    "open_transfer": _("%(who)s opened the handoff."),
    "give_consent": _("%(who)s recorded what may be shared."),
    "revoke_consent": _("%(who)s recorded that sharing ends."),
    "check_safety": _("%(who)s asked whether it is safe to talk."),
    "emergency_start": _("%(who)s started an emergency: the paperwork follows."),
    "open_live_event": _("%(who)s opened the live room."),
    "close_live_event": _("%(who)s ended the live room."),
    "attest_presence": _("%(who)s said that all three are together."),
    "voice_acceptance": _("%(who)s wrote down an acceptance said aloud."),
    "confirm_voice_acceptance": _("%(who)s confirmed what they had said aloud."),
    "reschedule_first_action": _("%(who)s moved the first step to another time."),
    "complete_corrective": _("%(who)s said how the correction ended."),
    "confirm_access": _("%(who)s confirmed having taken the person on."),
    "acknowledge_escalation": _("%(who)s holds the matter."),
    "resolve_escalation": _("%(who)s settled the matter."),
    "reassign": _("%(who)s handed it to a colleague."),
    "person_stops": _("%(person)s said stop."),
    "close_transfer": _("%(who)s closed the handoff."),
}
_CODED: dict[str, tuple[Promise, str, type[StrEnum]]] = {
    "signal": (_("%(who)s noted: %(what)s."), "what", codes.SignalKind),
    "contact_attempt": (_("%(who)s tried to reach the receiver: %(what)s."), "outcome", codes.ContactOutcome),
    "report_first_action": (_("%(who)s reported the first step: %(what)s."), "outcome", codes.FirstActionOutcome),
    "countersign": (_("%(who)s reviewed: %(what)s."), "record", codes.RecordKind),
    codes.RecordKind.AUTHORIZATION_DECISION: (_("%(who)s decided: %(what)s."), "decision", codes.Decision),
    codes.RecordKind.RECEIVING_ACCEPTANCE: (_("%(who)s answered: %(what)s."), "acceptance", codes.Acceptance),
}
"""Steps whose sentence tells one of their codes, where it may be shown."""


def log_lines(events: Iterable[EventView], names: Names) -> tuple[LogLine, ...]:
    """Return what happened, in the order of `events`; what follows by itself and tells nobody anything is left out."""
    return tuple(LogLine(view.at, words) for view in events if (words := event_words(view, names)))


def people_in_events(events: Iterable[EventView]) -> set[str]:
    """Return the ids of those whose names the lines of these events show."""
    return {who for view in events for who in (view.by, str(view.fields.get("owner", "")))}


def event_words(view: EventView, names: Names) -> str:
    """Return one event as a sentence; blank where it is a consequence that is told elsewhere: a met deadline."""
    status, _dot, step = view.kind.partition(".")
    if status == FILED:
        return _filed(step, view, names)
    if status == REFUSED:
        rules = " ".join(failure_words(control) for control in view.failed if control in CONTROLS)
        return gettext("%(who)s tried: %(step)s. It was not done. %(rules)s") % {
            "who": names.name(view.by), "step": _title(step), "rules": rules,
        }  # fmt: skip
    return _FOLLOWING[view.kind](view.fields, names) if view.kind in _FOLLOWING else ""


def _filed(step: str, view: EventView, names: Names) -> str:
    named = {"who": names.name(view.by), "person": names.name(PERSON)}
    if step in ("join_live_event", "leave_live_event", "person_confirms"):
        return _of_the_room(step, view.fields, named)
    if step in _CODED:
        words, field, code = _CODED[step]
        if field in view.fields:
            return str(words) % {**named, "what": _label(code, view.fields[field])}
    if step in _STEPS:
        return str(_STEPS[step]) % named
    is_correction = "supersedes" in view.fields
    words = _("%(who)s corrected: %(step)s.") if is_correction else _("%(who)s filed: %(step)s.")
    return str(words) % {**named, "step": _title(step)}


def _of_the_room(step: str, fields: Fields, named: Mapping[str, str]) -> str:
    if step == "person_confirms":
        resumed = fields.get("what") == "resume"
        said = (
            gettext("%(person)s said that it may go on.") if resumed else gettext("%(person)s said the next step back.")
        )
        return said % named
    joins, for_person = step == "join_live_event", fields.get("party") == codes.Seat.PERSON
    if for_person and named["who"] != named["person"]:
        words = _("%(who)s said that %(person)s is there.") if joins else _("%(who)s said that %(person)s left.")
    else:
        words = _("%(who)s joined the live room.") if joins else _("%(who)s left the live room.")
    return str(words) % named


def _title(step: str) -> str:
    """Return what a step is called: a record by its name, a command by what its page says."""
    if step in set(codes.RecordKind):
        return _label(codes.RecordKind, step)
    return str(STEPS[step].title) if step in STEPS else step


def _label(code: type[StrEnum], value: object) -> str:
    return in_words(code(str(value)))


def _ruled(words: Promise) -> Callable[[Fields, Names], str]:
    def told(fields: Fields, names: Names) -> str:
        matter, level = matter_words(str(fields["control"])), fields.get("level")
        return str(words) % {"matter": matter, "level": _label(codes.EscalationLevel, level) if level else ""}

    return told


def matter_words(control: str) -> str:
    """Return what a matter is about: what does not hold, or what was not done in time."""
    if control in CONTROLS:
        return failure_words(control)
    if control in set(codes.DeadlineName):
        return gettext("Not done in time: %(what)s.") % {"what": _label(codes.DeadlineName, control)}
    return gettext("urgent welfare")


def _missed(fields: Fields, names: Names) -> str:
    """Return which deadline was missed and when it was due: it may be noticed later, when nothing ran meanwhile."""
    said = gettext("A deadline was missed: %(what)s.") % {"what": _label(codes.DeadlineName, fields["name"])}
    if "due" not in fields:
        return said
    due = datetime.fromisoformat(str(fields["due"]))
    return f"{said} {gettext('It was due %(time)s.') % {'time': times.when(due)}}"


def _closed(fields: Fields, names: Names) -> str:
    value = str(fields["closed_as"])
    code = codes.ClosedAs if value in set(codes.ClosedAs) else codes.Closure
    return gettext("The handoff is closed: %(what)s.") % {"what": _label(code, value)}


_FOLLOWING: dict[str, Callable[[Fields, Names], str]] = {
    "owner_changed": lambda fields, names: (
        gettext("%(who)s owns the person's care now.") % {"who": names.name(str(fields["owner"]))}
    ),
    "deadline_missed": _missed,
    "escalation_raised": _ruled(_("It was brought before the level %(level)s: %(matter)s")),
    "escalation_risen": _ruled(_("It has risen to the level %(level)s: %(matter)s")),
    "breach_recorded": _ruled(_("A rule was broken: %(matter)s")),
    "live_event_ended": lambda fields, names: gettext("The live room ended."),
    "instruction_ended": lambda fields, names: gettext("The corrective instruction ended."),
    "linked_transfer_called": lambda fields, names: gettext("A handoff to another pathway was opened."),
    "transfer_closed": _closed,
}
