"""Who may do what, written down by hand: every address, and what each role at each place is answered there.

Nothing here is taken from the product: where the two differ, one of them is wrong, and somebody has to say which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

ALL = frozenset(
    "peer clinician care_coordinator crisis_worker supervisor coordination_lead intake_lead quality_reviewer"
    " service_manager coordination_director follow_up_lead navigator director quality_manager regional_lead executive"
    " governance auditor administrator".split()
)
OPENERS = frozenset("peer clinician care_coordinator crisis_worker".split())
DECIDERS = frozenset("supervisor coordination_lead".split())
REVIEWERS = frozenset("quality_reviewer quality_manager".split())
CORRECTORS = frozenset("service_manager coordination_director director".split())
LEADERS = frozenset("director executive governance regional_lead".split())
ESCALATED_TO = DECIDERS | REVIEWERS | CORRECTORS | LEADERS
LOOKS_REVIEWED_BY = frozenset("quality_reviewer quality_manager governance".split())
ADMINISTRATOR = frozenset({"administrator"})
WRITERS = ALL - {"auditor"}
INVITERS = OPENERS | DECIDERS
"""Who brings guests to a handoff, and hands the person their link."""

OVERSEE_ORGANIZATION = frozenset(
    "supervisor coordination_lead quality_reviewer quality_manager service_manager coordination_director director"
    " follow_up_lead navigator executive governance auditor regional_lead".split()
)
OVERSEE_JURISDICTION = frozenset("regional_lead executive auditor governance quality_reviewer follow_up_lead".split())
SEE = {
    "own": ALL, "receiving": ALL, "sister": OVERSEE_ORGANIZATION, "county": OVERSEE_JURISDICTION, "far": frozenset()
}  # fmt: skip
"""Who may look at the handoff, by where they work. It was consented to and released, so the receiving side may."""
SEE_WHOLE = {**SEE, "receiving": OVERSEE_JURISDICTION}
"""Who looks at it as the originating side does; the receiving side sees what the person agreed to."""
COUNTY_ITSELF = frozenset({"own", "sister"})
"""Where the organisation that opened it works."""

Expected = Callable[[str, str], int]
"""The status for a role at a place."""
OK, NOT_ALLOWED, FORBIDDEN, NOT_THERE = 200, 405, 403, 404


@dataclass(frozen=True)
class Row:
    """One address. `args`: names of what stands in it, or words; `asked`: the same, behind its question mark."""

    name: str
    args: tuple[str, ...] = ()
    get: Expected | None = None
    post: Expected | None = None
    asked: str = ""

    @property
    def is_of_something(self) -> bool:
        """Whether it is of one thing, so that it matters whose that is."""
        return bool(_IDS & set(self.args))

    def __str__(self) -> str:
        return "/".join((self.name, *(each for each in self.args if each not in _IDS)))


_IDS = frozenset(
    "transfer draft message browser kept staff word pathway glass service organization seat row episode person".split()
)


def anybody(status: int = 200) -> Expected:
    """Everybody of staff."""
    return lambda role, place: status


def for_roles(roles: frozenset[str], status: int = 200) -> Expected:
    """Holders of some roles, wherever they work; what they are shown is another matter (`SEE`)."""
    return lambda role, place: status if role in roles else FORBIDDEN


def who_sees(status: int = 200, *, roles: frozenset[str] = ALL) -> Expected:
    """Those who may look at the handoff, of some roles; all others learn nothing of it."""

    def expected(role: str, place: str) -> int:
        if role not in roles:
            return FORBIDDEN
        return status if role in SEE[place] else NOT_THERE

    return expected


def whose_part(roles: frozenset[str], places: frozenset[str], status: int = 200) -> Expected:
    """Of those who may look at the handoff some, for whose part it is; the others are told the rule."""

    def expected(role: str, place: str) -> int:
        if role not in SEE[place]:
            return NOT_THERE
        return status if role in roles and place in places else FORBIDDEN

    return expected


def who_sees_all(status: int = 200, *, roles: frozenset[str] = ALL) -> Expected:
    """Those who see the handoff whole, of some roles: what the page tells is none of the receiving side's."""

    def expected(role: str, place: str) -> int:
        if role not in SEE[place]:
            return NOT_THERE
        return status if role in SEE_WHOLE[place] & roles else FORBIDDEN

    return expected


def of_the_county(status: int = 200) -> Expected:
    """The administrators of the organisation; those of others are told that there is nothing."""

    def expected(role: str, place: str) -> int:
        if role not in ADMINISTRATOR:
            return FORBIDDEN
        return status if place in COUNTY_ITSELF else NOT_THERE

    return expected


def of_ones_service(roles: frozenset[str], status: int = 200) -> Expected:
    """Some roles at the very service whose it is; elsewhere it is not there."""

    def expected(role: str, place: str) -> int:
        if role not in roles:
            return FORBIDDEN
        return status if place == "own" else NOT_THERE

    return expected


def nobodys(*, roles: frozenset[str] = ALL) -> Expected:
    """What is another's own: it is there for nobody else."""
    return lambda role, place: NOT_THERE if role in roles else FORBIDDEN
