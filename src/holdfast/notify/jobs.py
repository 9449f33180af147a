"""The worker's tasks here. Each may run twice at once, and again: a row is claimed before it is worked off.

What is sent goes one job after the other (`lock`), and none lasts long: a mail server that answers slowly must not keep
the workers from passing time.
"""

from __future__ import annotations

import contextlib
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from holdfast.notify import backups, delivery, sending
from holdfast.notify.addressing import address_due
from holdfast.notify.models import Channel
from holdfast.notify.owners import keep_persons_links, renew_owners_links
from holdfast.notify.texts.hearing import heard_forget
from holdfast.notify.texts.persons import texts_due
from holdfast.notify.visits import visits_due

SENDING, TEXTS = "notify.send", "notify.texts"


@app.task(queueing_lock=None, lock=SENDING, pass_context=False)
def deliver_link(request_id: str) -> None:
    """Deliver one link at once."""
    delivery.deliver(UUID(request_id))


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="notify.address", pass_context=False)
def address(timestamp: int) -> None:
    """Work off the outbox; what comes of it is sent at once. `timestamp` is not asked: the server's clock is."""
    if address_due():
        with contextlib.suppress(AlreadyEnqueued):
            send_waiting.configure().defer(timestamp=timestamp)


@app.periodic(cron="* * * * * */4")
@app.task(queueing_lock=SENDING, lock=SENDING, pass_context=False)
def send_waiting(timestamp: int) -> None:
    """Send what is due: what is new, what failed before, and what a worker that died left."""
    sending.send_due(Channel.EMAIL)
    delivery.deliver_due()
    backups.deliver_backups()
    sending.send_due(Channel.PUSH)


@app.periodic(cron="* * * * * */4")
@app.task(queueing_lock=TEXTS, lock=TEXTS, pass_context=False)
def send_texts(timestamp: int) -> None:
    """Send the texts that are due. A task of its own: a carrier that answers slowly holds up no mail."""
    texts_due()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notify.visits", pass_context=False)
def visits(timestamp: int) -> None:
    """Have people reminded of their first visits, and ask a receiving side that says nothing of one."""
    visits_due()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="notify.renew", pass_context=False)
def renew(timestamp: int) -> None:
    """Let links last on: of guests who still own a transfer, and the person's until 30 days after its close.

    What was kept only to know again what is heard twice is forgotten.
    """
    renew_owners_links()
    keep_persons_links()
    heard_forget()
