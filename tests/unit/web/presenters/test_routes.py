"""Routes are grouped by how they fit, as the protocol says it; nothing is decided here."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from holdfast.directory.selectors import PicturedPathway
from holdfast.protocol.codes import Capacity, Need
from holdfast.protocol.commands import PersonBrief
from holdfast.protocol.facts import PathwayPicture
from holdfast.web.presenters.routes import MOST_SHOWN, RouteGroup, route_groups

ROSALIND = PersonBrief(age=36, language="es-MX", payer="medicaid")
FITS = "Can take them now"


def ids(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def route(name: str, **changed: object) -> PicturedPathway:
    known: dict[str, Any] = {
        "needs": frozenset({"missed-appointments"}), "ages": (18, 120), "languages": frozenset({"es"}),
        "payers": frozenset({"medicaid"}), "capacity": Capacity.OPEN, "open_now": True, "intake_requirements": (),
    }  # fmt: skip
    picture = PathwayPicture(id=ids(name), service="s", zone="America/New_York", **{**known, **changed})
    return PicturedPathway(name, "Riverside", picture)


def groups(*routes: PicturedPathway, chosen: str = "") -> tuple[RouteGroup, ...]:
    return route_groups(ROSALIND, Need.MISSED_APPOINTMENTS, routes, chosen)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({}, 0), ({"languages": frozenset({"en"})}, 1), ({"languages": None}, 1), ({"capacity": Capacity.CLOSED}, 1),
        ({"open_now": None}, 1), ({"payers": frozenset({"none"})}, 1), ({"ages": (65, 120)}, 2), ({"ages": None}, 2),
        ({"needs": frozenset({"self-harm"})}, 2), ({"needs": None}, 2),
    ],
)  # fmt: skip
def test_a_route_stands_by_how_it_fits(changed, place: int) -> None:
    titles = [group.title for group in groups(route("a"), route("b", languages=None), route("c", ages=None))]
    (found,) = groups(route("x", **changed))
    assert titles.index(found.title) == place


def test_the_best_of_those_that_need_a_plan_come_first() -> None:
    found = groups(route("two", languages=None, payers=None), route("one", languages=None))
    assert [each.name for each in found[0].routes] == ["one", "two"]


def test_a_route_says_in_words_what_it_lacks() -> None:
    (found,) = groups(route("a", languages=frozenset({"en"}), payers=None))
    assert found.routes[0].lacking == "language, payer"
    known = {aspect.name: (aspect.fit.text, aspect.known) for aspect in found.routes[0].aspects}
    assert known["Language"] == ("Does not fit", "English")
    assert known["Payer"] == ("Unknown", "")


def test_those_that_do_not_fit_are_folded_and_bounded() -> None:
    others = [route(f"no{number}", ages=(65, 120)) for number in range(MOST_SHOWN + 9)]
    fitting, folded = groups(route("yes"), *others)
    assert (fitting.title, fitting.is_folded) == (FITS, False)
    assert (len(folded.routes), folded.is_folded) == (MOST_SHOWN, True)


def test_where_only_they_are_left_or_one_is_chosen_nothing_is_folded() -> None:
    no = route("no", ages=(65, 120))
    assert not groups(no)[0].is_folded
    assert not groups(route("yes"), no, chosen=ids("no"))[1].is_folded


def test_a_route_without_a_picture_is_left_out() -> None:
    assert groups(PicturedPathway("a", "Riverside", None)) == ()
