"""What is due in a case, what happens if it is missed and who is told; and the matters that are before somebody now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.ladder import Rungs, climb
from holdfast.protocol.asking import planned
from holdfast.protocol.codes import DeadlineName, EscalationLevel
from holdfast.protocol.deadlines import DEADLINES
from holdfast.protocol.state import State
from holdfast.transfers.selectors import EventView, Sight, deadlines_heard
from holdfast.web.parts import Deadline, Tag, Tone
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.events import matter_words
from holdfast.web.presenters.planned import planned_in, planned_named
from holdfast.web.words import lengths, times
from holdfast.web.words.codes import in_words
from holdfast.web.words.steps import STEPS

D = DeadlineName
_RAISED = ("escalation_raised", "escalation_risen")
TITLES: dict[DeadlineName, Promise] = {
    D.AUTHORIZATION_DECISION: _("A supervisor decides"),
    D.RECONTACT: _("Somebody is back with the person"),
    D.EMERGENCY_PAPERWORK: _("Request and decision after the emergency"),
    D.NEXT_CHECKPOINT: _("The next record is filed"),
    D.REVIEW: _("The reviewer countersigns"),
    D.ACCEPTANCE: _("{service} answers"),
    D.FIRST_ACTION: _("Report on the first visit at {service}"),
    D.REENGAGEMENT: _("A new first visit is set"),
    D.VERIFICATION: _("The first visit is checked"),
    D.REVERIFICATION: _("The first visit is checked again"),
    D.DETERMINATION: _("Somebody owns the fix"),
    D.CORRECTIVE_ACTION: _("The fix is done"),
    D.ASSURANCE_FOLLOWUP: _("The person is asked how it went"),
    D.CUSTODY_OFFER: _("A colleague takes the person on"),
    D.BRIDGE_CONTACT: _("Somebody of the team is in touch with the person"),
    D.WELFARE_REVIEW: _("Quality reviews the welfare steps"),
    D.EXCEPTION_REVIEW: _("Quality reviews why nobody was asked"),
}
"""What is to have happened by then. Nobody is named: this part of a page is fetched again every 15 seconds."""


NEAR = timedelta(days=2)
_OVER = {rule.escalates_as: name for name, rule in DEADLINES.items()}
"""The deadline that was missed, by the matter that its miss raises."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that is before a level now: over time, or a rule that did not hold; and who has it. Or what is owed."""

    tag: Tag
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Duties:
    """What is due and what is open, drawn by `pages/transfers/deadlines.html`. `url`: where it is fetched again.

    `later`: what is due so late that it must not stand over what is near.
    """

    deadlines: tuple[Deadline, ...]
    later: tuple[Deadline, ...]
    matters: tuple[Matter, ...]
    url: str


def is_over(state: State, name: DeadlineName) -> bool:
    """Say whether a deadline was missed and its matter is still open."""
    return name not in state.deadlines and DEADLINES[name].escalates_as in state.escalations


def was_due(state: State, name: DeadlineName, events: Iterable[EventView] = ()) -> datetime | None:
    """Return when a deadline was due that was missed; none where neither the state nor the events tell it."""
    if name is D.AUTHORIZATION_DECISION and state.decision_due is not None:
        return state.decision_due.due
    missed = (e.fields for e in events if e.kind == "deadline_missed" and e.fields.get("name") == name)
    return max((datetime.fromisoformat(str(fields["due"])) for fields in missed if "due" in fields), default=None)


def deadline_title(name: DeadlineName, service: str) -> str:
    """Return what is to have happened by a deadline; `service`: the receiving one, blank while unknown."""
    return str(TITLES[name]).format(service=service or gettext("The receiving service"))


def duties_of(case: Case, rungs: Rungs, events: Iterable[EventView]) -> Duties:
    """Return what is due and what is open in a case."""
    url = reverse("transfer_deadlines", args=[case.looked.transfer_id])
    due = _deadlines(case, rungs)
    near = tuple(each for each in due if each.due_at - case.at <= NEAR)
    matters = (*_open_matters(case, rungs, tuple(events)), *_planned(case))
    return Duties(near, due[len(near) :], matters, url)


def holders_named(case: Case, rungs: Rungs) -> set[str]:
    """Return the ids of those who would be told of what is due or open, or whom it was planned for: for `names_of`."""
    levels = {DEADLINES[name].level for name in case.state.deadlines}
    levels |= {rule.rises_to for rule in (DEADLINES[name] for name in case.state.deadlines) if rule.rises_to}
    levels |= {escalation.level for escalation in case.state.escalations.values()}
    told = {who for level in levels for who in _holders(case, rungs, level)[1]} | planned_named(case.looked)
    return told | {each.acknowledged_by for each in case.state.escalations.values() if each.acknowledged_by}


def _deadlines(case: Case, rungs: Rungs) -> tuple[Deadline, ...]:
    """Return what is due, the nearest first. Who is told of a miss is for the originating side to know."""
    known = sorted(deadlines_heard(case.state, case.looked.sight), key=lambda each: (each[1].due, each[0]))
    return tuple(
        Deadline(
            title=deadline_title(name, case.receiver), opened_at=deadline.opened_at,
            due_at=deadline.due, now=case.at, consequence=consequence(case, rungs, name),
        )
        for name, deadline in known
    )  # fmt: skip


def _open_matters(case: Case, rungs: Rungs, events: tuple[EventView, ...]) -> tuple[Matter, ...]:
    """Return the matters that are open before a level, to who sees the case whole."""
    if case.looked.sight is not Sight.WHOLE:
        return ()
    raised = {
        str(event.fields["control"]): event.at
        for event in events
        if event.kind in _RAISED and "control" in event.fields
    }
    due = {control: was_due(case.state, name, events) for control, name in _OVER.items()}
    return tuple(_matters(case, rungs, raised, due))


def _planned(case: Case) -> Iterator[Matter]:
    """Yield what was planned for when nobody answers and is not done yet, to who sees the case whole."""
    if case.looked.sight is not Sight.WHOLE:
        return
    for owed in planned(case.state, case.at):
        yield Matter(Tag(gettext("Owed"), Tone.SOON), str(STEPS[owed.step].title), planned_in(case, owed.step))


def _matters(
    case: Case, rungs: Rungs, raised: Mapping[str, datetime], was: Mapping[str, datetime | None]
) -> Iterator[Matter]:
    for control, escalation in sorted(case.state.escalations.items()):
        level, holders = _holders(case, rungs, escalation.level)
        named = {
            "level": in_words(level), "names": ", ".join(map(case.names.name, holders)) or gettext("nobody"),
            "who": case.names.name(escalation.acknowledged_by or ""),
            "time": times.near(raised[control], case.at) if control in raised else "",
        }  # fmt: skip
        if escalation.acknowledged_by:
            text = gettext("%(who)s has it. Told %(time)s.")
        elif holders:
            text = gettext("%(names)s (%(level)s) was told %(time)s. Nobody has said yet that they have it.")
        else:
            text = gettext("The place %(level)s is empty. Nobody holds this now.")
        late = _OVER.get(control)
        due = was.get(control)
        if due:
            text = f"{gettext('It was due %(due)s.')} {text}"
            named["due"] = times.near(due, case.at)
        over = lengths.left(due, case.at) if due else gettext("Over time")
        tag = Tag(over if late else in_words(level), Tone.LATE)
        yield Matter(tag, deadline_title(late, case.receiver) if late else matter_words(control), text % named)


def consequence(case: Case, rungs: Rungs, name: DeadlineName) -> str:
    """Return what happens if it is missed: who is told, and who after that."""
    if case.looked.sight is not Sight.WHOLE:
        return ""
    rule = DEADLINES[name]
    first = _told(case, rungs, rule.level)
    if rule.rises_to is None:
        return gettext("If not: %(first)s is told.") % {"first": first}
    then = _told(case, rungs, rule.rises_to)
    return gettext("If not: %(first)s is told, then %(then)s.") % {"first": first, "then": then}


def _told(case: Case, rungs: Rungs, level: EscalationLevel) -> str:
    held_at, holders = _holders(case, rungs, level)
    words = in_words(held_at)
    if not holders:
        return gettext("%(level)s (nobody holds this place now)") % {"level": words}
    return gettext("%(names)s (%(level)s)") % {"names": ", ".join(map(case.names.name, holders)), "level": words}


def _holders(case: Case, rungs: Rungs, level: EscalationLevel) -> tuple[EscalationLevel, tuple[str, ...]]:
    """Return at which level a matter for `level` would land now, and who holds it; never who originated the case."""
    held = climb(rungs, level, case.at, without=frozenset({case.state.originator}))
    return held.level or level, held.holders
