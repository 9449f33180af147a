"""The worker's own task here: to seal, every minute or when many heads wait. It may run twice at once, and again."""

from __future__ import annotations

from procrastinate.contrib.django import app

from holdfast.config import clock
from holdfast.ledger.services import is_seal_due, seal


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="ledger.seal", pass_context=False)
def seal_due(timestamp: int) -> None:
    """Seal all that waits, where it is due. `timestamp` is the scheduler's and is not asked: the server's clock is."""
    if not is_seal_due(clock.now()):
        return
    while seal(clock.now()):
        pass
