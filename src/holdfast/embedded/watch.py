"""The watch beside an embedded server: it stops the server when the last user was killed and could not.

Started by `lease.py` as `python -m holdfast.embedded.watch HOME RUN PID`; ends with the server.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from holdfast.embedded import account, cluster, lease
from holdfast.embedded.place import Place

SECONDS_BETWEEN_LOOKS = 1


def watch(place: Place, pid: int) -> None:
    """Look until server `pid` is gone; stop it once nobody uses it."""
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        if cluster.server_pid(place) != pid or lease.stop_if_unused(place):
            return


if __name__ == "__main__":
    home, run, pid = sys.argv[1:]
    watch(Place(Path(home), account.caller(), Path(run)), int(pid))
