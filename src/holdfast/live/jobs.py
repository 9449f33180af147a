"""The room's one task: links and names of live events that are over are blanked. It may run twice at once."""

from __future__ import annotations

from django.db.models import Q
from procrastinate.contrib.django import app

from holdfast.live.models import FurtherSeat, VideoLink
from holdfast.transfers.models import Transfer


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="live.forget", pass_context=False)
def forget_words(timestamp: int) -> None:
    """Blank what an event that is over has left, however it ended. `timestamp` is not asked."""
    is_over = ~Q(transfer_id__in=Transfer.objects.filter(is_event_open=True, is_erased=False).values("pk"))
    VideoLink.objects.filter(is_over).exclude(address="").update(address="")
    FurtherSeat.objects.filter(is_over).exclude(name="").update(name="")
