"""The story as somebody may see it: which version, which of its fields, and what stands beside them. Pure.

The receiving side sees nothing of a version that has not come before the person, but in the window of an emergency;
and of the version that it sees, the fields that the person's consent covers at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.protocol.chapters.consent.part2 import notice_for
from holdfast.protocol.chapters.story.lists import (
    MEDICATION_SCOPES,
    STORY_SCOPES,
    Barrier,
    BarrierSeverity,
    MedicationKind,
    StoryField,
    StoryReading,
    barrier_scope,
)
from holdfast.protocol.chapters.story.said import BarrierNamed, Correction, SaidBack, SmallStep, Telling
from holdfast.protocol.chapters.story.standing import is_answered, said_back, sent
from holdfast.protocol.codes import ConsentScope
from holdfast.protocol.state import State
from holdfast.transfers.disclosure import LOGISTICS, Scopes, Sight, scopes_towards

CLINICAL = ConsentScope.CLINICAL_SUMMARY


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """The person's words beside those of one field."""

    field: StoryField
    words: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version, as far as it is shown. `fields`: as they were told, those that may be seen and say something."""

    number: int
    told_by: str
    told_at: datetime
    how_read: StoryReading | None
    read_at: datetime | None
    read_by: str
    fields: Mapping[str, object]
    corrections: tuple[CorrectionView, ...]
    notice: str | None
    """What must stand beside it: substance use information is among it (42 CFR part 2)."""


@dataclass(frozen=True, slots=True)
class ReadBackView:
    """What the receiver said back of the version that they see, and what was said to that."""

    version: int
    words: str
    said_by: str
    said_at: datetime
    is_right: bool | None
    correction: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class BarrierView:
    """A barrier, and what became of it."""

    barrier: Barrier
    severity: BarrierSeverity
    note: str
    named_at: datetime
    is_open: bool
    answer: str
    owner_id: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoryView:
    """All that may be seen of it. `version`: the one to go by; `former`: those before it, on the telling side alone."""

    version: VersionView | None
    former: tuple[VersionView, ...]
    read_back: ReadBackView | None
    barriers: tuple[BarrierView, ...]
    small_step: str
    retold: int
    """How often it had to be told again."""
    notice: str | None = None
    """What must stand beside all of it: substance use information may be in any part (42 CFR part 2)."""
    withheld: tuple[ConsentScope, ...] = ()
    """Seen whole from another organisation: what is specially protected and not shown, whether there is any or not."""


NO_STORY = StoryView(version=None, former=(), read_back=None, barriers=(), small_step="", retold=0)
"""What is shown where there is nothing that may be seen."""


def story_seen(state: State, sight: Sight, scopes: Scopes, at: datetime) -> StoryView | None:
    """Return what may be seen of the story; none where there is nothing, or somebody looks from the person's page.

    `scopes`: those of which something is shown (`Looked.seen`), also to who sees it whole.
    The person reads their own words on a page of their own, behind what keeps that page safe.
    """
    kept, is_whole = state.story, sight is Sight.WHOLE
    if sight is Sight.PERSON or not (kept.tellings or kept.barriers or kept.small_step or kept.retellings):
        return None
    told = kept.latest if is_whole else sent(state, at)
    version = version_seen(state, told, scopes) if told is not None and (is_whole or scopes) else None
    step = kept.small_step if LOGISTICS in scopes else None
    version = version if version is None or is_whole or version.fields else None
    said = kept.said_back if is_whole else said_back(state, at)
    said = said if said is not None and CLINICAL in scopes and said.scopes <= scopes else None
    barriers = tuple(_barriers(state, scopes, at))
    return StoryView(
        version=version,
        former=tuple(version_seen(state, each, scopes) for each in kept.tellings[:-1]) if is_whole else (),
        read_back=_read_back(said), barriers=barriers, small_step=step.words if isinstance(step, SmallStep) else "",
        retold=len(kept.retellings), notice=_notice(version, said, barriers),
        withheld=tuple(scope for scope in ConsentScope if is_whole and scope not in scopes),
    )  # fmt: skip


def _notice(version: VersionView | None, said: SaidBack | None, barriers: tuple[BarrierView, ...]) -> str | None:
    """Return the notice that stands beside all that is shown; none where nothing of it asks for one."""
    beside = notice_for({*(said.scopes if said else ()), *(barrier_scope(each.barrier) for each in barriers)})
    return (beside.long if beside else None) or (version.notice if version else None)


def version_seen(state: State, told: Telling, scopes: Scopes) -> VersionView:
    """Return one version with those of its fields, and corrections of them, that `scopes` cover."""
    fields = fields_seen(told, scopes)
    corrections = tuple(_corrections(state, told, scopes))
    shown = {STORY_SCOPES[StoryField(name)] for name in fields} | {STORY_SCOPES[each.field] for each in corrections}
    shown |= {scope for kind, scope in MEDICATION_SCOPES.items() if kind in _kinds(fields)}
    notice = notice_for(shown)
    return VersionView(
        number=told.number, told_by=told.by, told_at=told.at,
        how_read=told.reading.how if told.reading else None, read_at=told.reading.at if told.reading else None,
        read_by=told.reading.read_by if told.reading else "", fields=fields, corrections=corrections,
        notice=notice.long if notice else None,
    )  # fmt: skip


def fields_seen(told: Telling, scopes: Scopes) -> dict[str, object]:
    """Return those fields of a version that say something and that `scopes` cover; of the medications each by itself.

    Not told to anybody who may not see them: that they are there.
    """
    fields: dict[str, object] = told.story.model_dump(mode="json", exclude_none=True)
    seen = {name: fields[name] for name in StoryField if fields.get(name) and STORY_SCOPES[name] in scopes}
    rows = seen.pop(StoryField.MEDICATIONS, None)
    kept = [row for row in rows if MEDICATION_SCOPES[row["kind"]] in scopes] if isinstance(rows, list) else []
    if kept:
        seen[StoryField.MEDICATIONS] = kept
    return {name.value: seen[name] for name in StoryField if name in seen}


def needed_for(told: Telling, field: StoryField) -> Scopes:
    """Return every scope that is needed to see all of one field of a version."""
    needed = frozenset({STORY_SCOPES[field]})
    if field is StoryField.MEDICATIONS:
        return needed | {MEDICATION_SCOPES[row.kind] for row in told.story.medications}
    return needed


def _kinds(fields: Mapping[str, object]) -> set[MedicationKind]:
    rows = fields.get(StoryField.MEDICATIONS, ())
    return {MedicationKind(row["kind"]) for row in rows} if isinstance(rows, list) else set()


def _corrections(state: State, told: Telling, scopes: Scopes) -> Iterator[CorrectionView]:
    for said in state.story.corrections:
        if said.version == told.number and needed_for(told, said.field) <= scopes:
            yield _correction(said)


def _correction(said: Correction) -> CorrectionView:
    return CorrectionView(said.field, said.words, said.by, said.at)


def _read_back(said: SaidBack | None) -> ReadBackView | None:
    if said is None:
        return None
    return ReadBackView(said.version, said.words, said.by, said.at, said.is_right, said.correction, said.answered_by)


def _barriers(state: State, scopes: Scopes, at: datetime) -> Iterator[BarrierView]:
    for named in state.story.barriers.values():
        if barrier_scope(named.barrier) in scopes:
            yield _barrier(named, at)


def _barrier(named: BarrierNamed, at: datetime) -> BarrierView:
    return BarrierView(
        barrier=named.barrier, severity=named.severity, note=named.note, named_at=named.at,
        is_open=not is_answered(named, at), answer=named.answer, owner_id=named.owner, due_at=named.due,
    )  # fmt: skip


def fields_at_receiver(state: State, at: datetime) -> tuple[int, frozenset[str]]:
    """Return which version the receiving service sees now, and which of its fields; 0 for none."""
    scopes = scopes_towards(state, [state.receiving_service] if state.receiving_service else [], at)
    told = sent(state, at)
    return (told.number, frozenset(fields_seen(told, scopes))) if told is not None else (0, frozenset())


def story_of_person(state: State) -> VersionView | None:
    """Return the version that was told last, whole, for the page on which the person reads it; none where none was."""
    latest = state.story.latest
    return version_seen(state, latest, frozenset(ConsentScope)) if latest is not None else None
