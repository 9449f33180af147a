"""The parts that pages are made of: frozen values that presenters build and `templates/components` draw.

Texts are in the reader's language already; instants are aware, and the component writes them in the reader's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from holdfast.web.words import lengths
from holdfast.web.words.controls import rule_words
from holdfast.web.words.reasons import reason_words, source_words


class Tone(StrEnum):
    """What a tag says beside its words; red (`LATE`) is for overdue and harm only."""

    OK = "ok"
    GO = "go"
    WAIT = "wait"
    SOON = "soon"
    LATE = "late"


_ICONS = {
    Tone.OK: "check_circle", Tone.GO: "arrow_forward", Tone.WAIT: "schedule", Tone.SOON: "warning", Tone.LATE: "error",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """A status in sentence case. `icon`: a symbol of `icons.svg`; the tone's own where blank (`tag.html`)."""

    text: str
    tone: Tone = Tone.WAIT
    symbol: str = ""

    @property
    def icon(self) -> str:
        """The symbol that is drawn."""
        return self.symbol or _ICONS[self.tone]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is met, or missing; `url` is where a missing one is mended (`check.html`)."""

    text: str
    is_met: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class ControlNote:
    """A control that is asked: its id, its rule, why it is asked, and where the protocol says it (`rules.html`)."""

    id: str
    sentence: str
    reason: str
    source: str

    @classmethod
    def of(cls, control_id: str) -> Self:
        """Return a control in the reader's words. Raises KeyError where there is no such control."""
        return cls(control_id, rule_words(control_id), reason_words(control_id), source_words(control_id))


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the handoff; without `url` it is locked text. The current one is open with its checks.

    `rules`: what stands behind the checks.
    """

    number: int
    title: str
    tag: Tag
    url: str = ""
    note: str = ""
    is_current: bool = False
    checks: tuple[Check, ...] = ()
    rules: tuple[ControlNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """Steps under one heading, such as "During the call" (`steps.html`)."""

    title: str
    steps: tuple[Step, ...]

    @property
    def start(self) -> int:
        """The number of the first step."""
        return self.steps[0].number if self.steps else 1


class Pace(StrEnum):
    """How a deadline stands: soon is in the last third of its time."""

    FINE = "fine"
    SOON = "soon"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is due, seen at `now`. `consequence`: what happens if it is missed, or who was told (`deadlines.html`)."""

    title: str
    opened_at: datetime
    due_at: datetime
    now: datetime
    consequence: str = ""

    @property
    def gone(self) -> int:
        """The part of its time that has gone, in whole percent."""
        if self.now >= self.due_at or self.opened_at >= self.due_at:
            return 100
        elapsed = max(self.now - self.opened_at, timedelta())
        return int(100 * elapsed / (self.due_at - self.opened_at))

    @property
    def pace(self) -> Pace:
        """How it stands."""
        if self.now >= self.due_at:
            return Pace.OVER
        return Pace.SOON if (self.due_at - self.now) * 3 <= self.due_at - self.opened_at else Pace.FINE

    @property
    def length(self) -> str:
        """What is left, or how long it is over: "9 min"."""
        return lengths.short(abs(self.due_at - self.now))

    @property
    def in_short(self) -> str:
        """ "9 min left", or "Over by 4 min"."""
        return lengths.left_in_short(self.due_at, self.now)


@dataclass(frozen=True, slots=True)
class Place:
    """One end of a handoff in the custody band: a service, and what its named person is now."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What stands between the two owners: "Locked: 4 things missing", linked to them; or that it has moved."""

    text: str
    url: str = ""
    icon: str = "lock"


@dataclass(frozen=True, slots=True)
class Custody:
    """Who owns the person's care now; there is exactly one (`custody_band.html`, `custody_slim.html`).

    `title`: "Who owns Jordan's care now". `explanation`: since when, and what must happen before it moves.
    """

    title: str
    owner: str
    explanation: str
    sender: Place
    receiver: Place
    lock: Lock
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; in a summary list with a link to change it (`summary_list.html`, `facts.html`)."""

    label: str
    value: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class PersonBanner:
    """Who the page is about. `facts` in this order always: born, case, language, contact, from, risk with its time."""

    name: str
    facts: tuple[Row, ...]
    pronouns: str = ""


@dataclass(frozen=True, slots=True)
class PartyCard:
    """Somebody of the live room. `presence`: "On the call since 2:27 PM", "Left at ...", "Not joined"."""

    name: str
    role: str
    presence: Tag
    is_away: bool = False
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class LogLine:
    """What happened; `lead` stands before it in bold (`log.html`)."""

    at: datetime
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above this one (`crumbs.html`)."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of a page, such as a quick filter (`choices.html`)."""

    text: str
    url: str
    is_chosen: bool = False


class Look(StrEnum):
    """How an action looks; one filled button a page."""

    FILLED = ""
    OUTLINE = "usa-button--outline"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Action:
    """A link that looks like a button; without `url`, a button of the form round it (`buttons.html`)."""

    text: str
    url: str = ""
    look: Look = Look.OUTLINE
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a form or command from being taken; `url` mends it: a field (`#id_...`) or a page."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """Why what was sent was not taken (`error_summary.html`); without problems nothing is drawn."""

    title: str
    problems: tuple[Problem, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A number over a list (`counts.html`)."""

    number: int | str
    text: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset paging (`pager.html`): blank where there is no next page, or this is the first."""

    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A page that asks before something is done (`components/confirm.html`)."""

    title: str
    text: str
    rows: tuple[Row, ...] = ()
    actions: tuple[Action, ...] = ()
    back_url: str = ""
    back_text: str = ""
