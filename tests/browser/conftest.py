"""Real Chromium against the real application on loopback: one server and one browser a run, one context a party.

Every test here commits (the server reads what the test writes), so what it made is emptied after it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import WHY_SKIPPED, chromium
from tests.browser.visitor import Device, Visitor

HERE = Path(__file__).parent
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where there is no Chromium."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason=WHY_SKIPPED))


@dataclass(frozen=True, slots=True)
class Chromium:
    """One Chromium for the whole run, and the loop in which Playwright drives it from this very thread."""

    browser: Browser
    loop: asyncio.AbstractEventLoop

    @contextmanager
    def driven(self) -> Iterator[Browser]:
        """Have the loop be the thread's own for a while only, so that other tests may run loops of theirs.

        The tests' own queries are not asynchronous for it, but Django thinks so.
        """
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
            asyncio._set_running_loop(self.loop)
            try:
                yield self.browser
            finally:
                asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def chromium_running() -> Iterator[Chromium]:
    """Start Chromium once."""
    playwright = sync_playwright().start()
    started = Chromium(
        playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS), asyncio.get_running_loop()
    )
    asyncio._set_running_loop(None)
    yield started
    with started.driven():
        started.browser.close()
        playwright.stop()


@pytest.fixture
def browser(chromium_running: Chromium) -> Iterator[Browser]:
    """The browser, for one test."""
    with chromium_running.driven() as driven:
        yield driven


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """The address of the application: pages, API and sockets, as `holdfast serve` serves them, without a worker."""
    from holdfast.config.asgi import application

    server = uvicorn.Server(
        uvicorn.Config(application, port=0, lifespan="on", ws="websockets-sansio", log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run, name="site", daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with override_settings(HOLDFAST_PUBLIC_URL=address):
        yield address
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def visitor(transactional_db: None, browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Make visitors, each on a device of their own: `visitor()`, `visitor(staff)`, `visitor(device=PHONE)`."""
    made: list[Visitor] = []

    def make(staff: object = None, device: Device | None = None) -> Visitor:
        made.append(Visitor(browser, site, device or Device(), staff))
        return made[-1]

    yield make
    for each in made:
        each.leave()
