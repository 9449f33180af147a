"""A transfer's history and its records, as far as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from holdfast.protocol import events as e
from holdfast.protocol.chapters.safety.duress import OF_THE_CALL, SPOKEN_OF_DANGER
from holdfast.protocol.codec import FACTS, actor_of, write
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.package import UNDER, added_name
from holdfast.transfers import stream
from holdfast.transfers.disclosure import (
    HEARD_UNDER,
    PLAIN_EVENTS,
    UNHEARD,
    Sight,
    hears_of,
    kept_back,
    shown,
)
from holdfast.transfers.models import FiledRecord
from holdfast.transfers.paging import MOST
from holdfast.transfers.portrait import Looked, escalations_of
from holdfast.transfers.projection import Numbered
from holdfast.transfers.views import EventView, Page, RecordView
from holdfast.transfers.withholding import notice_beside, without_withheld

_ACTS = (e.StepFiled, e.AttemptRefused)


def event_views(looked: Looked, after: int, limit: int) -> Page[EventView]:
    """Return a transfer's events after the one numbered `after`, in their order, by one statement.

    The receiving side and the person hear of what concerns them, and of each only the fields that may be shown.
    """
    most = max(1, min(limit, MOST))
    told = stream.between(looked.transfer_id, 1, looked.seq)
    views = list(islice(views_of(looked, told, after=after), most + 1))
    return Page(tuple(views[:most]), str(views[most - 1].seq) if len(views) > most else None)


def views_of(looked: Looked, told: Iterable[Numbered], *, after: int = 0) -> Iterator[EventView]:
    """Yield those of a transfer's events after one that may be heard of; `told` has all of them, in their order."""
    actor, step = "", ""
    for numbered in told:
        actor = actor_of(numbered.event, actor)
        step = numbered.event.command.step if isinstance(numbered.event, _ACTS) else step
        is_told = looked.sight is Sight.WHOLE or not _is_hidden(numbered.event, step, looked)
        if numbered.seq > after and is_told and _is_heard(numbered.event, actor, looked):
            yield _view(numbered, actor, looked)


def _is_hidden(event: e.Event, step: str, looked: Looked) -> bool:
    """Say whether an event would tell somebody near the person that they spoke of danger; `step`: of its act.

    What they are refused of a call is none of what they hear: to them it went on (`giving.give`).
    """
    if isinstance(event, e.AttemptRefused) and looked.sight is Sight.PERSON and step in OF_THE_CALL:
        return True
    if isinstance(event, _ACTS):
        needed = HEARD_UNDER.get(step)
        is_under = looked.sight is Sight.RECEIVING and needed is not None and needed not in looked.scopes
        return step in UNHEARD or is_under
    is_end = isinstance(event, e.LiveEventEnded)
    return is_end and step in SPOKEN_OF_DANGER and looked.sight is Sight.PERSON


def kind_of(event: e.Event) -> str:
    """Return the kind under which the ledger keeps an event."""
    if isinstance(event, e.StepFiled):
        return f"filed.{event.command.step}"
    if isinstance(event, e.AttemptRefused):
        return f"refused.{event.command.step}"
    return write(event).kind


def record_view(looked: Looked, kind: RecordKind) -> RecordView | None:
    """Return the record of a kind that stands, by two statements; none where none does, or it is not theirs to see."""
    standing = looked.state.records.get(kind)
    if standing is None or not hears_of(kind, looked.sight):
        return None
    seq, countersigned_at = _place(looked, kind)
    filed = next(iter(stream.between(looked.transfer_id, seq, seq))).event
    written = {name: value for name, value in write(filed).payload.items() if name not in {FACTS, "supersedes"}}
    sight = Sight.WHOLE if looked.is_own(standing) else looked.sight
    is_whole, state = looked.sight is Sight.WHOLE, looked.state
    withheld = frozenset() if looked.is_own(standing) else looked.withheld
    seen = without_withheld(shown(written, kind, sight, looked.scopes), kind, state, withheld)
    return RecordView(
        transfer_id=looked.transfer_id, kind=kind, code=standing.record.code, name=f"{kind}-{standing.step}",
        case_id=state.case_id if is_whole else None, filed_by=standing.by, filed_at=standing.at,
        fields=_nested(seen), control_status=getattr(filed, "held", ()),
        escalation_status=escalations_of(state) if is_whole else (),
        policy_version=state.rules.version, countersigned_at=countersigned_at,
        notice=notice_beside(seen, kind, state, looked.sight),
    )  # fmt: skip


def _nested(fields: dict[str, object]) -> dict[str, object]:
    """Return a record's fields with those that its package added as one object, as they came in."""
    own = {name: value for name, value in fields.items() if added_name(name) is None}
    added = {of.field: value for name, value in fields.items() if (of := added_name(name)) is not None}
    return {**own, UNDER: added} if added else own


def _place(looked: Looked, kind: RecordKind) -> tuple[int, datetime | None]:
    rows: Iterable[tuple[int, datetime | None]] = FiledRecord.objects.filter(
        transfer_id=looked.transfer_id, kind=kind, is_standing=True
    ).values_list("seq", "countersigned_at")
    return next(iter(rows))


def _is_heard(event: e.Event, actor: str, looked: Looked) -> bool:
    if looked.sight is Sight.WHOLE:
        return True
    if isinstance(event, e.StepFiled | e.AttemptRefused) and actor == looked.asker.party.id:
        return True
    if isinstance(event, e.StepFiled):
        return hears_of(event.command.step, looked.sight)
    return kind_of(event) in PLAIN_EVENTS


def _view(numbered: Numbered, actor: str, looked: Looked) -> EventView:
    written = write(numbered.event)
    fields: dict[str, object] = {name: value for name, value in written.payload.items() if name != FACTS}
    step = written.kind.partition(".")[2]
    is_act = isinstance(numbered.event, e.StepFiled | e.AttemptRefused)
    if is_act and actor != looked.asker.party.id:
        fields = shown(fields, step, looked.sight, looked.scopes)
        fields = without_withheld(fields, step, looked.state, looked.withheld)
    elif is_act and looked.sight is not Sight.WHOLE:
        fields = kept_back(fields, step)
    return EventView(
        seq=numbered.seq, at=numbered.at, kind=written.kind, by=actor, held=tuple(written.controls.get("held", ())),
        failed=tuple(written.controls.get("failed", ())), fields=fields,
        notice=notice_beside(fields, step, looked.state, looked.sight) if is_act else None,
    )  # fmt: skip
