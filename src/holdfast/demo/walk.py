"""A whole warm transfer over HTTP, each step by the party whose part it is, told line by line as it happens.

Nothing is faked: the clock is the server's own, and so is every answer. It ends at the first that is otherwise.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http import HTTPStatus
from pathlib import Path
from typing import Any

from holdfast.demo.calls import Answer, Caller
from holdfast.protocol.errors import HoldfastError

PERSON = "quince"
"""Whose transfer is walked: somebody of the county who has none yet."""
MAIL_SECONDS = 20
_LINK = re.compile(r"hfl_[0-9a-f]+_[\w-]+")
Say = Callable[[str], None]


class WentOtherwise(HoldfastError):  # noqa: N818 - what happened
    """The server answered otherwise than the protocol says; the message says how."""


@dataclass
class Walk:
    """The walk so far: who calls with which token, and the transfer."""

    port: int
    tokens: Mapping[str, str]
    outbox: Path
    say: Say
    transfer_id: str = ""
    guests: dict[str, Caller] = field(default_factory=dict)
    steps: int = 0

    def as_(self, who: str) -> Caller:
        """Return the caller of a role, or of a guest."""
        return self.guests.get(who) or Caller(self.port, self.tokens[who])

    def do(self, who: str, command: str, fields: Mapping[str, object], *, key: str = "") -> Answer:
        """Give a command."""
        return self.as_(who).post(f"/transfers/{self.transfer_id}/commands/{command}", fields, key=key)

    def file(self, who: str, record: str, fields: Mapping[str, object], *, key: str = "") -> Answer:
        """File a record."""
        return self.as_(who).post(f"/transfers/{self.transfer_id}/records/{record}", fields, key=key)

    def tell(self, line: str) -> None:
        """Tell one step that went as it should."""
        self.steps += 1
        self.say(f"{self.steps:>3}. {line}")

    def filed(self, line: str, answer: Answer) -> Answer:
        """Tell a step that is to be filed. Raises: WentOtherwise where it was not."""
        if not answer.is_filed:
            raise WentOtherwise(f"{line} It was to be filed; the server said {answer.status}: {answer.body}")
        self.tell(line)
        return answer

    def refused(self, line: str, answer: Answer, control: str, level: str = "") -> None:
        """Tell a step that `control` is to refuse, and raise to `level`. Raises: WentOtherwise where it did not."""
        found = answer.refusals.get(control)
        raised = ((found or {}).get("escalation") or {}).get("level", "")
        if found is None or (level and raised != level):
            raise WentOtherwise(f"{line} {control} was to refuse it; the server said {answer.status}: {answer.body}")
        self.tell(f"{line} REFUSED.")
        for each in answer.refusals.values():
            heard = f" Escalated: {each['escalation']['level']}." if each["escalation"] else ""
            self.say(f"     {each['id']}: {each['sentence']}{heard}")
        self.say(f"     To mend it: {found['mend']}")

    def stands(self, who: str = "crisis_worker") -> dict[str, Any]:
        """Return the transfer as one of them sees it. Raises: WentOtherwise where they may not."""
        answer = self.as_(who).get(f"/transfers/{self.transfer_id}")
        if answer.status != HTTPStatus.OK:
            raise WentOtherwise(f"The {who} was to see the transfer; the server said {answer.status}: {answer.body}")
        seen: dict[str, Any] = answer.body["transfer"]
        return seen

    def holds(self, line: str, is_so: bool) -> None:
        """Tell something that is to be so. Raises: WentOtherwise where it is not."""
        if not is_so:
            raise WentOtherwise(f"{line} This is not so. The transfer stands so: {self.stands()}")
        self.say(f"     {line}")

    def let_in(self, guest: str, secret: str) -> None:
        """Redeem a link for a session."""
        answer = Caller(self.port).post("/guests/redeem", {"secret": secret})
        if not answer.is_filed:
            raise WentOtherwise(f"A good link was not taken; the server said {answer.status}: {answer.body}")
        self.guests[guest] = Caller(self.port, answer.body["token"])

    def secret_mailed(self) -> str:
        """Return the link's secret out of the mail that was put into the outbox, as who opens that mail reads it.

        Raises: WentOtherwise where no mail comes.
        """
        until = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < until:
            for mail in sorted(self.outbox.glob("**/*"), reverse=True):
                found = _LINK.search(_text_of(mail)) if mail.is_file() else None
                if found is not None:
                    return found[0]
            time.sleep(0.2)
        raise WentOtherwise("No mail with a link came to the outbox.")


def _text_of(mail: Path) -> str:
    return str(message_from_bytes(mail.read_bytes(), policy=default).get_content())
