"""On a database with many rows each list and look-up of slots, visits, texts, merges and custody goes by an index."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.config.clock import now
from holdfast.config.database.roles import as_owner
from holdfast.config.ids import new_id
from holdfast.directory.models import Organization, Service
from holdfast.directory.slots import slots_ahead, slots_kept
from holdfast.notify import visits
from holdfast.notify.texts import hearing, persons, reads
from holdfast.people.merging import merges_of, person_held
from holdfast.protocol.state import INITIAL
from holdfast.transfers import acceptances, slots
from holdfast.transfers.models import BookedVisit, Custody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
ROWS = 20_000
A_WEEK = timedelta(days=7)
TABLES = (
    "directory_slot", "transfers_bookedvisit", "transfers_transfer", "transfers_custody", "notify_personsmessage",
    "people_person", "people_merge", "notify_textheard", "notify_textstop", "notify_message",
)  # fmt: skip
_FILL = """
INSERT INTO people_person (id, source, source_key, name, family, given, other_names, born, is_deceased, died, gender,
    language, languages, race, ethnicity, telecom, addresses, identifiers, merged_into_id)
  SELECT md5('p' || n)::uuid, '', '', 'Person ' || n, 'Family ' || n, 'Given', '[]', '', false, '', '', 'en', '[]',
    '[]', '[]', '[]', '[]', '[]', NULL FROM generate_series(1, %(rows)s::int) n;
UPDATE people_person SET merged_into_id = md5('p1')::uuid WHERE id = md5('p2')::uuid;
INSERT INTO people_merge (id, kept_id, gone_id, at, by, sealed, undone_by)
  SELECT md5('m' || n)::uuid, md5('p' || n)::uuid, md5('p' || n + 1)::uuid, now(), 'bo', '', ''
  FROM generate_series(1, %(rows)s::int - 1) n;
INSERT INTO directory_slot (id, source, source_key, service_id, starts_at, minutes, mode, place, who, languages,
    published_by, published_at)
  SELECT md5('s' || n)::uuid, '', '', (%(services)s::uuid[])[1 + n %% 200],
    now() + (n - %(rows)s::int / 2) * interval '1 min', 50, 'phone', '', 'Somebody ' || n,
    '[]', '', now() FROM generate_series(1, %(rows)s::int) n;
INSERT INTO transfers_transfer (id, seq, case_id, person_id, need, urgency, mode, is_elevated, is_emergency, is_paused,
    is_event_open, stage, warmth, grade, closed_as, originator_id, service_id, zone, pathway_id, receiving_service_id,
    owner_id, owner_service_id, continuity_lead_id, policy_version, opened_at, changed_at, closed_at)
  SELECT md5('t' || n)::uuid, 1, 'C' || n, md5('p' || n)::uuid, 'housing', 'scheduled', 'live_phone', false, false,
    false, false, 'A', 'not_yet', 'none', '', 'dana', 'northside', 'UTC', '', 'riverside', 'dana', 'northside', '', '1',
    now(), now(), CASE WHEN n %% 10 > 0 THEN now() END FROM generate_series(1, %(rows)s::int) n;
INSERT INTO transfers_bookedvisit (transfer_id, number, slot_id, starts_at, booked_at, is_silent, has_ended)
  SELECT md5('t' || n)::uuid, 1, md5('s' || n)::uuid, now() + (n - %(rows)s::int / 2) * interval '1 hour',
    now() - n * interval '1 min', n %% 200 = 0, n %% 20 > 0 FROM generate_series(1, %(rows)s::int) n;
INSERT INTO transfers_custody (transfer_id, person_id, need, is_accepted, is_taking, stand_ins, offered_to,
    escalation_owner_id, died_on)
  SELECT md5('t' || n)::uuid, md5('p' || n)::uuid, 'housing', true, true, '[]', '', '', NULL
  FROM generate_series(1, %(rows)s::int) n;
INSERT INTO notify_personsmessage (id, key, transfer_id, news, asked_by, asked_at, number_digest, carrier_id, report,
    status, reason, useful_until, settled_at, tries, next_try_at)
  SELECT md5('x' || n)::uuid, 'visit:' || md5('t' || n)::uuid || ':1:day', md5('t' || n)::uuid, 'reminder', 'clock',
    now(), 'd' || n %% 5000, 'SM' || n, 1, CASE WHEN n %% 100 = 0 THEN 'waiting' ELSE 'sent' END, '', now(), now(), 1,
    now() + interval '1 hour' FROM generate_series(1, %(rows)s::int) n;
INSERT INTO notify_textheard SELECT 'h' || n, now() - n * interval '3 min' FROM generate_series(1, %(rows)s::int) n;
INSERT INTO notify_textstop SELECT 'd' || n, now() FROM generate_series(1, %(rows)s::int) n;
"""


def md5(word: str) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(%s)::uuid", [word])
        [(found,)] = cursor.fetchall()
    return UUID(str(found))


@pytest.fixture
def services() -> list[str]:
    """Two hundred services with many rows of everything."""
    county = Organization.objects.create(name="County")
    ids = [str(Service.objects.create(organization=county, name=f"Service {n}").pk) for n in range(200)]
    with connection.cursor() as cursor:
        for statement in filter(str.strip, _FILL.split(";\n")):
            wanted: dict[str, int | list[str]] = {"rows": ROWS, "services": ids}
            cursor.execute(statement, {name: said for name, said in wanted.items() if f"%({name})s" in statement})
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")
    return ids


def scans(run: Callable[[], object]) -> list[str]:
    """Return each statement of a run that reads a whole table of ours, with its plan."""
    with CaptureQueriesContext(connection) as caught:
        run()
    found = []
    for query in caught.captured_queries:
        if not query["sql"].startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(str(row[0]) for row in cursor.fetchall())
        if re.search(rf"Seq Scan on ({'|'.join(TABLES)})", plan):
            found.append(f"{query['sql']}\n{plan}")
    return found


def waiting_visits() -> list[object]:
    ahead = BookedVisit.objects.filter(
        visits._REAL, has_ended=False, starts_at__gt=now(), starts_at__lte=now() + A_WEEK
    )
    return list(ahead.values_list("transfer_id", "number"))


def silent_visits() -> list[object]:
    silent = BookedVisit.objects.filter(visits._REAL, is_silent=True, has_ended=False, starts_at__gt=now())
    return list(silent.select_related("transfer").order_by("booked_at")[:500])


def looked_up(services: list[str]) -> dict[str, Callable[[], object]]:
    """Return each list and look-up, by what it is."""
    state, person, handoff = INITIAL.changed(subject=str(md5("p1")), need="housing"), md5("p1"), md5("t1")
    return {
        "times that can be held": lambda: list(slots.slots_free(services[:1], now(), pathway="")[:60]),
        "times by the API": lambda: slots.slots_offered(services[0], now()),
        "our visits": lambda: slots.slots_held(list(slots_ahead(services[:2], now())[:25])),
        "a time that is held": lambda: slots_kept([str(md5("s1"))]),
        "a time that is booked": lambda: slots._pictured([str(md5("s1"))]),
        "accepted elsewhere": lambda: acceptances.accepted_elsewhere(new_id(), state),
        "a need that is free": lambda: acceptances.need_is_free(new_id(), state),
        "without a death": lambda: acceptances.open_without_death(person, besides=new_id()),
        "with a death": lambda: acceptances.those_with_death(person, besides=new_id()),
        "closed in danger": lambda: acceptances.closed_in_danger(person, besides=new_id()),
        "a death": lambda: acceptances.has_died(handoff),
        "rows of a person": lambda: person_held(md5("p2")),
        "merges": lambda: merges_of(person),
        "visits to come": waiting_visits,
        "silent visits": silent_visits,
        "visits asked to be cancelled": lambda: visits._asked_to_cancel(now()),
        "texts that are due": persons.texts_due,
        "texts of a handoff": lambda: (reads.texts_of(handoff), reads.texts_held(handoff)),
        "reminders": lambda: reads.reminders_sent([handoff]),
        "a report": lambda: hearing._found(hearing._known_by("SM17")),
        "a report by our key": lambda: hearing._found(hearing._known_by(str(md5("x1")))),
        "an answer": lambda: hearing._last_to("d17"),
        "offers": lambda: list(Custody.objects.filter(offered_to="x").order_by("offered_until")),
    }


def test_no_list_and_no_look_up_reads_a_whole_table(services: list[str]) -> None:
    with transaction.atomic():
        assert [f"{name}: {each}" for name, run in looked_up(services).items() for each in scans(run)] == []
