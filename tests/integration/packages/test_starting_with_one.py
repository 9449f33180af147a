"""Starting a handoff with a pathway package: offered where it fits the need, asked for, filed with the request."""

from __future__ import annotations

import pytest

from holdfast.protocol.codes import RecordKind
from holdfast.transfers import stream
from holdfast.transfers.models import Transfer
from tests.integration.packages.conftest import CRISIS
from tests.integration.web.clinicians.conftest import Path, browser, path, words

__all__ = ["browser", "path"]
CODE = "crisis_to_outpatient"


@pytest.fixture
def chosen(path: Path) -> Path:
    """A draft in which the package was chosen."""
    path.answers["urgency"]["package"] = CODE
    path.answers["risk"] |= {f"package.{name}": said for name, said in CRISIS.items()}
    return path


def test_those_are_offered_that_fit_the_need(path):
    path.writes("urgency")
    page = words(path.client.get(path.address("urgency")))
    assert "From crisis to outpatient care" in page
    assert "None of these" in page
    assert "Discharge after stabilization" not in page


def test_where_none_fits_nothing_is_asked(path):
    path.answers["need"] = {"need_category": "intimate-partner-violence"}
    path.writes("urgency")
    assert "None of these" not in words(path.client.get(path.address("urgency")))


def test_the_request_is_filed_with_what_the_package_asks_for(chosen):
    chosen.writes()
    check = words(chosen.client.get(chosen.address("check")))
    assert "From crisis to outpatient care" in check
    assert f"What set off this crisis: {CRISIS['crisis_trigger']}" in check
    assert chosen.sends().status_code == 303
    state = stream.load(Transfer.objects.get().pk).state
    added = state.added(RecordKind.AUTHORIZATION_REQUEST)
    assert (state.package, added.model_dump(mode="json") if added else None) == (CODE, CRISIS)


def test_what_it_asks_for_is_asked_before_it_is_sent(chosen):
    del chosen.answers["risk"]["package.crisis_trigger"]
    chosen.writes("risk")
    answer = chosen.client.post(chosen.address("risk"), chosen.answers["risk"])
    assert answer.status_code == 422
    assert 'href="#id_package-crisis_trigger"' in answer.content.decode()


def test_a_package_that_does_not_fit_the_need_any_more_is_left_out(chosen):
    chosen.writes("route")
    chosen.client.post(chosen.address("need"), {"need_category": "suicide-risk"})
    assert "From crisis to outpatient care" in words(chosen.client.get(chosen.address("risk")))
    chosen.client.post(chosen.address("need"), {"need_category": "intimate-partner-violence"})
    assert "From crisis to outpatient care" not in words(chosen.client.get(chosen.address("risk")))


def test_a_package_that_there_is_not_is_none(path):
    path.answers["urgency"]["package"] = "<script>"
    path.writes()
    path.sends()
    assert stream.load(Transfer.objects.get().pk).state.package == ""
