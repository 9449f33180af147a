"""Whom the forms of failed contact and of people who change offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from holdfast.accounts.selectors import Colleague
from holdfast.protocol.chapters.custody.duties import duty_holders
from holdfast.protocol.situation import ESCALATION_OWNERS
from holdfast.web.forms.fields import Option
from holdfast.web.presenters.names import names_of
from holdfast.web.words.codes import in_words

if TYPE_CHECKING:
    from holdfast.web.forms.choices import Around


def _of_staff(around: Around, fits: Callable[[Colleague], bool]) -> Iterator[Option]:
    for each in around.staff.people:
        if fits(each):
            yield Option(each.id, f"{each.name}, {in_words(each.role)}, {each.service_name}")


def _duty_holders(around: Around) -> Iterator[Option]:
    """Who has a duty in it, for whom a colleague can stand in."""
    holders = sorted(duty_holders(around.looked.state)) if around.is_whole else []
    known = names_of(holders, me=around.caller.party.id)
    yield from (Option(each, known.name(each)) for each in holders)


def _covered(around: Around) -> Iterator[Option]:
    covers = [each for each in around.looked.state.custody.covers if around.looked.at < each.until]
    known = names_of({each.for_whom for each in covers}, me=around.caller.party.id)
    yield from (Option(each.for_whom, known.name(each.for_whom)) for each in covers)


def _any_colleague(around: Around) -> Iterator[Option]:
    yield from _of_staff(around, lambda each: True)


def _colleagues(around: Around) -> Iterator[Option]:
    """Colleagues at the owner's service, without the owner."""
    state = around.looked.state
    yield from _of_staff(around, lambda each: state.owner_service in each.services and each.id != state.owner)


def _of_team(around: Around) -> Iterator[Option]:
    yield from _of_staff(around, lambda each: around.looked.state.service in each.services)


def _recipients(around: Around) -> Iterator[Option]:
    """Who can stand for the receiving service: its intake contacts and its staff."""
    for each in around.contacts:
        yield Option(each.id, ", ".join(filter(None, (each.name, each.title or _("intake contact")))))
    yield from _of_staff(around, lambda each: around.receiving in each.services)


def _untried(around: Around) -> Iterator[Option]:
    """Those of them who were not tried in vain."""
    tried = around.looked.state.contact.in_vain
    yield from (option for option in _recipients(around) if option.value not in tried)


def _who_make_answer(around: Around) -> Iterator[Option]:
    """Supervisors and directors who have no part on the originating side."""
    hands = around.looked.state.originating_hands
    yield from _of_staff(around, lambda each: each.role in ESCALATION_OWNERS and each.id not in hands)


PEOPLE_AROUND: dict[str, Callable[[Around], Iterator[Option]]] = {
    "StandIn.for_whom": _duty_holders,
    "StandIn.colleague": _any_colleague,
    "EndCover.for_whom": _covered,
    "OfferCustody.to": _colleagues,
    "PlanUnreachable.lead": _of_team,
    "AlternateContact.who": _untried,
    "SendSecureSummary.to": _recipients,
    "PlanBridgeContact.who": _of_team,
    "NameEscalationOwner.who": _who_make_answer,
}
"""Whom each field offers, by the model and the field."""
