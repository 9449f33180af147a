"""How the person may be reached, for whoever is about to call: the plan, what may be said, what waits, what to do next.

The receiving side is shown what the consent for risk and safety plan covers, and nothing of danger or protection.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.notify.selectors import HeldText, texts_held
from holdfast.protocol.chapters.safety.codes import WelfareKind
from holdfast.protocol.chapters.safety.reach import Why, risks_of, staleness
from holdfast.protocol.chapters.safety.said import PlanKept
from holdfast.protocol.codes import ConsentScope, DeadlineName, Instruction, Need, RiskIndicator
from holdfast.transfers.selectors import Sight
from holdfast.web.parts import Choice, Row
from holdfast.web.presenters.cases import Case
from holdfast.web.presenters.person_reach import hours_of
from holdfast.web.presenters.steps import Reader
from holdfast.web.words import times
from holdfast.web.words.codes import in_words
from holdfast.web.words.steps import STEPS

OF_AGE = 18
OFFERED = (
    "plan_safe_contact", "duress", "settle_duress", "protect_person", "lift_protection", "record_guardian_rule",
    "tell_guardian",
)  # fmt: skip
OF_GUARDIANS = frozenset({"record_guardian_rule", "tell_guardian"})
OF_WELFARE = ("welfare_step", "review_welfare")
_STALE = {
    Why.PLAN_OVER: _("The plan is over. Ask anew before any contact; no message goes out until then."),
    Why.NEW_RISK: _("There is a new sign of risk since the plan was made. Ask anew; no message goes out until then."),
}
HELD: dict[str, str | Promise] = {
    "S.stopped": _("Held: the person asked to stop."),
    "S.safety": _("Held: the last answer was that it is not safe, or that is not known."),
    "S.consent": _("Held: the person has not agreed to messages."),
    Why.NO_PLAN.value: _("Held: there is no plan for safe contact yet."),
    Why.PLAN_OVER.value: _("Held: the plan for safe contact is over."),
    Why.NEW_RISK.value: _("Held: there is a new sign of risk since the plan was made."),
    Why.OTHER_WAY.value: _("Held: the plan says that this way is not safe."),
    Why.DO_NOT_CONTACT.value: _("Held: the plan says that this number must not be contacted."),
    Why.PERSON_BEGINS.value: _("Held: only the person may begin a contact."),
}
"""By the reason that stands with a message that waits."""


@dataclass(frozen=True, slots=True)
class WelfareCard:
    """An urgent welfare instruction: what was done, what is gentlest to do next, and by when."""

    done: tuple[str, ...]
    next: str
    due: str
    actions: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SafeCard:
    """The card. `script`: what to say where somebody else answers; `alerts`: what must be known before any contact."""

    called: str
    is_there: bool
    about: str
    rows: tuple[Row, ...]
    script: str
    alerts: tuple[str, ...]
    held: tuple[str, ...]
    actions: tuple[Choice, ...]
    welfare: WelfareCard | None

    @property
    def offered(self) -> frozenset[str]:
        """The addresses of what both cards offer to do: a page offers it once."""
        more = self.welfare.actions if self.welfare is not None else ()
        return frozenset(each.url for each in (*self.actions, *more))


def safe_card(case: Case, reader: Reader) -> SafeCard | None:
    """Return the card; none where the reader may not be shown the plan, or the person died. At most one statement."""
    if not case.looked.may_see(ConsentScope.RISK_AND_SAFETY_PLAN) or case.state.custody.died_on is not None:
        return None
    kept, is_whole = case.state.safety.plan, case.looked.sight is Sight.WHOLE
    if kept is None and not is_whole and not case.view.order_details:
        return None
    event = case.state.event
    is_quiet = event is None or not event.is_open  # in a call nobody waits for a text
    held = texts_held(case.looked.transfer_id) if is_whole and is_quiet and not case.state.is_practice else ()
    return SafeCard(
        called=case.called, is_there=kept is not None, about=_about(case, kept) if kept else "",
        rows=tuple(_rows(kept, is_whole=is_whole)) if kept else (),
        script=kept.plan.if_another_answers if kept else "",
        alerts=tuple(_alerts(case)) if is_whole else tuple(_told_there(case)),
        held=tuple(_held(each, case) for each in held), actions=_choices(case, reader, tuple(_offered(case))),
        welfare=_welfare(case, reader) if is_whole else None,
    )  # fmt: skip


def _offered(case: Case) -> Iterator[str]:
    """Yield what the card offers: of a guardian only where the person is a minor, or a rule on one is recorded."""
    person, is_asked = case.state.person, case.state.safety.guardian is not None
    if person is None or person.age < OF_AGE:
        is_asked = True
    yield from (step for step in OFFERED if is_asked or step not in OF_GUARDIANS)


def _about(case: Case, kept: PlanKept) -> str:
    said = {"when": times.near(kept.verified_at, case.at), "until": times.date_in_full(kept.plan.valid_until)}
    return gettext("Verified with the person %(when)s. Good until %(until)s.") % said


def _rows(kept: PlanKept, *, is_whole: bool) -> Iterator[Row]:
    plan, yes, no = kept.plan, gettext("Yes"), gettext("No")
    days = ", ".join(in_words(day) for day in plan.safe_days) or gettext("No day")
    yield Row(gettext("The one safe way"), " ".join(filter(None, (in_words(plan.channel), plan.number_or_address))))
    yield Row(gettext("Whose it is"), in_words(plan.owner_of_device))
    yield Row(gettext("When"), f"{days}. {hours_of(kept)} ({times.zone_name(ZoneInfo(kept.zone))})")
    yield Row(gettext("Who may begin"), in_words(plan.who_initiates))
    yield Row(gettext("A message left may say"), in_words(plan.voicemail))
    yield Row(gettext("Hide your number"), yes if plan.mask_caller_id else no)
    yield Row(gettext("Preview is safe"), yes if plan.preview_is_safe else no)
    yield Row(gettext("Letters are safe"), yes if plan.mail_is_safe else no)
    yield Row(gettext("Interpreter"), in_words(plan.interpreter_gender))
    yield Row(gettext("Who else may answer"), ", ".join(plan.who_may_answer) or gettext("Nobody"))
    yield Row(gettext("Do not contact"), ", ".join(plan.do_not_contact) or gettext("Nobody named"))
    if is_whole:
        words = " / ".join(filter(None, (plan.code_word, plan.duress_phrase)))
        yield Row(gettext("Words that mean danger"), words or gettext("None agreed"))


def _alerts(case: Case) -> Iterator[str]:
    kept, state = case.state.safety, case.state
    if kept.is_protected:
        yield gettext(
            "Protected: one service at a time is told. Lists name them to who holds them, and to the service that they "
            "agreed to, and to nobody else."
        )
    elif state.need is Need.INTIMATE_PARTNER_VIOLENCE or RiskIndicator.VIOLENCE_AT_HOME in risks_of(state):
        yield gettext("Ask the person whether they want to be protected: one service at a time, found by nobody else.")
    if state.person is not None and state.person.age < OF_AGE and kept.guardian is None:
        yield gettext("The person is a minor. Until the state's rule and their wish are recorded, tell no guardian.")
    yield from _stale(case)
    if kept.plan is not None and (kept.plan.plan.code_word or kept.plan.plan.duress_phrase):
        yield gettext("Tell the person: on their page, “Yes, all is well” means that they are not safe.")


def _told_there(case: Case) -> Iterator[str]:
    """Yield what the receiving side must know of contact; not why."""
    if case.view.order_details:
        yield gettext("Do not contact the person on your own. They call, or the sending team does.")
    yield from _stale(case)


def _stale(case: Case) -> Iterator[str]:
    why = staleness(case.state, case.at) if case.state.safety.plan is not None else None
    if why is not None:
        yield str(_STALE[why])


def _held(text: HeldText, case: Case) -> str:
    if text.reason == Why.OUTSIDE_HOURS:
        return gettext("Held: outside safe hours until %(time)s.") % {"time": times.near(text.until, case.at)}
    return str(HELD.get(text.reason, _("Held: it can’t go now.")))


def _welfare(case: Case, reader: Reader) -> WelfareCard | None:
    state = case.state
    is_open = state.corrective is not None and state.corrective.instruction is Instruction.URGENT_WELFARE
    if not is_open and not state.safety.welfare:
        return None
    tried = {taken.kind for taken in state.safety.welfare}
    ahead = next((kind for kind in WelfareKind if kind not in tried), None)
    due = state.deadlines.get(DeadlineName.CORRECTIVE_ACTION)
    return WelfareCard(
        done=tuple(
            gettext("%(what)s: %(outcome)s (%(when)s)")
            % {"what": in_words(t.kind), "outcome": in_words(t.outcome), "when": times.near(t.at, case.at)}
            for t in state.safety.welfare
        ),
        next=in_words(ahead) if ahead is not None and is_open else "",
        due=times.near(due.due, case.at) if due is not None and is_open else "",
        actions=_choices(case, reader, OF_WELFARE),
    )


def _choices(case: Case, reader: Reader, steps: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(STEPS[step].title), reverse("command_give", args=[case.looked.transfer_id, step]))
        for step in steps
        if step in reader.commands
    )
