"""What pathway packages say, in the reader's language: each package says it itself; the moments stand here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.package import Moment, Said, said
from holdfast.protocol.packages import package_of

MOMENTS: dict[Moment, Promise] = {
    Moment.BEFORE: _("Before the call"),
    Moment.CALL: _("On the call"),
    Moment.RELEASE: _("When you let go"),
    Moment.AFTER: _("Until the first visit"),
}


def in_language(text: Said) -> str:
    """Return what a package says in the reader's language; in English where it does not say it."""
    return said(text, get_language() or "en")


def package_title(code: str) -> str:
    """Return what a package is called; its code where it is not installed here, blank for none."""
    package = package_of(code)
    return in_language(package.title) if package is not None else code
