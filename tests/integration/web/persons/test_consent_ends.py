"""What the person reads of the event that ends their yes: some come by themselves, of others somebody must say so."""

from __future__ import annotations

import pytest

from holdfast.protocol.chapters.consent.said import ConsentEnd
from tests.integration.api.walk import SCOPES
from tests.integration.web.persons.test_consent import SUD, asks, question, state
from tests.integration.web.persons.test_plain_words import assert_plain, read

PART2 = {
    "discloser": "Northside", "information": "Notes since May", "recipients": "Riverside Intake",
    "ends_with": "first_visit_kept", "expiry_event": "you move away",
}  # fmt: skip
BY_ITSELF = "It ends on its own once you have been to your first visit."


@pytest.mark.parametrize("scopes", [SCOPES, SUD])
def test_it_stands_beside_the_question_and_goes_with_the_yes(walk, persons, scopes):
    walk.opens()
    asks(walk, scopes=scopes, part2=PART2)
    his = persons(walk)
    page = his.get("/my/asked/").content.decode()
    assert BY_ITSELF in page
    assert "you move away" in page
    assert his.post("/my/asked/agree/", **question(walk), signed_by="Rosalind Q").status_code == 302
    given = state(walk).consents[walk.ids["service"]]
    assert (given.ends_with, given.ends_when) == (ConsentEnd.FIRST_VISIT_KEPT, "you move away")
    own = his.get("/my/").content.decode()
    assert BY_ITSELF in own
    assert "you move away" in own
    assert_plain(read(persons(walk), "/my/", "en"), "en")


def test_once_it_came_nothing_more_is_shown_to_who_had_it(walk):
    walk.opens()
    told = {"right_to_revoke_told": True, "redisclosure_told": True, "consequences_told": True}
    walk.does(
        "person", "give_consent", scopes=SCOPES, to=walk.ids["service"], purpose="treatment",
        until=f"{walk.local(90, 12).date()}", given_by="person", language="es",
        part2=told | {"ends_with": "first_visit_kept"},
    )  # fmt: skip
    walk.checks_safety()
    walk.requests()
    walk.later(minutes=2)
    walk.authorizes()
    walk.makes_ready()
    walk.comes_together()
    walk.connects()
    walk.accepts(walk.local(1, 10))
    walk.later(minutes=1)
    walk.releases()
    walk.until(walk.local(1, 11))
    one = f"/transfers/{walk.transfer}"
    assert walk.cast["receiver"].get(one).body["transfer"]["person_id"] == walk.ids["person"]
    walk.does("receiver", "report_first_action", outcome="kept")
    seen = walk.cast["receiver"].get(one).body["transfer"]
    assert (seen["person_id"], seen["need"], seen["shared"], seen["basis"]) == (None, None, [], "")
