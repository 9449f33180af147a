"""When the receiving contact may not answer: a backup route that is named before, and a bridge to the person."""

from __future__ import annotations

from holdfast.protocol.calendars import noon_next_day
from holdfast.protocol.chapters.contact.said import PlanBridgeContact
from holdfast.protocol.codes import ConsentScope, DeadlineName, Need, RecordKind, Seat
from holdfast.protocol.fields import Answer, Instant, PartyOrKind, Text, names_a_kind
from holdfast.protocol.package import Added, Line, Moment, Package, Planned, Rule, asked
from holdfast.protocol.situation import Situation
from holdfast.protocol.state import State

NEED, LOGISTICS = ConsentScope.NEED_AND_URGENCY, ConsentScope.APPOINTMENT_AND_LOGISTICS
RISK = ConsentScope.RISK_AND_SAFETY_PLAN
A1, A3, B3 = RecordKind.AUTHORIZATION_REQUEST, RecordKind.RELEASE_READINESS, RecordKind.HANDOFF_CLOSURE


class Housing(Added):
    """A1: where the person can stay."""

    housing_risk_summary: Text = asked(
        {"en": "Where they stay, and for how long", "es": "Dónde se queda y por cuánto tiempo"},
        hint={
            "en": "What could make them lose the place, or be hard to find.",
            "es": "Qué podría hacer que pierda el lugar o que sea difícil de encontrar.",
        },
        scope=RISK,
    )


class BridgeContact(Added):
    """Who stays in touch with the person until somebody has accepted."""

    who: Answer = asked({"en": "Who contacts the person", "es": "Quién contacta a la persona"}, scope=LOGISTICS)
    means: Answer = asked({"en": "How", "es": "Cómo"}, scope=LOGISTICS)
    at: Instant = asked({"en": "When", "es": "Cuándo"}, scope=LOGISTICS)


class Backup(Added):
    """A3: the backup route, named before anybody is called."""

    attempted_contact: PartyOrKind = asked(
        {"en": "Contact you try first", "es": "Contacto que intenta primero"}, scope=None
    )
    alternate_supervisory_contact: PartyOrKind = asked(
        {"en": "Supervisor you call if they don't answer", "es": "Supervisor a quien llama si no responden"},
        hint={
            "en": "A person by name of the receiving service, other than the first contact.",
            "es": "Una persona con nombre del servicio que recibe, distinta del primer contacto.",
        },
        scope=None,
    )
    bridge_contact_plan: BridgeContact = asked(
        {"en": "Contact with the person until then", "es": "Contacto con la persona hasta entonces"},
        scope=LOGISTICS,
    )
    acceptance_deadline: Instant = asked(
        {"en": "Accepted by", "es": "Aceptado a más tardar"},
        hint={
            "en": "No later than noon of the next day, where the receiving service is.",
            "es": "A más tardar al mediodía del día siguiente, donde está el servicio que recibe.",
        },
        scope=None,
    )
    escalation_owner: PartyOrKind = asked(
        {"en": "Who takes it up if nobody accepts", "es": "Quién se hace cargo si nadie acepta"},
        hint={"en": "One person by name.", "es": "Una persona con nombre."},
        scope=None,
    )


class Confirmed(Added):
    """B3: how the receiving side confirmed, after all."""

    final_confirmation: Answer = asked(
        {"en": "How the receiving side confirmed in the end", "es": "Cómo confirmó al final el servicio que recibe"},
        hint={"en": "Who said it, when, to whom.", "es": "Quién lo dijo, cuándo y a quién."},
        scope=NEED,
    )


def _has_a_backup(s: Situation) -> bool:
    added = s.adding(Backup)
    if added is None or names_a_kind(added.alternate_supervisory_contact):
        return False
    supervisor = s.facts.people.get(added.alternate_supervisory_contact)
    is_another = added.alternate_supervisory_contact != added.attempted_contact
    return is_another and supervisor is not None and supervisor.is_of(s.state.receiving_service)


def _is_bridged(s: Situation) -> bool:
    added = s.adding(Backup)
    if added is None:
        return False
    plan = added.bridge_contact_plan
    return plan.who.strip() != "" and plan.means.strip() != "" and s.at <= plan.at <= added.acceptance_deadline


def _is_due_by_noon(s: Situation) -> bool:
    added, route = s.adding(Backup), s.state.route
    zone = (route.zone if route else "") or s.state.zone
    return added is not None and s.at < added.acceptance_deadline <= noon_next_day(s.at, zone)


def _is_owned(s: Situation) -> bool:
    added = s.adding(Backup)
    return added is not None and not names_a_kind(added.escalation_owner)


def _is_in_a_place_to(s: Situation) -> bool:
    """A team, or nobody, is P.taker's to refuse."""
    added = s.adding(Backup)
    who = s.facts.people.get(added.escalation_owner) if added else None
    return who is None or s.can_make_answer(who)


def _is_meanwhile(s: Situation) -> bool:
    runs = s.state.deadlines.get(DeadlineName.ACCEPTANCE)
    return runs is None or s.given(PlanBridgeContact).at <= runs.due


def _unanswered(state: State) -> tuple[Planned, ...]:
    """Return the backup route as A3 has it: the supervisor there, the person, and who makes somebody answer."""
    backup, kept = state.added(A3), state.contact
    if not isinstance(backup, Backup):
        return ()
    plan, supervisor = backup.bridge_contact_plan, backup.alternate_supervisory_contact
    return (
        Planned("alternate_contact", {"who": supervisor}, bool(kept.alternates) or supervisor in kept.in_vain),
        Planned("plan_bridge_contact", {"at": plan.at, "how": plan.means}, kept.bridge is not None, who=plan.who),
        Planned("name_escalation_owner", {"who": backup.escalation_owner}, kept.escalation_owner != ""),
    )


def _is_confirmed(s: Situation) -> bool:
    added = s.adding(Confirmed)
    return added is not None and added.final_confirmation.strip() != ""


PACKAGE = Package(
    code="failed_contact_bridge",
    title={"en": "A bridge when nobody answers", "es": "Un puente cuando nadie responde"},
    sentence={
        "en": "The receiving contact may not answer: a supervisor, a call to the person and a deadline stand ready.",
        "es": "Es posible que el contacto no responda: hay un supervisor, un contacto con la persona y un plazo.",
    },
    needs=frozenset({
        Need.LOSS_OF_HOUSING, Need.LOSS_OF_BENEFITS_OR_INSURANCE, Need.MISSED_APPOINTMENTS,
        Need.RELEASE_FROM_CUSTODY, Need.MOVE_OR_JURISDICTION,
    }),
    added={A1: Housing, A3: Backup, B3: Confirmed},
    rules=(
        Rule(
            "P.backup",
            sentence={
                "en": "A named supervisor of the receiving service is the backup route, other than the first contact.",
                "es": "La ruta de respaldo es un supervisor con nombre del servicio que recibe, distinto del contacto.",
            },
            mend={
                "en": "Name a supervisor of the receiving service.",
                "es": "Nombre a un supervisor del servicio que recibe.",
            },
            steps=(A3,),
            check=_has_a_backup,
            field="alternate_supervisory_contact",
        ),
        Rule(
            "P.bridge",
            sentence={
                "en": "Somebody contacts the person before the deadline: who, how and when are named.",
                "es": "Alguien contacta a la persona antes del plazo: consta quién, cómo y cuándo.",
            },
            mend={
                "en": "Say who contacts the person, how, and when before the deadline.",
                "es": "Anote quién contacta a la persona, cómo y cuándo antes del plazo.",
            },
            steps=(A3,),
            check=_is_bridged,
            field="bridge_contact_plan",
        ),
        Rule(
            "P.noon",
            sentence={
                "en": "The deadline for the acceptance is to come, and no later than noon of the next day there.",
                "es": "El plazo para aceptar no ha pasado y es a más tardar el mediodía del día siguiente allí.",
            },
            mend={"en": "Set an earlier deadline.", "es": "Fije un plazo más temprano."},
            steps=(A3,),
            check=_is_due_by_noon,
            field="acceptance_deadline",
        ),
        Rule(
            "P.taker",
            sentence={
                "en": "One named person takes it up if nobody accepts, not a team.",
                "es": "Una persona con nombre se hace cargo si nadie acepta, no un equipo.",
            },
            mend={"en": "Name the person who takes it up.", "es": "Nombre a la persona que se hace cargo."},
            steps=(A3,),
            check=_is_owned,
            field="escalation_owner",
        ),
        Rule(
            "P.maker",
            sentence={
                "en": "Who takes it up if nobody accepts is a supervisor or director, and not who hands over.",
                "es": "Quien se hace cargo si nadie acepta supervisa o dirige, y no es quien hace la entrega.",
            },
            mend={
                "en": "Name a supervisor or director who can make somebody answer.",
                "es": "Nombre a una persona que supervise o dirija y pueda lograr una respuesta.",
            },
            steps=(A3,),
            check=_is_in_a_place_to,
            field="escalation_owner",
        ),
        Rule(
            "P.meanwhile",
            sentence={
                "en": "After a failed contact somebody contacts the person no later than the deadline to accept.",
                "es": "Si nadie respondió, alguien contacta a la persona a más tardar en el plazo para aceptar.",
            },
            mend={
                "en": "Plan a contact with the person before that deadline.",
                "es": "Planee un contacto con la persona antes de ese plazo.",
            },
            steps=(PlanBridgeContact.do,),
            check=_is_meanwhile,
            field="at",
        ),
        Rule(
            "P.confirmed",
            sentence={
                "en": "The final confirmation of the receiving side is written down before the release.",
                "es": "La confirmación final del servicio que recibe consta por escrito antes de la entrega.",
            },
            mend={
                "en": "Write down who confirmed, and when.",
                "es": "Escriba quién confirmó y cuándo.",
            },
            steps=(B3,),
            check=_is_confirmed,
            field="final_confirmation",
        ),
    ),
    words=(
        Line(Moment.BEFORE, Seat.ORIGINATOR, {
            "en": "If nobody answers, I stay with you. This is who calls you, and when.",
            "es": "Si nadie responde, yo sigo con usted. Esta persona le llama, y a esta hora.",
        }),
        Line(Moment.CALL, Seat.ORIGINATOR, {
            "en": "I tried your colleague first. I need somebody to accept before this deadline.",
            "es": "Primero intenté con su colega. Necesito que alguien acepte antes de este plazo.",
        }),
        Line(Moment.CALL, Seat.RECEIVER, {
            "en": "I answer for my colleague. I accept, and this is what happens first.",
            "es": "Respondo por mi colega. Acepto y esto es lo primero que pasa.",
        }),
        Line(Moment.CALL, Seat.PERSON, {
            "en": "Tell us where we can find you tonight, and what to do if that place falls through.",
            "es": "Díganos dónde podemos encontrarle esta noche y qué hacer si ese lugar falla.",
        }),
        Line(Moment.RELEASE, Seat.ORIGINATOR, {
            "en": "They have confirmed. If you do not hear from them, this person takes it up.",
            "es": "Han confirmado. Si no sabe nada de ellos, esta persona se hace cargo.",
        }),
    ),
    unanswered=_unanswered,
)  # fmt: skip
