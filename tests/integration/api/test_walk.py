"""The whole way through HTTP, and what each part of it says."""

from __future__ import annotations


def test_a_whole_warm_transfer_ends_held(walk):
    walk.held()
    transfer = walk.cast["decider"].get(f"/transfers/{walk.transfer}").body["transfer"]
    assert (transfer["stage"], transfer["warmth"], transfer["grade"]) == ("closed", "held", "attested")
    assert transfer["owner_id"] == walk.ids["receiver"]
