"""No log line shows the secret of a link: not of its path, not of a trace, whoever logs it."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.conf import settings

from holdfast.config.logs import HideSecrets, WithoutConnections, hidden

LINK = "hfl_00112233aabbccdd_The-Secret_of-A-link"
ACKNOWLEDGE = "/acknowledge/01930b1e-7f00-7000-8000-000000000000/The-Secret_of-43-characters/"


@pytest.mark.parametrize(
    "said",
    [
        f"Not Found: /join/{LINK}/", f"Forbidden (CSRF cookie not set.): /join/{LINK}/", f"GET https://a.example/join/{LINK}",
        f'"GET /join/{LINK}/?x=1 HTTP/1.1" 404', f"Method Not Allowed (PUT): {ACKNOWLEDGE}", f"join/{LINK}/ not found",
        f"a token by itself: {LINK}", "/sign-in/invitation/The-Secret_of-an-invitation/",
        "/sign-in/password/new/1f-The-Secret_of-a-password/",
    ],
)  # fmt: skip
def test_a_secret_is_hidden_wherever_it_stands(said: str) -> None:
    assert "Secret" not in hidden(said)
    assert "[hidden]" in hidden(said)


@pytest.mark.parametrize(
    "said", ["Not Found: /transfers/abc/joins/x/", "Not Found: /join/", "/sign-in/password/new/sent/", "join us"]
)
def test_what_is_no_secret_stays(said: str) -> None:
    assert hidden(said) == said


def test_the_filter_hides_it_in_arguments_and_traces() -> None:
    written, logger = io.StringIO(), logging.getLogger("test.secrets")
    handler = logging.StreamHandler(written)
    handler.addFilter(HideSecrets())
    logger.addHandler(handler)
    try:
        dict[str, str]()[f"/join/{LINK}/"]
    except KeyError:
        logger.exception("%s: %s", "Not Found", f"/join/{LINK}/", stack_info=True)
    finally:
        logger.removeHandler(handler)
    assert "Secret" not in written.getvalue()
    assert "Not Found: /join/[hidden]/" in written.getvalue()
    assert "KeyError" in written.getvalue()


def test_every_handler_of_the_settings_has_it() -> None:
    told: dict[str, Any] = settings.LOGGING
    assert told["handlers"]
    assert all("secrets" in handler["filters"] for handler in told["handlers"].values())
    assert told["filters"]["secrets"] == {"()": f"{HideSecrets.__module__}.{HideSecrets.__name__}"}


@pytest.mark.parametrize(
    ("level", "said", "is_kept"),
    [
        (logging.INFO, '%s - "WebSocket %s" [accepted]', False), (logging.INFO, '%s - "WebSocket %s" 403', False),
        (logging.INFO, "connection open", False), (logging.INFO, "Uvicorn running on %s://%s:%d", True),
        (logging.ERROR, "connection closed in a way that nobody foresaw", True),
    ],
)  # fmt: skip
def test_nobodys_network_address_stands_in_the_log_for_an_open_page(level: int, said: str, is_kept: bool) -> None:
    record = logging.LogRecord("uvicorn.error", level, __file__, 1, said, (), None)
    kept = WithoutConnections().filter(record)
    assert kept is is_kept
    loggers: Any = settings.LOGGING["loggers"]
    assert loggers["uvicorn.error"] == {"filters": ["connections"]}
