"""Who sends a form too late is told what others did meanwhile: as sentences, and only what they may see."""

from __future__ import annotations

from uuid import UUID

import pytest

from holdfast.accounts.selectors import party
from holdfast.config.clock import now
from holdfast.protocol.codes import Seat
from holdfast.protocol.facts import PERSON, Party
from holdfast.transfers.selectors import Asker, event_views, transfer_looked_at
from holdfast.web.conflicts import changes_since
from holdfast.web.presenters.events import log_lines
from holdfast.web.presenters.names import names_of


@pytest.fixture
def told(walk):
    """Return what somebody is told of the transfer since an event."""

    def since(who, seq):
        asker = Asker(party(walk.ids[who])[walk.ids[who]])
        looked = transfer_looked_at(asker, _id(walk), now())
        return [line.text for line in changes_since(looked, seq)]

    return since


def _id(walk):
    return UUID(walk.transfer)


def _seq(walk):
    return walk.cast["originator"].get(f"/transfers/{walk.transfer}").body["transfer"]["seq"]


def test_what_a_colleague_did_is_told_by_name(walk, told):
    walk.opens()
    walk.prepares()
    walk.requests()
    seen = _seq(walk)
    walk.authorizes()
    assert told("originator", seen) == ["Decider decided: Authorize."]


def test_a_refusal_is_told_with_its_rule(walk, told):
    walk.opens()
    seen = _seq(walk)
    walk.cast["originator"].give(walk.transfer, "open_live_event", {"channel": "phone"})
    (line,) = told("originator", seen)
    assert line.startswith("Originator tried: ")
    assert line.endswith("No authorization was asked for yet.")


def test_nothing_new_is_no_line(walk, told):
    walk.opens()
    assert told("originator", _seq(walk)) == []


def test_the_receiving_side_is_told_less(walk, told):
    walk.authorized()
    walk.makes_ready()
    seen = _seq(walk)
    walk.checks_safety()
    walk.comes_together()
    mine, theirs = told("originator", seen), told("receiver", seen)
    assert "Originator joined the live room." in mine
    assert set(mine) - set(theirs) == {"Originator asked whether it is safe to talk."}


def test_everything_that_can_happen_has_its_words(walk):
    walk.released()
    walk.cast["originator"].give(walk.transfer, "handoff_closure", walk.closure())
    looked = transfer_looked_at(Asker(party(walk.ids["originator"])[walk.ids["originator"]]), _id(walk), now())
    events = event_views(looked, 0, 500).items
    lines = [line.text for line in log_lines(events, names_of({view.by for view in events}, person="Rosalind"))]
    assert "Rosalind said the next step back." in lines
    assert "Receiver owns the person's care now." in lines
    assert not [line for line in lines if "%(" in line or "None" in line]


def test_the_person_reads_the_same_words_as_far_as_they_may(walk):
    walk.released()
    looked = transfer_looked_at(Asker(Party(PERSON), _id(walk), Seat.PERSON), _id(walk), now())
    lines = [line.text for line in log_lines(event_views(looked, 0, 500).items, names_of(()))]
    assert "The person said the next step back." in lines
    assert not [line for line in lines if "Authorization" in line]
