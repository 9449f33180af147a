"""The words of the chapter `consent`: its steps, its fields, its rules and why they are asked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {
    "propose_consent": StepWords(
        _("Ask for a consent"), _("Ask the person"),
        _("Write down what the person is asked. They read it on their own page. Nothing is shared until they say yes."),
        _("The question is on the person's page. Nothing is shared yet."),
    ),
    "decline_consent": StepWords(
        _("The person says no"), _("Record the no"),
        _("A no is respected. It counts against nobody, and the person stays with you."),
        _("The no is recorded. Nothing is shared."),
    ),
    "read_notice": StepWords(
        _("Record that the notice was read aloud"), _("It was read aloud"),
        _(
            "On a call about substance use records, read this aloud to the receiving side: 42 CFR part 2 prohibits "
            "unauthorized use or disclosure of these records."
        ),
        _("It is on record that the notice was read."),
    ),
    "review_exception": StepWords(
        _("Review an emergency exception"), _("File the review"),
        _("Somebody went without the person's consent. Say whether the emergency called for it."),
        _("The review is filed."),
    ),
}  # fmt: skip
_SERVICE = Words(_("Service"))
_ENDS = Words(_("Ends at"), _("Only if it ends at an hour before the end of its last day."))
_ENDS_WITH = Words(_("It ends by itself when"), _("May stay empty."))
_ENDS_WHEN = Words(
    _("Any other event that ends it"),
    _("May stay empty. Nobody here can see that it came: when it does, somebody takes the consent back."),
)
_PART2 = Words(
    _("For substance use records (42 CFR part 2)"),
    _("Fill this in only if such records may be shared. Until all of it is there, they are not."),
)
FIELDS: dict[str, Words] = {
    "GiveConsent.how": Words(_("How they said yes"), _("Not for an emergency exception.")),
    "GiveConsent.witness_id": Words(_("Who heard it"), _("Only if it was said aloud: a colleague, not yourself.")),
    "GiveConsent.expires_at": _ENDS,
    "GiveConsent.part2": _PART2,
    "GiveConsent.ground": Words(
        _("Why nobody could be asked"),
        _("Only for an emergency exception. It ends after 72 hours, and quality looks at it."),
    ),
    "GiveConsent.interpreter": Words(_("Interpreter"), _("Who interpreted, if it was not in the person's language.")),
    "Part2Consent.discloser": Words(_("Who may share them"), _("A name, or a kind of people.")),
    "Part2Consent.information": Words(_("Which records"), _("In words that say what is in them.")),
    "Part2Consent.recipients": Words(_("Who receives them"), _("A name, or a kind of people.")),
    "Part2Consent.right_to_revoke_told": Words(_("Was the person told that they can take it back, and how?")),
    "Part2Consent.ends_with": _ENDS_WITH,
    "Part2Consent.expiry_event": _ENDS_WHEN,
    "Part2Consent.signed_by": Words(_("Who signed")),
    "Part2Consent.signed_at": Words(_("When they signed")),
    "Part2Consent.redisclosure_told": Words(_("Was the person told that the records may be passed on?")),
    "Part2Consent.consequences_told": Words(_("Was the person told what follows if they say no?")),
    "Part2Asked.discloser": Words(_("Who may share them"), _("A name, or a kind of people.")),
    "Part2Asked.information": Words(_("Which records"), _("In words that say what is in them.")),
    "Part2Asked.recipients": Words(_("Who receives them"), _("A name, or a kind of people.")),
    "Part2Asked.ends_with": _ENDS_WITH,
    "Part2Asked.expiry_event": _ENDS_WHEN,
    "ProposeConsent.scopes": Words(_("What would be shared"), _("Ask for no more than is needed.")),
    "ProposeConsent.to": _SERVICE,
    "ProposeConsent.purpose": Words(_("What it may be used for"), _("The person reads this.")),
    "ProposeConsent.until": Words(_("Last day on which it holds")),
    "ProposeConsent.language": Words(_("Language"), _("The person's own language.")),
    "ProposeConsent.expires_at": _ENDS,
    "ProposeConsent.part2": _PART2,
    "DeclineConsent.to": _SERVICE,
    "ReadNotice.to": Words(_("Service that heard it")),
    "ReviewException.exception": Words(_("Exception")),
    "ReviewException.finding": Words(_("What you found")),
    "ReviewException.note": Words(_("In a few words"), _("May stay empty.")),
}
SENTENCES: tuple[str, ...] = (
    # S.giver
    gettext_noop(
        "A consent is given by the person themself, on their own device or heard by staff; by a guardian only for a "
        "minor."
    ),
    gettext_noop("Ask the person themself, and record how they said yes."),
    # S.language
    gettext_noop("A consent is asked for and given in the person's own language, or with an interpreter."),
    gettext_noop("Ask in the person's language, or name the interpreter who was there."),
    # S.witness
    gettext_noop(
        "A consent that was said aloud was heard by a named witness, not who files it, nor somebody whom it is for."
    ),
    gettext_noop("Name a colleague who heard the person say yes."),
    # S.asked
    gettext_noop("On their own device the person agrees to what they were asked, and to nothing that goes beyond it."),
    gettext_noop("Read again what is asked; it may have changed. Then say yes or no."),
    # S.exception
    gettext_noop(
        "An emergency exception is reviewed by a quality reviewer who neither filed it nor acted for the sending side."
    ),
    gettext_noop("Ask another quality reviewer to look at it."),
    # S.unasked
    gettext_noop("Quality hears at once of every emergency exception that says why nobody was asked."),
    # S.limited
    gettext_noop("An emergency exception opens what an emergency takes, and no more."),
    gettext_noop("Leave out what the emergency does not call for; for the rest ask the person when they can answer."),
    # S.taken_back
    gettext_noop("Nobody takes the person on, and nobody lets go of them, on a yes that was taken back or has ended."),
    gettext_noop(
        "Stop and ask the person. If they say yes again, record it and go on; if not, stay with them: you own this."
    ),
)
REASONS: dict[str, Promise] = {
    "S.giver": _("A yes is worth something only from the one whom it is about."),
    "S.language": _("Nobody agrees to what they could not read or hear in their own words."),
    "S.witness": _("Words leave no trace. A second person who heard them does."),
    "S.asked": _("A tap says yes to what was on the screen, and to nothing else."),
    "S.unasked": _("What is done without a person's word is never done in silence."),
    "S.limited": _("An emergency asks for help now. It is no key to a whole life."),
    "S.taken_back": _("A yes can be taken back at any time, or it was none."),
    "S.exception": _("To go without a person's word is grave. Somebody else must look at it each time."),
}
OFFERED: tuple[str, ...] = ("propose_consent", "decline_consent", "read_notice", "review_exception")
