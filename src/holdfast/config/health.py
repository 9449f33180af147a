"""`/healthz`: whether the database answers, a worker is alive, and pages hear of changes. Nothing tells of people."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from holdfast.live.listening import pulse

# Several heartbeats of a worker (config/worker.py).
SILENT_SECONDS = 30
_ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is well and 503 when the database or every worker is gone, or pages hear of nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ALIVE, [SILENT_SECONDS])
            (workers,) = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"database": "unreachable", "workers": 0}, status=503)
    is_deaf = pulse.is_silent(SILENT_SECONDS)
    found = {"database": "ok", "workers": workers, "updates": "silent" if is_deaf else "ok"}
    return JsonResponse(found, status=200 if workers and not is_deaf else 503)
