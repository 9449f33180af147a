"""What `holdfast demo` prints: where to start, a token for each role, calls that work when pasted. No person's name."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping

from holdfast.config.clock import now
from holdfast.demo import forms
from holdfast.demo.calls import API
from holdfast.demo.cast import member_id
from holdfast.demo.seeding import transfer_of
from holdfast.protocol.codes import Role


def welcome(url: str, tokens: Mapping[str, str], links: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines. `links` sign somebody of each role in."""
    yield f"Holdfast's demo is at {url}"
    yield ""
    yield "Open one of these in a browser: each signs somebody of that role in. After 15 idle minutes, open it again."
    yield "(Several roles at once: a private window, or another browser, for each.)"
    yield ""
    yield from (f"  {role:<22} {link}" for role, link in links.items())
    yield ""
    yield f"What it can be asked, with and without a token: {url}{API}/openapi.json"
    yield ""
    yield "An invented county: six organisations, sixteen services, thirty people, transfers in every stage."
    yield "One token for each role (Authorization: Bearer TOKEN); all of them are in .holdfast/demo/tokens.json:"
    yield ""
    yield from (f"  {role:<22} {secret}" for role, secret in tokens.items())
    yield ""
    yield "To try, in another terminal:"
    for said, line in _lines(url, tokens):
        yield ""
        yield f"# {said}"
        yield line
    yield ""
    yield "The transfers began in the days before the first start; while it runs, time goes on for them too."
    yield "Stop with Ctrl-C; the next start keeps everything. `--reset` begins again, `--check` walks a whole transfer."


def _lines(url: str, tokens: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    worker = tokens[Role.CRISIS_WORKER]
    drafting, waiting = transfer_of("drafting"), transfer_of("waiting_for_a_decision")
    early = forms.closure(member_id("supervisor"), now())
    yield (
        "Read: the open deadlines as queues, as the supervisor sees them",
        curl(url, "/queues", tokens[Role.SUPERVISOR]),
    )
    yield (
        "File: the person says that it is safe to talk now (201)",
        curl(url, f"/transfers/{drafting}/commands/check_safety", worker, forms.SAFE),
    )
    yield (
        "Be refused: let go before anybody has accepted (409: the controls, how to mend it, and who hears of it)",
        curl(url, f"/transfers/{waiting}/records/handoff_closure", worker, early),
    )
    yield (
        "Then read, as the executive, what is open before every level",
        curl(url, "/escalations?state=open", tokens[Role.EXECUTIVE]),
    )


def curl(url: str, path: str, token: str, body: forms.Fields | None = None) -> str:
    """Return one line of shell that makes the call and shows the status and the answer."""
    parts = ["curl", "-sS", "-w", "\\n%{http_code}\\n", "-H", f"Authorization: Bearer {token}"]
    if body is not None:
        parts += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
    return shlex.join([*parts, f"{url}{API}{path}"])
