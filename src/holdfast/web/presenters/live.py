"""The live page: the room, how it is opened, who else is on the call, and what went wrong with what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.config.ids import new_id
from holdfast.live.models import LONGEST_LINK, LONGEST_NAME, Company
from holdfast.live.selectors import CompanionView
from holdfast.protocol.codes import Channel, Seat
from holdfast.protocol.outlook import outlook
from holdfast.transfers.callers import Caller
from holdfast.transfers.selectors import Looked
from holdfast.web.forms.fields import Failed, FieldView, Option, Widget
from holdfast.web.forms.pages import page_form
from holdfast.web.parts import Crumb, Custody, ErrorSummary, PersonBanner, Problem
from holdfast.web.presenters.backup import Backup, backup_of, contacts_in
from holdfast.web.presenters.banner import banner_of
from holdfast.web.presenters.cases import Case, case_of
from holdfast.web.presenters.custody import custody_of
from holdfast.web.presenters.packages import PackageCard, package_card
from holdfast.web.presenters.room import Room, must_stop, people_in_room, room_of, seat_of
from holdfast.web.presenters.room_acts import where_of_staff
from holdfast.web.presenters.room_parties import ORDER
from holdfast.web.presenters.room_words import COMPANY, companion_named
from holdfast.web.presenters.safe_contact import SafeCard, safe_card
from holdfast.web.presenters.steps import Reader
from holdfast.web.presenters.updates import Updates, updates_of_transfer

_DONE = {"called": _("Your supervisor was asked to join.")}
OWN = "own"
"""That somebody shares nobody's device."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What kept something from being done: fields with what to do about each, or the controls that refused.

    `typed`: what was typed, kept; `words`: where it was neither of both.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Failed, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    def value(self, name: str, otherwise: str = "") -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, otherwise)


@dataclass(frozen=True, slots=True)
class SmallForm:
    """A form of the page: where it is posted to, its key, its fields, and what would refuse it now."""

    url: str
    key: str
    fields: tuple[FieldView, ...]
    blocked: tuple[Failed, ...] = ()


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else on the call; `leave_url`: where it is said that they left."""

    text: str
    leave_url: str


@dataclass(frozen=True, slots=True)
class LivePage:
    """The page of the live room. `opening`: where none is open and the reader may open one; `company`: while it is."""

    case: str
    banner: PersonBanner | None
    custody: Custody
    crumbs: tuple[Crumb, ...]
    updates: Updates
    errors: ErrorSummary | None
    room: Room
    opening: SmallForm | None
    company: SmallForm | None
    companions: tuple[Companion, ...]
    backup: Backup | None
    package: PackageCard | None
    """What its pathway package asks for; none where it has none."""
    safe: SafeCard | None = None
    """How the person may be reached, and what to say if another answers."""
    note: str = ""
    """What was just done, in words."""


def live_page(looked: Looked, caller: Caller, wrong: Wrong | None = None, *, done: str = "") -> LivePage:
    """Return the page; at most seven statements. `done`: what was just done, as addresses name it."""
    said, transfer_id = wrong or Wrong(), looked.transfer_id
    case = case_of(looked, also=people_in_room(looked.state))
    room = room_of(case, caller, where_of_staff(transfer_id, is_own_page=True))
    runs_it = seat_of(caller, looked) is Seat.ORIGINATOR and not looked.state.is_closed
    return LivePage(
        case=case.view.case_id or "", banner=banner_of(case),
        custody=custody_of(case, outlook(looked.state, looked.at)),
        crumbs=(Crumb(gettext("Handoff"), reverse("transfer_page", args=[transfer_id])),),
        updates=updates_of_transfer(looked), errors=errors_of(said), room=room,
        opening=_opening(looked, caller, said) if runs_it and not room.is_open and not must_stop(case) else None,
        company=_company(case, said) if runs_it and room.is_open else None,
        companions=_companions(transfer_id, room.companions) if runs_it else (),
        backup=backup_of(case, contacts_in(case), Reader.of(caller, case)) if runs_it else None,
        package=package_card(looked), safe=safe_card(case, Reader.of(caller, case)) if runs_it else None,
        note=str(_DONE.get(done, "")),
    )  # fmt: skip


def errors_of(wrong: Wrong) -> ErrorSummary | None:
    """Return what stands at the top of the page; none where nothing is wrong."""
    fields = [Problem(words, f"#id_{name}") for name, words in wrong.fields.items()]
    refused = [Problem(f"{each.sentence} {each.mend}", each.url) for each in wrong.refused]
    others = [Problem(wrong.words)] if wrong.words else []
    problems = (*others, *fields, *refused)
    if not problems:
        return None
    title = gettext("It was not done") if refused else gettext("There is a problem")
    return ErrorSummary(title, problems, gettext("Nothing was changed. What you typed is still here."))


def _opening(looked: Looked, caller: Caller, wrong: Wrong) -> SmallForm:
    """Return the form that opens the room: how it is carried; the built-in room is offered once it is there."""
    data = {"channel": [wrong.value("channel")]} if wrong.typed else None
    form = page_form("open_live_event", looked, caller, data)
    channel = form.field["channel"]
    carried = tuple(option for option in channel.options if option.value != Channel.ROOM)
    link = FieldView(
        "video_link", gettext("Address of your video call"), Widget.LINE,
        hint=gettext("Only for a video call of your own. It begins with https:// and is shown to the three parties."),
        error=wrong.fields.get("video_link", ""), value=wrong.value("video_link")[:LONGEST_LINK],
    )  # fmt: skip
    shown = replace(channel, options=carried, error=wrong.fields.get("channel", ""))
    return SmallForm(reverse("live_open", args=[looked.transfer_id]), str(new_id()), (shown, link), form.blocked)


def _company(case: Case, wrong: Wrong) -> SmallForm:
    """Return the form that says who else is on the call: a role, and a word to call them by where that helps."""
    parties = {Seat.PERSON: case.called, Seat.ORIGINATOR: gettext("Sending team"), Seat.RECEIVER: case.receiver}
    devices = ((OWN, gettext("They have a device of their own")), *((party.value, parties[party]) for party in ORDER))
    fields = (
        _select("kind", gettext("Who is it?"), [(each.value, str(COMPANY[each])) for each in Company], wrong),
        FieldView(
            "name", gettext("What are they called?"), Widget.LINE,
            hint=gettext("A first name is enough. It is shown while the call is open, and then forgotten."),
            error=wrong.fields.get("name", ""), value=wrong.value("name")[: LONGEST_NAME * 4],
        ),
        _select("beside", gettext("Whose device do they share?"), devices, wrong),
    )  # fmt: skip
    return SmallForm(reverse("live_company", args=[case.looked.transfer_id]), str(new_id()), fields)


def _select(name: str, words: str, options: Iterable[tuple[str, str]], wrong: Wrong) -> FieldView:
    chosen = wrong.value(name)
    return FieldView(
        name, words, Widget.SELECT, error=wrong.fields.get(name, ""), value=chosen,
        options=tuple(Option(value, shown, is_chosen=value == chosen) for value, shown in options),
    )  # fmt: skip


def _companions(transfer_id: UUID, companions: Iterable[CompanionView]) -> tuple[Companion, ...]:
    return tuple(
        Companion(companion_named(each), reverse("live_company_leave", args=[transfer_id, each.id]))
        for each in companions
    )
