"""Schemathesis drives every address of the OpenAPI document with good and bad input, and finds nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

pytestmark = [pytest.mark.full, pytest.mark.django_db]

CONFIG: dict[str, Any] = {
    "checks": {
        # Well formed, and yet an id of nobody (422), an older state (412), erased (410), one code too many (429): right
        # by the document.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "410", "412", "413", "422", "429"]
        },
        "negative_data_rejection": {
            "expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "429"]
        },
    }
}


SERVED = get_wsgi_application()
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", SERVED, config=schemathesis.Config.from_dict(CONFIG))
EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def midway(walk):
    """A transfer in the middle of its way. The test's own connection outlives each request."""
    signals = (request_started, request_finished)
    walk.connected()
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield walk
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@EXAMPLES
def test_nothing_is_found(case, midway):
    known = {"transfer_id": midway.transfer, "pathway_id": midway.ids["pathway"], "person_id": midway.ids["person"]}
    case.path_parameters.update(
        {
            name: known[name]
            for name, value in case.path_parameters.items()
            if name in known and _stands_for_known(value)
        }
    )
    case.call_and_validate(headers={"Authorization": f"Bearer {midway.cast['originator'].token}"})


def _stands_for_known(value: object) -> bool:
    """Say whether a generated id is to become one that exists: three of four that are ids at all."""
    text = str(value)
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None and text[-1] not in "0123"
