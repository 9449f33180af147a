"""Sockets: a page hears that something changed, from whatever process, and hears nothing that is not its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from holdfast.accounts.services import role_end
from holdfast.config.clock import now
from holdfast.config.ids import new_id
from holdfast.live import updates
from tests.integration.live.conftest import browser, told


class RealClock:
    """Time passes by itself here: sockets wait for real."""

    def move_to(self, at: datetime) -> None:
        """Do nothing."""


@pytest.fixture
def clock(transactional_db: None) -> RealClock:
    return RealClock()


@pytest.fixture
def opened(walk):
    """A transfer that was opened, now."""
    walk.at = now()
    walk.opens()
    return walk


@pytest.fixture
def site(opened, site):
    """The server, begun when the transfer was open already: nobody hears of the opening."""
    return site


@pytest.fixture
def page(site, opened, staff) -> Iterator:
    """The originator's socket on the transfer."""
    with site.socket(f"transfers/{opened.transfer}/", browser(staff["originator"])) as socket:
        yield socket


def files_elsewhere(walk) -> None:
    """Have another process file something."""
    command = [sys.executable, "-m", "tests.integration.live.filing"]
    arguments = [connection.settings_dict["NAME"], walk.transfer, walk.ids["originator"]]
    subprocess.run([*command, *arguments], check=True, timeout=60)


def refusal(site, path, client=None, origin="") -> int:
    with pytest.raises(InvalidStatus) as refused, site.socket(path, client, origin):
        pass
    return refused.value.response.status_code


def test_what_another_process_files_is_told_with_its_id_and_nothing_else(page, opened):
    files_elsewhere(opened)
    assert told(page) == {"changed": opened.transfer}


def test_several_changes_at_once_are_told_once(page, opened):
    opened.checks_safety()
    opened.checks_safety()
    assert told(page) == {"changed": opened.transfer}
    with pytest.raises(TimeoutError):
        told(page, 1)


def test_a_queue_hears_of_the_transfers_of_its_services(site, opened, staff):
    with site.socket("queues/", browser(staff["colleague"])) as queue:
        opened.checks_safety()
        assert told(queue) == {"changed": opened.transfer}


def test_a_queue_of_quality_hears_of_its_jurisdiction(site, opened, staff):
    with site.socket("queues/", browser(staff["reviewer"])) as queue:
        opened.checks_safety()
        assert told(queue) == {"changed": opened.transfer}


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
def test_a_queue_elsewhere_hears_nothing(site, opened, staff, who):
    with site.socket("queues/", browser(staff[who])) as queue:
        opened.checks_safety()
        with pytest.raises(TimeoutError):
            told(queue, 1.5)


def test_a_foreign_page_is_refused(site, opened, staff):
    client = browser(staff["originator"])
    assert refusal(site, f"transfers/{opened.transfer}/", client, "https://elsewhere.example") == 403


@pytest.mark.parametrize("path", ["queues/", "transfers/{}/", "guests/{}/", "no/such/place/"])
def test_nobody_is_refused(site, opened, path):
    assert refusal(site, path.format(opened.transfer)) == 403


def test_a_strangers_transfer_and_one_that_is_none_are_refused_alike(site, opened, staff):
    client = browser(staff["stranger"])
    assert refusal(site, f"transfers/{opened.transfer}/", client) == 403
    assert refusal(site, f"transfers/{new_id()}/", client) == 403


def test_a_guests_page_hears_as_the_guest_also_where_staff_are_signed_in(site, opened, staff):
    both = browser(staff["stranger"])
    assert refusal(site, f"guests/{opened.transfer}/", both) == 403
    both.cookies["hf_guest"] = opened.cast["person"].token
    assert refusal(site, f"transfers/{opened.transfer}/", both) == 403
    with site.socket(f"guests/{opened.transfer}/", both) as socket:
        opened.checks_safety()
        assert told(socket) == {"changed": opened.transfer}


def test_who_may_see_it_no_more_is_let_go_at_the_next_change(site, opened, staff):
    with site.socket(f"transfers/{opened.transfer}/", browser(staff["colleague"])) as socket:
        held = staff["colleague"].assignments.get()
        role_end(held.staff_id, held.role, held.service_id)
        opened.checks_safety()
        with pytest.raises(ConnectionClosed):
            told(socket)
        assert socket.close_code == updates.NOT_YOURS


def test_who_signed_out_is_let_go_at_the_next_change(site, opened, staff):
    client = browser(staff["originator"])
    with site.socket(f"transfers/{opened.transfer}/", client) as socket:
        client.logout()
        opened.checks_safety()
        with pytest.raises(ConnectionClosed):
            told(socket)
        assert socket.close_code == updates.ENDED


def test_after_a_broken_connection_to_the_database_pages_are_told_to_look_again(page, opened):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE 'SELECT 1'"
        )
    assert told(page, 10) == {"refresh": True}
    opened.checks_safety()
    # The server of the browser tests may listen in this process too: it says so once more.
    said = iter(lambda: told(page), {"changed": opened.transfer})
    assert all(each == {"refresh": True} for each in said)


def test_a_page_that_talks_is_let_go(page):
    page.send("what is new?")
    with pytest.raises(ConnectionClosed):
        told(page)
    assert page.close_code == updates.TALKATIVE


def test_a_message_that_is_too_long_ends_the_socket(page):
    page.send("x" * 2_000)
    with pytest.raises(ConnectionClosed):
        told(page)


def test_one_browser_opens_only_so_many_sockets(site, opened, staff, monkeypatch):
    monkeypatch.setattr(updates, "MOST_OF_ONE", 1)
    client = browser(staff["originator"])
    with site.socket("queues/", client):
        assert refusal(site, "queues/", client) == 403
    time.sleep(0.2)
    with site.socket("queues/", client):
        pass


def test_a_quiet_socket_says_now_and_then_that_it_lives(site, opened, staff, monkeypatch):
    monkeypatch.setattr(updates, "BEAT_SECONDS", 0.2)
    with site.socket("queues/", browser(staff["originator"])) as queue:
        assert told(queue) == {"alive": True}


def test_a_receiver_is_let_go_when_the_person_takes_their_consent_back(site, opened, staff):
    opened.prepares()
    opened.requests()
    with site.socket(f"transfers/{opened.transfer}/", browser(staff["receiver"])) as socket:
        opened.does("person", "revoke_consent", to=opened.ids["service"])
        with pytest.raises(ConnectionClosed):
            told(socket)
        assert socket.close_code == updates.NOT_YOURS
