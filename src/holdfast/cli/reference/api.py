"""The page of the JSON API, from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from holdfast.cli import django_ready
from holdfast.cli.reference import markdown as md

Document = dict[str, Any]
_SAID = """Every address of `/api/v1`, from the OpenAPI document that the server gives at `/api/v1/openapi.json`; the
bodies stand there. Answers of 400 and above are problems (RFC 9457, `application/problem+json`)."""


def document() -> Document | None:
    """Return the OpenAPI document; None where there is no API."""
    if find_spec("holdfast.api.app") is None:
        return None
    django_ready()
    found: Document = import_module("holdfast.api.app").api.get_openapi_schema()
    return found


def page(openapi: Document) -> str:
    """Return the page for an OpenAPI document."""
    return md.page("The JSON API", _SAID, [_overview(openapi), *_sections(openapi)])


def _overview(openapi: Document) -> str:
    rows = (
        (method, md.code(path), operation.get("summary", ""), ", ".join(map(str, operation["responses"])))
        for path, method, operation in _operations(openapi)
    )
    return md.table(("method", "path", "what", "answers"), rows)


def _sections(openapi: Document) -> Iterator[str]:
    for path, method, operation in _operations(openapi):
        answers = md.table(
            ("status", "answer"),
            ((str(status), answer.get("description", "")) for status, answer in operation["responses"].items()),
        )
        said = operation.get("description", "")
        yield "\n".join(
            filter(None, [f"## {method} {path}\n", f"{said}\n" if said else "", _parameters(operation), answers])
        )


def _parameters(operation: Document) -> str:
    rows = [
        (md.code(p["name"]), p["in"], "required" if p.get("required") else "", p.get("description", ""))
        for p in operation.get("parameters", ())
    ]
    return md.table(("parameter", "in", "", "meaning"), rows) if rows else ""


def _operations(openapi: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation
