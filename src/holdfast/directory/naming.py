"""What is called how, for pages: names of contacts and services, asked for together; who pays, as it is written."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import CharField, Value

from holdfast.directory.known import is_id
from holdfast.directory.models import IntakeContact, Service


def names_known(contact_ids: Iterable[str], service_ids: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of intake contacts and of services by their ids; one statement for both."""
    contacts, services = ({each for each in ids if is_id(each)} for ids in (contact_ids, service_ids))
    named = IntakeContact.objects.filter(pk__in=contacts).exclude(name="")
    asked = (
        named.values_list("pk", "name", Value("contact", output_field=CharField())),
        Service.objects.filter(pk__in=services).values_list("pk", "name", Value("service", output_field=CharField())),
    )
    wanted = [query for query, ids in zip(asked, (contacts, services), strict=True) if ids]
    rows = list(wanted[0].union(*wanted[1:], all=True)) if wanted else []
    found: dict[str, dict[str, str]] = {"contact": {}, "service": {}}
    for pk, name, of in rows:
        found[of][str(pk)] = name
    return found["contact"], found["service"]


_PAYERS = """
    SELECT DISTINCT payer FROM (
      SELECT payers AS said FROM directory_pathway WHERE jsonb_typeof(payers) = 'array'
      UNION ALL SELECT value FROM directory_confirmation WHERE aspect = 'payers' AND jsonb_typeof(value) = 'array'
    ) AS known, jsonb_array_elements_text(said) AS payer ORDER BY payer LIMIT %(most)s
"""


def payers_known(*, most: int = 50) -> tuple[str, ...]:
    """Return who pays anywhere in the directory, as it is written there; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PAYERS, {"most": most})
        return tuple(payer for (payer,) in cursor.fetchall())
