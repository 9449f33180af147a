"""The person banner: who a page of a case is about, the same facts in the same order everywhere.

What may not be seen is left out: without a name there is no banner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from holdfast.protocol.codes import AccommodationKind, RecordKind, RiskIndicator, Urgency, Voicemail
from holdfast.transfers.selectors import EventView
from holdfast.web.parts import PersonBanner, Row
from holdfast.web.presenters.cases import Case
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.tongues import language_name

_DAY_LENGTH = len("1985-03-07")


def banner_of(case: Case, contact: str = "") -> PersonBanner | None:
    """Return the banner of a case; none where the reader may not see who it is about, or nobody knows.

    `contact`: the safe way to reach the person (`safe_contact`).
    """
    if case.person is None:
        return None
    return PersonBanner(case.person.name or gettext("Name not known"), tuple(_facts(case, contact)))


def safe_contact(events: Iterable[EventView]) -> str:
    """Return the way to reach the person that was found safe last, in words; blank where nobody asked yet."""
    checks = [event.fields for event in events if event.kind == "filed.check_safety"]
    method = next((fields["contact_method"] for fields in reversed(checks) if "contact_method" in fields), None)
    if method is None:
        return ""
    voicemail = str(checks[-1].get("voicemail", Voicemail.NONE))
    words = in_words(Voicemail(voicemail)) if voicemail in set(Voicemail) else ""
    said = {"method": str(method)[:1].upper() + str(method)[1:], "voicemail": words}
    return gettext("%(method)s. Voicemail: %(voicemail)s") % said


def _facts(case: Case, contact: str) -> Iterator[Row]:
    assert case.person is not None
    view = case.view
    if case.person.born or view.age is not None:
        today = case.at.astimezone(timezone.get_current_timezone()).date()
        yield Row(gettext("Born"), _born(case.person.born, view.age, today))
    if view.case_id:
        yield Row(gettext("Case"), view.case_id)
    yield Row(gettext("Language"), _language(case))
    if contact:
        yield Row(gettext("Contact"), contact)
    yield Row(gettext("From"), case.names.service(view.service_id))
    if view.risk_indicators is not None:
        yield Row(gettext("Risk"), _risk(case))


def _born(born: str, age: int | None, today: date) -> str:
    """Return the birth date as far as it is known, with the age: "May 14, 1994 (31)".

    The age is counted from a whole date; else it is the `age` that was said when the handoff began.
    """
    day = born
    if len(born) == _DAY_LENGTH:
        at = date.fromisoformat(born)
        day, age = times.date_in_full(at), today.year - at.year - ((today.month, today.day) < (at.month, at.day))
    if age is None:
        return day
    return gettext("%(born)s (%(age)s)") % {"born": day, "age": age} if day else gettext("Age %(age)s") % {"age": age}


def _language(case: Case) -> str:
    name = language_name(case.view.language or (case.person.language if case.person else "")) or gettext("Not known")
    decision = case.state.decision
    has_interpreter = decision is not None and any(
        each.what is AccommodationKind.LANGUAGE for each in decision.accommodations
    )
    return gettext("%(language)s, interpreter") % {"language": name} if has_interpreter else name


def _elevated(case: Case, said: str, *, has_signs: bool) -> str:
    """Return that it is elevated, and by what where that is no sign of risk."""
    if has_signs or case.view.urgency is None:
        return gettext("Elevated. %(signs)s") % {"signs": said}
    named = {"urgency": in_words(Urgency(case.view.urgency)), "signs": said}
    return gettext("Elevated by how soon it is needed: %(urgency)s. %(signs)s") % named


def _risk(case: Case) -> str:
    """Return the signs of risk with the time at which they were seen."""
    standing = case.state.records.get(RecordKind.AUTHORIZATION_REQUEST)
    signs = [in_words(RiskIndicator(sign)) for sign in case.view.risk_indicators or ()]
    said = ", ".join(signs) or gettext("No signs seen")
    at = times.near(standing.at, case.at) if standing is not None else ""
    elevated = _elevated(case, said, has_signs=bool(signs)) if case.view.is_elevated else said
    return gettext("%(signs)s (%(time)s)") % {"signs": elevated, "time": at} if at else elevated
