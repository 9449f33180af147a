"""Substance use records (42 CFR part 2): which elements a consent lacks, and the notice that goes with them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from holdfast.protocol.chapters.consent.said import ConsentHow, Part2Consent, Part2Gap
from holdfast.protocol.codes import ConsentScope

LONG_NOTICE = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). These "
    "rules prohibit you from using or disclosing this record, or testimony that describes the information contained in "
    "this record, in any civil, criminal, administrative, or legislative proceedings by any Federal, State, or local "
    "authority, against the patient, unless authorized by the consent of the patient, except as provided at 42 CFR "
    "2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules "
    "prohibit you from making any other use or disclosure of this record unless at least one of the following applies: "
    "(i) Further use or disclosure is expressly permitted by the written consent of the individual whose information "
    "is being disclosed in this record or as otherwise permitted by 42 CFR part 2. (ii) You are a covered entity or "
    "business associate and have received the record for treatment, payment, or health care operations, or (iii) You "
    "have received the record from a covered entity or business associate as permitted by 45 CFR part 164, subparts A "
    "and E. A general authorization for the release of medical or other information is NOT sufficient to meet the "
    "required elements of written consent to further use or redisclose the record (see 42 CFR 2.31)."
)
"""Statement 1 of 42 CFR 2.32, the federal text since 2024 (standards 2.2). Never translated, never shortened."""
SHORT_NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""Statement 2 of 42 CFR 2.32: what is read aloud on a call."""


class Notice(NamedTuple):
    """The notice that goes with substance use records wherever they go."""

    long: str
    short: str


_NOTICE = Notice(LONG_NOTICE, SHORT_NOTICE)


def notice_for(scopes: Collection[ConsentScope]) -> Notice | None:
    """Return the notice that must stand beside what these scopes let somebody see; none where none is asked for."""
    return _NOTICE if ConsentScope.SUD_PART2 in scopes else None


def part2_gaps(how: ConsentHow | None, part2: Part2Consent | None, at: datetime) -> tuple[Part2Gap, ...]:
    """Return the elements of 42 CFR 2.31(a) that a consent filed at `at` lacks, in their order.

    Name, recipient, purpose and last day are fields of every consent. What was only said aloud is not signed.
    """
    return tuple(Part2Gap) if part2 is None else tuple(_gaps(how, part2, at))


def emergency_gaps(part2: Part2Consent | None) -> tuple[Part2Gap, ...]:
    """Return what the record of a medical emergency lacks (42 CFR 2.51): who discloses, and who receives.

    When and why stand in every exception.
    """
    asked = {
        Part2Gap.DISCLOSER: part2.discloser if part2 else None, Part2Gap.RECIPIENTS: part2.recipients if part2 else None
    }  # fmt: skip
    return tuple(gap for gap, answer in asked.items() if not answer)


def _gaps(how: ConsentHow | None, said: Part2Consent, at: datetime) -> Iterator[Part2Gap]:
    is_signed = bool(said.signed_by) and how in (ConsentHow.OWN_DEVICE, ConsentHow.SIGNED)
    is_dated = said.signed_at is not None and said.signed_at <= at
    there = {
        Part2Gap.DISCLOSER: bool(said.discloser),
        Part2Gap.INFORMATION: bool(said.information),
        Part2Gap.RECIPIENTS: bool(said.recipients),
        Part2Gap.RIGHT_TO_REVOKE: said.right_to_revoke_told,
        Part2Gap.SIGNATURE: is_signed,
        Part2Gap.DATE_SIGNED: is_dated,
        Part2Gap.REDISCLOSURE: said.redisclosure_told,
        Part2Gap.CONSEQUENCES: said.consequences_told,
    }
    yield from (gap for gap, is_there in there.items() if not is_there)
