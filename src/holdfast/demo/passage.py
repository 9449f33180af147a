"""The steps of the walk, in the order of the protocol, with what is refused on the way."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.config.clock import now
from holdfast.demo import forms
from holdfast.demo.cast import member_id
from holdfast.demo.county import OPEN_ACCESS, County, county
from holdfast.demo.walk import PERSON, Walk, WentOtherwise
from holdfast.protocol.codes import RecordKind as R

NEED = "missed-appointments"
WORKER, SUPERVISOR, EXECUTIVE = "crisis_worker", "supervisor", "executive"
REVIEWER, FOLLOWER, RECEIVER, GUEST = "quality_reviewer", "follow_up_lead", "receiver", "person"
ESCALATED = ("B3.order", "B3.heard")
"""What an early release puts before the executive."""
FIRST_ACTION_IN = timedelta(seconds=6)
"""How soon the first action is: the walk waits for it, and reports it kept after it has come."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where the transfer goes: the receiving service, its route, and whom to call there."""

    service: str
    pathway: str
    contact: str


def opened(w: Walk, place: County) -> Route:
    """Open the transfer for a person of the county, and find the route to a service that fits."""
    found = w.as_(WORKER).get("/pathways", need=NEED, q=OPEN_ACCESS).body["pathways"]
    if not found:
        raise WentOtherwise("The directory was to know Open Access Intake.")
    contacts = w.as_(WORKER).get(f"/services/{found[0]['service_id']}/contacts").body["contacts"]
    w.tell(f"The crisis worker finds a route in the directory, with {len(contacts)} people who can be called, no fax.")
    body = {
        "case_id": "QW-CHECK", "person_id": place.person(PERSON), "payer": "medicaid", "need_category": NEED,
        "package": None,
    }  # fmt: skip
    answer = w.filed("The crisis worker opens a transfer, and owns it.", w.as_(WORKER).post("/transfers", body))
    w.transfer_id = answer.body["transfer_id"]
    return Route(found[0]["service_id"], found[0]["id"], contacts[0]["id"])


def agreed(w: Walk, route: Route) -> None:
    """Let the person in by a link of their own; they consent, and say that it is safe to talk."""
    link = w.as_(WORKER).post(f"/transfers/{w.transfer_id}/person-links", {})
    w.let_in(GUEST, link.body["secret"])
    w.tell("The person opens their own link, on their own phone.")
    w.filed("The person agrees: to whom, what, for what, until when.", w.do(
        GUEST, "give_consent", forms.consent(route.service, "en", now())))  # fmt: skip
    w.filed("The person says that it is safe to talk now.", w.do(GUEST, "check_safety", forms.SAFE))


def authorized(w: Walk, route: Route) -> None:
    """Ask, be decided on by somebody else, and be ready. A double click files once."""
    early = w.file(WORKER, R.AUTHORIZATION_DECISION, forms.decision())
    w.refused("Deciding before anything is asked for:", early, "A1.queued")
    fields = forms.request(NEED, route.pathway, member_id(SUPERVISOR), now())
    first = w.filed("The crisis worker asks for authorization.", w.file(
        WORKER, R.AUTHORIZATION_REQUEST, fields, key="asked-once"))  # fmt: skip
    again = w.file(WORKER, R.AUTHORIZATION_REQUEST, fields, key="asked-once")
    same = again.headers.get("idempotency-replayed") == "true" and again.body == first.body
    w.holds("A double click sends it twice: answered once, filed once.", same)
    w.refused("The crisis worker decides their own request:", w.file(
        WORKER, R.AUTHORIZATION_DECISION, forms.decision()), "A2.independent")  # fmt: skip
    w.filed("The supervisor authorizes it, in time.", w.file(SUPERVISOR, R.AUTHORIZATION_DECISION, forms.decision()))
    ready = forms.readiness(member_id("navigator"), member_id(SUPERVISOR), now())
    w.filed("The person knows who will be on the call, and why: ready.", w.file(WORKER, R.RELEASE_READINESS, ready))


def met(w: Walk, route: Route) -> None:
    """Bring all three together; the receiver comes as a guest, by a link that nobody but they can see."""
    w.filed("The crisis worker opens the live event, and stays.", w.do(WORKER, "open_live_event", {"channel": "phone"}))
    w.do(WORKER, "join_live_event", {"party": "originator"})
    w.filed("The person is in it.", w.do(GUEST, "join_live_event", {"party": "person"}))
    asked = w.as_(WORKER).post(f"/transfers/{w.transfer_id}/directory-links", {"contact_id": route.contact})
    w.filed("The server sends the intake contact a link; the crisis worker never sees it.", asked)
    w.holds("No secret is in the answer.", "hfl_" not in str(asked.body))
    w.let_in(RECEIVER, w.secret_mailed())
    w.filed("The receiver opens it out of their mail, and is in the event.", w.do(
        RECEIVER, "join_live_event", {"party": "receiver"}))  # fmt: skip
    supervisor = member_id(SUPERVISOR)
    mailbox = forms.connection(route.service, "mailbox:intake", supervisor, now())
    w.refused("A mailbox as the one who was reached:", w.file(WORKER, R.LIVE_CONNECTION, mailbox), "B1.human")
    person = forms.connection(route.service, route.contact, supervisor, now())
    w.filed("The connection, with a named human being.", w.file(WORKER, R.LIVE_CONNECTION, person))


def released_too_early(w: Walk) -> None:
    """Let go before the acceptance: refused, escalated to the executive, the owner unchanged."""
    owner = w.stands()["owner_id"]
    early = w.file(WORKER, R.HANDOFF_CLOSURE, forms.closure(member_id(SUPERVISOR), now()))
    w.refused("The crisis worker lets go before anybody has accepted:", early, "B3.order", "executive")
    w.holds("The owner is still the crisis worker.", w.stands()["owner_id"] == owner == member_id(WORKER))
    for control in ESCALATED:
        taken = {"control": control, "note": "I am on the phone with the team."}
        w.filed(f"The executive takes the matter {control}.", w.do(EXECUTIVE, "acknowledge_escalation", taken))


def accepted(w: Walk) -> datetime:
    """Accept, and say the next step so that all hear it. Return when the first action is."""
    first_at = now() + FIRST_ACTION_IN
    w.refused("The crisis worker accepts in the receiver's name:", w.file(
        WORKER, R.RECEIVING_ACCEPTANCE, forms.acceptance(NEED, first_at)), "B2.receiver")  # fmt: skip
    w.filed("The receiver accepts, with a first action in a few seconds.", w.file(
        RECEIVER, R.RECEIVING_ACCEPTANCE, forms.acceptance(NEED, first_at)))  # fmt: skip
    heard = {"what": "next_step", "in_own_words": "Somebody meets me at the door, now."}
    w.filed("The person says the next step back, in their own words.", w.do(GUEST, "person_confirms", heard))
    return first_at


def released(w: Walk, route: Route) -> datetime:
    """Attest that all three were together, and release. Return when."""
    unproven = w.file(WORKER, R.HANDOFF_CLOSURE, forms.closure(member_id(SUPERVISOR), now()))
    w.refused("The release, while nothing proves that all three were together:", unproven, "B3.live")
    everybody = ["originator", "person", "receiver"]
    for who, party in ((WORKER, "originator"), (RECEIVER, "receiver")):
        attested = w.do(who, "attest_presence", {"party": party, "present": everybody})
        w.filed(f"The {party} confirms, on a device of their own, that all three are together.", attested)
    answer = w.file(WORKER, R.HANDOFF_CLOSURE, forms.closure(member_id(SUPERVISOR), now()))
    closed_at = now()
    w.filed("The crisis worker releases: ownership passes.", answer)
    w.holds("The owner is the receiver now. The handoff is warm.",
            answer.body["owner_id"] == route.contact and answer.body["warmth"] == "warm")  # fmt: skip
    w.filed("The live event ends.", w.do(WORKER, "close_live_event", {}))
    return closed_at


def verified(w: Walk, first_at: datetime, closed_at: datetime) -> None:
    """Wait for the first action; then somebody without a part in it looks whether it happened."""
    while now() <= first_at:
        time.sleep(0.2)
    w.filed("The first action came; the receiver reports it kept.", w.do(
        RECEIVER, "report_first_action", {"outcome": "kept"}))  # fmt: skip
    manager = member_id("quality_manager")
    own = w.file(WORKER, R.VERIFICATION, forms.verification(closed_at, now(), manager))
    w.refused("The crisis worker verifies their own handoff:", own, "S.role")
    c1 = w.file(REVIEWER, R.VERIFICATION, forms.verification(closed_at, now(), manager))
    w.filed("The quality reviewer verifies it, on the receiver's own record.", c1)
    w.holds("The transfer is verified.", c1.body["warmth"] == "verified")


def held(w: Walk) -> None:
    """Ask the person, and close as held."""
    reviewer = member_id(REVIEWER)
    guessed = forms.follow_up(reviewer, now(), retelling_burden_reduced={"answer": "yes", "source": "staff"})
    w.refused("The follow-up lead guesses that nothing had to be told twice:", w.file(
        FOLLOWER, R.ASSURANCE_FOLLOWUP, guessed), "C3.retelling")  # fmt: skip
    said = w.file(FOLLOWER, R.ASSURANCE_FOLLOWUP, forms.follow_up(reviewer, now()))
    w.filed("The person is asked, and says: it held, and I did not have to tell it again.", said)
    for control in ESCALATED:
        settled = {"control": control, "note": "Talked through; the release came after the acceptance."}
        w.filed(f"The executive settles the matter {control}.", w.do(EXECUTIVE, "resolve_escalation", settled))
    row = w.stands(REVIEWER)
    w.holds(
        "The transfer is closed, and HELD.",
        (row["stage"], row["warmth"], row["closed_as"]) == ("closed", "held", "held"),
    )


def walk(w: Walk) -> bool:
    """Walk the whole way; return whether the transfer is held. What is otherwise is told, and ends it."""
    w.say("A whole warm transfer over HTTP, each step by the party whose part it is:\n")
    try:
        route = opened(w, county())
        agreed(w, route)
        authorized(w, route)
        met(w, route)
        released_too_early(w)
        first_at = accepted(w)
        closed_at = released(w, route)
        verified(w, first_at, closed_at)
        held(w)
    except WentOtherwise as otherwise:
        w.say(f"\nNOT AS IT SHOULD BE: {otherwise}")
        return False
    return True
