"""`/healthz`: whether the database answers and a worker is alive; `/`: where to go. Nothing here tells of people."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

# Several heartbeats of a worker (config/worker.py).
SILENT_SECONDS = 30
_ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"


WELCOME = """Holdfast is running. There are no pages for people yet.

The API                /api/v1/ (Authorization: Bearer TOKEN; `holdfast token create` makes one)
What it can be asked   /api/v1/openapi.json
Is it well             /healthz
"""


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what runs here, and where to go."""
    return HttpResponse(WELCOME, content_type="text/plain; charset=utf-8")


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is well and 503 when the database or every worker is gone."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ALIVE, [SILENT_SECONDS])
            (workers,) = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"database": "unreachable", "workers": 0}, status=503)
    return JsonResponse({"database": "ok", "workers": workers}, status=200 if workers else 503)
