"""`/healthz`: whether the database answers and a worker is alive. Nothing in it tells of people."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

# Several heartbeats of a worker (config/worker.py).
SILENT_SECONDS = 30
_ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"


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
