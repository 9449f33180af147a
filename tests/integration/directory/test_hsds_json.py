from __future__ import annotations

import json
from pathlib import Path

import pytest

from holdfast.directory.models import Phone, Service
from holdfast.directory.services import ImportWish, directory_import
from holdfast.incoming.faults import FileRefused

pytestmark = pytest.mark.django_db

SERVICE = {
    "id": "s1",
    "name": "Crisis Walk-in",
    "status": "active",
    "organization": {"id": "o1", "name": "Harbor Health", "description": "Care"},
    "phones": [{"id": "t1", "number": '"+1 617 555 0102"', "type": "voice"}],
    "contacts": [
        {"id": "c1", "name": "Ana Lima", "phones": [{"id": "t1", "number": "+1 617 555 0102", "type": "voice"}]}
    ],
}


def written(folder: Path, value: object) -> Path:
    path = folder / "service.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def refused(path: Path) -> list[str]:
    with pytest.raises(FileRefused) as why:
        directory_import(path, ImportWish())
    assert not Service.objects.exists()
    return list(why.value.faults.lines())


@pytest.mark.parametrize(
    "wrap",
    [lambda s: s, lambda s: [s], lambda s: {"contents": [s], "total_items": 1}],
    ids=["service", "list", "page"],
)
def test_a_service_a_list_and_a_page_are_read_alike(tmp_path, wrap):
    tally = directory_import(written(tmp_path, wrap(SERVICE)), ImportWish()).tally
    assert (tally.added, tally.refused) == (4, 0)


def test_a_phone_that_stands_twice_belongs_to_both(tmp_path):
    directory_import(written(tmp_path, SERVICE), ImportWish())
    phone = Phone.objects.values_list("number", "service__name", "contact__name").get()
    assert phone == ("+1 617 555 0102", "Crisis Walk-in", "Ana Lima")


def test_our_own_terms_say_what_hsds_has_no_field_for(tmp_path):
    terms = {"need": "suicide-risk", "capacity": "limited", "zone": "America/Chicago", "staffed": "yes"}
    attributes = [
        {"id": f"x{n}", "taxonomy_term": {"id": f"n{n}", "name": code, "taxonomy": f"holdfast-{of}", "code": code}}
        for n, (of, code) in enumerate(terms.items())
    ]
    directory_import(written(tmp_path, SERVICE | {"attributes": attributes}), ImportWish())
    service = Service.objects.get()
    assert (service.zone, service.staffed) == ("America/Chicago", True)
    assert (service.pathways.get().needs, service.pathways.get().capacity) == (["suicide-risk"], "limited")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"status": "open"},
            "$.status: “open” is not known here. Accepted: active, inactive, defunct, temporarily closed",
        ),
        ({"status": None}, "$.status: is missing."),
        ({"name": ["a"]}, "$.name: is not text."),
        ({"name": "a\u0000b"}, "$.name: has the character U+0000"),
        ({"name": "a\ud800b"}, "$.name: has the character U+D800"),
        ({"organization": None}, "$.organization_id: is missing."),
        ({"phones": "617"}, "$.phones: is not a list of objects."),
        ({"phones": [{"id": "t1", "number": "call"}]}, "$.phones[0].number: what stands here is not a phone number."),
        ({"phones": [{"number": "617 555 0102"}]}, "$.phones[0].id: is missing."),
        ({"minimum_age": 70, "maximum_age": 12}, "$.maximum_age: is lower than minimum_age."),
        ({"minimum_age": "young"}, "$.minimum_age: “young” is not such a number."),
        ({"minimum_age": 10**30}, "$.minimum_age: “1000"),
        ({"contacts": [{"id": "c1", "name": "Ana", "email": "x"}]}, "$.contacts[0].email: what stands here"),
    ],
)
def test_a_fault_has_its_json_path(tmp_path, change, fault):
    assert any(line.startswith(f"service.json: {fault}") for line in refused(written(tmp_path, SERVICE | change)))


def test_the_same_id_with_other_content_is_a_fault(tmp_path):
    other = SERVICE | {"name": "Another"}
    lines = refused(written(tmp_path, [SERVICE, other]))
    assert "service.json: $[1].id: the id stands already, with other content, at service.json: $[0]." in lines[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[1]", "$[0]: is no object of HSDS that we read."),
        ("null", "$: is null."),
        ("7", "$: is no object of HSDS that we read."),
        ('{"a": 1}', "$.id: is missing."),
        ('{"id": "s1", "id": "s2"}', "$.id: a key stands twice in this object."),
        ("{", "this is not JSON."),
    ],
)
def test_a_file_that_is_no_hsds_is_refused(tmp_path, text, fault):
    assert any(fault in line for line in refused(written(tmp_path, text)))
