"""What each scope of a consent means to the person, in plain words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.chapters.consent.said import ConsentEnd
from holdfast.protocol.codes import ConsentScope

S = ConsentScope

PLAIN: dict[ConsentScope, Promise] = {
    S.CONTACT_RECEIVER_ONLY: _("That we may call them, with no name"),
    S.IDENTITY_AND_CONTACT: _("Your name, your age and how to reach you"),
    S.NEED_AND_URGENCY: _("What you need help with, and how fast"),
    S.APPOINTMENT_AND_LOGISTICS: _("When and where your visits are, and your ride"),
    S.CLINICAL_SUMMARY: _("A short note about your health and care"),
    S.RISK_AND_SAFETY_PLAN: _("Signs of danger, and your safety plan"),
    S.SUD_PART2: _("Your care for alcohol or drug use"),
    S.MENTAL_HEALTH_SENSITIVE: _("Private notes about your mental health"),
    S.IPV_SENSITIVE: _("That someone close to you hurts or scares you"),
    S.HIV_REPRO_SENSITIVE: _("HIV, pregnancy and birth control"),
    S.LEGAL_AND_IMMIGRATION: _("Your papers to stay here, and things with a court"),
    S.FAMILY_OR_SUPPORTER_INVOLVEMENT: _("That your family or friends may be part of this"),
    S.OUTCOME_BACK_TO_SENDER: _("That they may tell us how it went"),
    S.CALL_RECORDING: _("That a call may be recorded"),
    S.MESSAGING_REMINDERS: _("That they may send you reminders"),
    S.RESEARCH_OR_REPORTING: _("Numbers for reports, with no name"),
}
"""What the person reads: what is shared with a service."""
TOLD_WHEN_NOT = (
    S.CLINICAL_SUMMARY, S.RISK_AND_SAFETY_PLAN, S.SUD_PART2, S.MENTAL_HEALTH_SENSITIVE, S.IPV_SENSITIVE,
    S.HIV_REPRO_SENSITIVE,
)  # fmt: skip
"""What the person reads about being kept back, where it is not asked for."""

ENDS: dict[ConsentEnd, Promise] = {
    ConsentEnd.FIRST_VISIT_KEPT: _("It ends on its own once you have been to your first visit."),
    ConsentEnd.TRANSFER_CLOSED: _("It ends on its own once this plan is done."),
}
"""What ends a yes by itself, to the person."""


def plain_end(end: ConsentEnd | None) -> str:
    """Return what ends a yes by itself, to the person; blank where nothing does."""
    return str(ENDS[end]) if end is not None else ""


def plain_scope(scope: ConsentScope) -> str:
    """Return what a scope means to the person."""
    return str(PLAIN[scope])
