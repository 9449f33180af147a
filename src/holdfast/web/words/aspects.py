"""How a route fits a person, in words: what is compared, and what comparing gave."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.suitability import Aspect, Fit

ASPECTS: dict[Aspect, Promise] = {
    Aspect.NEED: _("need"),
    Aspect.AGE: _("age"),
    Aspect.LANGUAGE: _("language"),
    Aspect.PAYER: _("payer"),
    Aspect.HOURS: _("hours"),
    Aspect.CAPACITY: _("capacity"),
}
FITS: dict[Fit, Promise] = {Fit.FITS: _("Fits"), Fit.DOES_NOT_FIT: _("Does not fit"), Fit.UNKNOWN: _("Unknown")}


def lack_words(aspect: Aspect, fit: Fit) -> str:
    """Return what is lacking in short: "language", or "payer unknown"."""
    if fit is Fit.UNKNOWN:
        return gettext("%(aspect)s unknown") % {"aspect": ASPECTS[aspect]}
    return str(ASPECTS[aspect])
