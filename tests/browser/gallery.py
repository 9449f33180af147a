"""A page for tests with every component once, with words as long as words get; addresses beside the product's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from holdfast.config.clock import now
from holdfast.web import parts as p
from holdfast.web.access import staff_page

LONG = "Ana-María Guadalupe Ñáñez de la Cruz y O\N{RIGHT SINGLE QUOTATION MARK}Brien-Featherstonehaugh 🙂 " + "w" * 90
PAGE = Path(__file__).with_name("gallery.html")


@staff_page()
def gallery(request: HttpRequest) -> HttpResponse:
    """Draw every component."""
    return HttpResponse(Template(PAGE.read_text()).render(RequestContext(request, {"page": _page()})))


urlpatterns = [
    path("gallery/", gallery),
    path("", include("holdfast.config.urls")),
    path("messages/", gallery, name="messages"),
]


def _page() -> dict[str, object]:
    at = now()
    checks = (p.Check("The scope matches the need", True), p.Check(LONG, False, "#gt"))
    step = p.Step(1, LONG, p.Tag("Done", p.Tone.OK), "#gt", LONG)
    current = p.Step(2, "Accept", p.Tag("Now: 2 of 4", p.Tone.GO), "#gt", is_current=True, checks=checks)
    locked = p.Step(3, "Release", p.Tag("Locked", p.Tone.WAIT, "lock"), note="Needs step 2.")
    rows = (p.Row("Need", LONG, "#gt", "Change"), p.Row("Urgency", "Elevated"))
    quarter = timedelta(minutes=15)
    return {
        "at": at, "phone": "+15555550177", "title": LONG, "rows": rows, "tags": [p.Tag(t.value, t) for t in p.Tone],
        "person": p.PersonBanner(LONG, rows, "they/them"), "crumbs": [p.Crumb("My people", "#gt")],
        "custody": p.Custody(
            "Who owns the person's care now", LONG, LONG, p.Place(LONG, "Owner now"), p.Place(LONG, "Not yet"),
            p.Lock("Locked: 4 things missing", "#gt"),
        ),
        "errors": p.ErrorSummary("You cannot accept yet", (p.Problem(LONG, "#gt"), p.Problem("And this"))),
        "actions": [p.Action(LONG, "#gt", p.Look.FILLED), p.Action("Ask", "#gt"), p.Action("Stop", "", p.Look.STOP)],
        "parties": [
            p.PartyCard(LONG, LONG, p.Tag("On the call", p.Tone.OK), checks=checks),
            p.PartyCard("Marcus", "Receiver", p.Tag("Not joined"), is_away=True),
        ],
        "stages": [p.Stage("Before the call", (step,)), p.Stage("During the call", (current, locked))],
        "deadlines": [
            p.Deadline(LONG, at - quarter, at + quarter * part, at, LONG) for part in (-1, 0.2, 3)
        ],
        "counts": [p.Count(5, "waiting"), p.Count("9 min", LONG)], "pager": p.Pager("#gt", "#gt"),
        "choices": [p.Choice("All", "#gt", True), p.Choice("Overdue", "#gt")],
        "lines": [p.LogLine(at - timedelta(days=days), LONG, "Authorized") for days in (0, 1, 400)],
    }  # fmt: skip
