"""How a route fits: unknown is an answer of its own, and never a fit."""

from __future__ import annotations

import pytest

from holdfast.protocol.codes import AccommodationKind, Capacity, Need
from holdfast.protocol.commands import PersonBrief
from holdfast.protocol.facts import PathwayPicture
from holdfast.protocol.suitability import Aspect, Fit, fits, misfits, takes_need_and_age

PERSON = PersonBrief(age=36, language="es-MX", payer="medicaid")
NEED = Need.MISSED_APPOINTMENTS
OPEN = PathwayPicture(
    id="p", service="s", needs=frozenset({NEED}), ages=(18, 64), languages=frozenset({"es"}),
    payers=frozenset({"medicaid"}), capacity=Capacity.LIMITED, open_now=True,
)  # fmt: skip


def changed(**fields: object) -> PathwayPicture:
    return PathwayPicture(**{**{name: getattr(OPEN, name) for name in OPEN.__slots__}, **fields})


def test_a_route_that_takes_everything_fits_in_every_aspect():
    assert fits(PERSON, NEED, OPEN) == dict.fromkeys(Aspect, Fit.FITS)
    assert misfits(PERSON, NEED, OPEN) == frozenset()


def test_what_nobody_said_is_unknown_in_every_aspect():
    assert fits(PERSON, NEED, PathwayPicture(id="p", service="s")) == dict.fromkeys(Aspect, Fit.UNKNOWN)


def test_unknown_asks_for_an_accommodation_as_a_misfit_does():
    assert misfits(PERSON, NEED, PathwayPicture(id="p", service="s")) == frozenset(AccommodationKind)


@pytest.mark.parametrize(("age", "fit"), [(17, False), (18, True), (64, True), (65, False)])
def test_both_ends_of_the_ages_are_taken(age, fit):
    person = PersonBrief(age=age, language="es", payer="medicaid")
    assert takes_need_and_age(person, NEED, OPEN) is fit


@pytest.mark.parametrize(
    ("aspect", "picture"),
    [
        (Aspect.NEED, changed(needs=frozenset({Need.SUICIDE_RISK}))),
        (Aspect.LANGUAGE, changed(languages=frozenset({"en"}))),
        (Aspect.PAYER, changed(payers=frozenset())),
        (Aspect.HOURS, changed(open_now=False)),
        (Aspect.CAPACITY, changed(capacity=Capacity.CLOSED)),
    ],
)
def test_an_aspect_that_does_not_fit_is_named_alone(aspect, picture):
    found = fits(PERSON, NEED, picture)
    assert [each for each, fit in found.items() if fit is not Fit.FITS] == [aspect]
    assert found[aspect] is Fit.DOES_NOT_FIT
