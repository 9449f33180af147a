"""The worker's tasks of the pages."""

from __future__ import annotations

from procrastinate.contrib.django import app

from holdfast.web.drafts import drafts_expire


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="web.drafts", pass_context=False)
def remove_old_drafts(timestamp: int) -> None:
    """Remove drafts that nobody changed for a week."""
    drafts_expire()
