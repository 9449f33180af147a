"""The product as a WSGI server takes it. With BENCH_COUNTS set, each answer says which statements and CPU it took."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from benchmarks.counting import counted
from holdfast.config.keys import provide_keys

STATEMENTS, CPU = "X-Bench-Statements", "X-Bench-CPU"
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _counting(inner: WSGI) -> WSGI:
    def outer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun: list[Any] = []
        cpu = time.thread_time()
        with counted() as count:
            answer = inner(environ, lambda *given: begun.extend(given))
            body = [b"".join(answer)]
            getattr(answer, "close", lambda: None)()
        status, headers, *rest = begun
        said = [(STATEMENTS, f"{count.all} {count.own}"), (CPU, f"{1000 * (time.thread_time() - cpu):.3f}")]
        if environ.get("HTTP_X_BENCH_SHOW"):
            print(*count.texts, sep="\n--\n", flush=True)
        start_response(status, [*headers, *said], *rest)
        return body

    return outer


provide_keys()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
application: WSGI = get_wsgi_application()
if os.environ.get("BENCH_COUNTS"):
    application = _counting(application)
