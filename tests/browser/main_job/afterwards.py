"""What members of staff do after the handoff: check the visit, ask the person, put right what failed."""

from __future__ import annotations

from typing import Self

from holdfast.protocol.codes import (
    CorrectiveOutcome,
    EvidenceGrade,
    FailureCategory,
    FirstActionStatus,
    Instruction,
    PersonReport,
    RetellingAnswer,
    RetellingSource,
    Risk,
)
from tests.browser.main_job.staff import Member


class Reviewer(Member):
    """Who looks whether the first visit happened, and had no part in the handoff."""

    key = "reviewer"

    def checks(self, receivers: EvidenceGrade = EvidenceGrade.B) -> Self:
        """Open the check that waits, and grade the three evidences."""
        self.follows_row(self.cast.case)
        self._grades("The sender’s record", EvidenceGrade.D)
        self._grades("The receiver’s record", receivers)
        return self._grades("What you hear now", EvidenceGrade.C)

    def finds(self, status: FirstActionStatus, risk: Risk = Risk.LOW) -> Self:
        """Say what became of the first step, and file the check."""
        self.chooses(self.label(status), group="What became of the first step")
        self.chooses(self.label(risk), group="Risk that remains").writes("Effect on the service", "0")
        self.chooses("In one week", group="Next step due by").has_it_reviewed("manager")
        return self.presses("File the check")

    def _grades(self, source: str, grade: EvidenceGrade) -> Self:
        self.chooses(self.label(grade), group=source).chooses("Now, when I send this", group=source)
        return self.writes("How to find it again", "seen in the record", group=source)


class FollowUpLead(Member):
    """Who asks the person how it went."""

    key = "follower"

    def hears_that_it_held(self) -> Self:
        """Make the call, and write down what the person says."""
        self.follows_row(self.cast.case)
        self.chooses(self.label(PersonReport.HELD), group="What the person says: did it hold?")
        self.chooses(self.label(RetellingAnswer.YES), group="Was the person spared telling it all again?")
        self.chooses(self.label(RetellingSource.PERSON), group="Whose experience is this?")
        self.chooses("No", group="Does a concern remain?").chooses("In one week", group="Review due by")
        return self.has_it_reviewed("manager").presses("File what was said").sees("The report is filed.")


class Manager(Member):
    """Who says what puts right what failed."""

    key = "manager"

    def instructs(self) -> Self:
        """Give the one instruction, with one owner and by when."""
        self.follows_row(self.cast.case).picks("What broke", self.label(FailureCategory.PERSON_NO_SHOW))
        self.chooses(self.label(Instruction.ORIGINATING_TEAM_REENGAGEMENT), group="What is to be done")
        self.names("Who is accountable for putting it right", "navigator")
        return self.chooses("Tomorrow", group="To be put right by").presses("Give the instruction")


class Navigator(Member):
    """Who stays with the person, and here puts it right."""

    key = "navigator"

    def completes_instruction(self) -> Self:
        """Say that somebody of the receiving service has taken the person on."""
        self.follows_row(self.cast.case).follows("Say how it ended")
        self.chooses(self.label(CorrectiveOutcome.ACCESS_ACHIEVED), group="How the instruction ended")
        self.picks_receiver("Who took the person on")
        return self.presses("Complete the instruction").sees("The instruction has ended.")
