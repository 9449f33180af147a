"""Who owns the person's care now, and what must happen before it moves: the band over every page of a case."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, ngettext

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.outlook import Outlook
from holdfast.web.parts import Custody, Lock, Place
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.visits import visit_words
from holdfast.web.words import lengths, times

_IN_THE_CALL = (RecordKind.RECEIVING_ACCEPTANCE, RecordKind.HANDOFF_CLOSURE)


def custody_of(case: Case, outlook: Outlook, *, since: datetime | None = None, steps_url: str = "") -> Custody:
    """Return the band. `since`: from when the owner has had the person; `steps_url`: where what is missing is shown."""
    named = {"person": case.called}
    if case.state.is_closed:
        title = gettext("Who owned %(person)s’s care when it closed") % named
    else:
        title = gettext("Who owns %(person)s’s care now") % named
    return Custody(
        title=title, owner=_owner(case), explanation=" ".join(filter(None, (_since(case, since), _condition(case)))),
        sender=Place(case.names.service(case.view.service_id), _sender(case)),
        receiver=Place(case.receiver or gettext("No receiving service yet"), _receiver(case)),
        lock=_lock(case, outlook, steps_url), is_moved=has_moved(case),
    )  # fmt: skip


def has_moved(case: Case) -> bool:
    """Say whether the receiving side owns the person's care now."""
    state = case.state
    return state.handoff is not None and state.owner_service == state.receiving_service


def is_taken_back(case: Case) -> bool:
    """Say whether ownership passed and came back with a corrective owner, other than for a repeated handoff."""
    return case.state.is_after_handoff and not has_moved(case)


def _owner(case: Case) -> str:
    name, service = case.names.name(case.state.owner), case.names.service(case.view.owner_service_id)
    named = {"name": name, "service": service}
    if case.is_mine and not case.state.is_closed:
        return gettext("You do: %(name)s, %(service)s") % named
    if case.state.owner_is_guest:
        return gettext("%(name)s, %(service)s, known by a link") % named
    return gettext("%(name)s, %(service)s") % named


def _since(case: Case, since: datetime | None) -> str:
    if since is None or case.state.is_closed:
        return ""
    named = {"time": times.near(since, case.at), "length": lengths.spoken(case.at - since)}
    return gettext("Since %(time)s, %(length)s.") % named


def _condition(case: Case) -> str:
    """Return what must happen before ownership moves, or that it has, and what happens first then."""
    named = {"person": case.called, "service": case.receiver, "owner": case.names.name(case.state.owner)}
    return " ".join(filter(None, (_condition_words(case) % named, _visit(case))))


def _visit(case: Case) -> str:
    """Return the first visit, once the receiving side owns the person's care, until it was kept."""
    visit, state = visit_words(case.view), case.state
    if not has_moved(case) or state.is_closed or state.is_first_action_kept or visit.at is None:
        return ""
    said = ", ".join(filter(None, (times.when(visit.at), visit.what, visit.place)))
    return gettext("First visit: %(visit)s.") % {"visit": said}


def _condition_words(case: Case) -> str:
    if case.state.is_closed:
        return gettext("This handoff is closed. Nothing more is asked of anybody here.")
    if case.state.custody.died_on is not None:
        return gettext("Nothing more is asked of anybody here but to close it.")
    if case.state.access_by:
        return gettext("It moves when the one who took %(person)s on says so.")
    if has_moved(case):
        return gettext("%(service)s accepted, and %(person)s heard the next step.")
    return _condition_to_pass(case)


def _condition_to_pass(case: Case) -> str:
    if is_taken_back(case):
        return gettext("It is put right here. Ownership moves again only when a receiver takes %(person)s on.")
    if not case.receiver:
        return gettext("It moves to nobody before a receiving service has accepted.")
    if case.is_mine:
        return gettext("You stay the owner until %(service)s accepts and %(person)s hears the next step.")
    return gettext("%(owner)s stays the owner until %(service)s accepts and %(person)s hears the next step.")


def _owns(case: Case) -> str:
    words = gettext("Owner when it closed: %(name)s") if case.state.is_closed else gettext("Owner now: %(name)s")
    return words % {"name": case.names.name(case.state.owner)}


def _sender(case: Case) -> str:
    state, lead = case.state, case.view.continuity_lead_id
    if not has_moved(case):
        return _owns(case)
    if lead and not state.is_closed:
        words = gettext("Stays with %(person)s until the first visit: %(name)s")
        return words % {"person": case.called, "name": case.names.name(lead)}
    return gettext("Released by %(name)s") % {"name": case.names.name(_released_by(case))}


def _released_by(case: Case) -> str:
    standing = case.state.records.get(RecordKind.HANDOFF_CLOSURE)
    return standing.by if standing is not None else case.state.originator


def _receiver(case: Case) -> str:
    state = case.state
    if has_moved(case):
        return _owns(case)
    if state.is_closed:
        return gettext("Not the owner when it closed") if case.receiver else gettext("No route was chosen")
    if state.access_by:
        return gettext("Asked to confirm: %(name)s") % {"name": case.names.name(state.access_by)}
    return gettext("Not the owner now") if is_taken_back(case) else _receiver_to_be(case)


def _receiver_to_be(case: Case) -> str:
    state = case.state
    if state.accepted is not None:
        return gettext("Accepted. Not the owner yet: %(name)s") % {"name": case.names.name(state.accepted.by)}
    if state.connection is not None:
        named = {"name": case.names.name(state.connection.receiving_contact_id)}
        return gettext("On the call. Not the owner yet: %(name)s") % named
    return gettext("Not the owner yet") if case.receiver else gettext("Choose a route first")


def _lock(case: Case, outlook: Outlook, steps_url: str) -> Lock:
    if has_moved(case):
        handed_over = case.state.passed_at or (case.state.handoff.at if case.state.handoff else case.at)
        return Lock(gettext("Passed %(time)s") % {"time": times.near(handed_over, case.at)}, icon="check_circle")
    if case.state.is_closed:
        return Lock(gettext("Closed without passing"), icon="cancel")
    if case.state.custody.died_on is not None:
        return Lock(gettext("It does not pass any more"), icon="cancel")
    if case.state.is_paused:
        return Lock(gettext("Stopped: %(person)s paused") % {"person": case.called}, steps_url)
    if is_taken_back(case):
        return Lock(gettext("Taken back, to put it right"), steps_url, icon="history")
    return Lock(_missing(outlook), steps_url)


def _missing(outlook: Outlook) -> str:
    """Return how much is missing before ownership may pass: things in the call, steps before it."""
    coming = outlook.next
    if coming is not None and coming.kind in _IN_THE_CALL:
        count = len(coming.missing) + (coming.kind is not RecordKind.HANDOFF_CLOSURE)
        if not count:
            return gettext("Ready to pass")
        return ngettext("Locked: %(count)s thing missing", "Locked: %(count)s things missing", count) % {"count": count}
    left = len(outlook.to_release)
    return ngettext("Locked: %(count)s step to go", "Locked: %(count)s steps to go", left) % {"count": left}
