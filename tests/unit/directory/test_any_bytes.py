"""Whatever bytes a file holds, reading it ends in entries or in faults, never in an exception."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.directory.importing.sets import reading_of
from holdfast.incoming.faults import Faults
from holdfast.people.importing.bundles import people_of

TABLE = b'id,organization_id,name,status\ns1,o1,"Crisis, Walk-in",active\n'
SERVICE = json.dumps(
    {"id": "s1", "name": "Walk-in", "status": "active", "organization": {"id": "o1", "name": "Harbor"}, "phones": []}
).encode()
BUNDLE = json.dumps(
    {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": {"resourceType": "Patient", "id": "p1"}}]}
).encode()
TOKENS = (
    b"\x00",
    b"\xff",
    b'"',
    b",",
    b"\n",
    b"null",
    b"[",
    b"}",
    b"9999-01-01",
    b"\\ud800",
    "\u202e".encode(),
    b"1e999",
)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file of one of the three kinds with a piece cut out and something put in its place."""
    name, whole = draw(st.sampled_from([("services.csv", TABLE), ("service.json", SERVICE), ("bundle.json", BUNDLE)]))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 20)))
    return name, whole[:start] + draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=20))) + whole[end:]


@given(damaged())
@settings(max_examples=200, deadline=None)
def test_reading_ends_in_entries_or_in_faults(file):
    name, content = file
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        faults = Faults()
        if name == "bundle.json":
            found: list[object] = list(people_of(path, faults))
        else:
            reading = reading_of(path, faults)
            found = list(reading[0].check(faults)) if reading else []
        assert found or faults or faults.notes or name == "services.csv"
        assert all(" Accepted: " in str(fault) for fault in faults.kept)
