"""Messages are sent at least once, through a real mail server: refused, slow, gone, killed in between, by several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from holdfast.accounts.models import Staff
from holdfast.config.clock import now
from holdfast.notify import trying
from holdfast.notify.models import Channel, Dispatch, Kind, Message
from holdfast.notify.sending import send, send_due
from holdfast.notify.trying import LEASE
from holdfast.notify.writing import News, tell
from holdfast.protocol.policy import Night
from tests.integration.notify.servers import (
    HOST,
    Dropping,
    Inbox,
    Refusing,
    RefusingLetters,
    Slow,
    certificate,
    mail_server,
    tls_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
SENDER = "holdfast@clinic.example"
NEVER = Night(begins="00:00", ends="00:00")


@pytest.fixture
def somebody():
    return Staff.objects.create(email="ana@clinic.example", display_name="Ana Ruiz")


@pytest.fixture
def waiting(somebody):
    """Tell somebody something; what is to be sent by email."""
    tell(News(kind=Kind.VACANCY, at=now(), night=NEVER, about="a place"), [str(somebody.pk)])
    return Dispatch.objects.get()


@pytest.fixture
def by_smtp(settings):
    """Have Django send through its SMTP backend to a port of loopback."""

    def use(port: int, **more) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, port, 1
        settings.EMAIL_USE_TLS = more.get("tls", False)
        settings.DEFAULT_FROM_EMAIL = SENDER

    return use


def _with(inbox: Inbox, by_smtp, dispatch: Dispatch, **more) -> Dispatch:
    """Try to send something by a mail server of some temper; return what it then says of itself."""
    with mail_server(inbox, tls=more.get("tls")) as port:
        by_smtp(port, tls="tls" in more)
        send(dispatch.pk)
    dispatch.refresh_from_db()
    return dispatch


def test_a_message_arrives_with_an_id_that_comes_from_its_row(waiting, by_smtp):
    inbox = Inbox()
    assert _with(inbox, by_smtp, waiting).status == "sent"
    assert inbox.ids == [f"<{waiting.pk}@clinic.example>"]
    assert inbox.mails[0]["Auto-Submitted"] == "auto-generated"
    assert inbox.seen == ["ana@clinic.example"]


def test_an_address_that_is_refused_for_good_is_given_up_and_that_is_told(waiting, by_smtp, somebody):
    came = _with(Refusing("550 nobody here"), by_smtp, waiting)
    assert (came.status, came.reason, came.tries) == ("given_up", "address-refused", 1)


def test_a_letter_that_is_refused_for_good_is_given_up(waiting, by_smtp):
    came = _with(RefusingLetters(), by_smtp, waiting)
    assert (came.status, came.reason) == ("given_up", "letter-refused")


def test_an_address_that_is_refused_for_now_is_tried_again(waiting, by_smtp):
    came = _with(Refusing("451 later"), by_smtp, waiting)
    assert (came.status, came.tries) == ("waiting", 1)
    assert came.next_try_at > now()


def test_a_server_that_is_too_slow_is_tried_again(waiting, by_smtp):
    inbox = Slow(2)
    assert _with(inbox, by_smtp, waiting).status == "waiting"


def test_a_server_that_is_gone_before_it_answers_gets_the_same_message_again(waiting, by_smtp):
    dropping, inbox = Dropping(), Inbox()
    assert _with(dropping, by_smtp, waiting).status == "waiting"
    Dispatch.objects.update(next_try_at=now())
    assert _with(inbox, by_smtp, waiting).status == "sent"
    assert dropping.ids == inbox.ids


def test_no_server_at_all_is_tried_again_after_growing_pauses(waiting, by_smtp):
    by_smtp(9)
    pauses = []
    for _ in range(4):
        began = now()
        send(waiting.pk)
        waiting.refresh_from_db()
        pauses.append(round((waiting.next_try_at - began).total_seconds(), -1))
        Dispatch.objects.update(next_try_at=now())
    assert pauses == [10, 20, 40, 80]


def test_while_the_server_is_away_one_message_a_run_is_tried(somebody, by_smtp):
    for number in range(3):
        tell(News(kind=Kind.VACANCY, at=now(), night=NEVER, about=str(number)), [str(somebody.pk)])
    by_smtp(9)
    assert send_due(Channel.EMAIL) == 0
    assert sorted(Dispatch.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_what_can_not_be_delivered_in_time_is_given_up(waiting, by_smtp):
    Dispatch.objects.update(useful_until=now())
    by_smtp(9)
    send(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason) == ("given_up", "ConnectionRefusedError")


def test_a_server_is_spoken_to_under_tls(waiting, by_smtp, tmp_path, monkeypatch):
    file, inbox = certificate(tmp_path), Inbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert _with(inbox, by_smtp, waiting, tls=tls_of(file)).status == "sent"
    assert len(inbox.mails) == 1


def test_a_server_that_shows_a_certificate_nobody_trusts_gets_nothing(waiting, by_smtp, tmp_path):
    inbox = Inbox()
    assert _with(inbox, by_smtp, waiting, tls=tls_of(certificate(tmp_path))).status == "waiting"
    assert (inbox.mails, inbox.seen) == ([], [])


def test_a_worker_that_dies_between_sending_and_writing_it_down_sends_it_once_more(waiting, by_smtp, monkeypatch):
    inbox = Inbox()
    with monkeypatch.context() as patch:
        patch.setattr(trying, "settle", _dies)
        with pytest.raises(KeyboardInterrupt):
            _with(inbox, by_smtp, waiting)
    assert _with(inbox, by_smtp, waiting).status == "waiting"  # its lease is not over
    Dispatch.objects.update(next_try_at=now())
    assert _with(inbox, by_smtp, waiting).status == "sent"
    assert inbox.ids == [f"<{waiting.pk}@clinic.example>"] * 2


def _dies(*_, **__):
    raise KeyboardInterrupt


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from holdfast.notify import trying
trying.settle = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from holdfast.notify.models import Channel
from holdfast.notify.sending import send_due
send_due(Channel.EMAIL)
"""


def test_a_worker_that_is_killed_in_between_is_followed_by_another_with_the_same_message(waiting, by_smtp):
    inbox = Inbox()
    with mail_server(inbox) as port:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        env |= {
            "HOLDFAST_EMAIL_URL": f"smtp://{HOST}:{port}?tls=none",
            "HOLDFAST_EMAIL_FROM": SENDER,
        }
        command = [sys.executable, "-c", KILLED, str(connection.settings_dict["NAME"])]
        done = subprocess.run(command, env=env, timeout=60, check=False)
        assert done.returncode == -signal.SIGKILL
        waiting.refresh_from_db()
        assert (waiting.status, waiting.tries) == ("waiting", 1)
        assert now() + LEASE - timedelta(seconds=60) < waiting.next_try_at
        Dispatch.objects.update(next_try_at=now())
        by_smtp(port)
        send_due(Channel.EMAIL)
    assert inbox.ids == [f"<{waiting.pk}@clinic.example>"] * 2


def test_several_workers_send_each_message_once(somebody, by_smtp):
    for number in range(20):
        tell(News(kind=Kind.VACANCY, at=now(), night=NEVER, about=str(number)), [str(somebody.pk)])
    inbox = Inbox()
    with mail_server(inbox) as port:
        by_smtp(port)
        workers = [threading.Thread(target=_works) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert len(inbox.ids) == len(set(inbox.ids)) == 20
    assert set(Dispatch.objects.values_list("status", flat=True)) == {"sent"}


def _works() -> None:
    send_due(Channel.EMAIL)
    connection.close()


def test_a_message_that_is_given_up_is_itself_told_and_that_one_is_not(waiting, by_smtp, administrator_alone):
    _with(Refusing("550 nobody here"), by_smtp, waiting)
    told = Message.objects.get(staff=administrator_alone)
    assert (told.kind, told.about) == ("undelivered", f"{waiting.pk}/1")
    _with(Refusing("550 nobody here"), by_smtp, Dispatch.objects.get(message=told))
    assert Message.objects.filter(kind=Kind.UNDELIVERED).count() == 1
    assert mail.outbox == []
