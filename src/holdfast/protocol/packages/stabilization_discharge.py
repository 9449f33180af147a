"""From a stabilization unit to the team that goes on: a live call with that team, medication, and a ride."""

from __future__ import annotations

from pydantic import StrictBool

from holdfast.protocol.codes import Acceptance, ConsentScope, Need, RecordKind, Seat
from holdfast.protocol.fields import Answer, Instant, PartyOrKind, Text, names_a_kind
from holdfast.protocol.fields import Line as ShortText
from holdfast.protocol.package import Added, Line, Moment, Package, Rule, asked
from holdfast.protocol.records import AuthorizationRequest, ReceivingAcceptance
from holdfast.protocol.situation import Situation

RISK, LOGISTICS = ConsentScope.RISK_AND_SAFETY_PLAN, ConsentScope.APPOINTMENT_AND_LOGISTICS
CLINICAL = ConsentScope.CLINICAL_SUMMARY
A1, A3, B1 = RecordKind.AUTHORIZATION_REQUEST, RecordKind.RELEASE_READINESS, RecordKind.LIVE_CONNECTION
B2, B3 = RecordKind.RECEIVING_ACCEPTANCE, RecordKind.HANDOFF_CLOSURE


class Leaving(Added):
    """A3: what the person has in hand when they leave the unit."""

    medication_access: Text = asked(
        {"en": "How they get their medication", "es": "Cómo obtiene sus medicamentos"},
        hint={
            "en": "What they have with them, for how long, and who prescribes next.",
            "es": "Qué lleva consigo, para cuánto tiempo y quién receta después.",
        },
        scope=CLINICAL,
    )
    transportation_plan: Text = asked(
        {"en": "How they get there", "es": "Cómo llega"},
        hint={"en": "Who brings them, when, and from where.", "es": "Quién le lleva, cuándo y desde dónde."},
        scope=LOGISTICS,
    )


class Clinician(Added):
    """B1: with whom the unit speaks, and what it told them."""

    receiving_clinician: PartyOrKind = asked(
        {"en": "Clinician who receives", "es": "Profesional que recibe"},
        hint={"en": "A person by name.", "es": "Una persona con nombre."},
        scope=None,
    )
    live_contact_at: Instant = asked(
        {"en": "When you spoke with each other", "es": "Cuándo hablaron"},
        hint={"en": "In the live call that is open now.", "es": "En la llamada en vivo que está abierta."},
        scope=None,
        is_past=True,
    )
    risk_concerns_transferred: Text = asked(
        {"en": "Risk concerns that you passed on", "es": "Preocupaciones de riesgo que usted transmitió"},
        scope=RISK,
    )


class Response(Added):
    """B2: the documented response of the receiving team."""

    receiving_team_response: Answer = asked(
        {"en": "Your team's response", "es": "Respuesta de su equipo"},
        hint={
            "en": "What your team makes of it, and what it does first.",
            "es": "Qué opina su equipo y qué hará primero.",
        },
        scope=RISK,
    )
    appointment_confirmation: ShortText = asked(
        {"en": "Confirmation of the appointment", "es": "Confirmación de la cita"},
        hint={"en": "Its number, or who confirmed it.", "es": "Su número o quién la confirmó."},
        scope=LOGISTICS,
    )
    follow_up_responsibilities_accepted: StrictBool = asked(
        {
            "en": "Does your team take on the follow-up?",
            "es": "¿Asume su equipo el seguimiento?",
        },
        scope=None,
    )


def _is_live(s: Situation) -> bool:
    return s.filing(AuthorizationRequest).mode.is_live


def _is_clinician(s: Situation) -> bool:
    added = s.adding(Clinician)
    named = added.receiving_clinician if added else ""
    if not named or names_a_kind(named):
        return False
    return named in s.facts.people and s.facts.people[named].is_of(s.state.receiving_service)


def _spoke_in_this_call(s: Situation) -> bool:
    added, live = s.adding(Clinician), s.state.event
    return added is not None and live is not None and live.opened_at <= added.live_contact_at <= s.at


def _includes_the_person(s: Situation) -> bool:
    live = s.state.event
    return live is not None and live.is_seated(Seat.PERSON)


def _is_answered(s: Situation) -> bool:
    if s.filing(ReceivingAcceptance).acceptance is not Acceptance.ACCEPTED:
        return True
    added = s.adding(Response)
    return added is not None and added.receiving_team_response.strip() != ""


def _takes_on_the_follow_up(s: Situation) -> bool:
    if s.filing(ReceivingAcceptance).acceptance is not Acceptance.ACCEPTED:
        return True
    added = s.adding(Response)
    return added is not None and added.follow_up_responsibilities_accepted


def _has_a_response(s: Situation) -> bool:
    accepted = s.state.accepted
    return accepted is None or (isinstance(s.state.added(B2), Response) and not accepted.by_voice)


PACKAGE = Package(
    code="stabilization_discharge",
    title={"en": "Discharge after stabilization", "es": "Alta después de la estabilización"},
    sentence={
        "en": "A unit discharges to a team that answered on a live call, with medication, a ride and an appointment.",
        "es": "Una unidad da el alta a un equipo que respondió en vivo, con medicamentos, transporte y una cita.",
    },
    needs=frozenset({
        Need.DISCHARGE_FROM_INPATIENT_OR_CRISIS_UNIT, Need.DISCHARGE_FROM_ED, Need.STEP_DOWN,
        Need.MEDICATION_INTERRUPTION, Need.PSYCHOSIS_OR_DISORGANIZATION,
    }),
    added={A3: Leaving, B1: Clinician, B2: Response},
    rules=(
        Rule(
            "P.live",
            sentence={
                "en": "A discharge is handed over live, with the person on the call.",
                "es": "El alta se entrega en vivo, con la persona en la llamada.",
            },
            mend={"en": "Choose a live mode.", "es": "Elija un modo en vivo."},
            steps=(A1,),
            check=_is_live,
            field="mode",
        ),
        Rule(
            "P.clinician",
            sentence={
                "en": "The receiving clinician is a named person of the receiving team.",
                "es": "El profesional que recibe es una persona con nombre del equipo que recibe.",
            },
            mend={
                "en": "Name the clinician of the receiving team who is on the line.",
                "es": "Nombre a la persona del equipo que recibe con quien está hablando.",
            },
            steps=(B1,),
            check=_is_clinician,
            field="receiving_clinician",
        ),
        Rule(
            "P.contact",
            sentence={
                "en": "The clinicians spoke in the live call that is open now.",
                "es": "Los profesionales hablaron en la llamada en vivo que está abierta ahora.",
            },
            mend={
                "en": "Speak with the clinician in this call, and give that time.",
                "es": "Hable con el profesional en esta llamada y anote esa hora.",
            },
            steps=(B1,),
            check=_spoke_in_this_call,
            field="live_contact_at",
        ),
        Rule(
            "P.included",
            sentence={
                "en": "The person is in the live call when the teams connect.",
                "es": "La persona está en la llamada en vivo cuando los equipos se conectan.",
            },
            mend={"en": "Bring the person into the call.", "es": "Incorpore a la persona a la llamada."},
            steps=(B1,),
            check=_includes_the_person,
        ),
        Rule(
            "P.response",
            sentence={
                "en": "The response of the receiving team is written down.",
                "es": "La respuesta del equipo que recibe consta por escrito.",
            },
            mend={"en": "Write down what the team answered.", "es": "Escriba lo que respondió el equipo."},
            steps=(B2,),
            check=_is_answered,
            field="receiving_team_response",
        ),
        Rule(
            "P.responsibilities",
            sentence={
                "en": "The receiving team takes on the follow-up.",
                "es": "El equipo que recibe asume el seguimiento.",
            },
            mend={
                "en": "Agree on who follows up, or decline.",
                "es": "Acuerden quién da seguimiento, o no acepten.",
            },
            steps=(B2,),
            check=_takes_on_the_follow_up,
            field="follow_up_responsibilities_accepted",
        ),
        Rule(
            "P.documented",
            sentence={
                "en": "Nobody is discharged before the receiving team's own response is on record.",
                "es": "No se da el alta antes de que conste la respuesta del propio equipo que recibe.",
            },
            mend={
                "en": "Have the receiving team answer themselves, by their own link or signed in.",
                "es": "Pida al equipo que responda por sí mismo, con su enlace o su cuenta.",
            },
            steps=(B3,),
            check=_has_a_response,
        ),
    ),
    words=(
        Line(Moment.BEFORE, Seat.ORIGINATOR, {
            "en": "Before you leave we call the team together. You can ask them anything. How will you get there?",
            "es": "Antes de que se vaya llamamos juntos al equipo. Puede preguntar lo que quiera. ¿Cómo va a llegar?",
        }),
        Line(Moment.CALL, Seat.ORIGINATOR, {
            "en": "This is what helped here, the medication for the next days, and what worries us.",
            "es": "Esto es lo que ayudó aquí, los medicamentos para los próximos días y lo que nos preocupa.",
        }),
        Line(Moment.CALL, Seat.RECEIVER, {
            "en": "We take it from here. This is when we see you, and this is who answers until then.",
            "es": "Seguimos nosotros. Este día le vemos y esta persona le atiende hasta entonces.",
        }),
        Line(Moment.CALL, Seat.PERSON, {
            "en": "Say what you need for the way, and what you don't want to tell again.",
            "es": "Diga qué necesita para el camino y qué no quiere volver a contar.",
        }),
        Line(Moment.RELEASE, Seat.ORIGINATOR, {
            "en": "Your ride comes at this time. If it does not come, call this number and we sort it out.",
            "es": "Su transporte llega a esta hora. Si no llega, llame a este número y lo resolvemos.",
        }),
        Line(Moment.AFTER, Seat.RECEIVER, {
            "en": "Did you get there all right? Do you have your medication?",
            "es": "¿Llegó bien? ¿Tiene sus medicamentos?",
        }),
    ),
)  # fmt: skip
