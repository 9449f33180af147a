"""The worker's tasks here. Each may run twice at once, and again: a link is claimed before it is sent."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from holdfast.notify.delivery import deliver, deliver_due


@app.task(queueing_lock=None, pass_context=False)
def deliver_link(request_id: str) -> None:
    """Deliver one link at once."""
    deliver(UUID(request_id))


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="notify.deliver", pass_context=False)
def deliver_links(timestamp: int) -> None:
    """Deliver what is due: what failed before, and what a worker that died left. `timestamp` is not asked."""
    deliver_due()
