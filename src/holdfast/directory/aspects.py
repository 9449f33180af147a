"""What can be confirmed of a pathway or a service, and which values each aspect takes. Pure."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.directory.closed_days import region_fault
from holdfast.directory.hours import hours_fault, zone_fault
from holdfast.directory.languages import language_code
from holdfast.incoming.texts import unsafe_character
from holdfast.protocol.codes import Capacity, Need

MOST_LISTED = 100
OLDEST = 150
LINE = 300
STATUSES = ("active", "inactive", "defunct", "temporarily closed")


class WrongValue(ValueError):  # noqa: N818 - the word for it
    """A value that an aspect does not take; the message says what it takes."""


def normal_value(aspect: str, value: object) -> object:
    """Return a value as it is kept. None stands for: not known any more.

    Raises WrongValue with one sentence on what is accepted.
    """
    return None if value is None else _READERS[aspect](value)


def _needs(value: object) -> object:
    return _chosen(value, {str(need) for need in Need}, "a list of need codes (protocol section 6)")


def _languages(value: object) -> object:
    codes = [language_code(text) for text in _texts(value, "a list of languages, by code or English name")]
    if None in codes:
        raise WrongValue("must be a list of languages, by code (es) or English name (Spanish)")
    return sorted({code for code in codes if code})


def _payers(value: object) -> object:
    return sorted({text.casefold() for text in _texts(value, "a list of payers, like medicaid")})


def _requirements(value: object) -> object:
    return list(dict.fromkeys(_texts(value, "a list of what is asked for at intake; empty where nothing is")))


def _ages(value: object) -> object:
    if isinstance(value, list | tuple) and list(map(type, value)) == [int, int]:
        least, most = value
        if 0 <= least <= most <= OLDEST:
            return [least, most]
    raise WrongValue(f"must be the lowest and the highest age, both included, from 0 to {OLDEST}, like [18, 150]")


def _capacity(value: object) -> object:
    return _one(value, {str(state) for state in Capacity})


def _status(value: object) -> object:
    return _one(value, set(STATUSES))


def _staffed(value: object) -> object:
    if not isinstance(value, bool):
        raise WrongValue("must be true or false: whether somebody is there to take a live handoff in the hours")
    return value


def _checked(fault: Callable[[str], str | None]) -> Callable[[object], object]:
    def read(value: object) -> object:
        wrong = fault(value) if isinstance(value, str) else "must be text"
        if wrong:
            raise WrongValue(wrong)
        return value

    return read


def _one(value: object, accepted: set[str]) -> object:
    if not isinstance(value, str) or value not in accepted:
        raise WrongValue(f"must be one of {', '.join(sorted(accepted))}")
    return value


def _chosen(value: object, accepted: set[str], sentence: str) -> object:
    found = set(_texts(value, sentence))
    if not found <= accepted:
        raise WrongValue(f"must be {sentence}: {', '.join(sorted(accepted))}")
    return sorted(found)


def _texts(value: object, sentence: str) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_LISTED:
        raise WrongValue(f"must be {sentence}, at most {MOST_LISTED}")
    texts = [item.strip() for item in value if isinstance(item, str)]
    if len(texts) < len(value) or not all(0 < len(text) <= LINE and not unsafe_character(text) for text in texts):
        raise WrongValue(f"must be {sentence}, each a text of 1 to 300 sound characters")
    return texts


_READERS: dict[str, Callable[[object], object]] = {
    "needs": _needs,
    "ages": _ages,
    "languages": _languages,
    "payers": _payers,
    "capacity": _capacity,
    "intake_requirements": _requirements,
    "hours": _checked(hours_fault),
    "zone": _checked(zone_fault),
    "region": _checked(region_fault),
    "staffed": _staffed,
    "status": _status,
}
OF_PATHWAY = frozenset({"needs", "ages", "languages", "payers", "capacity", "intake_requirements"})
