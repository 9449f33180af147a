"""The keys of an install that sets none: made once, kept beside the data and readable by nobody else.

Only with the embedded database. Whoever brings a database of their own brings the keys too, for then several
processes on several machines must share them.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from holdfast.config.env import SettingError, env_path, env_secret

NAMES = ("HOLDFAST_SECRET_KEY", "HOLDFAST_MASTER_KEY", "HOLDFAST_SEAL_KEY", "HOLDFAST_PUSH_KEY")


def provide_keys() -> None:
    """Have each key stand in the environment before the settings are read.

    Side effects: makes missing key files below the data folder (0600); sets `NAME_FILE` for this process.
    Raises: SettingError when DATABASE_URL is set and a key is not.
    """
    missing = [name for name in NAMES if not env_secret(name)]
    if missing and env_secret("DATABASE_URL"):
        raise SettingError(
            f"With DATABASE_URL, set also {', '.join(missing)} (or {missing[0]}_FILE, the path of a file): "
            "each 32 random bytes in base64, as `openssl rand -base64 32` prints them."
        )
    folder = env_path("HOLDFAST_DATA_DIR", default=Path(".holdfast")) / "keys"
    for name in missing:
        os.environ[f"{name}_FILE"] = str(_kept(folder, name.removeprefix("HOLDFAST_").lower()))


def _kept(folder: Path, name: str) -> Path:
    path = folder / name
    if path.exists():
        return path
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f"{name}.{os.getpid()}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
    try:
        os.link(fresh, path)  # unlike a rename, never over the key that another process made meanwhile
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path
