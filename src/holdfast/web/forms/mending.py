"""Where each control that refuses is mended: a field of the form itself, or another page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.codes import RecordKind
from holdfast.protocol.packages import rule_of


class Mend(NamedTuple):
    """Where a control is mended. `field`: of the form that was sent (dotted), or the URL name of a page.

    `of`: the record or command that the page is of; blank where it is the transfer's own, or nobody's. `anchor`: the
    place on that page.
    """

    words: str | Promise
    field: str = ""
    page: str = ""
    of: str = ""
    anchor: str = ""


_HERE = _("Change it below")
_LIVE = _("Open the live call")
_HANDOFF = _("Open the handoff")
R = RecordKind

MENDS: dict[str, Mend] = {
    # Gates
    "S.closed": Mend(_("Start a new handoff"), page="handoff_start"),
    "S.role": Mend(_("See who is on call"), page="on_call"),
    "A1.queued": Mend(_("Ask for authorization"), page="record_file", of=R.AUTHORIZATION_REQUEST),
    "S.stopped": Mend(_HANDOFF, page="transfer_page"),
    "C2.locked": Mend(_("Complete the instruction"), page="command_give", of="complete_corrective"),
    "S.order": Mend(_("See which step is next"), page="transfer_page", anchor="steps"),
    # Around the records
    "S.consent": Mend(_("Record a consent"), page="command_give", of="give_consent"),
    "S.safety": Mend(_("Ask whether it is safe to talk"), page="command_give", of="check_safety"),
    "S.giver": Mend(_HERE, field="given_by"),
    "S.language": Mend(_HERE, field="language"),
    "S.witness": Mend(_HERE, field="witness_id"),
    "S.asked": Mend(_HERE, field="scopes"),
    "S.exception": Mend(_HANDOFF, page="transfer_page"),
    "S.limited": Mend(_HERE, field="scopes"),
    "S.taken_back": Mend(_("Ask the person again"), page="command_give", of="give_consent"),
    "M.strength": Mend(_("Choose a stronger way"), field="mode"),
    "M.duty": Mend(_HERE, field="when"),
    "M.proxy": Mend(_HERE, field="who"),
    "N.acceptance": Mend(_HANDOFF, page="transfer_page"),
    "N.person": Mend(_HERE, field="person_heard_next_step"),
    "F.passive": Mend(_("Record a try to reach the receiver"), page="command_give", of="contact_attempt"),
    # Stage A
    "A1.trigger": Mend(_HERE, field="transfer_trigger"),
    "A1.urgency": Mend(_("Rate the urgency below"), field="urgency"),
    "A1.pathway": Mend(_("Choose one route below"), field="receiving_pathway"),
    "A2.independent": Mend(_("See who is on call"), page="on_call"),
    "A2.suitability": Mend(_("Name an accommodation below"), field="accommodations"),
    "A2.risk": Mend(_("Rate the risk below"), field="transfer_failure_risk"),
    "A2.dependencies": Mend(_HERE, field="unresolved_dependencies"),
    "A3.authorized": Mend(_("See the decision"), page="transfer_page", anchor="steps"),
    "A3.fallback": Mend(_("Fill in the backup route below"), field="fallback_route"),
    "A3.person": Mend(_HERE, field="person_readiness"),
    # Stage B
    "B1.ready": Mend(_("File the readiness"), page="record_file", of=R.RELEASE_READINESS),
    "B1.service": Mend(_HERE, field="receiving_service"),
    "B1.realtime": Mend(_("Give the time below"), field="contact_attempted_at"),
    "B1.human": Mend(_("Name the person below"), field="receiving_contact_id"),
    "B1.warm": Mend(_LIVE, page="live_room"),
    "B2.connected": Mend(_("File the connection"), page="record_file", of=R.LIVE_CONNECTION),
    "B2.receiver": Mend(_LIVE, page="live_room"),
    "B2.live": Mend(_LIVE, page="live_room"),
    "B2.explicit": Mend(_("Give the answer below"), field="acceptance"),
    "B2.scope": Mend(_HERE, field="accepted_scope"),
    "B2.action": Mend(_("Say what happens first, and when"), field="first_action"),
    "B2.intake": Mend(_HERE, field="unmet_intake_requirements"),
    "B3.order": Mend(_("See the answer"), page="transfer_page", anchor="steps"),
    "B3.heard": Mend(_("Say how it is known below"), field="person_heard_next_step"),
    "B3.fallback": Mend(_("Fill in the backup contact below"), field="fallback_contact_route"),
    "B3.live": Mend(_LIVE, page="live_room"),
    # Stage C
    "C1.independent": Mend(_HANDOFF, page="transfer_page"),
    "C1.event": Mend(_("Give the day of the handoff below"), field="transfer_event_date"),
    "C1.explicit": Mend(_("Say what became of the first step"), field="first_action_status"),
    "C1.evidence": Mend(_("Add the evidence below"), field="evidence"),
    "C2.category": Mend(_("Choose what broke below"), field="failure_category"),
    "C2.owner": Mend(_("Name a person below"), field="corrective_owner_id"),
    "C2.deadline": Mend(_("Set an earlier deadline below"), field="corrective_deadline"),
    "C3.person": Mend(_HERE, field="person_reported_continuity"),
    "C3.retelling": Mend(_HERE, field="retelling_burden_reduced"),
    # The first visit
    "V.slot": Mend(_("Choose another time below"), field="slot"),
    "V.time": Mend(_("Choose another time below"), field="at"),
    "V.confirmed": Mend(_HANDOFF, page="transfer_page"),
    "V.answer": Mend(_HANDOFF, page="transfer_page"),
    "V.kept": Mend(_HANDOFF, page="transfer_page"),
    "V.called_off": Mend(_("Answer who asked to cancel"), page="command_give", of="answer_cancel"),
    "V.one_time": Mend(_("Move the visit"), page="command_give", of="reschedule_visit"),
    # The story
    "S.version": Mend(_("Look at the story"), page="transfer_page", anchor="story"),
    "S.reading": Mend(_HERE, field="how"),
    "S.barrier": Mend(_HERE, field="barrier"),
    # Safe contact
    "S.plan": Mend(_("Name an earlier day below"), field="valid_until"),
    "S.duress": Mend(_HERE, field="spoke_with_person"),
    "S.danger": Mend(_HANDOFF, page="transfer_page"),
    "S.one_agency": Mend(_("Take a consent back"), page="command_give", of="revoke_consent"),
    "S.protected": Mend(_HERE, field="wish"),
    "S.guardian": Mend(_("Record the rule on guardians"), page="command_give", of="record_guardian_rule"),
    "S.least_intrusive": Mend(_("Choose a gentler step below"), field="kind"),
    "S.reviewed": Mend(_("Review the welfare steps"), page="command_give", of="review_welfare"),
    # Who answers for the person
    "S.deceased": Mend(_("Take the recorded death back"), page="command_give", of="withdraw_death"),
    "S.one_acceptance": Mend(_HANDOFF, page="transfer_page"),
    "S.cover": Mend(_HERE, field="colleague"),
    "S.handover": Mend(_HERE, field="to"),
    "S.unreachable_plan": Mend(_("Record an attempt"), page="command_give", of="attempt_person"),
    # When nobody answers
    "F.alternate": Mend(_("Name somebody else below"), field="who"),
    "F.summary": Mend(_("Send a summary anew"), page="command_give", of="send_secure_summary"),
    "F.bridge": Mend(_HERE, field="person_agreed"),
    "F.owner": Mend(_("Name somebody else below"), field="who"),
}
"""Every control that refuses, by its id."""

_ELSEWHERE = {
    ("M.strength", "open_live_event"): "channel",
    ("B2.receiver", "complete_corrective"): "receiving_person",
}
"""Controls that are asked of several steps, where they are mended in another field than usual."""


def mend_of(control_id: str, step: str) -> Mend:
    """Return where a control that refused `step` is mended."""
    field = _ELSEWHERE.get((control_id, step))
    if field:
        return Mend(_HERE, field=field)
    return MENDS[control_id] if control_id in MENDS else _of_package(control_id)


def _of_package(control_id: str) -> Mend:
    """Return where a rule of a pathway package is mended. Raises KeyError where there is no such rule."""
    found = rule_of(control_id)
    if found is None:
        raise KeyError(control_id)
    package, rule = found
    place = package.place_of(rule)
    return Mend(_HERE, field=place) if place else Mend(_HANDOFF, page="transfer_page")


class Contrary(NamedTuple):
    """An answer that by itself keeps a step from being done: what was sent, what is so then, and how it is mended."""

    field: str
    value: str
    fault: str | Promise
    mend: str | Promise


_CONTRARY = {
    "A2.suitability": Contrary(
        "pathway_suitability", "unsuitable", _("You ticked Unsuitable, so it cannot be authorized."),
        _("Block it, or tick Suitable."),
    )
}  # fmt: skip


def contrary_of(control_id: str, sent: Mapping[str, object]) -> Contrary | None:
    """Return the answer that was sent and brought a refusal about by itself; none where none did."""
    found = _CONTRARY.get(control_id)
    return found if found is not None and sent.get(found.field) == found.value else None


def address_of(mend: Mend, transfer_id: UUID) -> str:
    """Return the address of a mend: of a page, or of a field on the page of the form itself."""
    if mend.field:
        return f"#id_{mend.field.replace('.', '-')}"
    arguments = [] if mend.page in _WITHOUT_TRANSFER else [transfer_id, *filter(None, (mend.of,))]
    anchor = f"#{mend.anchor}" if mend.anchor else ""
    return f"{reverse(mend.page, args=arguments)}{anchor}"


_WITHOUT_TRANSFER = frozenset({"handoff_start", "on_call"})
