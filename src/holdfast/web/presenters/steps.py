"""The nine steps to a safe handoff as a page shows them: done, next with its checks, locked, not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.protocol.codes import ConsentScope, Decision, RecordKind
from holdfast.protocol.outlook import Outlook, StepOutlook, StepStands
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.web.forms.mending import MENDS, address_of
from holdfast.web.parts import Check, ControlNote, Stage, Step, Tag, Tone
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.custody import has_moved
from holdfast.web.words import lengths, times
from holdfast.web.words.chapters import CHAPTERS
from holdfast.web.words.checks import check_words
from holdfast.web.words.codes import in_words

R = RecordKind


COMMANDS = (
    "check_safety", "give_consent", "revoke_consent", "contact_attempt", "voice_acceptance",
    "confirm_voice_acceptance", "report_first_action", "reschedule_first_action", "complete_corrective",
    "confirm_access", "countersign", "person_stops", "emergency_start", "signal", "reassign", "close_transfer",
    *(step for chapter in CHAPTERS for step in chapter.OFFERED),
)  # fmt: skip
"""What pages of a case offer beside the records. The room and the escalations offer their own."""
OF_PRACTICE = ("person_confirms", "acknowledge_escalation", "resolve_escalation")
"""What a case offers in practice too: it has no page of the person's, and stands in no list of escalations."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page, and which commands no gate keeps them from giving now."""

    caller: Caller
    commands: tuple[str, ...]

    @classmethod
    def of(cls, caller: Caller, case: Case) -> Self:
        """Return who reads a case."""
        offered = (*COMMANDS, *OF_PRACTICE) if case.state.is_practice else COMMANDS
        return cls(caller, tuple(step for step in offered if not barred_for(caller, case.looked, step)))

    def may_file(self, case: Case, kind: RecordKind) -> bool:
        """Say whether nothing keeps the reader from filing a record of this kind now."""
        return not barred_for(self.caller, case.looked, kind)


def mend_url(case: Case, control: str, reader: Reader) -> str:
    """Return where the reader mends what a control misses; blank where that is in the record, or not theirs to do."""
    mend = MENDS.get(control)
    if mend is None or case.state.is_paused:
        return ""
    may_go: dict[str, Callable[[], bool]] = {
        "live_room": lambda: _has_a_seat(case, reader),
        "record_file": lambda: reader.may_file(case, R(mend.of)),
        "command_give": lambda: mend.of in reader.commands,
    }
    goes = may_go.get(mend.page)
    return address_of(mend, case.looked.transfer_id) if goes is not None and goes() else ""


def _has_a_seat(case: Case, reader: Reader) -> bool:
    """Say whether the reader may do something in the live room now: open it, or join one that is open."""
    state, party = case.state, reader.caller.party
    is_open = state.event is not None and state.event.is_open
    return party.id in state.originators or (is_open and party.is_of(state.receiving_service))


def record_url(transfer_id: UUID, kind: RecordKind) -> str:
    """Return the address of the form of a record."""
    return reverse("record_file", args=[transfer_id, kind])


def stages_of(case: Case, outlook: Outlook, reader: Reader) -> tuple[Stage, ...]:
    """Return the steps before, during and after the call."""
    taken = _spent(outlook) if case.state.custody.died_on is not None else outlook.steps
    steps = [_step(case, each, number, reader) for number, each in enumerate(taken, 1)]
    return (
        Stage(gettext("Before the call"), tuple(steps[:3])),
        Stage(gettext("During the call"), tuple(steps[3:6])),
        Stage(gettext("After the call"), tuple(steps[6:])),
    )


def _spent(outlook: Outlook) -> tuple[StepOutlook, ...]:
    """Return the steps after a death: those that were taken, and no other is waited for."""
    is_done = StepStands.DONE
    return tuple(
        each if each.stands is is_done else StepOutlook(each.kind, StepStands.LEFT_OUT) for each in outlook.steps
    )


def _step(case: Case, outlook: StepOutlook, number: int, reader: Reader) -> Step:
    checks = tuple(_checks(case, outlook, reader))
    return Step(
        number=number, title=step_title(case, outlook.kind), tag=_tag(case, outlook, checks),
        url=_url(case, outlook, reader), note=_note(case, outlook),
        is_current=outlook.stands is StepStands.NEXT, checks=checks,
        rules=tuple(ControlNote.of(each.control) for each in outlook.asked),
    )  # fmt: skip


def step_title(case: Case, kind: RecordKind) -> str:
    """Return what a step is called in this case."""
    service = case.receiver or gettext("The receiving service")
    named = {"person": case.called, "service": service, "sender": case.names.name(_sender(case))}
    words = {
        R.AUTHORIZATION_REQUEST: gettext("Authorization record"),
        R.AUTHORIZATION_DECISION: gettext("Supervisor decision"),
        R.RELEASE_READINESS: gettext("Ready: backup route set, %(person)s told"),
        R.LIVE_CONNECTION: gettext("Live contact with a named person"),
        R.RECEIVING_ACCEPTANCE: gettext("%(service)s accepts"),
        R.HANDOFF_CLOSURE: gettext("%(sender)s releases ownership"),
        R.VERIFICATION: gettext("Check that the first visit happened"),
        R.CORRECTIVE_DETERMINATION: gettext("Fix, if the check fails"),
        R.ASSURANCE_FOLLOWUP: gettext("Ask %(person)s how it went"),
    }
    if kind is R.HANDOFF_CLOSURE and _sender(case) == case.names.me:
        return gettext("You release ownership")
    return words[kind] % named


def _sender(case: Case) -> str:
    return case.state.assignee or case.state.originator


_SPARED = frozenset({"S.consent", "B1.ready"})
"""Controls that an emergency spares: that they hold then says nothing of the person's word."""


def _checks(case: Case, step: StepOutlook, reader: Reader) -> Iterator[Check]:
    service = case.receiver or gettext("the receiving service")
    for each in step.asked:
        if each.holds and each.control in _SPARED and case.state.is_emergency:
            continue
        text = check_words(each.control, is_met=each.holds, person=case.called, service=service)
        if text:
            url = mend_url(case, each.control, reader) or _field_url(case, step, each.control, reader)
            yield Check(text, each.holds, "" if each.holds else url)


def _field_url(case: Case, step: StepOutlook, control: str, reader: Reader) -> str:
    """Return the field of the step's own form that a control is mended in; blank where it is none, or not theirs."""
    field = MENDS[control].field if control in MENDS else ""
    if not field or step.stands is not StepStands.NEXT or not reader.may_file(case, step.kind):
        return ""
    return f"{record_url(case.looked.transfer_id, step.kind)}#id_{field}"


def _tag(case: Case, step: StepOutlook, checks: tuple[Check, ...]) -> Tag:
    if step.stands is StepStands.NEXT:
        return _tag_of_next(case, step, checks)
    if step.stands is StepStands.DONE:
        return Tag(gettext("Authorized") if step.kind is R.AUTHORIZATION_DECISION else gettext("Done"), Tone.OK)
    if step.stands is StepStands.LOCKED:
        return _tag_of_locked(case, step.kind)
    if step.stands is StepStands.OWED:
        return Tag(gettext("Owed"), Tone.SOON)
    return Tag(gettext("Only if needed") if step.stands is StepStands.IF_NEEDED else gettext("Not needed"))


def _tag_of_locked(case: Case, kind: RecordKind) -> Tag:
    """Return what a step came to that was taken and does not let the next one go on; else that it waits."""
    if kind is R.RECEIVING_ACCEPTANCE and case.state.answer is not None:
        return Tag(in_words(case.state.answer), Tone.SOON)
    verification = case.state.verification if case.looked.may_see(ConsentScope.APPOINTMENT_AND_LOGISTICS) else None
    if kind is R.VERIFICATION and verification is not None:
        return Tag(in_words(verification.first_action_status), Tone.SOON)
    return Tag(gettext("Not yet")) if kind in _AFTER else Tag(gettext("Locked"), symbol="lock")


_AFTER = frozenset({R.VERIFICATION, R.ASSURANCE_FOLLOWUP})


def _tag_of_next(case: Case, step: StepOutlook, checks: tuple[Check, ...]) -> Tag:
    decision = case.state.decision
    if step.kind is R.AUTHORIZATION_DECISION and decision is not None and decision.decision is Decision.BLOCK:
        return Tag(gettext("Blocked"), Tone.SOON, "lock")
    if case.state.is_paused:
        return Tag(gettext("Stopped"), Tone.SOON)
    met = sum(check.is_met for check in checks)
    if met and met < len(checks):
        return Tag(gettext("Now: %(met)s of %(all)s") % {"met": met, "all": len(checks)}, Tone.GO)
    return Tag(gettext("Now"), Tone.GO)


def _url(case: Case, step: StepOutlook, reader: Reader) -> str:
    transfer_id = case.looked.transfer_id
    if step.stands in (StepStands.NEXT, StepStands.OWED) and reader.may_file(case, step.kind):
        return record_url(transfer_id, step.kind)
    if any(standing.kind is step.kind for standing in case.view.records):
        return reverse("record_page", args=[transfer_id, step.kind])
    return ""


def _note(case: Case, step: StepOutlook) -> str:
    standing = next((each for each in case.view.records if each.kind is step.kind), None)
    if standing is not None:
        named = {"who": case.names.of(standing.filed_by), "time": times.near(standing.filed_at, case.at)}
        return " ".join(filter(None, (gettext("%(who)s, %(time)s.") % named, _said(case, step.kind))))
    if step.stands is StepStands.OWED:
        return gettext("Owed since it began as an emergency.")
    if step.stands is StepStands.NEXT and step.kind is R.LIVE_CONNECTION and case.state.has_declined:
        return gettext("The last try came as far as step 5. This is for the next one.")
    if step.stands is StepStands.NEXT:
        return _who_files(case, step.kind)
    if step.stands is StepStands.LOCKED:
        return _NOT_YET[step.kind](case)
    return ""


def _said(case: Case, kind: RecordKind) -> str:
    """Return what a record that stands comes to, in a few words."""
    records = case.state.records
    if kind is R.AUTHORIZATION_DECISION and R.AUTHORIZATION_REQUEST in records:
        took = max(records[kind].at - records[R.AUTHORIZATION_REQUEST].at, timedelta())
        return gettext("Decided in %(length)s.") % {"length": lengths.short(took)}
    if kind is R.LIVE_CONNECTION and case.state.connection is not None:
        who = case.names.name(case.state.connection.receiving_contact_id)
        return gettext("%(name)s is on the call.") % {"name": who} if not has_moved(case) else ""
    return ""


def _who_files(case: Case, kind: RecordKind) -> str:
    """Return whose part the next step is."""
    words = {
        R.AUTHORIZATION_REQUEST: gettext("%(sender)s files this before anyone lets go."),
        R.AUTHORIZATION_DECISION: gettext("A supervisor or coordination lead decides. Never the sender."),
        R.RELEASE_READINESS: gettext("%(sender)s files this before telling %(person)s that somebody takes over."),
        R.LIVE_CONNECTION: gettext("%(sender)s stays with %(person)s and calls."),
        R.RECEIVING_ACCEPTANCE: gettext("%(service)s records this on its own screen, during the call."),
        R.HANDOFF_CLOSURE: gettext("%(sender)s releases when nothing is missing."),
        R.VERIFICATION: gettext("A quality reviewer who had no part in this looks."),
        R.CORRECTIVE_DETERMINATION: gettext("A service manager or coordination director gives one instruction."),
        R.ASSURANCE_FOLLOWUP: gettext("A care coordinator or follow-up lead asks %(person)s."),
    }
    service = case.receiver or gettext("The receiving service")
    sender = case.names.of(_sender(case))
    if case.names.me == _sender(case):
        own = {
            R.AUTHORIZATION_REQUEST: gettext("You file this before anyone lets go."),
            R.RELEASE_READINESS: gettext("You file this before telling %(person)s that somebody takes over."),
            R.LIVE_CONNECTION: gettext("You stay with %(person)s and call."),
            R.HANDOFF_CLOSURE: gettext("You release when nothing is missing."),
        }
        words |= own
    return words[kind] % {"sender": sender, "person": case.called, "service": service}


def _needs(number: int) -> Callable[[Case], str]:
    return lambda case: gettext("Needs step %(number)s.") % {"number": number}


_NOT_YET: dict[RecordKind, Callable[[Case], str]] = {
    R.AUTHORIZATION_REQUEST: lambda case: "",
    R.AUTHORIZATION_DECISION: _needs(1),
    R.RELEASE_READINESS: _needs(2),
    R.LIVE_CONNECTION: _needs(3),
    R.RECEIVING_ACCEPTANCE: _needs(4),
    R.HANDOFF_CLOSURE: lambda case: (
        gettext("Needs step 5. Then %(person)s says the next step back, and a backup contact is named.")
        % {"person": case.called}
    ),
    R.VERIFICATION: _needs(6),
    R.CORRECTIVE_DETERMINATION: lambda case: "",
    R.ASSURANCE_FOLLOWUP: lambda case: (
        gettext("Within %(days)s business days of step 7.")
        % {"days": case.state.rules.number("followup.business_days")}
    ),
}
