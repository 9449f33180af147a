"""CPU figures of this process alone, and the control of everything that only computes."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable

import orjson

from benchmarks.figures import Control
from benchmarks.limit import content

NAME = "SHA-256 chain over canonical JSON of about 1 KiB, hashlib and orjson alone"
_EVENTS = 20_000


def per_second(work: Callable[[], int]) -> float:
    """Do `work` once; return how many of its units it did per second of this process's CPU."""
    gc.collect()
    begun = time.process_time()
    done = work()
    return done / (time.process_time() - begun)


def control(rates: list[float]) -> Control:
    """Return the rates measured by `chain` beside the figures."""
    return Control(NAME, "events per CPU-second", tuple(rates))


def chain() -> int:
    """Chain some events and return how many: what this machine's CPU can do at all."""
    event, prev = orjson.loads(content()), bytes(32)
    for seq in range(_EVENTS):
        form = orjson.dumps({**event, "seq": seq, "prev": prev.hex()}, option=orjson.OPT_SORT_KEYS)
        prev = hashlib.sha256(form).digest()
    return _EVENTS
