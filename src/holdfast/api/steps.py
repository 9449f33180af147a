"""Records and commands: one address for each, made from the protocol's own lists. Nothing is listed twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdfast.accounts.services import Viewed
from holdfast.api.answers import Filed, shown
from holdfast.api.callers import caller_of
from holdfast.api.documents import FILING, IDEMPOTENCY_KEY, IF_MATCH, OCCURRED_AT, OFFERED, address_of, documented
from holdfast.api.filing import give
from holdfast.api.problems import not_found
from holdfast.config.clock import now
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.records import RECORDS, Record
from holdfast.transfers.selectors import RecordView, disclosed_to, record_view, transfer_looked_at

router = Router()
Operation = Callable[[HttpRequest, UUID], HttpResponse]


def _giving(step: str, model: type[Any]) -> Operation:
    def operation(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
        return give(request, transfer_id, step)

    operation.__name__ = f"{step}_give"
    operation.__doc__ = model.__doc__
    return operation


def _reading(kind: RecordKind) -> Operation:
    def operation(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
        """Return the record that stands, as far as the caller may see it."""
        caller = caller_of(request)
        looked = transfer_looked_at(caller.asker, transfer_id, now())
        view = record_view(looked, kind)
        if view is None:
            raise not_found("No record of this kind stands, or it is not yours to see.")
        caller.note([Viewed(transfer_id, disclosed=disclosed_to(looked))], f"record-{kind}")
        return shown(view)

    operation.__name__ = f"{kind}_read"
    return operation


def _offer(step: str, model: type[Any], summary: str, tag: str) -> None:
    said = documented(
        f"{step}_give", summary, gives=Filed, status=201, takes=model.__name__, may=FILING,
        parameters=(IDEMPOTENCY_KEY, IF_MATCH, OCCURRED_AT),
    )  # fmt: skip
    address = f"/transfers/{{uuid:transfer_id}}/{address_of(step)}"
    router.post(address, tags=[tag], **said)(_giving(step, model))


def _offer_record(kind: RecordKind, model: type[Record]) -> None:
    title = kind.replace("_", " ")
    _offer(kind, model, f"{model.code}: file the {title}", "records")
    said = documented(f"{kind}_read", f"{model.code}: the {title} that stands", gives=RecordView, may=(401, 404, 410))
    router.get(f"/transfers/{{uuid:transfer_id}}/{address_of(kind)}", tags=["records"], **said)(_reading(kind))


for record in RECORDS.items():
    _offer_record(*record)
for command in OFFERED:
    _offer(command.do, command, command.do.replace("_", " ").capitalize(), "commands")
