"""What the receiver without an account and the person do, on a phone each, by a link that reached them."""

from __future__ import annotations

from typing import Self

from holdfast.protocol.codes import FirstActionOutcome
from tests.browser.main_job.party import Party

FIRST_STEP, PLACE = "Tea and a first talk", "40 River Street"
OWN_WORDS = "I see them tomorrow at nine."


class Guest(Party):
    """The receiver, without an account."""

    def opens(self, link: str) -> Self:
        """Open the link out of their mail."""
        self.who.opens(link)
        return self.presses("Open my page")

    def joins(self) -> Self:
        """Take the receiver's seat in the call."""
        return self.presses("I am on the call")

    def says_all_are_together(self) -> Self:
        """Attest, on their own device."""
        return self.presses("All three of us are together now")

    def accepts(self) -> Self:
        """Answer with a first step, said aloud."""
        return self.begins_answer().says_first_step().sends_answer().sees("The answer is filed.")

    def begins_answer(self) -> Self:
        """Open the form, say yes, and say by when they report back."""
        self.looks_again().follows("Answer for the receiving service")
        self.chooses(self.say("Yes, %(service)s accepts").partition("%(")[0].strip(), group="Answer")
        return self.chooses("Tomorrow", group="By when they report")

    def says_first_step(self) -> Self:
        """Say what happens first, where and when."""
        self.writes("What it is", FIRST_STEP, group="What happens first").writes("At which place", PLACE)
        return self.chooses("Tomorrow", group="When")

    def sends_answer(self) -> Self:
        """Send it."""
        return self.presses("File the answer")

    def reports_visit(self, outcome: FirstActionOutcome = FirstActionOutcome.KEPT) -> Self:
        """Say what became of the first visit."""
        self.follows("Report on the first step").chooses(self.label(outcome))
        return self.presses("Send the report").sees("The report is recorded.")

    def confirms_access(self) -> Self:
        """Say that they took the person on, after it was put right."""
        self.looks_again().follows("Confirm that you took the person on").presses("Confirm")
        return self.sees("It is confirmed. You own the person's care now.")


class Person(Party):
    """The one it is about."""

    def opens(self, link: str) -> Self:
        """Open the link that they took from the clinician's screen."""
        self.who.opens(link)
        return self.presses("Open my page")

    def opens_by_code(self, reference: str, code: str) -> Self:
        """Go to the address that they were told, and type what they heard."""
        self.who.opens("/code/")
        self.writes("The first number you heard", reference).writes("The code you heard", code)
        return self.presses("Open my page")

    def joins(self) -> Self:
        """Say that they are on the call."""
        return self.presses("I am here")

    def says_all_are_together(self) -> Self:
        """Attest, in their words."""
        return self.looks_again().presses("All three of us are here")

    def says_it_back(self) -> Self:
        """Say the next step in their own words."""
        self.looks_again().writes("What happens next? Say it in your own words.", OWN_WORDS)
        return self.presses("This is what I heard").sees("Thank you. We wrote down your words.")
