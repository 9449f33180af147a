"""What did not arrive is told to who can do something about it: shown at once, and sent like anything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from holdfast.config.clock import now
from holdfast.directory.selectors import service_organization
from holdfast.notify.holders import administrators_of
from holdfast.notify.models import (
    Backup,
    Channel,
    Dispatch,
    GuestLinkRequest,
    Kind,
    PersonsMessage,
    Report,
    Sending,
    ToSend,
)
from holdfast.notify.writing import News, tell
from holdfast.protocol.facts import CLOCK
from holdfast.transfers.models import Transfer
from holdfast.transfers.selectors import policy_of

NEEDS_NOBODY = frozenset({"event-over", "owner-changed", "S.closed"})
"""Why something was not sent that nobody has to do anything about."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that did not arrive, and of which transfer it was."""

    row: ToSend
    transfer_id: UUID | None
    is_harm: bool


def dispatch_not_delivered(dispatch: Dispatch) -> None:
    """Tell the administrators that an email to a member of staff was given up.

    Not where it is such a message itself: those are seen on their page. A browser that can't be woken is no news.
    """
    message = dispatch.message
    if dispatch.channel == Channel.EMAIL and message.kind != Kind.UNDELIVERED:
        _tell(Failed(dispatch, message.transfer_id, message.is_harm))


def link_not_delivered(request: GuestLinkRequest) -> None:
    """Tell who asked for a link that it was not sent, or was given up; of an owner's link, who stays with the person.

    An owner who can't come in is harm: it is about ownership.
    """
    if request.reason in NEEDS_NOBODY:
        return
    is_owners = request.asked_by == CLOCK
    lead = Transfer.objects.filter(pk=request.transfer_id).values_list("continuity_lead_id", flat=True).first()
    _tell(Failed(request, request.transfer_id, is_owners), [lead or "" if is_owners else request.asked_by])


def backup_not_told(backup: Backup) -> None:
    """Tell who stays with the person that the backup of the owner has not been told."""
    if backup.reason not in NEEDS_NOBODY:
        lead = Transfer.objects.filter(pk=backup.transfer_id).values_list("continuity_lead_id", flat=True).first()
        _tell(Failed(backup, backup.transfer_id, is_harm=False), [lead or ""])


def text_not_delivered(text: PersonsMessage) -> None:
    """Tell who stays with the person, and who asked, that a text did not reach them; not where nothing was amiss."""
    if text.reason in NEEDS_NOBODY | {"called-off", "nobody"}:
        return
    lead = Transfer.objects.filter(pk=text.transfer_id).values_list("continuity_lead_id", "owner_id").first()
    _tell(Failed(text, text.transfer_id, is_harm=False), {text.asked_by, *filter(None, lead or ())})


def text_not_arrived(text_id: UUID) -> None:
    """Give up a text that the carrier took and then could not deliver, and tell of it, once."""
    lost = PersonsMessage.objects.filter(pk=text_id)
    if lost.filter(status=Sending.SENT, report=Report.FAILED).update(status=Sending.GIVEN_UP, reason="not-arrived"):
        text_not_delivered(lost.get())


def _tell(failed: Failed, also: Iterable[str] = ()) -> None:
    at = now()
    transfer = Transfer.objects.filter(pk=failed.transfer_id).first() if failed.transfer_id else None
    service = transfer.service_id if transfer is not None else ""
    organization = service_organization(service)[0] if service else ""
    news = News(
        kind=Kind.UNDELIVERED, at=at, transfer_id=failed.transfer_id, about=f"{failed.row.pk}/{failed.row.tries}",
        zone=transfer.zone if transfer is not None else "UTC", is_harm=failed.is_harm, night=policy_of(service).night,
    )  # fmt: skip
    wanted = failed.row.status == Sending.GIVEN_UP or failed.is_harm
    administrators = administrators_of(organization, at) if wanted else ()
    tell(news, [*also, *administrators])
