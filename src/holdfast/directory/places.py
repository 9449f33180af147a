"""From the state of an address to its region (`US-CA`) and, where the whole state keeps one, its time zone. Pure."""

from __future__ import annotations

_STATES = """
AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware, DC District
of Columbia, FL Florida, GA Georgia, GU Guam, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY
Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO
Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, NC North
Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode Island, SC
South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, VI Virgin Islands, WA
Washington, WV West Virginia, WI Wisconsin, WY Wyoming
"""
_BY_NAME = {
    name.casefold(): code
    for code, _, name in (item.strip().partition(" ") for item in " ".join(_STATES.split()).split(","))
}
_CODES = frozenset(_BY_NAME.values())

_ONE_ZONE = {
    "America/Chicago": "AL AR IL IA LA MN MS MO OK WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Los_Angeles": "CA WA",
    "America/New_York": "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU",
    "Pacific/Honolulu": "HI",
}
_ZONE_OF = {state: zone for zone, states in _ONE_ZONE.items() for state in states.split()}


def region_of(state: str, country: str) -> str | None:
    """Return `US-CA` for a state given by code or name in the United States; None for anything else."""
    if country.strip().casefold() not in ("us", "usa", "united states", "united states of america"):
        return None
    name = " ".join(state.split())
    code = name.upper() if name.upper() in _CODES else _BY_NAME.get(name.casefold())
    return f"US-{code}" if code else None


def state_zone(region: str | None) -> str | None:
    """Return the time zone of a region that keeps one zone in all its parts; None where it has several."""
    return _ZONE_OF.get((region or "").partition("-")[2])
