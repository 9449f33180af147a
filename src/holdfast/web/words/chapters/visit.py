"""The words of the chapter `visit`: its steps, its fields, its rules."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from holdfast.protocol.chapters.visit.faults import VisitFault
from holdfast.web.words.parts import StepWords, Words

STEPS: dict[str, StepWords] = {
    "book_visit": StepWords(
        _("Book the first visit"), _("Book the visit"),
        _("Hold a time that the receiving service published, or propose one that they then confirm."),
        _("The visit is booked. A time that you proposed counts once the receiving service confirms it."),
    ),
    "confirm_visit": StepWords(
        _("Confirm the proposed time"), _("Confirm the time"),
        _("You say for your service that the time holds."),
        _("The time is confirmed."),
    ),
    "acknowledge_visit": StepWords(
        _("Say that you know of the visit"), _("We expect the person"),
        _("You say for your service that you know of the visit and expect the person."),
        _("It is noted that you expect the person."),
    ),
    "reschedule_visit": StepWords(
        _("Move the first visit"), _("Move the visit"),
        _("Every move is counted, with who asked for it. The deadline moves with the visit."),
        _("The visit was moved."),
    ),
    "ask_cancel_visit": StepWords(
        _("Ask to cancel the visit"), _("Ask to cancel"),
        _("The visit stands until the other side has answered."),
        _("The other side is asked. Until they answer, the visit stands."),
    ),
    "answer_cancel": StepWords(
        _("Answer: may the visit be cancelled?"), _("Answer"),
        _("The other side asks to cancel. Say that it is cancelled, or that it has already happened."),
        _("Your answer is recorded."),
    ),
    "person_comes": StepWords(
        _("The person says they will come"), _("They will come"),
        _("Record that the person told you they will come to the visit."),
        _("It is noted that the person will come."),
    ),
}  # fmt: skip
FIELDS: dict[str, Words] = {
    "VisitTime.slot": Words(
        _("A time that the service published"), _("Choose one, and leave the fields about another time empty.")
    ),
    "VisitTime.at": Words(
        _("Or another time"), _("Only where no published time fits. The receiving service confirms it.")
    ),
    "VisitTime.mode": Words(_("How they meet"), _("With another time.")),
    "VisitTime.place": Words(_("Place"), _("With another time, where they meet in person: street and city.")),
    "VisitTime.who": Words(_("Who will be there"), _("With another time. The person is told this name.")),
    "VisitTime.bring": Words(_("What to bring"), _("Plain words. The person reads this.")),
    "BookVisit.companion": Words(
        _("Does the one who stays with the person come along?"),
        _("They meet at the new place, so that the person is not alone there."),
    ),
    "RescheduleVisit.asked_by": Words(_("Who asked for it")),
    "RescheduleVisit.reason": Words(_("Why it moves")),
    "AskCancelVisit.reason": Words(_("Why"), _("The other side reads this.")),
    "AnswerCancel.answer": Words(_("Your answer")),
    "AnswerCancel.outcome": Words(_("What became of it"), _("Only where it has already happened.")),
}
SENTENCES: tuple[str, ...] = (
    # V.slot
    gettext_noop(
        "A published time is one of the receiving service and for this pathway, to come, not withdrawn, held by nobody."
    ),
    gettext_noop("Choose another published time, or propose one for the receiving service to confirm."),
    # V.time
    gettext_noop(
        "A visit lies ahead, on a day and at an hour when the service is open, and as soon as the urgency asks."
    ),
    gettext_noop(
        "Choose a later time, a day on which the service is open, or for an urgency of 48 hours an earlier one."
    ),
    # V.confirmed
    gettext_noop("A time that is not published holds by the word of the receiving side itself, who are identified."),
    gettext_noop("Choose a published time, or let the receiving side say it, signed in or by the link sent to them."),
    # V.answer
    gettext_noop("Who asked to cancel does not answer it, and only the receiving side says what became of a visit."),
    gettext_noop("Wait for the answer of the other side; until then the visit stands."),
    # V.kept
    gettext_noop("A visit is reported as kept or as missed when its time has come, not before."),
    gettext_noop(
        "Report it once its time has come; where it took place earlier, move the visit to that time first; where it "
        "was called off, cancel it."
    ),
    # V.called_off
    gettext_noop("While one side asks to cancel a visit, the other side's answer cancels it, and nothing else."),
    gettext_noop("Let the other side answer; until then the visit stands."),
    # V.one_time
    gettext_noop(
        "Where a visit is confirmed, the first action that is accepted is at its time: there is never a second one."
    ),
    gettext_noop("Name the time of the visit, or move the visit first."),
)
REASONS: dict[str, Promise] = {
    "V.slot": _("A time that two people were promised sends one of them home again."),
    "V.time": _("A visit that cannot take place, or comes too late, is the place where people are lost."),
    "V.confirmed": _("An appointment that nobody over there knows of is none."),
    "V.answer": _("A visit that only one side has cancelled leaves somebody waiting, or a person at a closed door."),
    "V.kept": _("What is said of a visit before its time ends the visit, and nobody asks about it any more."),
    "V.called_off": _("Both sides must know that nobody comes, or one of them waits."),
    "V.one_time": _("Of two times the person can keep only one, and nobody misses them at the other."),
}
"""Why each rule is asked, by its id."""
FAULTS: dict[VisitFault, Promise] = {
    VisitFault.OVER: _("This time is over. A visit lies ahead."),
    VisitFault.CLOSED_DAY: _("The receiving service is closed on that day."),
    VisitFault.CLOSED_HOUR: _("The receiving service is not open at that time."),
    VisitFault.TOO_LATE: _("This is later than an urgency of 48 hours allows."),
    VisitFault.TAKEN: _("Somebody else holds this time already."),
    VisitFault.WITHDRAWN: _("The receiving service has withdrawn this time."),
    VisitFault.ELSEWHERE: _("This time is one of another service."),
    VisitFault.OTHER_PATHWAY: _("This time is kept for another route of the service."),
}
"""What exactly is wrong with a time that V.slot or V.time refused."""
OFFERED: tuple[str, ...] = (
    "book_visit", "confirm_visit", "acknowledge_visit", "reschedule_visit", "ask_cancel_visit", "answer_cancel",
    "person_comes",
)  # fmt: skip
