"""What a text to the person says: few words, no name, no service, nothing that tells whoever else reads it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from holdfast.notify.models import News
from holdfast.notify.words import when, zone_named


def text_words(news: News, link: str, at: datetime | None, zone: str) -> str:
    """Return the words of a text in the active language. `at`: of a reminder, when it is; `zone` (IANA): the person's.

    A text that leads nowhere (blank `link`) says where to look. Every one says how to end them.
    """
    if news is News.PAGE:
        said = gettext("Here is the page you asked for: %(link)s") % {"link": link}
    elif news is News.REMINDER and at is not None:
        said = gettext("A reminder: %(time)s. Your page has the rest.") % {
            "time": f"{when(at, zone)} ({zone_named(zone)})"
        }
    else:
        said = gettext("There is something new on your page.")
    return " ".join([said, gettext("Reply STOP to end texts.")])
