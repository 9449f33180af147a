"""Services, routes and payers as people call them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext


def joined(*names: str) -> str:
    """Return names beside each other, each once: "North Clinic, Open Access". A route may be called as its service."""
    return ", ".join(dict.fromkeys(filter(None, names)))


_NO_LIMIT = 120
"""Years: an upper limit that is none."""


def ages_words(least: int, most: int) -> str:
    """Return the ages that a service takes: "18 to 64 years", "18 years and over"."""
    if most >= _NO_LIMIT:
        return gettext("%(least)s years and over") % {"least": least}
    return gettext("%(least)s to %(most)s years") % {"least": least, "most": most}


def payer_name(payer: str) -> str:
    """Return who pays: "Medicaid"; blank where nothing is known."""
    return gettext("No coverage") if payer == "none" else payer[:1].upper() + payer[1:]


def payer_names(payers: Iterable[str]) -> str:
    """Return the payers that a service takes, in order of name."""
    return ", ".join(sorted(map(payer_name, payers)))
