"""Directories for tests: the shared real files, and a small one of our own in the CSV form of HSDS 3.0."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from holdfast.directory.models import Pathway, Service
from holdfast.directory.services import ImportWish, directory_import

HSDS_CSV = {
    "organizations": "id,name,description,email\no1,Harbor Health,Care for all,info@harbor.example\n",
    "locations": "id,location_type,name,organization_id\nl1,physical,Main house,o1\n",
    "addresses": (
        "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
        "a1,l1,1 Pier Road,Boston,MA,02110,US,physical\n"
    ),
    "services": (
        "id,organization_id,name,status,minimum_age,maximum_age,email\n"
        "s1,o1,Crisis Walk-in,active,18,64,\n"
        "s2,o1,Detox Unit,active,,,\n"
        "s3,o1,Old Day Centre,inactive,,,\n"
    ),
    "service_at_locations": "id,service_id,location_id\np1,s1,l1\np2,s2,l1\np3,s3,l1\n",
    "schedules": (
        "id,service_id,location_id,service_at_location_id,freq,interval,byday,opens_at,closes_at\n"
        'h1,s1,,,WEEKLY,1,"MO,TU,WE,TH,FR",09:00,17:00\n'
        'h2,,,p2,WEEKLY,,"MO,TU,WE,TH,FR,SA,SU",00:00,24:00\n'
    ),
    "languages": "id,service_id,location_id,name,code\ng1,s1,,English,en\ng2,s1,,,es\ng3,,l1,Urdu,\n",
    "contacts": "id,service_id,organization_id,name,title,email\nc1,s1,,Ana Lima,Intake lead,ana@harbor.example\n",
    "phones": (
        "id,service_id,contact_id,number,type,extension\n"
        "t1,,c1,617 555 0101,fax,\nt2,,c1,617 555 0102,voice,12\nt3,s2,,617 555 0103,,\n"
    ),
    "taxonomy_terms": (
        "id,taxonomy,code,name\nn1,holdfast-need,suicide-risk,Risk of suicide\nn2,holdfast-payer,Medicaid,Medicaid\n"
    ),
    "attributes": "id,link_id,link_entity,taxonomy_term_id\nx1,s1,service,n1\nx2,s1,service,n2\n",
    "required_documents": "id,service_id,document\nr1,s1,A photo identity card\n",
    "service_capacity": "id,service_id,available\nk1,s1,3\nk2,s2,0\n",
}


@pytest.fixture
def shared() -> Path:
    """Return the folder of real directories; a checkout without it skips the test, which says so."""
    path = Path(settings.HOLDFAST_SHARED) / "data" / "directory"
    if not path.is_dir():
        pytest.skip("the shared real files are not here: set HOLDFAST_SHARED to their folder")
    return path


@pytest.fixture
def tables(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the small HSDS tables, some of them changed, and returns their folder."""

    def write(**changed: str | None) -> Path:
        folder = tmp_path / "hsds"
        folder.mkdir(exist_ok=True)
        for name, text in (HSDS_CSV | changed).items():
            (folder / f"{name}.csv").unlink(missing_ok=True)
            if text is not None:
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def harbor(db: None, tables: Callable[..., Path]) -> dict[str, Pathway]:
    """Import the small HSDS tables; return their pathways by the source's key of the service."""
    directory_import(tables(), ImportWish())
    return {service.source_key: service.pathways.get() for service in Service.objects.all()}
