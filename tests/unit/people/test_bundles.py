"""Reading FHIR R4 bundles: what becomes of a Patient, and what a fault says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from holdfast.incoming.faults import Faults
from holdfast.people.importing.bundles import people_of

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "name": [{"use": "official", "family": "Núñez", "given": ["Rosa", "María"]}],
    "gender": "female",
    "birthDate": "1985-03-07",
}
Read = Callable[..., tuple[dict[str, object] | None, list[str]]]


@pytest.fixture
def read(tmp_path) -> Read:
    """Return a function that reads a bundle of one patient, some elements changed; None leaves one out."""

    def of(**changed: object) -> tuple[dict[str, object] | None, list[str]]:
        patient = {name: value for name, value in (PATIENT | changed).items() if value is not None}
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [{"resource": patient}]}
        (tmp_path / "one.json").write_text(json.dumps(bundle))
        faults = Faults()
        found = [entry.values for entry in people_of(tmp_path / "one.json", faults)]
        return found[0] if found else None, list(faults.lines())

    return of


def test_a_patient_becomes_a_person(read):
    person, faults = read()
    assert (person["name"], person["family"], person["given"]) == ("Rosa María Núñez", "Núñez", "Rosa María")
    assert (person["born"], person["gender"], person["is_deceased"]) == ("1985-03-07", "female", False)
    assert faults == []


def test_the_name_in_use_is_taken_before_an_old_one(read):
    names = [
        {"use": "maiden", "family": "Gil"},
        {"use": "official", "family": "Núñez"},
        {"use": "usual", "text": "Rosi"},
    ]
    person, _ = read(name=names)
    assert (person["name"], person["other_names"]) == ("Rosi", ["Gil", "Núñez"])


@pytest.mark.parametrize("died", [{"deceasedBoolean": True}, {"deceasedDateTime": "1989-01-08T00:41:27+00:00"}])
def test_death_is_known_by_either_element(read, died):
    person, _ = read(**died)
    assert person["is_deceased"] is True


def test_a_person_said_not_to_be_deceased_is_alive(read):
    assert read(deceasedBoolean=False)[0]["is_deceased"] is False


def spoken(*codes: str, preferred: str = "") -> list[dict[str, object]]:
    return [
        {"language": {"coding": [{"code": code}]}} | ({"preferred": True} if code == preferred else {})
        for code in codes
    ]


@pytest.mark.parametrize(
    ("communication", "language"),
    [(spoken("es"), "es"), (spoken("es", "en-US", preferred="en-US"), "en-US"), (spoken("es", "en"), ""), (None, "")],
)
def test_the_language_is_the_preferred_or_the_only_one_and_else_unknown(read, communication, language):
    assert read(communication=communication)[0]["language"] == language


def test_race_and_ethnicity_are_as_reported_and_never_inferred(read):
    said = {"url": "ombCategory", "valueCoding": {"code": "2028-9", "display": "Asian"}}
    person, _ = read(extension=[{"url": US_CORE + "race", "extension": [said, {"url": "text", "valueString": "x"}]}])
    assert person["race"] == [{"code": "2028-9", "display": "Asian"}]
    assert person["ethnicity"] == []


def test_numbers_that_nobody_needs_for_a_transfer_are_not_kept(read):
    kinds = [{"type": {"coding": [{"code": kind}]}, "value": f"{kind}-1"} for kind in ("SS", "DL", "PPN", "MR")]
    assert [kept["value"] for kept in read(identifier=kinds)[0]["identifiers"]] == ["MR-1"]


def test_companions_of_primitive_elements_are_passed_over(read):
    _, faults = read(_birthDate={"extension": []}, name=[{"family": "Núñez", "_family": {"id": "x"}}])
    assert faults == []


@pytest.mark.parametrize(
    ("changed", "path", "wrong", "accepted"),
    [
        ({"id": None}, "id", "is missing.", "the element, which FHIR R4 requires"),
        ({"id": "a b"}, "id", "has the wrong form.", "1 to 64 letters"),
        ({"gender": "f"}, "gender", "has the wrong form.", "male, female, other or unknown"),
        ({"birthDate": "07/03/1985"}, "birthDate", "is not a date", "a date like 1985-03-07"),
        ({"birthDate": "1985-02-30"}, "birthDate", "is not a date", "a date like 1985-03-07"),
        ({"birthDate": "9999-01-01"}, "birthDate", "is not a date of the years 1850 to 2200.", "a date"),
        ({"birthDate": 1985}, "birthDate", "has the wrong form.", "a JSON string"),
        ({"deceasedBoolean": "true"}, "deceasedBoolean", "has the wrong form.", "true or false"),
        (
            {"deceasedDateTime": "1989-01-08T00:41"},
            "deceasedDateTime",
            "is not an instant",
            "an instant with an offset",
        ),
        ({"brithDate": "1985-03-07"}, "brithDate", "is no element of FHIR R4 here.", "only elements"),
        ({"name": {"family": "x"}}, "name", "has the wrong form.", "a JSON list"),
        ({"name": [{"family": "Ro\u202esa"}]}, "name[0].family", "has the character U+202E", "text without it"),
        ({"name": [{"family": "Ro\u0000sa"}]}, "name[0].family", "has the character U+0000", "text without it"),
        ({"name": [{"family": "x" * 201}]}, "name[0].family", "is too long.", "at most 200 characters"),
        ({"name": [{"given": ["", "Rosa"]}]}, "name[0].given[0]", "is empty.", "not empty"),
        ({"telecom": [{"system": "phone", "rank": 0}]}, "telecom[0].rank", "has the wrong form.", "not lower than 1"),
        ({"communication": [{}]}, "communication[0].language", "is missing.", "FHIR R4 requires"),
    ],
)
def test_a_fault_has_the_json_path_what_is_wrong_and_what_is_accepted(read, changed, path, wrong, accepted):
    person, faults = read(**changed)
    assert person is None
    assert faults[0].startswith(f"one.json: $.entry[0].resource.{path}: {wrong}")
    assert accepted in faults[0].partition(" Accepted: ")[2]


def test_no_fault_shows_a_value_of_the_person(read):
    _, faults = read(
        name=[{"family": "Secret\u202e"}], gender="Secret", birthDate="Secret", telecom=[{"value": ["Secret"]}]
    )
    assert len(faults) == 4
    assert not any("Secret" in line for line in faults)


@pytest.mark.parametrize("born", ["1985", "1985-03"])
def test_a_birth_date_may_be_known_in_part(read, born):
    assert read(birthDate=born)[0]["born"] == born


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "$.resourceType: this is not a FHIR Bundle."),
        ('{"resourceType": "Patient", "id": "p1"}', "$.resourceType: this is not a FHIR Bundle."),
        ('{"resourceType": "Bundle", "type": "heap"}', "$.type: is not a type of Bundle."),
        ('{"resourceType": "Bundle", "type": ["batch"]}', "$.type: is not a type of Bundle."),
        ('{"resourceType": "Bundle", "type": "batch", "entry": 1}', "$.entry: is not a list."),
        ('{"resourceType": "Bundle", "type": "batch", "entry": [1]}', "$.entry[0].resource.resourceType: is no kind"),
        ('{"resourceType": "Bundle", "resourceType": "Bundle"}', "$.resourceType: a key stands twice"),
    ],
)
def test_what_is_no_bundle_is_refused(tmp_path, text, fault):
    (tmp_path / "one.json").write_text(text)
    faults = Faults()
    assert list(people_of(tmp_path / "one.json", faults)) == []
    assert any(fault in line for line in faults.lines())


def test_a_bundle_of_organisations_holds_nobody_which_is_no_fault(tmp_path):
    entry = {"resource": {"resourceType": "Organization", "id": "o1"}}
    (tmp_path / "one.json").write_text(json.dumps({"resourceType": "Bundle", "type": "batch", "entry": [entry] * 2}))
    faults = Faults()
    assert list(people_of(tmp_path / "one.json", faults)) == []
    assert not faults
    assert faults.notes == ["one.json: 0 people (it holds 2 Organization)."]
