"""`holdfast serve` itself: a matter reaches a mailbox within seconds, and nothing it logs names anybody or a secret."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.embedded import account, cluster
from holdfast.embedded.place import find_place
from tests.integration.notify.servers import HOST, Inbox, mail_server
from tests.serving import _NOT_OURS, Served

REPOSITORY = Path(__file__).resolve().parents[3]
REACHED_WITHIN_SECONDS = 15


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a short path, as sockets need."""
    top = Path(tempfile.mkdtemp(prefix="holdfast-mail-"))
    top.chmod(0o755)
    yield top
    cluster.stop(find_place(top, account.for_postgres()))
    shutil.rmtree(top, ignore_errors=True)


def _told_inside(folder: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    subprocess.run(
        [sys.executable, "-m", "tests.integration.notify.inside"], cwd=REPOSITORY, check=True, timeout=60,
        env={**own, "HOLDFAST_DATA_DIR": str(folder)},
    )  # fmt: skip


@pytest.mark.full
def test_a_matter_reaches_a_mailbox_within_seconds(folder: Path) -> None:
    inbox = Inbox()
    with mail_server(inbox) as port:
        url = f"smtp://{HOST}:{port}?tls=none"
        with Served(folder, HOLDFAST_EMAIL_URL=url, HOLDFAST_LOG_LEVEL="DEBUG") as site:
            assert site.becomes_healthy(), (site.status("/healthz"), site.log.read_text())
            _told_inside(folder)
            until = time.monotonic() + REACHED_WITHIN_SECONDS
            while not inbox.mails and time.monotonic() < until:
                time.sleep(0.2)
            site.status("/join/hfl_00112233aabbccdd_The-Secret/nowhere/")
            assert site.stop() == 0
    assert inbox.seen == ["omar@holdfast.example"]
    logged = site.log.read_text()
    secret = str(inbox.mails[0].get_content()).split("/acknowledge/")[1].split("/")[1]
    for hidden in ("omar", "The-Secret", secret, "missed-appointments"):
        assert hidden not in logged, hidden
