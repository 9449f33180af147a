"""Where a case stands, in a tag; and what its reader must know before anything else: stopped, blocked, closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from holdfast.protocol.codes import (
    ClosedAs,
    Closure,
    ConsentScope,
    DeadlineName,
    DeclineReason,
    Instruction,
    RecordKind,
    Urgency,
)
from holdfast.protocol.outlook import Outlook
from holdfast.protocol.records import ReceivingAcceptance
from holdfast.transfers.selectors import EventView, Sight
from holdfast.web.parts import Tag, Tone
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.custody import has_moved
from holdfast.web.presenters.in_danger import (
    danger_words,
    is_call_unsafe,
    is_kept_away,
    is_told_of_danger,
    kept_away_words,
    unsafe_words,
)
from holdfast.web.presenters.taken_back import is_without_yes, without_yes_words
from holdfast.web.words import times
from holdfast.web.words.codes import explained, in_words

R = RecordKind
_GOOD_ENDINGS = (ClosedAs.HELD, ClosedAs.VERIFIED_PERSON_NOT_HEARD, Closure.VERIFIED_CONTINUITY)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know at once. `tone`: info, success, warning or error (`alert.html`)."""

    tone: str
    heading: str
    text: str


def standing_tag(case: Case, outlook: Outlook) -> Tag:
    """Return where a case stands."""
    state = case.state
    if state.closed_as is not None:
        tone = Tone.OK if state.closed_as in _GOOD_ENDINGS else Tone.WAIT
        return Tag(gettext("Closed: %(how)s") % {"how": in_words(state.closed_as)}, tone)
    if (stop := _stop_tag(case)) is not None:
        return stop
    if state.is_paused:
        return Tag(gettext("Stopped by %(person)s") % {"person": case.called}, Tone.SOON)
    event = case.view.live_event
    if event is not None and event.ended_at is None and not has_moved(case):
        return Tag(gettext("Live call open"), Tone.GO, "phone")
    if state.is_emergency and not state.is_after_handoff:
        return Tag(gettext("Emergency"), Tone.SOON)
    coming = outlook.next
    return _TAGS[coming.kind](case) if coming is not None else Tag(gettext("Still open"))


def _stop_tag(case: Case) -> Tag | None:
    """Return what stops whoever goes on: danger, a death, a yes that is gone."""
    if is_told_of_danger(case):
        return Tag(gettext("Do not call now"), Tone.LATE)
    if case.state.custody.died_on is not None:
        return Tag(gettext("A death is on record"), Tone.WAIT)
    return Tag(gettext("Without a yes"), Tone.LATE) if is_without_yes(case) else None


def urgency_words(case: Case) -> str:
    """Return how urgent a case is; blank where the reader may not know, or nobody has rated it."""
    if case.view.urgency is None:
        return ""
    words = gettext("Urgency: %(urgency)s.") % {"urgency": in_words(Urgency(case.view.urgency))}
    return " ".join((words, gettext("Elevated."))) if case.view.is_elevated else words


def notes_of(case: Case, events: tuple[EventView, ...]) -> tuple[Note, ...]:
    """Return what the reader must know at once, the most pressing first."""
    return tuple(_notes(case, events))


def _notes(case: Case, events: tuple[EventView, ...]) -> Iterator[Note]:
    for is_so, words in _NOTES:
        if is_so(case):
            yield words(case, events)


def _last(events: tuple[EventView, ...], kind: str) -> datetime | None:
    return next((event.at for event in reversed(events) if event.kind == kind), None)


def _when(case: Case, at: datetime | None) -> str:
    return times.near(at, case.at) if at is not None else ""


def _named(case: Case) -> dict[str, str]:
    return {
        "person": case.called, "service": case.receiver or gettext("the receiving service"),
        "owner": case.names.name(case.state.owner),
    }  # fmt: skip


def _in_danger(case: Case, events: tuple[EventView, ...]) -> Note:
    return Note("error", *danger_words(case))


def _kept_away(case: Case, events: tuple[EventView, ...]) -> Note:
    return Note("error", *kept_away_words(case))


def _without_yes(case: Case, events: tuple[EventView, ...]) -> Note:
    return Note("error", *without_yes_words(case))


def _unsafe(case: Case, events: tuple[EventView, ...]) -> Note:
    return Note("error", *unsafe_words(case))


def _stopped(case: Case, events: tuple[EventView, ...]) -> Note:
    named = _named(case) | {"time": _when(case, _last(events, "filed.person_stops"))}
    return Note(
        "warning", gettext("%(person)s said stop: %(time)s") % named,
        gettext(
            "Nothing is sent or shared. %(owner)s talks with %(person)s next, and checks on them where risk is near."
        )
        % named,
    )  # fmt: skip


def _emergency(case: Case, events: tuple[EventView, ...]) -> Note:
    text = gettext(
        "Act first. Where a life is in danger, call 911. For a crisis line, call or text 988. "
        "The request and the decision follow. Quality always reviews this."
    )
    return Note("warning", gettext("This began as an emergency"), text)


def _blocked(case: Case, events: tuple[EventView, ...]) -> Note:
    decision = case.state.decision
    open_needs = ", ".join(decision.unresolved_dependencies) if decision and case.looked.sight is Sight.WHOLE else ""
    text = gettext("%(owner)s stays the owner. Plan another way, then ask again.") % _named(case)
    waits = gettext("Open: %(what)s.") % {"what": open_needs} if open_needs else ""
    return Note("warning", gettext("The request was blocked"), " ".join(filter(None, (waits, text))))


def _declined(case: Case, events: tuple[EventView, ...]) -> Note:
    standing = case.state.records.get(R.RECEIVING_ACCEPTANCE)
    record = standing.record if standing is not None else None
    may_see = case.looked.may_see(ConsentScope.NEED_AND_URGENCY)
    reason = record.decline_reason if isinstance(record, ReceivingAcceptance) and may_see else None
    said = gettext("Their reason: %(reason)s.") % {"reason": in_words(DeclineReason(reason))} if reason else ""
    text = gettext("%(owner)s stays the owner. The backup route stands under “If the call fails”.") % _named(case)
    return Note("warning", gettext("%(service)s declined") % _named(case), " ".join(filter(None, (said, text))))


def _unreached(case: Case, events: tuple[EventView, ...]) -> Note:
    text = gettext("A message or a voicemail is not an answer. Use the backup route, and record each try.")
    return Note("warning", gettext("%(service)s was not reached yet") % _named(case), text)


def _failed(case: Case, events: tuple[EventView, ...]) -> Note:
    text = gettext("%(owner)s owns %(person)s’s care. One person must now own the fix.") % _named(case)
    return Note("error", gettext("This handoff did not hold"), text)


def _corrected(case: Case, events: tuple[EventView, ...]) -> Note:
    corrective = case.state.corrective
    assert corrective is not None, "asked before"
    named = _named(case) | {"lead": case.names.name(corrective.owner)}
    heading = gettext("Being put right: %(what)s") % {"what": in_words(Instruction(corrective.instruction))}
    text = gettext("%(lead)s owns the fix.") % named
    return Note("warning", heading, f"{explained(Instruction(corrective.instruction))} {text}")


def _guest(case: Case, events: tuple[EventView, ...]) -> Note:
    lead = case.view.continuity_lead_id
    text = gettext("They take part by a link that the directory sent.")
    too = gettext("%(lead)s hears of every deadline too.") % {"lead": case.names.name(lead)} if lead else ""
    heading = gettext("%(owner)s has no account here") % _named(case)
    return Note("info", heading, " ".join(filter(None, (text, too))))


def _closed(case: Case, events: tuple[EventView, ...]) -> Note:
    closed_as = case.state.closed_as
    assert closed_as is not None, "asked before"
    named = {"how": in_words(closed_as), "time": _when(case, case.state.closed_at)}
    tone = "success" if closed_as in _GOOD_ENDINGS else "info"
    return Note(tone, gettext("Closed %(time)s: %(how)s") % named, explained(closed_as))


def _is_blocked(case: Case) -> bool:
    state = case.state
    return state.decision is not None and not state.is_authorized and not state.is_after_handoff


def _is_unreached(case: Case) -> bool:
    state = case.state
    return state.contact_failed and state.accepted is None and not state.has_declined and not state.is_after_handoff


def _has_exception(case: Case) -> bool:
    is_told = case.state.is_emergency and not case.state.is_closed
    return case.looked.sight is Sight.WHOLE and bool(case.state.consent.unreviewed) and not is_told


def _excepted(case: Case, events: tuple[EventView, ...]) -> Note:
    latest = case.state.consent.unreviewed[-1]
    text = gettext("It was told what an emergency takes, without a yes from %(person)s. Quality always reviews this.")
    heading = gettext("Without the person’s consent: %(time)s") % {"time": _when(case, latest.at)}
    return Note("warning", heading, text % _named(case))


def _lacks_part2(case: Case) -> bool:
    given = case.state.consents.get(case.view.receiving_service_id or "")
    return case.looked.sight is Sight.WHOLE and given is not None and bool(given.gaps)


def _part2(case: Case, events: tuple[EventView, ...]) -> Note:
    given = case.state.consents[case.view.receiving_service_id or ""]
    missing = ", ".join(in_words(gap) for gap in given.gaps)
    text = gettext("The consent lacks what 42 CFR part 2 asks for: %(missing)s.") % {"missing": missing}
    return Note("warning", gettext("Substance use records are not shared"), text)


def _events(case: Case) -> list[str]:
    """Return the events with which consents end that still hold, and of which the ledger can't know."""
    given = case.state.consents.values()
    return [each.ends_when for each in given if each.ends_when and each.is_in_force(case.at, case.state.zone)]


def _ends_with_event(case: Case, events: tuple[EventView, ...]) -> Note:
    text = gettext("Nobody here can see that it came. When it does, somebody must say so by taking the consent back.")
    return Note("info", gettext("A consent ends when: %(event)s") % {"event": "; ".join(_events(case))}, text)


def _died(case: Case, events: tuple[EventView, ...]) -> Note:
    text = gettext(
        "All messages and reminders have stopped, and nobody close to the person is written to. The supervisor of "
        "%(owner)s closes this handoff. Quality looks at every death."
    )
    return Note("info", gettext("A death is on record"), text % _named(case))


def _offered(case: Case, events: tuple[EventView, ...]) -> Note:
    offer = case.state.custody.offer
    assert offer is not None, "asked before"
    named = _named(case) | {"to": case.names.of(offer.to), "time": times.near(offer.until, case.at)}
    text = gettext("%(owner)s stays the owner until then, and after it where nobody says yes.") % named
    return Note("info", gettext("Offered to %(to)s until %(time)s") % named, text)


def _covered(case: Case, events: tuple[EventView, ...]) -> Note:
    covers = [each for each in case.state.custody.covers if case.at < each.until]
    said = (
        gettext("%(name)s stands in for %(whom)s until %(time)s.")
        % {
            "name": case.names.of(each.colleague), "whom": case.names.of(each.for_whom),
            "time": times.near(each.until, case.at),
        }
        for each in covers
    )  # fmt: skip
    return Note("info", gettext("A colleague stands in"), " ".join(said))


def _spoken(case: Case, events: tuple[EventView, ...]) -> Note:
    voice, due = case.state.voice, case.state.deadlines.get(DeadlineName.ACCEPTANCE)
    assert voice is not None, "asked before"
    named = _named(case) | {"name": case.names.of(voice.said_by), "time": _when(case, due.due if due else None)}
    text = gettext("%(owner)s stays the owner. It counts when %(name)s confirms it, by %(time)s. Silence is no yes.")
    return Note("warning", gettext("Said by voice, and not confirmed yet: %(name)s") % named, text % named)


def _is_covered(case: Case) -> bool:
    return any(case.at < each.until for each in case.state.custody.covers) and case.looked.sight is Sight.WHOLE


_NOTES: tuple[tuple[Callable[[Case], bool], Callable[[Case, tuple[EventView, ...]], Note]], ...] = (
    (is_told_of_danger, _in_danger),
    (is_kept_away, _kept_away),
    (is_call_unsafe, _unsafe),
    (is_without_yes, _without_yes),
    (lambda case: case.state.is_closed, _closed),
    (lambda case: case.state.custody.died_on is not None and not case.state.is_closed, _died),
    (lambda case: case.state.voice is not None, _spoken),
    (lambda case: case.state.custody.offer is not None and case.looked.sight is Sight.WHOLE, _offered),
    (lambda case: _is_covered(case) and not case.state.is_closed, _covered),
    (lambda case: case.state.is_paused and not case.state.is_closed, _stopped),
    (lambda case: case.state.is_emergency and not case.state.is_closed, _emergency),
    (_has_exception, _excepted),
    (_lacks_part2, _part2),
    (lambda case: case.looked.sight is Sight.WHOLE and bool(_events(case)), _ends_with_event),
    (lambda case: case.state.is_determination_owed, _failed),
    (lambda case: case.state.corrective is not None, _corrected),
    (lambda case: _is_blocked(case) and not case.state.is_closed, _blocked),
    (lambda case: case.state.has_declined and not case.state.is_closed, _declined),
    (lambda case: _is_unreached(case) and not case.state.is_closed, _unreached),
    (lambda case: case.state.owner_is_guest and not case.state.is_closed, _guest),
)


def _tag(words: Callable[[], str], tone: Tone = Tone.WAIT, symbol: str = "") -> Callable[[Case], Tag]:
    return lambda case: Tag(words(), tone, symbol)


def _tag_of_decision(case: Case) -> Tag:
    if case.state.decision is not None:
        return Tag(gettext("Blocked"), Tone.SOON, "lock")
    return Tag(gettext("Waiting for a decision"))


def _tag_of_connection(case: Case) -> Tag:
    if case.state.has_declined:
        return Tag(gettext("Declined"), Tone.SOON)
    return Tag(gettext("Ready for the call"), Tone.GO)


def _tag_of_correction(case: Case) -> Tag:
    if case.state.is_determination_owed:
        return Tag(gettext("Did not hold"), Tone.LATE)
    return Tag(gettext("Being put right"), Tone.SOON)


_TAGS: dict[RecordKind, Callable[[Case], Tag]] = {
    R.AUTHORIZATION_REQUEST: _tag(lambda: gettext("Not asked for yet")),
    R.AUTHORIZATION_DECISION: _tag_of_decision,
    R.RELEASE_READINESS: _tag(lambda: gettext("Authorized"), Tone.OK),
    R.LIVE_CONNECTION: _tag_of_connection,
    R.RECEIVING_ACCEPTANCE: _tag(lambda: gettext("Waiting for an answer")),
    R.HANDOFF_CLOSURE: _tag(lambda: gettext("Accepted, not released"), Tone.GO),
    R.VERIFICATION: _tag(lambda: gettext("Transferred, not checked yet")),
    R.CORRECTIVE_DETERMINATION: _tag_of_correction,
    R.ASSURANCE_FOLLOWUP: _tag(lambda: gettext("First visit happened"), Tone.OK),
}
