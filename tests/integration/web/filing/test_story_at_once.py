"""Two who tell the story at the same instant: one version is filed, and the other keeps what they typed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from holdfast.transfers import stream
from holdfast.transfers.giving import give
from holdfast.web.forms import submitting
from tests.integration.web.filing.conftest import hidden
from tests.property.derived import check_derived

TELLERS = ("originator", "colleague")


def _typed(who: str) -> dict[str, object]:
    told = {"remains_open": "Housing.", "person_agreed": "A visit.", "receiver_must": "See them."}
    return {"what_happened": f"As told to the {who}.", **told}


@pytest.fixture
def at_once(monkeypatch):
    """Have both look before either files."""
    ready, came = Barrier(2), set()

    def together(caller, *asked, **beside):
        if caller.id not in came:
            came.add(caller.id)
            ready.wait(timeout=20)
        return give(caller, *asked, **beside)

    monkeypatch.setattr(submitting, "give", together)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_tell_it_at_once_one_is_filed_and_the_other_sees_by_whom(walk, desk, staff, at_once):
    walk.opens()
    desks = {who: desk(who) for who in TELLERS}
    forms = {who: hidden(each.opens("tell_story")) for who, each in desks.items()}

    def tells(who):
        try:
            return desks[who].sends("tell_story", {**_typed(who), "replaces": 0}, **forms[who])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = dict(zip(TELLERS, threads.map(tells, TELLERS), strict=True))
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    first, second = sorted(TELLERS, key=lambda who: answers[who].status_code)
    [told] = stream.load(UUID(walk.transfer)).state.story.tellings
    assert (told.by, told.story.what_happened) == (str(staff[first].pk), _typed(first)["what_happened"])
    said = answers[second].content.decode()
    assert "Others were faster" in said
    assert first.title() in said.split("</ol>")[0]
    assert _typed(second)["what_happened"] in said
    assert 'name="replaces" value="1"' in said
    check_derived(UUID(walk.transfer))
