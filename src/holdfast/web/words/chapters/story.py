"""The words of the chapter `story`: its steps, its fields, its rules."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {
    "tell_story": StepWords(
        _("Tell the story"), _("Save this version"),
        _("Write it once, so that the person need not tell it again. They read it before the receiver sees it."),
        _("The story is saved. The person reads it first, then the receiver sees it."),
    ),
    "story_read": StepWords(
        _("The person read the story"), _("Save this"),
        _("The receiver sees a version once the person has read it, heard it, or did not want to."),
        _("It is saved. The receiver sees what the person agreed to share."),
    ),
    "correct_story": StepWords(
        _("Correct the story"), _("Save the correction"),
        _("The person's words stand beside the words that they correct. Nothing is replaced."),
        _("The correction stands beside the story."),
    ),
    "read_back": StepWords(
        _("Say the story back"), _("Save what you said back"),
        _("Say it in your own words: what you understood, and what you do next."),
        _("What you said back is saved. The person or the sender says whether it is right."),
    ),
    "confirm_read_back": StepWords(
        _("Answer what was said back"), _("Save the answer"),
        _("Did the receiver understand it? Say what is to be put right if not."),
        _("Your answer is saved."),
    ),
    "name_barrier": StepWords(
        _("Name a barrier"), _("Save the barrier"),
        _("Say what may keep the person from the visit. It needs an answer, or somebody who sees to it."),
        _("The barrier is named."),
    ),
    "answer_barrier": StepWords(
        _("Answer a barrier"), _("Save the answer"),
        _("Say what is done about it, or who sees to it and by when."),
        _("The barrier is answered."),
    ),
    "agree_small_step": StepWords(
        _("One small step for today"), _("Save the step"),
        _("What the person will do today, in their own words. They see it on their page."),
        _("The small step is saved."),
    ),
    "report_retelling": StepWords(
        _("It had to be told again"), _("Say that it was told again"),
        _("Say it when the person was asked for their story once more. It is counted, and blames nobody."),
        _("It was counted."),
    ),
}  # fmt: skip

_VERSION = Words(_("Version"), _("The number that stands over the story."))
_BARRIER = Words(_("Barrier"))
_OWN_CONSENT = _("The receiver sees it only where the person agreed to share this by itself.")

FIELDS: dict[str, Words] = {
    "TellStory.replaces": Words(_("Version that this one replaces"), _("0 for the first version.")),
    "TellStory.illness_severity": Words(_("How ill is the person now?"), _("May stay empty.")),
    "TellStory.what_happened": Words(_("What happened")),
    "TellStory.what_changed": Words(_("What changed since"), _("May stay empty.")),
    "TellStory.remains_open": Words(_("What remains open")),
    "TellStory.person_agreed": Words(_("What the person agreed to")),
    "TellStory.receiver_must": Words(_("What the receiver must do next")),
    "TellStory.contingency": Words(_("What may happen, and what to do then"), _("May stay empty.")),
    "TellStory.protective_relationships": Words(_("Who and what holds the person"), _("May stay empty.")),
    "TellStory.recent_losses": Words(_("Recent losses"), _OWN_CONSENT),
    "TellStory.enrolments": Words(_("Benefits, insurance and programs"), _("One each. May stay empty.")),
    "TellStory.enrolments.row": Words(_("Enrolment")),
    "Enrolment.kind": Words(_("What it is")),
    "Enrolment.name": Words(_("What it is called")),
    "Enrolment.status": Words(_("How it stands")),
    "Enrolment.until": Words(_("Holds until"), _("May stay empty.")),
    "TellStory.medications": Words(_("Medicines"), _("One each. May stay empty.")),
    "TellStory.medications.row": Words(_("Medicine")),
    "Medication.kind": Words(_("What it is taken for"), _("It decides who may see this medicine.")),
    "Medication.what": Words(_("Name and strength")),
    "Medication.how_much": Words(_("How much, and how often"), _("May stay empty.")),
    "Medication.left_until": Words(_("Enough left until"), _("May stay empty.")),
    "Medication.prescriber": Words(_("Who prescribed it"), _("May stay empty.")),
    "TellStory.access_needs": Words(_("What the person needs to come and take part"), _("May stay empty.")),
    "TellStory.safety_plan": Words(_("Safety plan, in the person’s own words"), _("Each part may stay empty.")),
    "SafetyPlan.warning_signs": Words(_("How I notice that it gets worse")),
    "SafetyPlan.coping": Words(_("What I can do by myself")),
    "SafetyPlan.people_and_places": Words(_("People and places that take my mind off it")),
    "SafetyPlan.people_to_ask": Words(_("People whom I can ask for help")),
    "SafetyPlan.professionals": Words(_("Services that I can call")),
    "SafetyPlan.making_safer": Words(_("What makes my place safer")),
    "TellStory.substance_use": Words(_("Substance use"), _OWN_CONSENT),
    "StoryRead.version": _VERSION,
    "StoryRead.how": Words(_("How did the person get to know it?")),
    "StoryRead.read_by": Words(_("Who read it aloud"), _("Only if it was read aloud.")),
    "CorrectStory.version": _VERSION,
    "CorrectStory.field": Words(_("What is not right")),
    "CorrectStory.words": Words(_("What is right, in the person’s words")),
    "ReadBack.version": _VERSION,
    "ConfirmReadBack.version": _VERSION,
    "ReadBack.words": Words(_("The story as you understood it, and what you do next")),
    "ConfirmReadBack.is_right": Words(_("Is it right as it was said back?")),
    "ConfirmReadBack.words": Words(_("What is to be put right"), _("Only needed if it is not right.")),
    "NameBarrier.barrier": _BARRIER,
    "NameBarrier.severity": Words(_("How much is it in the way?")),
    "NameBarrier.note": Words(_("In a few words"), _("May stay empty.")),
    "AnswerBarrier.barrier": _BARRIER,
    "AnswerBarrier.answer": Words(_("What is done about it"), _("Leave it empty if somebody still has to see to it.")),
    "AnswerBarrier.owner": Words(_("Who sees to it"), _("Leave it empty if it is answered.")),
    "AnswerBarrier.by": Words(_("By when"), _("Only together with who sees to it.")),
    "AgreeSmallStep.words": Words(_("What the person will do today, in their words")),
    "ReportRetelling.missing": Words(_("What was missing from the story"), _("May stay empty.")),
}

SENTENCES = (
    # S.version
    _("Whoever speaks of the story names its version: a new one the one it replaces, the receiver the one they see."),
    _("Look at the story again: somebody has told it anew. Then say it of the version that stands."),
    # S.reading
    _("That the person read it is their own word; staff name who of the originating service read it to them."),
    _("Let the person say so on their page, or read it to them and name who read it."),
    # S.barrier
    _("A barrier that was named has an answer, or an owner of one of the two services and a time still ahead."),
    _("Name a barrier that stands, and somebody of either service who sees to it by a time to come."),
)
REASONS: dict[str, str | Promise] = {
    "S.version": _("Two who write at once must not overwrite each other, and nobody answers for words they never saw."),
    "S.reading": _("It is the person’s story. Before it goes anywhere, they know what it says."),
    "S.barrier": _("What stands in the way and belongs to nobody is what keeps people from the first visit."),
}
OFFERED: tuple[str, ...] = (
    "tell_story", "story_read", "correct_story", "read_back", "confirm_read_back", "name_barrier", "answer_barrier",
    "agree_small_step", "report_retelling",
)  # fmt: skip
