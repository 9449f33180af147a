"""How strong a handoff must be, on its page: duties that risk asks for, why it is not live, who books as a proxy."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.protocol.chapters.strength.duties import DutyStands, duties
from holdfast.protocol.chapters.strength.said import ConfirmProxy, RecordDuty
from holdfast.protocol.codes import ConsentScope, Mode
from holdfast.transfers.callers import Caller
from holdfast.transfers.giving import barred_for
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.parts import Tag, Tone
from holdfast.web.presenters.names import Names
from holdfast.web.words import times
from holdfast.web.words.codes import explained, in_words


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty: what it asks for, why, whether it is done. `url`: where the reader ticks it off; blank for others."""

    label: str
    meaning: str
    because: str
    tag: Tag
    done: str
    url: str


@dataclass(frozen=True, slots=True)
class StrengthCard:
    """What the card shows. `why_not_live`, `proxy`: blank where there is nothing to say."""

    rows: tuple[DutyRow, ...]
    why_not_live: str
    proxy: str
    proxy_url: str


def strength_card(looked: Looked, caller: Caller, names: Names) -> StrengthCard | None:
    """Return the card; none where there is nothing on it, or it is not the reader's to see. No statement."""
    request = looked.state.request
    if request is None or not looked.may_see(ConsentScope.RISK_AND_SAFETY_PLAN):
        return None
    rows = tuple(_row(each, looked, caller, names) for each in duties(looked.state))
    is_whole = looked.sight is Sight.WHOLE
    card = StrengthCard(
        rows, (request.why_not_live or "") if is_whole else "", _proxy(looked, names), _proxy_url(looked, caller)
    )
    return card if rows or card.why_not_live or card.proxy or card.proxy_url else None


def people_in_duties(looked: Looked) -> set[str]:
    """Return the ids of those whom the card names."""
    proxy = looked.state.strength.proxy
    return {*(each.who for each in looked.state.strength.duties), *([proxy.who] if proxy else [])}


def _row(stands: DutyStands, looked: Looked, caller: Caller, names: Names) -> DutyRow:
    because = ", ".join(in_words(indicator) for indicator in stands.because)
    is_theirs = not stands.is_done and not barred_for(caller, looked, RecordDuty.do)
    address = reverse("command_give", args=[looked.transfer_id, RecordDuty.do])
    return DutyRow(
        label=in_words(stands.duty), meaning=explained(stands.duty),
        because=gettext("Because of: %(signs)s") % {"signs": because},
        tag=Tag(gettext("Done"), Tone.OK) if stands.is_done else Tag(gettext("Not done yet"), Tone.WAIT),
        done=_done(stands, looked, names),
        url=address if is_theirs else "",
    )  # fmt: skip


def _done(stands: DutyStands, looked: Looked, names: Names) -> str:
    if stands.done is None:
        return ""
    told = {"who": names.of(stands.done.who), "when": times.when(stands.done.when, ZoneInfo(looked.state.zone))}
    return gettext("%(who)s, %(when)s") % told


def _proxy(looked: Looked, names: Names) -> str:
    proxy = looked.state.strength.proxy
    if proxy is None:
        return ""
    told = {"who": names.of(proxy.who), "when": times.when(proxy.booked_for, ZoneInfo(looked.state.zone))}
    return gettext("%(who)s booked for the receiving service: %(when)s. This is not a warm handoff.") % told


def _proxy_url(looked: Looked, caller: Caller) -> str:
    request = looked.state.request
    is_asked = request is not None and request.mode is Mode.PROXY_SCHEDULED and looked.state.strength.proxy is None
    if not is_asked or barred_for(caller, looked, ConfirmProxy.do):
        return ""
    return reverse("command_give", args=[looked.transfer_id, ConfirmProxy.do])
