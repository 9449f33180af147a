"""What no log line may show: the secrets of links, which stand in addresses, and bearer secrets wherever they are."""

from __future__ import annotations

import logging
import re

HIDDEN = "[hidden]"
_IN_PATHS = re.compile(
    r"((?:^|\W)(?:join|acknowledge/[0-9a-f-]{36}|sign-in/(?:invitation|demo|password/new))/)(?!sent/|done/)[^/\s\"'<>?#]+"
)
"""The segment after these is a secret. Some messages name a path without its first slash."""
_BEARER = re.compile(r"\bhf[a-z]_[0-9A-Za-z]+_[\w-]+")
"""The secrets that `accounts.credentials` makes know themselves by how they begin."""
_CONNECTION = re.compile(r"%s - \"WebSocket |connection (open|closed|rejected)")
_TRACEBACKS = logging.Formatter()


def hidden(text: str) -> str:
    """Return a text without the secrets in it."""
    return _BEARER.sub(HIDDEN, _IN_PATHS.sub(rf"\g<1>{HIDDEN}", text))


class WithoutConnections(logging.Filter):
    """Leaves out what uvicorn says of every socket at INFO: it names the network address of whoever reads a page."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let through whatever is not about one connection."""
        return record.levelno > logging.INFO or not _CONNECTION.match(str(record.msg))


class HideSecrets(logging.Filter):
    """Takes secrets out of a record before any handler writes it: of its message, and of the trace of an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without its secrets."""
        said = record.getMessage()
        shown = hidden(said)
        if shown != said:
            record.msg, record.args = shown, None
        if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
            record.exc_text = _TRACEBACKS.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = hidden(record.exc_text)
        if record.stack_info:
            record.stack_info = hidden(record.stack_info)
        return True
