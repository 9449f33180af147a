"""Do this next: the one next act of a case for its reader, or whom everybody waits for. Asked of the protocol."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.asking import planned
from holdfast.protocol.codes import DeadlineName, Decision, DeclineReason, RecordKind
from holdfast.protocol.outlook import Outlook, StepOutlook
from holdfast.protocol.records import ReceivingAcceptance
from holdfast.transfers.selectors import EventView, Sight
from holdfast.web.parts import Action, Deadline, Look, Pace, Tag, Tone
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.duties import is_over, was_due
from holdfast.web.presenters.in_danger import danger_act, is_told_of_danger
from holdfast.web.presenters.steps import Reader, mend_url, record_url, step_title
from holdfast.web.presenters.taken_back import is_without_yes, without_yes_act
from holdfast.web.words import lengths
from holdfast.web.words.steps import STEPS

R, D = RecordKind, DeadlineName
Words = tuple[str | Promise, str | Promise, str | Promise]
"""A title, a sentence, and the words of the button."""


@dataclass(frozen=True, slots=True)
class NextAct:
    """The card at the top of the page. Without actions the reader waits, unless it is theirs all the same."""

    title: str
    text: str
    actions: tuple[Action, ...] = ()
    due: Tag | None = None
    is_theirs: bool = False


_FIRST = (
    "S.consent", "S.safety", "B1.ready", "B2.connected", "B1.warm", "B1.human", "B2.live", "B2.receiver", "B3.live",
)  # fmt: skip
"""Controls that are mended before the record is filed, in the order in which people go about it."""
_MENDING: dict[str, Words] = {
    "S.consent": (
        _("Ask {person} what {service} may be told"), _("Nobody at {service} may be contacted before that."),
        _("Record {person}’s answer"),
    ),
    "S.safety": (
        _("Ask {person} whether it is safe to talk now"),
        _("Ask before every call. The answer is good for a short time only."), _("Record {person}’s answer"),
    ),
    "B1.warm": (
        _("Bring {service} into the call"), _("Open the live call and stay with {person} until somebody answers."),
        _("Go to the live call"),
    ),
    "B1.human": (
        _("Bring {service} into the call"), _("A named person must be there: not a mailbox, a queue or a machine."),
        _("Go to the live call"),
    ),
    "B2.live": (
        _("Join the live call"), _("The answer counts only while you are in the call with {person}."),
        _("Go to the live call"),
    ),
    "B2.receiver": (
        _("Join again with the link"), _("A code that was read out is not enough to accept."), _("Go to the live call"),
    ),
    "B3.live": (
        _("Confirm that all three are together"), _("Two of the three say so, each on a device of their own."),
        _("Go to the live call"),
    ),
}  # fmt: skip
_OF_THE_CALL = frozenset({"B1.warm", "B1.human"})
_REPORT: Words = (
    _("Say whether the first visit happened"),
    _("Kept, missed or cancelled: {person}’s team plans by it."),
    _("Report on the first visit"),
)
_EXPECTED: Words = (
    _("Expect {person} at the first visit"),
    _("Say that you know of it. Once its time has come, say here whether it happened."),
    _("Report on the first visit"),
)
_NEW_VISIT: Words = (
    _("Set a new first visit for {person}"),
    _("The first one did not happen. {person} must not have to ask."),
    _("Set a new time"),
)
_PRESS: Words = (
    _("Call whoever is on call, and ask for the decision"),
    _("Nobody decided in time. Stay with {person}: you remain the owner."),
    _("See who is on call"),
)
_MISSING_IN_RELEASE: Words = (
    _("Record what {person} says back"),
    _("{person} says the next step back, or a named witness heard it. Name a backup contact."),
    _("Fill in what is missing"),
)
_FILING: dict[RecordKind, Words] = {
    R.AUTHORIZATION_REQUEST: (
        _("Ask for authorization"), _("Before anyone lets go of {person}, and before a receiver is contacted."),
        _("Ask for authorization"),
    ),
    R.AUTHORIZATION_DECISION: (
        _("Decide on the request"), _("{sender} asks whether {person} may go to {service}."), _("Review the request"),
    ),
    R.RELEASE_READINESS: (
        _("Say that everything is ready"),
        _("Name a backup route. Tell {person} who will be on the call and why, and hear it back."),
        _("File the readiness"),
    ),
    R.LIVE_CONNECTION: (
        _("Record that {service} is on the call"), _("Stay with {person}. You remain the owner."),
        _("Record the live connection"),
    ),
    R.RECEIVING_ACCEPTANCE: (
        _("Answer for {service}"), _("Say the next step aloud, so that all three hear the same."),
        _("Record your answer"),
    ),
    R.HANDOFF_CLOSURE: (
        _("Release {person}’s care to {taker}"),
        _("{person} says the next step back, or a named witness heard it. Name a backup contact."),
        _("Release ownership to {taker}"),
    ),
    R.VERIFICATION: (
        _("Check whether the first visit happened"), _("Look at all three sources of evidence."), _("Open the check"),
    ),
    R.CORRECTIVE_DETERMINATION: (
        _("Give one corrective instruction"), _("One named owner, one deadline. It stays until it is done."),
        _("Give the instruction"),
    ),
    R.ASSURANCE_FOLLOWUP: (
        _("Ask {person} how it went"), _("{person}’s own word counts, not ours."), _("Record what {person} says"),
    ),
}  # fmt: skip
_WAITING: dict[RecordKind, tuple[str | Promise, str | Promise]] = {
    R.AUTHORIZATION_REQUEST: (_("{sender} asks for authorization"), _("Nothing else can begin before that.")),
    R.AUTHORIZATION_DECISION: (
        _("A supervisor decides"), _("Nobody at {service} is contacted before the decision."),
    ),
    R.RELEASE_READINESS: (_("{sender} gets everything ready"), _("The backup route is named, and {person} is told.")),
    R.LIVE_CONNECTION: (_("{sender} calls {service}"), _("{person} and the receiver come together on one call.")),
    R.RECEIVING_ACCEPTANCE: (
        _("{service} answers"), _("{owner} stays with {person} until then, and stays the owner."),
    ),
    R.HANDOFF_CLOSURE: (_("{sender} releases ownership"), _("{service} has accepted. Ownership has not moved yet.")),
    R.VERIFICATION: (
        _("A reviewer checks the first visit"), _("{owner} owns {person}’s care. The visit is checked by evidence."),
    ),
    R.CORRECTIVE_DETERMINATION: (
        _("Somebody must own the fix"), _("A service manager or coordination director gives one instruction."),
    ),
    R.ASSURANCE_FOLLOWUP: (_("{person} is asked how it went"), _("The first visit happened, by the evidence.")),
}  # fmt: skip
_DUE: dict[RecordKind, tuple[DeadlineName, ...]] = {
    R.AUTHORIZATION_REQUEST: (D.RECONTACT, D.EMERGENCY_PAPERWORK),
    R.AUTHORIZATION_DECISION: (D.AUTHORIZATION_DECISION, D.EMERGENCY_PAPERWORK),
    R.RECEIVING_ACCEPTANCE: (D.ACCEPTANCE,),
    R.LIVE_CONNECTION: (D.ACCEPTANCE,),
    R.VERIFICATION: (D.VERIFICATION, D.REVERIFICATION, D.REENGAGEMENT),
    R.CORRECTIVE_DETERMINATION: (D.DETERMINATION, D.CORRECTIVE_ACTION, D.ACCEPTANCE),
    R.ASSURANCE_FOLLOWUP: (D.ASSURANCE_FOLLOWUP,),
}


def next_act(case: Case, outlook: Outlook, reader: Reader, events: tuple[EventView, ...] = ()) -> NextAct | None:
    """Return the next act of a case; none where it is closed. `events`: they tell when something missed was due."""
    if is_told_of_danger(case):
        return NextAct(*danger_act(case, may_settle="settle_duress" in reader.commands))
    coming = outlook.next
    if coming is None:
        return None
    due = due_tag(case, _DUE.get(coming.kind, ()), events)
    for special in (_after_death, _paused, _without_yes, _beside_the_steps, _declined_or_blocked, _planned):
        found = special(case, coming, reader)
        if found is not None:
            return replace(found, due=due)
    steps = (_to_mend, _to_file, _to_report)
    ours = (found for step in steps if (found := step(case, coming, reader)) is not None)
    found = next(ours, None) or _to_press(case, coming) or _to_wait(case, coming)
    return replace(found, due=due)


def due_tag(case: Case, names: tuple[DeadlineName, ...], events: tuple[EventView, ...] = ()) -> Tag | None:
    """Return the first of these deadlines that is open, else one that was missed, as a tag; none where none is.

    Nothing else that is due stands beside the act: it would be read as the time left for it.
    """
    deadline = next((case.state.deadlines[name] for name in names if name in case.state.deadlines), None)
    if deadline is None:
        return _over_tag(case, names, events)
    pace = Deadline("", deadline.opened_at, deadline.due, case.at).pace
    tone = {Pace.FINE: Tone.WAIT, Pace.SOON: Tone.SOON, Pace.OVER: Tone.LATE}[pace]
    return Tag(lengths.left(deadline.due, case.at), tone, "schedule")


def _over_tag(case: Case, names: tuple[DeadlineName, ...], events: tuple[EventView, ...]) -> Tag | None:
    over = next((name for name in names if is_over(case.state, name)), None)
    if over is None:
        return None
    due = was_due(case.state, over, events)
    return Tag(lengths.left(due, case.at) if due else gettext("Over time"), Tone.LATE)


def _named(case: Case) -> dict[str, str]:
    state = case.state
    return {
        "person": case.called, "service": case.receiver or gettext("the receiving service"),
        "sender": case.names.name(state.assignee or state.originator), "owner": case.names.name(state.owner),
        "taker": case.names.name(state.accepted.by) if state.accepted else "",
    }  # fmt: skip


def _said(case: Case, words: Words, url: str, *more: Action) -> NextAct:
    title, text, button = (str(each).format(**_named(case)) for each in words)
    return NextAct(title, text, (Action(button, url, Look.FILLED), *more))


def _command(case: Case, name: str) -> str:
    return reverse("command_give", args=[case.looked.transfer_id, name])


def _after_death(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    """Return that it is closed by a supervisor, where the person has died: nobody is called any more."""
    if case.state.custody.died_on is None:
        return None
    if "close_transfer" not in reader.commands:
        return NextAct(gettext("A supervisor closes this handoff"), gettext("Nobody is called, and nothing is sent."))
    close = Action(gettext("Close the handoff"), _command(case, "close_transfer"), Look.FILLED)
    return NextAct(gettext("Close this handoff"), gettext("Nobody is called, and nothing is sent."), (close,))


def _paused(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    if not case.state.is_paused:
        return None
    named = _named(case)
    text = _("{person} says on their own page when it may go on. Until then nothing is sent or shared.")
    title = _("Talk with {person} about what they want") if case.is_mine else _("{owner} talks with {person}")
    said = Action(gettext("Record what %(person)s wants") % named, _command(case, "person_stops"), Look.FILLED)
    actions = (said,) if case.is_mine and "person_stops" in reader.commands else ()
    return NextAct(str(title).format(**named), str(text).format(**named), actions, is_theirs=case.is_mine)


def _without_yes(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    """Return that the person is asked, where their yes is gone; whoever owns them after the handoff goes on by them."""
    if not is_without_yes(case) or (case.state.is_after_handoff and case.looked.sight is not Sight.WHOLE):
        return None
    may_record = {"give_consent", "person_stops"} <= set(reader.commands)
    return NextAct(*without_yes_act(case, may_record=may_record), is_theirs=case.is_mine)


def _beside_the_steps(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    """Return what is next where it is no record: a voice to confirm, an instruction to complete, a person taken on."""
    for name, is_asked, words, waiting in _BESIDE:
        if not is_asked(case):
            continue
        if name in reader.commands:
            return _said(case, words, _command(case, name))
        title, text = (str(each).format(**_named(case)) for each in waiting)
        return NextAct(title, text)
    return None


def _is_corrected(case: Case) -> bool:
    """Whether an instruction is open that is no repeated handoff: that one goes by the steps themselves."""
    state = case.state
    return state.corrective is not None and not state.is_determination_owed and not state.is_reopened


_BESIDE: tuple[tuple[str, Callable[[Case], bool], Words, tuple[str | Promise, str | Promise]], ...] = (
    (
        "confirm_voice_acceptance", lambda case: case.state.voice is not None,
        (_("Confirm what you said aloud"), _("It counts only when you confirm it yourself."), _("Confirm it")),
        (_("The receiver confirms what was said"), _("Silence is not a yes. {owner} stays the owner until then.")),
    ),
    (
        "confirm_access", lambda case: case.state.access_by != "",
        (_("Confirm that you took {person} on"), _("Ownership passes to you when you say so."), _("Confirm it")),
        (_("The one who took {person} on confirms it"), _("{owner} stays the owner until then.")),
    ),
    (
        "complete_corrective", _is_corrected,
        (
            _("Put it right, and say how it ended"), _("You own {person}’s care while this is open."),
            _("Say how it ended"),
        ),
        (_("{owner} puts it right"), _("One instruction is open. It ends when it is done, or at its deadline.")),
    ),
)  # fmt: skip


def _declined_or_blocked(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    """Return the two ways on after a decline or a block, for who may ask anew."""
    decision = case.state.decision
    has_blocked = decision is not None and decision.decision is Decision.BLOCK
    is_blocked = has_blocked and coming.kind is R.AUTHORIZATION_DECISION
    is_declined = case.state.has_declined and coming.kind is R.LIVE_CONNECTION
    if not (is_blocked or is_declined) or not reader.may_file(case, R.AUTHORIZATION_REQUEST):
        return None
    other = record_url(case.looked.transfer_id, R.AUTHORIZATION_REQUEST)
    if is_blocked:
        text = _("The request was not authorized. Plan another way, then ask again.")
        return _said(case, (_("Choose another route for {person}"), text, _("Change the request")), other)
    title, button = _("{service} declined. Find another way"), _("Choose another route")
    if _has_no_room(case):
        return _said(case, (title, _("You stay the owner. They have no room for {person} now."), button), other)
    text = _("You stay the owner. Call again where that helps, or choose another route.")
    again = Action(gettext("Call again"), reverse("live_room", args=[case.looked.transfer_id]))
    return _said(case, (title, text, button), other, again)


def _planned(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    """Return what was planned for when nobody answers, while nobody of the receiving side is there; none otherwise."""
    waits_for_call = coming.kind is R.LIVE_CONNECTION and not _OF_THE_CALL.isdisjoint(coming.missing)
    is_waiting = waits_for_call or (coming.kind is R.RECEIVING_ACCEPTANCE and not case.state.is_live_mode)
    steps = [owed.step for owed in planned(case.state, case.at) if is_waiting and owed.step in reader.commands]
    if not steps:
        return None
    first, *others = (Action(str(STEPS[step].title), _command(case, step), Look.OUTLINE) for step in steps)
    route = Action(gettext("See the whole route"), reverse("transfer_unanswered", args=[case.looked.transfer_id]))
    title = gettext("Nobody answered. Go the way that you planned")
    text = gettext("What you planned is filled in already. Stay with %(person)s until somebody answers for them.")
    return NextAct(title, text % _named(case), (replace(first, look=Look.FILLED), *others, route))


def _has_no_room(case: Case) -> bool:
    """Say whether the receiving side declined for want of room, so that the same call again is of no use."""
    standing = case.state.records.get(R.RECEIVING_ACCEPTANCE)
    record = standing.record if standing is not None else None
    return isinstance(record, ReceivingAcceptance) and record.decline_reason == DeclineReason.NO_CAPACITY


def _to_mend(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    for control in _FIRST:
        url = mend_url(case, control, reader) if control in coming.missing else ""
        if url:
            joins = control in _OF_THE_CALL and _is_receiving(case, reader)
            return _said(case, _MENDING["B2.live" if joins else control], url)
    return None


def _is_receiving(case: Case, reader: Reader) -> bool:
    party = reader.caller.party
    return party.is_of(case.state.receiving_service) and party.id not in case.state.originators


def _to_report(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    """Return what the receiving side owes until the first visit is kept; none where that is not the reader's part."""
    if coming.kind not in (R.VERIFICATION, R.ASSURANCE_FOLLOWUP) or case.state.is_first_action_kept:
        return None
    if D.REENGAGEMENT in case.state.deadlines and "reschedule_first_action" in reader.commands:
        return _said(case, _NEW_VISIT, _command(case, "reschedule_first_action"))
    if D.REENGAGEMENT in case.state.deadlines and "book_visit" in reader.commands:
        return _said(case, _NEW_VISIT, _command(case, "book_visit"))
    at = case.state.first_action_at
    if "report_first_action" in reader.commands and at is not None:
        words = _REPORT if at <= case.looked.at else _EXPECTED
        return _said(case, words, _command(case, "report_first_action"))
    return None


def _to_file(case: Case, coming: StepOutlook, reader: Reader) -> NextAct | None:
    if not reader.may_file(case, coming.kind):
        return None
    return _said(case, _filing_words(coming), record_url(case.looked.transfer_id, coming.kind))


def _filing_words(coming: StepOutlook) -> Words:
    """Return the words of a record to file. Releasing is not called so while something is missing for it."""
    words = _FILING[coming.kind]
    if coming.kind is not R.HANDOFF_CLOSURE or not coming.missing:
        return words
    return _MISSING_IN_RELEASE if "B3.heard" in coming.missing else (*words[:2], _MISSING_IN_RELEASE[2])


def _to_press(case: Case, coming: StepOutlook) -> NextAct | None:
    """Return whom the owner reaches where the decision that they wait for is over time; none otherwise."""
    due = case.state.deadlines.get(D.AUTHORIZATION_DECISION)
    is_late = is_over(case.state, D.AUTHORIZATION_DECISION) or (due is not None and due.due <= case.at)
    if coming.kind is not R.AUTHORIZATION_DECISION or not is_late or not case.is_mine:
        return None
    return _said(case, _PRESS, reverse("on_call"))


def _to_wait(case: Case, coming: StepOutlook) -> NextAct:
    words = _WAITING.get(coming.kind, (step_title(case, coming.kind), ""))
    if coming.kind is R.RECEIVING_ACCEPTANCE and case.is_mine:
        words = (words[0], _("Stay with {person} until then. You stay the owner."))
    title, text = (str(each).format(**_named(case)) for each in words)
    return NextAct(title, text)
