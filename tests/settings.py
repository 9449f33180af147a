"""Settings of the tests: the product's own, with keys that are no secret and an embedded server of its own."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# Before the product's settings read them. DATABASE_URL of the shell is not for tests: they empty what they use.
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DATABASE_OWNER_URL", None)
os.environ.setdefault("HOLDFAST_DATA_DIR", str(REPOSITORY / ".holdfast" / "tests"))

from holdfast.config.settings import *  # noqa: E402, F403
from holdfast.config.settings import DATABASES  # noqa: E402

SECRET_KEY = "only-for-tests"
HOLDFAST_MASTER_KEY = "dGhpcyBpcyBhIGtleSBmb3IgdGVzdHMgb25seSAzMiE="
HOLDFAST_PUSH_KEY = "YW5vdGhlciBrZXkgZm9yIHRlc3RzIG9ubHksIDMyYnk="
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# A lasting connection of a thread would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
HOLDFAST_SHARED = Path(os.environ.get("HOLDFAST_SHARED", REPOSITORY.parent / "shared"))
