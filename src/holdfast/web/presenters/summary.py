"""The secure summary on the page of the one to whom it was sent: shown once opened, as far as the consent goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from holdfast.config.ids import new_id
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import Looked
from holdfast.web.presenters.guest import GuestPage, guest_page_of
from holdfast.web.presenters.joining import Team, team
from holdfast.web.words.failures import failure_words

OPENING = "summary_opened"


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """What is shown. `page`: none before it is opened, and where it may not be; `why`: why it may not, in words."""

    page: GuestPage | None
    team: Team
    """Who sent it, with numbers to call."""
    until: datetime | None
    why: str
    key: str


def summary_waits(looked: Looked, caller: Caller) -> bool:
    """Say whether a summary was sent to the guest and waits, or is over, and they have no other part in the handoff.

    Before the handoff, to whom one was ever sent a link that can be opened again is its link: it shows nothing else.
    """
    sent, me = looked.state.contact.summary, looked.asker.party.id
    live, accepted = looked.state.live, looked.state.accepted
    has_part = me == looked.state.owner or (accepted is not None and accepted.by == me)
    is_called = live is not None and live.is_open
    if has_part or is_called:
        return False
    is_mine = sent is not None and sent.to == me
    is_again = caller.guest is not None and not caller.guest.is_one_time
    is_by_its_link = looked.state.handoff is None and is_again and me in looked.state.contact.summaries_to
    if sent is not None and is_mine and sent.opened and looked.at < sent.until:
        return False
    return is_by_its_link or (sent is not None and is_mine and not sent.opened)


def summary_page(looked: Looked, caller: Caller) -> SummaryPage:
    """Return the page; as many statements as the guest's page."""
    sent, barred = looked.state.contact.summary, barred_for(caller, looked, OPENING)
    is_mine = sent is not None and sent.to == caller.party.id
    is_over = sent is None or not is_mine or looked.at >= sent.until
    ended = gettext("It was taken back, or its time is over. Ask the team that sent it to send it again.")
    why = ended if is_over else " ".join(map(failure_words, barred))
    is_open = not why and sent is not None and sent.opened > 0 and bool(looked.scopes)
    page = guest_page_of(looked, caller) if is_open else None
    by = team(looked.state.service)
    return SummaryPage(page, by, sent.until if sent is not None and is_mine else None, why, str(new_id()))
