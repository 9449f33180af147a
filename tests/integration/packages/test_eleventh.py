"""An eleventh pathway in one file: the code of `docs/how-to/add-a-pathway.md`, installed as it says, runs a handoff."""

from __future__ import annotations

import sys
from datetime import timedelta
from importlib import import_module, invalidate_caches
from pathlib import Path

import pytest
from django.urls import reverse

from holdfast.api import documents
from holdfast.protocol.controls import CONTROLS, take_in
from holdfast.protocol.controls.registry import asked_of
from holdfast.protocol.packages import packages
from holdfast.transfers import policies
from holdfast.web.forms.shapes import shapes_of

REPOSITORY = Path(__file__).parents[3]
GUIDE = REPOSITORY / "docs" / "how-to" / "add-a-pathway.md"
CODE, MODULE = "crisis_line_to_mobile", "our_pathways_of_a_test"
CACHES = (packages, asked_of, shapes_of, documents.schemas, policies._installed)


def _code(language: str) -> str:
    return GUIDE.read_text(encoding="utf-8").split(f"```{language}\n", maxsplit=1)[1].split("```", maxsplit=1)[0]


def _anew() -> None:
    for cached in CACHES:
        cached.cache_clear()


@pytest.fixture
def eleventh(tmp_path, monkeypatch):
    """Install a distribution that has the guide's module and names it in its entry points; nothing else is written."""
    known = dict(CONTROLS)
    (tmp_path / MODULE).mkdir()
    (tmp_path / MODULE / f"{CODE}.py").write_text(_code("python"), encoding="utf-8")
    named = tmp_path / f"{MODULE}-1.dist-info"
    named.mkdir()
    (named / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {MODULE}\nVersion: 1\n", encoding="utf-8")
    points = f"[holdfast.packages]\n{CODE} = {MODULE}.{CODE}:PACKAGE\n"
    (named / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    invalidate_caches()
    _anew()
    take_in(packages()[CODE])
    yield packages()[CODE]
    CONTROLS.clear()
    CONTROLS.update(known)
    for name in (f"{MODULE}.{CODE}", MODULE):
        sys.modules.pop(name, None)
    monkeypatch.undo()
    _anew()
    assert CODE not in packages()


@pytest.fixture
def on_the_line(eleventh, walk):
    """A handoff of the eleventh package, up to the live connection."""
    walk.need = "suicide-risk"
    walk.opens(package=CODE)
    walk.prepares()
    walk.requests(package={"where_they_are": "Third floor, the bell is broken."})
    walk.authorizes()
    walk.makes_ready()
    walk.comes_together()
    walk.connects()
    return walk


def _arrival(walk, **later: int) -> dict[str, str]:
    return {"arrives_at": (walk.at + timedelta(**later)).isoformat(), "who_comes": walk.ids["receiver"]}


def test_it_is_found_by_its_entry_point_as_the_guide_says(eleventh):
    assert f'{CODE} = "our_pathways.{CODE}:PACKAGE"' in _code("toml")
    assert import_module(f"{MODULE}.{CODE}").PACKAGE is eleventh
    assert {"P.arrival", "P.comer"} <= CONTROLS.keys()


def test_a_handoff_runs_through_it_to_the_release(on_the_line):
    on_the_line.accepts(on_the_line.at + timedelta(minutes=40), package=_arrival(on_the_line, minutes=40))
    assert on_the_line.releases()["warmth"] == "warm"


@pytest.mark.parametrize(("later", "refused"), [({"hours": 1}, []), ({"hours": 1, "seconds": 1}, ["P.arrival"])])
def test_its_rule_is_asked_to_the_second(on_the_line, later, refused):
    fields = {**on_the_line.accepting(on_the_line.at + timedelta(hours=2)), "package": _arrival(on_the_line, **later)}
    answer = on_the_line.cast["receiver"].give(on_the_line.transfer, "receiving_acceptance", fields)
    assert (answer.refused if answer.status == 409 else []) == refused


def test_a_record_without_its_fields_names_them(eleventh, walk):
    walk.opens(package=CODE)
    fields = {
        "transfer_trigger": walk.need, "need_category": walk.need, "urgency": "48-hour", "risk_indicators": [],
        "mode": "live_phone", "receiving_pathway": walk.ids["pathway"], "reviewer_id": walk.ids["decider"],
        "next_checkpoint_date": f"{walk.today() + timedelta(days=1)}",
    }  # fmt: skip
    answer = walk.cast["originator"].give(walk.transfer, "authorization_request", fields)
    assert (answer.status, answer.fields) == (422, {"package.where_they_are"})


def test_the_pages_show_it(on_the_line, client, staff):
    client.force_login(staff["originator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("transfer_page", args=[on_the_line.transfer])).content.decode()
    assert "From a crisis line to a mobile team" in page
    form = client.get(reverse("record_file", args=[on_the_line.transfer, "authorization_request"])).content.decode()
    assert "Where the caller is now" in form


def test_the_api_says_what_it_adds(eleventh):
    added = documents.schemas()["ReceivingAcceptance"]["properties"]["package"]["anyOf"]
    assert {"$ref": f"#/components/schemas/ReceivingAcceptance_{CODE}"} in added
    assert documents.schemas()[f"ReceivingAcceptance_{CODE}"]["required"] == ["arrives_at", "who_comes"]


def test_no_file_of_holdfast_names_it():
    sources = (REPOSITORY / "src").rglob("*")
    texts = (path.read_text(encoding="utf-8") for path in sources if path.suffix in {".py", ".html", ".toml"})
    assert not any(CODE in text for text in texts)
