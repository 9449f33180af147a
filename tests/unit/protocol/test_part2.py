"""42 CFR part 2: what a consent lacks, and the notice that goes with the records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.protocol.chapters.consent.part2 import (
    LONG_NOTICE,
    SHORT_NOTICE,
    emergency_gaps,
    notice_for,
    part2_gaps,
)
from holdfast.protocol.chapters.consent.said import ConsentHow, Part2Consent, Part2Gap
from holdfast.protocol.codes import ConsentScope

AT = datetime(2026, 11, 18, 19, tzinfo=UTC)
WHOLE = Part2Consent(
    discloser="Northside", information="Notes since May", recipients="Riverside", right_to_revoke_told=True,
    signed_by="R. Q.", signed_at=AT, redisclosure_told=True, consequences_told=True,
)  # fmt: skip
WANTING = {
    "discloser": (None, Part2Gap.DISCLOSER), "information": (None, Part2Gap.INFORMATION),
    "recipients": (None, Part2Gap.RECIPIENTS), "right_to_revoke_told": (False, Part2Gap.RIGHT_TO_REVOKE),
    "signed_by": (None, Part2Gap.SIGNATURE), "signed_at": (None, Part2Gap.DATE_SIGNED),
    "redisclosure_told": (False, Part2Gap.REDISCLOSURE), "consequences_told": (False, Part2Gap.CONSEQUENCES),
}  # fmt: skip


@pytest.mark.parametrize("how", [ConsentHow.SIGNED, ConsentHow.OWN_DEVICE])
def test_a_whole_consent_lacks_nothing(how: ConsentHow) -> None:
    assert part2_gaps(how, WHOLE, AT) == ()


@pytest.mark.parametrize("field", sorted(WANTING))
def test_each_element_that_is_wanting_is_one_gap(field: str) -> None:
    value, gap = WANTING[field]
    assert part2_gaps(ConsentHow.SIGNED, WHOLE.model_copy(update={field: value}), AT) == (gap,)


def test_a_consent_without_any_of_it_lacks_all_of_it() -> None:
    assert part2_gaps(None, None, AT) == tuple(Part2Gap)


def test_what_was_only_said_aloud_is_not_signed() -> None:
    assert part2_gaps(ConsentHow.ALOUD_WITNESSED, WHOLE, AT) == (Part2Gap.SIGNATURE,)


@pytest.mark.parametrize(("seconds", "gaps"), [(-1, ()), (0, ()), (1, (Part2Gap.DATE_SIGNED,))])
def test_nobody_signs_in_the_future(seconds: int, gaps: tuple[Part2Gap, ...]) -> None:
    signed = WHOLE.model_copy(update={"signed_at": AT + timedelta(seconds=seconds)})
    assert part2_gaps(ConsentHow.SIGNED, signed, AT) == gaps


def test_an_emergency_names_who_discloses_and_who_receives() -> None:
    assert emergency_gaps(None) == (Part2Gap.DISCLOSER, Part2Gap.RECIPIENTS)
    assert emergency_gaps(WHOLE.model_copy(update={"signed_by": None, "information": None})) == ()


@pytest.mark.parametrize("scope", list(ConsentScope))
def test_the_notice_goes_with_substance_use_records_and_nothing_else(scope: ConsentScope) -> None:
    notice = notice_for({scope})
    assert (notice is not None) == (scope is ConsentScope.SUD_PART2)
    assert notice in (None, (LONG_NOTICE, SHORT_NOTICE))


def test_the_notice_is_the_federal_text_since_2024() -> None:
    assert LONG_NOTICE.startswith("This record which has been disclosed to you is protected by Federal")
    assert "civil, criminal, administrative, or legislative proceedings" in LONG_NOTICE
    assert LONG_NOTICE.endswith("(see 42 CFR 2.31).")
