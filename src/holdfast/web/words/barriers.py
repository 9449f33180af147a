"""What may get in the person's way, as they would say it themselves: plain words of their own page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.protocol.chapters.story.lists import Barrier, BarrierSeverity

B, S = Barrier, BarrierSeverity

OWN: dict[Barrier, Promise] = {
    B.TRANSPORT: _("It is hard for me to get there"),
    B.INSURANCE_OR_COST: _("It may cost too much"),
    B.LANGUAGE_OR_INTERPRETER: _("It is not in my language"),
    B.PHONE_OR_DATA_ACCESS: _("I have no phone, or no data"),
    B.DIGITAL_SKILL: _("Screens and links are hard for me"),
    B.NO_SAFE_PLACE_TO_TALK: _("I have no safe place to talk"),
    B.HOUSING_INSTABILITY: _("I have no home, or may lose it"),
    B.CHILDCARE: _("No one can watch my kids"),
    B.WORK_OR_SCHOOL_TIME: _("I have work or school then"),
    B.DISABILITY_ACCESS: _("I can not get in, or hear or see well there"),
    B.COGNITIVE_OR_LITERACY: _("It is hard for me to read it or keep it in mind"),
    B.IDENTIFICATION_OR_DOCUMENTS: _("I do not have the papers that they ask for"),
    B.IMMIGRATION_FEAR: _("I fear that it could harm my stay in this country"),
    B.STIGMA_OR_DISTRUST: _("I feel shame, or I do not trust them"),
    B.PAST_BAD_EXPERIENCE: _("It went badly for me before"),
    B.MEDICATION_OR_PHARMACY: _("I can not get my medicine"),
    B.LEGAL_OR_SUPERVISION_CONDITION: _("A court or an officer says what I must do"),
    B.CO_OCCURRING_SUBSTANCE_USE: _("Alcohol or drugs make it hard"),
    B.WAITLIST: _("I would have to wait too long"),
    B.ELIGIBILITY: _("They may say that I can not have it"),
}
"""What stands in the way."""
HOW_MUCH: dict[BarrierSeverity, Promise] = {
    S.MAY_HINDER: _("It could get in my way"),
    S.HINDERS: _("It makes it hard, but I can come"),
    S.BLOCKS: _("I can not come like this"),
}
"""How much it does."""
