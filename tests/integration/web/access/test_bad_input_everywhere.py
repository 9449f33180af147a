"""Whatever is typed into whichever form: never a fault of ours, what was typed stays, what is done leads on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import resolve, reverse

from holdfast.protocol.codes import RecordKind
from holdfast.web.forms.shapes import steps
from tests.integration.web.access.addresses import GUESTS, PERSONS
from tests.integration.web.access.conftest import BACKEND, undone
from tests.integration.web.access.forms_found import Found, forms_of
from tests.integration.web.access.test_matrix import address
from tests.integration.web.access.test_statements_of_every_page import opens, pages, visitors
from tests.integration.web.filing.test_every_step import OF

__all__ = ["opens", "visitors"]
EMOJI, ARABIC = "\N{SMILING FACE WITH SMILING EYES}", "\N{ARABIC LETTER SEEN}\N{ARABIC LETTER LAM}"
TYPED = {
    "a note of a megabyte": "word " * 210_000,
    "ten lines": "\n".join(f"line {number}" for number in range(10)),
    "an emoji": f"{EMOJI}{EMOJI}",
    "right to left": f"{ARABIC} {ARABIC}",
    "what turns text around": "a\N{RIGHT-TO-LEFT OVERRIDE}b",
    "a NUL": "a\0b",
    "markup": "<script>alert('x')</script>",
    "a huge number": "9" * 40,
    "a number below nought": "-1",
    "a day that there is not": "2026-02-30",
    "an hour that there is not": "25:61",
    "nothing": "",
}  # fmt: skip
NOBODY = "01890000-0000-7000-8000-000000000000"
CHOSEN = "none-of-these"
SHOWN_BY_POST = frozenset({"people_search", "handoff_start", "admin_people"})
"""Searches: what is sought stands in no address, so what is found is the answer itself."""
NEVER_SHOWN_AGAIN = re.compile(r"password|code|credential|^_|csrf|^reference$|^endpoint|p256dh|^auth$|^kept$|^word$")
"""What no page sends back: secrets, and what is no text."""


def forms_for_staff(found, opens, staff, walk) -> Iterator[tuple[Client, Found]]:
    """Return every form that a page of staff shows, once, with the browser of who may send it."""
    seen = set()
    visits = [(opens(row), address(row, found)) for row in pages()]
    for step in (each for each in steps() if each not in ("person_confirms",)):
        client = Client()
        client.force_login(staff[OF.get(step, "originator")], backend=BACKEND)
        name = "record_file" if step in set(RecordKind) else "command_give"
        visits.append((client, reverse(name, args=[walk.transfer, step])))
    for client, where in visits:
        client.raise_request_exception = False
        for form in forms_of(client.get(where).content.decode(), where):
            key = (form.action, frozenset(form.typed | form.chosen))
            if form.method == "post" and key not in seen:
                seen.add(key)
                yield client, form


def wrong_with(ask, form: Found, name: str, text: str) -> Iterator[str]:
    """Send one form with `text` typed everywhere; name what is wrong with the answer."""
    with undone():
        response = ask(form.action, form.filled(text, choice=CHOSEN))
    where, status = f"{form.action}, {name}", response.status_code
    page, view = response.content.decode(), resolve(form.action.partition("?")[0]).url_name
    if status >= 500 or (status == 200 and view not in SHOWN_BY_POST):
        yield f"{where}: {status}"
    shown = [each for each in form.typed if not NEVER_SHOWN_AGAIN.search(each)]
    if status == 422 and text and shown and html.escape(text.replace("\0", "")) not in page.replace("\0", ""):
        yield f"{where}: what was typed into {', '.join(sorted(shown))} is gone"


@pytest.mark.full
@pytest.mark.parametrize("name", TYPED)
def test_no_form_of_staff_fails_or_forgets_whatever_is_typed(name, found, opens, staff, walk):
    wrong: list[str] = []
    count = 0
    for client, form in forms_for_staff(found, opens, staff, walk):
        count += 1
        wrong += wrong_with(client.post, form, name, TYPED[name])
    assert count > 60
    assert not wrong, "\n".join(wrong)


def test_no_form_of_a_guest_or_of_the_person_fails_or_forgets(walk, guests, persons):
    walk.connected()
    wrong: list[str] = []
    count = 0
    for rows, visitor in ((GUESTS, guests(walk)), (PERSONS, persons(walk))):
        visitor.client.raise_request_exception = False
        for row in rows:
            where = address(row, {})
            for form in forms_of(visitor.get(where).content.decode(), where):
                if form.method == "post" and form.action != reverse("language"):
                    count += 1
                    for name, text in TYPED.items():
                        wrong += wrong_with(visitor.client.post, form, name, text)
    assert count > 5
    assert not wrong, "\n".join(wrong)
