from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.config.email import mail_by
from holdfast.config.env import SettingError

FOLDER = Path("/data/outbox")


def test_without_an_address_mail_is_files_in_the_data_folder():
    assert mail_by("", folder=FOLDER).file_path == "/data/outbox"


def test_a_file_address_names_the_folder():
    assert mail_by("file:/var/mail%20out", folder=FOLDER).file_path == "/var/mail out"


@pytest.mark.parametrize(
    ("address", "port", "is_ssl", "is_tls"),
    [
        ("smtps://u:p%40ss@mail.example", 465, True, False),
        ("smtp://u:p%40ss@mail.example:2525", 2525, False, True),
        ("smtp://u:p%40ss@localhost?tls=none", 587, False, False),
    ],
)
def test_a_server_is_reached_with_encryption_unless_it_is_on_this_machine(address, port, is_ssl, is_tls):
    found = mail_by(address, folder=FOLDER)
    assert (found.user, found.password) == ("u", "p@ss")
    assert (found.port, found.use_ssl, found.use_tls) == (port, is_ssl, is_tls)


@pytest.mark.parametrize(
    "address",
    [
        "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:port", "smtp://mail.example:99999",
        "smtp://mail.example/inbox", "smtp://mail.example?tls=none", "smtps://localhost?tls=none",
        "smtp://localhost?tls=maybe", "smtp://localhost?starttls", "file:relative", "file://host/folder", "smtp://[::1",
    ],
)  # fmt: skip
def test_an_odd_address_stops_the_start(address):
    with pytest.raises(SettingError, match="HOLDFAST_EMAIL_URL"):
        mail_by(address, folder=FOLDER)


def test_a_refused_address_is_not_repeated_for_it_may_hold_a_password():
    with pytest.raises(SettingError) as refused:
        mail_by("ftp://u:hunter2@mail.example", folder=FOLDER)
    assert "hunter2" not in str(refused.value)
