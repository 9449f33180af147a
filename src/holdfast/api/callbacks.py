"""What carriers of texts call: reports on what became of a text, and answers to one. Each call proves who makes it.

Not part of the API: the forms are the carriers' own. What is not the carrier's is answered 403, and nothing more; too
much of it from one address 429. A call that is the carrier's is taken whatever else comes from its address.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.accounts.throttling import refusal_count
from holdfast.notify.errors import Forged, UnknownText, Unreadable
from holdfast.notify.services import Call, answers_called, reports_called

log = logging.getLogger(__name__)
_NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""What Twilio reads as: send nothing back."""


@csrf_exempt
@require_POST
def texts_reports(request: HttpRequest) -> HttpResponse:
    """Take a report on a text."""
    return _taken(request, reports_called)


@csrf_exempt
@require_POST
def texts_answers(request: HttpRequest) -> HttpResponse:
    """Take what was answered to a text."""
    return _taken(request, answers_called)


def _taken(request: HttpRequest, take: Callable[[Call], None]) -> HttpResponse:
    try:
        take(_call(request))
    except Forged:
        log.warning("a call in the name of the carrier of texts was forged")
        return HttpResponse(status=429 if refusal_count(request) else 403)
    except UnknownText:
        return HttpResponse(status=404)
    except (Unreadable, RequestDataTooBig, MultiPartParserError):
        return HttpResponse(status=400)
    return HttpResponse(_NOTHING, content_type="text/xml; charset=utf-8")


def _call(request: HttpRequest) -> Call:
    body = request.body  # before the form is read: afterwards it is gone
    return Call(
        path=request.get_full_path(), form=request.POST.dict(), body=body,
        twilio_signature=request.headers.get("X-Twilio-Signature", ""),
        signature=request.headers.get("X-Holdfast-Signature", ""),
    )  # fmt: skip


urlpatterns: list[URLPattern | URLResolver] = [
    path("texts/reports/", texts_reports, name="texts_reports"),
    path("texts/answers/", texts_answers, name="texts_answers"),
]
