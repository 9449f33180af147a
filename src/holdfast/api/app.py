"""The API itself: its description, its document, and how what goes wrong becomes a problem."""

from __future__ import annotations

import logging
from collections.abc import Callable
from traceback import format_tb
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from holdfast.accounts.errors import GuestRefused, NotAllowed
from holdfast.api import problems
from holdfast.api.bodies import LIMIT
from holdfast.api.callers import Token
from holdfast.api.documents import schemas
from holdfast.api.problems import Problem
from holdfast.directory.services import UnknownEntry
from holdfast.protocol.errors import HoldfastError, Malformed
from holdfast.transfers.errors import (
    AnotherEvent,
    Conflict,
    ErasedTransfer,
    KeyReused,
    Stale,
    UnknownTransfer,
    YesTakenBack,
)

log = logging.getLogger(__name__)
DESCRIPTION = f"""Warm handoffs between services: open a transfer, file its records, give its commands, see what is due.

Every request carries `Authorization: Bearer` with a staff token or a guest's session. Bodies are JSON objects of at
most {LIMIT} bytes (256 KiB); unknown fields are refused. What goes wrong is answered as `application/problem+json`
(RFC 9457). A control that does not hold is a 409: the attempt is on record, and the answer names each control, how to
mend it, and the escalation that was raised. Lists are paged: `after` is what the page before gave.
"""


class HoldfastAPI(NinjaAPI):
    """ninja's API, with a document that says all that an address may answer."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """Return the OpenAPI document: the shapes of the protocol's own models, and every problem."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document["components"]["schemas"] = schemas()
        for operations in document["paths"].values():
            for operation in operations.values():
                _only_documented(operation)
        return document


def _only_documented(operation: dict[str, Any]) -> None:
    """Leave out the plain 200 that ninja adds where another success is documented."""
    answers = operation["responses"]
    if any(200 < int(status) < 300 for status in answers):  # noqa: PLR2004 - the successes of HTTP
        answers.pop(200, None)


api = HoldfastAPI(
    title="Holdfast",
    version="1",
    description=DESCRIPTION,
    auth=Token(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
)


def problem_of(fault: Exception) -> Problem:
    """Return the problem that a fault is, by what the caller can do about it."""
    for kind in type(fault).__mro__:
        if kind in _PROBLEMS:
            return _PROBLEMS[kind](fault)
    # Where, and of which type; what an exception says may hold a person's words.
    log.error("a request failed: %s\n%s", type(fault).__name__, "".join(format_tb(fault.__traceback__)))
    return Problem(500, "fault", "A fault of ours", "Something went wrong on our side. Nothing was recorded.")


def _query_wrong(fault: Any) -> Problem:
    return problems.malformed({str(e["loc"][-1]): str(e["msg"]) for e in fault.errors}, in_body=False)


def _stale(fault: Any) -> Problem:
    return Problem(412, "stale", "The transfer has changed", str(fault), {"seq": fault.seq})


def _not_good(fault: Any) -> Problem:
    return Problem(401, "guest-refused", "Not good", str(fault), headers={"WWW-Authenticate": "Bearer"})


def _unavailable(fault: Any) -> Problem:
    return Problem(503, "unavailable", "Not available", "The database does not answer. Try again in a moment.")


_PROBLEMS: dict[type[BaseException], Callable[[Any], Problem]] = {
    Problem: lambda fault: fault,
    Malformed: lambda fault: problems.malformed(fault.fields),
    ValidationError: _query_wrong,
    AuthenticationError: lambda fault: problems.unauthorized(),
    UnknownTransfer: lambda fault: problems.not_found(),
    YesTakenBack: lambda fault: problems.forbidden(str(fault)),
    UnknownEntry: lambda fault: problems.not_found(),
    Http404: lambda fault: problems.not_found(),
    KeyReused: lambda fault: problems.header_wrong("Idempotency-Key", str(fault)),
    Stale: _stale,
    Conflict: lambda fault: Problem(409, "conflict", "Others were faster", str(fault)),
    ErasedTransfer: lambda fault: Problem(410, "erased", "Erased", str(fault)),
    GuestRefused: _not_good,
    AnotherEvent: lambda fault: problems.forbidden(str(fault)),
    NotAllowed: lambda fault: problems.forbidden(str(fault)),
    HoldfastError: lambda fault: Problem(409, "not-ready", "Not ready", str(fault)),
    OperationalError: _unavailable,
}
"""What each fault is answered as; the nearest of its kinds counts."""


def answer_problem(request: HttpRequest, fault: Any) -> HttpResponse:
    """Answer what went wrong as a problem."""
    return problem_of(fault).answer()


for kind in (Exception, Http404, AuthenticationError, ValidationError):
    # ninja has handlers of its own for these.
    api.add_exception_handler(kind, answer_problem)
