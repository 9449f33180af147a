"""The OpenAPI document says what the API does, from the protocol's own lists."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from holdfast.api.app import api
from holdfast.api.urls import urlpatterns
from holdfast.protocol.codes import RecordKind
from holdfast.protocol.commands import COMMANDS
from holdfast.protocol.packages import packages
from holdfast.protocol.records import RECORDS

assert urlpatterns, "importing the addresses adds them to the API"


@cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return found


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, said) for path, methods in document()["paths"].items() for method, said in methods.items()]


def body_of(step: str) -> dict[str, Any]:
    kind = "records" if step in set(RecordKind) else "commands"
    said = document()["paths"][f"/api/v1/transfers/{{transfer_id}}/{kind}/{step}"]["post"]
    name = said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    found: dict[str, Any] = document()["components"]["schemas"][name]
    return found


@pytest.mark.parametrize(
    "step", [*RECORDS, *(do for do in COMMANDS if do not in {"tick", "file_record", "open_transfer"})]
)
def test_each_record_and_command_has_an_address_of_its_own(step):
    assert body_of(step)["additionalProperties"] is False


@pytest.mark.parametrize("kind", RECORDS)
def test_a_records_fields_are_those_of_the_protocol(kind):
    known = {*RECORDS[kind].model_fields, "supersedes"}
    if any(kind in package.added for package in packages().values()):
        known.add("package")
    assert set(body_of(kind)["properties"]) == known


def test_time_is_not_for_a_client_to_pass():
    assert not [path for path in document()["paths"] if path.endswith(("/tick", "/file_record"))]


def test_what_the_server_knows_may_be_left_out():
    assert body_of("join_live_event")["required"] == ["party"]
    assert body_of("join_live_event")["properties"]["measured"]["const"] is False
    assert body_of("attest_presence")["required"] == ["party", "present"]


def test_each_operation_has_an_id_of_its_own():
    ids = [said["operationId"] for _, _, said in operations()]
    assert len(ids) == len(set(ids))


def test_each_problem_is_documented_as_one():
    for path, method, said in operations():
        for status, answer in said["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}, (path, method, status)


def test_each_operation_that_wants_a_caller_says_401():
    for path, _, said in operations():
        assert "401" in said["responses"], path
        assert bool(said.get("security")) is not path.endswith("/guests/redeem")


def test_each_reference_leads_somewhere():
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document())))
    assert names <= set(document()["components"]["schemas"])


def test_a_field_that_may_be_left_out_must_not_be_null():
    reason = body_of("give_consent")["properties"]["reason"]
    assert "null" not in json.dumps(reason)


def test_the_limit_of_a_body_is_stated():
    assert "262144 bytes (256 KiB)" in document()["info"]["description"]
