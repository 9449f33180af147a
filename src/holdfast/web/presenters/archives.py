"""The page *All handoffs*: what auditors and leaders may read, found by stage, state, service and time.

Case numbers, no names: whoever needs to know whom it is about opens the handoff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from holdfast.accounts.services import Viewed
from holdfast.protocol.codes import Need, Stage, Warmth
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Paging, TransferCard, Wanted, disclosed_in, services_to_choose, transfers_found
from holdfast.web.parts import ErrorSummary, Pager, Problem, Tag, Tone
from holdfast.web.presenters.listing import pager_of
from holdfast.web.presenters.names import Names, names_of
from holdfast.web.words.codes import in_words, outcome_words

A_DAY = timedelta(days=1)
_TONES = {Warmth.WARM: Tone.GO, Warmth.VERIFIED: Tone.GO, Warmth.HELD: Tone.OK}


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer of a filter."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, as it was typed."""

    stages: tuple[Pick, ...]
    states: tuple[Pick, ...]
    services: tuple[Pick, ...]
    opened_from: str
    opened_until: str
    errors: ErrorSummary

    @property
    def from_error(self) -> str:
        """What is wrong with the first day; blank for nothing."""
        return self._error("#id_from")

    @property
    def until_error(self) -> str:
        """What is wrong with the last day; blank for nothing."""
        return self._error("#id_until")

    def _error(self, url: str) -> str:
        return next((problem.text for problem in self.errors.problems if problem.url == url), "")


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One handoff."""

    case: str
    url: str
    history_url: str
    need: str
    sender: str
    receiver: str
    stage: str
    state: Tag
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TransfersFound:
    """What the page shows. `is_filtered`: whether something was asked for."""

    filters: Filters
    rows: tuple[TransferRow, ...]
    pager: Pager
    is_filtered: bool


def archive_page(caller: Caller, at: datetime, paging: Paging, asked: Mapping[str, str]) -> TransfersFound:
    """Return the page, in four statements. Raises Malformed for a wrong `after`. Side effects: the access log."""
    filters, wanted = _asked(caller, asked)
    page = transfers_found(caller.asker, at, wanted, paging)
    caller.note((Viewed(card.id, disclosed=disclosed_in(caller.asker, card)) for card in page.items), "transfers-found")
    services = {card.service_id for card in page.items} | {card.receiving_service_id for card in page.items}
    names = names_of((), services)
    return TransfersFound(
        filters, tuple(_row(card, names) for card in page.items), pager_of(page.after, asked), wanted != Wanted()
    )


def _asked(caller: Caller, asked: Mapping[str, str]) -> tuple[Filters, Wanted]:
    """Read the filters: what is none of the answers, or no date, narrows nothing; a wrong date is told."""
    stage, state, service = (asked.get(name, "") for name in ("stage", "state", "service"))
    choosable = services_to_choose(caller.asker)
    days = {name: _day(asked.get(name, "")) for name in ("from", "until")}
    wrong = [name for name, day in days.items() if day is None and asked.get(name)]
    begins, ends = days["from"], days["until"]
    filters = Filters(
        stages=tuple(Pick(each, in_words(each), each == stage) for each in Stage),
        states=tuple(Pick(each, outcome_words(each), each == state) for each in Warmth),
        services=tuple(Pick(pk, name, pk == service) for pk, name in choosable),
        opened_from=asked.get("from", ""), opened_until=asked.get("until", ""), errors=_errors(wrong),
    )  # fmt: skip
    wanted = Wanted(
        stage=stage if stage in set(Stage) else "",
        service=service if service in dict(choosable) else "",
        warmth=state if state in set(Warmth) else "",
        opened_from=_begin(begins) if begins else None,
        opened_until=_begin(ends + A_DAY) if ends else None,
    )
    return filters, wanted


def _errors(wrong: list[str]) -> ErrorSummary:
    said = {
        "from": gettext("“Opened from” is no day. Choose one, or leave it empty."),
        "until": gettext("“Opened until” is no day. Choose one, or leave it empty."),
    }
    problems = tuple(Problem(said[name], f"#id_{name}") for name in wrong)
    return ErrorSummary(gettext("There is a problem"), problems, gettext("The list is shown without these days."))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date.min + A_DAY < day < date.max - A_DAY else None


def _begin(day: date) -> datetime:
    """Return when a day begins, by the reader's clocks."""
    return datetime.combine(day, time(0), tzinfo=timezone.get_current_timezone())


def _row(card: TransferCard, names: Names) -> TransferRow:
    warmth = Warmth(card.warmth)
    return TransferRow(
        case=card.case_id or gettext("No number shared"), url=reverse("transfer_page", args=[card.id]),
        history_url=reverse("transfer_history", args=[card.id]),
        need=in_words(Need(card.need)) if card.need else "", sender=names.service(card.service_id),
        receiver=names.service(card.receiving_service_id) if card.receiving_service_id else gettext("None yet"),
        stage=in_words(Stage(card.stage)), state=Tag(outcome_words(warmth), _TONES.get(warmth, Tone.WAIT)),
        opened_at=card.opened_at, changed_at=card.changed_at,
    )  # fmt: skip
