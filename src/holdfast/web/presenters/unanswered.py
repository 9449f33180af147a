"""The page *Nobody answered*: what was tried, and the backup route as steps with who does each and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.accounts.ladder import Rungs
from holdfast.protocol.chapters.contact.said import BridgeOutcome, ContactKept
from holdfast.protocol.codes import DeadlineName
from holdfast.protocol.outlook import outlook
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import portrait, rungs_around, seen_of, transfer_looked_at
from holdfast.web.parts import Action, Crumb, Custody, Deadline, Look, PersonBanner, Stage, Step, Tag, Tone
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.disclosures import whole_only
from holdfast.web.presenters.duties import consequence, deadline_title, holders_named
from holdfast.web.presenters.names import Names
from holdfast.web.presenters.planned import planned_in
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.steps import STEPS

CLOCKS = (DeadlineName.ACCEPTANCE, DeadlineName.BRIDGE_CONTACT)
ACTS = (
    "contact_attempt", "alternate_contact", "send_secure_summary", "end_summary", "plan_bridge_contact",
    "report_bridge_contact", "name_escalation_owner", "voice_acceptance",
)  # fmt: skip
"""What is done on this route, in its order."""


@dataclass(frozen=True, slots=True)
class UnansweredPage:
    """What the page shows. `actions`: what the reader can do now beside the steps, which lead on by themselves."""

    case_id: str
    banner: PersonBanner | None
    custody: Custody
    crumbs: tuple[Crumb, ...]
    intro: str
    deadlines: tuple[Deadline, ...]
    stages: tuple[Stage, ...]
    actions: tuple[Action, ...]


def unanswered_page(caller: Caller, transfer_id: UUID, at: datetime) -> UnansweredPage:
    """Return the page. Raises PermissionDenied for who does not see the handoff whole. Side effects: access log."""
    looked = transfer_looked_at(caller.asker, transfer_id, at)
    whole_only(looked)
    caller.note([seen_of(looked)], "nobody-answered")
    rungs = rungs_around(looked.state)
    told = holders_named(Case(looked, portrait(looked), None, Names()), rungs)
    case = case_of(looked, also=_named(looked.state.contact) | told)
    open_ones = [step for step in ACTS if not barred_for(caller, looked, step)]
    beside = [step for step in open_ones if step not in {act for act, _title, _note in _told(case)}]
    return UnansweredPage(
        case_id=looked.state.case_id, banner=banner_of(case),
        custody=custody_of(case, outlook(looked.state, at)),
        crumbs=(Crumb(gettext("Handoff"), reverse("transfer_page", args=[transfer_id])),), intro=_intro(case),
        deadlines=tuple(_clocks(case, rungs)), stages=(Stage(gettext("The backup route"), _steps(case, open_ones)),),
        actions=tuple(Action(str(STEPS[step].title), _url(case, step), Look.OUTLINE) for step in beside),
    )  # fmt: skip


def _named(kept: ContactKept) -> set[str]:
    named = {each.who for each in kept.alternates} | {who for who in kept.in_vain if ":" not in who}
    named |= {kept.escalation_owner} | ({kept.summary.to} if kept.summary else set())
    return (named | ({kept.bridge.who} if kept.bridge else set())) - {""}


def _intro(case: Case) -> str:
    if not case.state.contact_failed:
        return gettext("Nobody was tried in vain yet. If nobody answers, this is what you do, in this order.")
    return gettext("A message on a machine is no handoff. You stay with this person until somebody answers for them.")


def _clocks(case: Case, rungs: Rungs) -> Iterator[Deadline]:
    runs = ((case.state.deadlines[name], name) for name in CLOCKS if name in case.state.deadlines)
    for known, name in sorted(runs, key=lambda each: each[0].due):
        title, missed = deadline_title(name, case.receiver), consequence(case, rungs, name)
        yield Deadline(title, known.opened_at, known.due, case.at, missed)


def _told(case: Case) -> tuple[Told, ...]:
    return (_tried(case), _alternate(case), _summary(case), _bridge(case), _escalation(case), _confirmed(case))


def _steps(case: Case, open_ones: list[str]) -> tuple[Step, ...]:
    """Return the steps; the first that is open and the reader's is the one to take now."""
    told = _told(case)
    first = next((number for number, (act, _, note) in enumerate(told, 1) if act in open_ones and not note), 0)
    return tuple(
        Step(
            number, title, _tag(act, note), url=_url(case, act) if act in open_ones else "",
            note=note or planned_in(case, act), is_current=number == first,
        )
        for number, (act, title, note) in enumerate(told, 1)
    )  # fmt: skip


def _tag(act: str, note: str) -> Tag:
    if act == "report_bridge_contact":
        return Tag(gettext("Planned"), Tone.WAIT, "schedule")
    return Tag(gettext("Done"), Tone.OK, "check_circle") if note else Tag(gettext("Still open"), Tone.SOON)


Told = tuple[str, str, str]
"""The command of a step, its title, and what is known of it: blank while it is open."""


def _tried(case: Case) -> Told:
    kept = case.state.contact
    named = [case.names.of(who) for who in sorted(kept.in_vain) if ":" not in who]
    said = {"names": ", ".join(named) or gettext("a mailbox or a queue")}
    note = gettext("Tried in vain: %(names)s.") % said if case.state.contact_failed else ""
    return "contact_attempt", gettext("Record the attempt and how it ended"), note


def _alternate(case: Case) -> Told:
    tried = case.state.contact.alternates
    note = ""
    if tried:
        said = {"name": case.names.of(tried[-1].who), "outcome": in_words(tried[-1].outcome)}
        note = gettext("%(name)s: %(outcome)s, %(time)s.") % (said | {"time": times.near(tried[-1].at, case.at)})
    return "alternate_contact", gettext("Try a supervisor there"), note


def _summary(case: Case) -> Told:
    sent, note = case.state.contact.summary, ""
    if sent is not None:
        said = {"name": case.names.of(sent.to), "time": times.near(sent.until, case.at), "count": sent.opened}
        note = gettext("To %(name)s, until %(time)s. Opened: %(count)s.") % said
    return "send_secure_summary", gettext("Send a secure summary"), note


def _bridge(case: Case) -> Told:
    planned, note = case.state.contact.bridge, ""
    if planned is not None:
        said = {"name": case.names.of(planned.who), "time": times.near(planned.at, case.at), "how": planned.how}
        note = gettext("%(name)s, %(time)s: %(how)s.") % said
        note += f" {in_words(planned.outcome)}." if planned.outcome else ""
    is_to_report = planned is not None and planned.outcome is not BridgeOutcome.MADE
    if is_to_report:
        return "report_bridge_contact", str(STEPS["report_bridge_contact"].title), note
    return "plan_bridge_contact", gettext("Plan with the person who keeps in touch"), note


def _escalation(case: Case) -> Told:
    named = case.state.contact.escalation_owner
    note = gettext("%(name)s hears of it when the time is over.") % {"name": case.names.of(named)} if named else ""
    return "name_escalation_owner", gettext("Name who makes somebody answer"), note


def _confirmed(case: Case) -> Told:
    state, note = case.state, ""
    if state.accepted is not None:
        note = gettext("%(name)s has accepted.") % {"name": case.names.of(state.accepted.by)}
    title = gettext("The receiving side says yes itself")
    if state.voice is not None and not note:
        title = gettext("%(name)s confirms what was said") % {"name": case.names.of(state.voice.said_by)}
    return "voice_acceptance", title, note


def _url(case: Case, step: str) -> str:
    return reverse("command_give", args=[case.looked.transfer_id, step])
