"""Drafts of handoffs, and of long forms: each is its writer's alone, sealed, gone once it is used, or after a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Q, QuerySet

from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.sealed import seal, unseal
from holdfast.transfers.selectors import erased_among
from holdfast.web.models import HandoffDraft

KEPT_FOR = timedelta(days=7)
MOST_LISTED = 20
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Whose draft of which form it is: there is at most one."""

    staff_id: UUID
    transfer_id: UUID
    step: str


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form that was begun: what was typed so far (texts by dotted name), and under which id it is being filled in."""

    form: str
    typed: dict[str, list[str]] = field(repr=False)
    begun_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What was begun: for whom, what was typed so far (texts by dotted name), and which parts are filled in."""

    id: UUID
    staff_id: UUID
    person_id: str = field(repr=False)
    typed: dict[str, list[str]] = field(repr=False)
    parts: tuple[str, ...]
    begun_at: datetime
    changed_at: datetime


def draft_begin(staff_id: UUID, person_id: str) -> UUID:
    """Begin a draft for a person; return its id."""
    draft_id = new_id()
    sealed = _sealed(draft_id, person_id, {}, ())
    HandoffDraft.objects.create(id=draft_id, staff_id=staff_id, sealed=sealed)
    return draft_id


def draft_find(draft_id: UUID, staff_id: UUID) -> Draft | None:
    """Return a draft; `None` where it is not theirs, is too old, or can't be opened any more. One statement."""
    row = _kept(staff_id).filter(pk=draft_id).first()
    return _opened(row) if row is not None else None


def drafts_of(staff_id: UUID) -> tuple[Draft, ...]:
    """Return somebody's drafts, the one they changed last first; one statement."""
    rows = _kept(staff_id).order_by("-changed_at", "-pk")[:MOST_LISTED]
    return tuple(draft for draft in map(_opened, rows) if draft is not None)


def draft_write(draft: Draft, part: str, typed: Typed) -> Draft:
    """Keep what was typed into one part in place of what stood there; return the draft as it is now."""
    merged = {**draft.typed, **{name: list(texts) for name, texts in typed.items()}}
    parts = tuple(dict.fromkeys((*draft.parts, part)))
    at = now()
    sealed = _sealed(draft.id, draft.person_id, merged, parts)
    HandoffDraft.objects.filter(pk=draft.id, staff_id=draft.staff_id).update(sealed=sealed, changed_at=at)
    return Draft(draft.id, draft.staff_id, draft.person_id, merged, parts, draft.begun_at, at)


def draft_discard(draft_id: UUID, staff_id: UUID) -> None:
    """Remove a draft: it was used, or is not wanted any more."""
    HandoffDraft.objects.filter(pk=draft_id, staff_id=staff_id).delete()


def form_draft_find(place: FormPlace) -> FormDraft | None:
    """Return what was begun of a form; `None` for nothing, or what is too old or can't be opened. One statement."""
    row = _begun(place).filter(changed_at__gt=now() - KEPT_FOR).first()
    return _form_opened(row) if row is not None else None


@transaction.atomic
def form_draft_keep(place: FormPlace, form: str, typed: Typed, *, replaces: bool) -> FormDraft | None:
    """Keep what is typed into a form so far. `form`: the id under which it is being filled in.

    Where something else was begun, that stays and nothing is kept (`None`), unless it `replaces` that.
    """
    row, _ = HandoffDraft.objects.select_for_update().get_or_create(
        staff_id=place.staff_id, transfer_id=place.transfer_id, step=place.step, defaults={"sealed": ""}
    )
    at, before = now(), _form_opened(row) if row.sealed else None
    is_over = row.changed_at <= at - KEPT_FOR
    if before is not None and before.form != form and not replaces and not is_over:
        return None
    if before is None or before.form != form or is_over:
        row.begun_at = at
    kept = {name: list(texts) for name, texts in typed.items()}
    row.sealed, row.changed_at = seal(row.pk, orjson.dumps({"form": form, "typed": kept}).decode()), at
    row.save(update_fields=["sealed", "begun_at", "changed_at"])
    return FormDraft(form, kept, row.begun_at, at)


def form_draft_discard(place: FormPlace) -> None:
    """Remove what was begun of a form: it was sent, or is not wanted any more."""
    _begun(place).delete()


def drafts_expire() -> int:
    """Remove drafts that nobody changed for a week, and those of a transfer that was erased; return how many."""
    named = HandoffDraft.objects.exclude(transfer_id=None).values_list("transfer_id", flat=True)
    erased = erased_among(of for of in named if of is not None)
    gone = HandoffDraft.objects.filter(Q(changed_at__lte=now() - KEPT_FOR) | Q(transfer_id__in=erased))
    return gone.delete()[0]


def _kept(staff_id: UUID) -> QuerySet[HandoffDraft]:
    return HandoffDraft.objects.filter(staff_id=staff_id, transfer_id=None, changed_at__gt=now() - KEPT_FOR)


def _begun(place: FormPlace) -> QuerySet[HandoffDraft]:
    return HandoffDraft.objects.filter(staff_id=place.staff_id, transfer_id=place.transfer_id, step=place.step)


def _form_opened(row: HandoffDraft) -> FormDraft | None:
    try:
        kept = orjson.loads(unseal(row.pk, row.sealed))
    except LedgerError:
        return None
    return FormDraft(kept["form"], kept["typed"], row.begun_at, row.changed_at)


def _sealed(draft_id: UUID, person_id: str, typed: Typed, parts: Sequence[str]) -> str:
    return seal(draft_id, orjson.dumps({"person": person_id, "typed": dict(typed), "parts": list(parts)}).decode())


def _opened(row: HandoffDraft) -> Draft | None:
    try:
        kept = orjson.loads(unseal(row.pk, row.sealed))
    except LedgerError:
        return None
    return Draft(
        row.pk, row.staff_id, kept["person"], kept["typed"], tuple(kept["parts"]), row.begun_at, row.changed_at
    )
