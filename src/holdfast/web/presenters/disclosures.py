"""What was shared of one handoff, and with whom: the accounting of disclosures, as a page and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from holdfast.protocol.chapters.consent.said import EmergencyException
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.paging import Paging
from holdfast.transfers.selectors import Disclosure, Looked, Right, Sight, disclosures_of
from holdfast.web.parts import Action, Crumb, Look, Pager, Tag, Tone
from holdfast.web.presenters.listing import pager_of
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.words.codes import in_words
from holdfast.web.words.purposes import purpose_words

REVIEW, TAKE_BACK = "review_exception", "revoke_consent"
RIGHTS: dict[Right, Promise] = {
    Right.POOL: lazy("Decides for the service, in a shared pool"),
    Right.OVERSIGHT: lazy("Oversees the region"),
    Right.OPENED: lazy("Opened the handoff, and works somewhere else now"),
    Right.BREAK_GLASS: lazy("Break-glass, with a reason that is reviewed"),
}
"""By which right somebody of another organisation saw all of it, without a consent."""
WHOLE: dict[tuple[bool, bool], Promise] = {
    (False, False): lazy("The whole handoff"),
    (True, False): lazy("The whole handoff, but not who the person is"),
    (False, True): lazy("The handoff, but nothing that is specially protected"),
    (True, True): lazy("The handoff, but not who the person is, and nothing that is specially protected"),
}
"""What somebody saw who saw it whole: by whether it lacked who the person is, and what is specially protected."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run; text that begins so is written with an apostrophe before it."""


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One thing that was shared."""

    at: datetime
    who: str
    service: str
    what: str
    purpose: str
    basis: str


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One emergency exception, and its review."""

    at: datetime
    who: str
    service: str
    reason: str
    review: Tag
    reviewer: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """A consent for which substance use records are not shared: towards which service, and what it lacks."""

    service: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """A consent that ends with an event of which the ledger can't know: towards which service, and which event."""

    service: str
    event: str


@dataclass(frozen=True, slots=True)
class DisclosuresPage:
    """The whole page."""

    case_id: str
    crumbs: tuple[Crumb, ...]
    rows: tuple[SharedRow, ...]
    pager: Pager
    exceptions: tuple[ExceptionRow, ...]
    review: Action | None
    gaps: tuple[GapRow, ...]
    events: tuple[EventRow, ...]
    take_back: Action | None
    file_url: str


def disclosures_page(caller: Caller, looked: Looked, paging: Paging, asked: Mapping[str, str]) -> DisclosuresPage:
    """Return the page, by at most six statements. Raises PermissionDenied for who does not see the handoff whole."""
    whole_only(looked)
    found = disclosures_of(looked.transfer_id, looked.at, paging)
    kept = looked.state.consent.exceptions
    people = {who for each in kept for who in (each.by, each.reviewed_by)}
    lacking = {to for to, consent in looked.state.consents.items() if consent.gaps or consent.ends_when}
    names = names_of(people, lacking | {each.to for each in kept}, me=caller.party.id)
    transfer = reverse("transfer_page", args=[looked.transfer_id])
    return DisclosuresPage(
        case_id=looked.state.case_id, crumbs=(Crumb(_("Handoff"), transfer),), rows=tuple(map(_row, found.items)),
        pager=pager_of(found.after, asked), exceptions=tuple(_exception(each, names) for each in kept),
        review=_review(caller, looked), gaps=tuple(_gaps(looked, names)),
        events=tuple(_events(looked, names)), take_back=_take_back(caller, looked),
        file_url=reverse("transfer_disclosures_file", args=[looked.transfer_id]),
    )  # fmt: skip


def whole_only(looked: Looked) -> None:
    """Raise PermissionDenied where somebody does not see the handoff whole: what others were told is not theirs."""
    if looked.sight is not Sight.WHOLE:
        raise PermissionDenied


def file_of(found: Iterable[Disclosure]) -> str:
    """Return an accounting as CSV (RFC 4180): date in UTC, recipient, service, what, what for, on what basis."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Date (UTC)"), _("Recipient"), _("Service"), _("What"), _("What for"), _("Basis")])
    for each in found:
        row = _row(each)
        at = row.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        writer.writerow(map(_safe, (at, row.who, row.service, row.what, row.purpose, row.basis)))
    return out.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(told: Disclosure) -> SharedRow:
    return SharedRow(
        told.at, told.name or _("A guest of the service"), told.service or _("A service"),
        _what(told), purpose_words(told.purpose), _basis(told),
    )  # fmt: skip


def _what(told: Disclosure) -> str:
    if not told.scopes:
        return _("The case number, and what waits in it")
    if told.is_everything:
        return str(WHOLE[told.lacks_who, told.lacks_marked])
    return ", ".join(in_words(scope) for scope in told.scopes)


def _basis(told: Disclosure) -> str:
    if told.right is not None:
        return str(RIGHTS[told.right])
    given = [_("Consent %(number)s") % {"number": each.partition("-")[2]} for each in told.consents]
    if len(given) < len(told.basis):
        given.append(_("Emergency, without a consent"))
    return ", ".join(given)


def _exception(made: EmergencyException, names: Names) -> ExceptionRow:
    review = Tag(_("Waits for its review"), Tone.SOON) if made.finding is None else Tag(in_words(made.finding))
    service = names.service(made.to) if made.to else ""
    reviewer = names.of(made.reviewed_by) if made.reviewed_by else ""
    return ExceptionRow(made.at, names.of(made.by), service, made.reason, review, reviewer)


def _review(caller: Caller, looked: Looked) -> Action | None:
    if not looked.state.consent.unreviewed or barred_for(caller, looked, REVIEW):
        return None
    return Action(_("Review"), reverse("command_give", args=[looked.transfer_id, REVIEW]), Look.OUTLINE)


def _events(looked: Looked, names: Names) -> Iterable[EventRow]:
    """Yield the consents that still hold until somebody says that an event came."""
    for to, consent in sorted(looked.state.consents.items()):
        if consent.ends_when and consent.is_in_force(looked.at, looked.state.zone):
            yield EventRow(names.service(to), consent.ends_when)


def _take_back(caller: Caller, looked: Looked) -> Action | None:
    if barred_for(caller, looked, TAKE_BACK):
        return None
    return Action(_("Take a consent back"), reverse("command_give", args=[looked.transfer_id, TAKE_BACK]), Look.OUTLINE)


def _gaps(looked: Looked, names: Names) -> Iterable[GapRow]:
    for to, consent in sorted(looked.state.consents.items()):
        if consent.gaps:
            yield GapRow(names.service(to), tuple(map(in_words, consent.gaps)))
