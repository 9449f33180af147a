"""From a crisis team to an outpatient clinic: an appointment within 48 hours, from provider to provider."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import StrictBool

from holdfast.protocol.codes import Acceptance, ConsentScope, Need, RecordKind, Risk, Seat, YesNoUnknown
from holdfast.protocol.fields import Instant, PartyOrKind, Text, names_a_kind
from holdfast.protocol.package import Added, Line, Moment, Package, Rule, asked
from holdfast.protocol.records import AuthorizationRequest, ReceivingAcceptance
from holdfast.protocol.situation import Situation
from holdfast.protocol.telling import continuity_lead

WITHIN = timedelta(hours=48)
"""How soon after the request the appointment is; elapsed time, that no holiday stops."""
NEED, RISK = ConsentScope.NEED_AND_URGENCY, ConsentScope.RISK_AND_SAFETY_PLAN
LOGISTICS = ConsentScope.APPOINTMENT_AND_LOGISTICS
A1, A3, B1 = RecordKind.AUTHORIZATION_REQUEST, RecordKind.RELEASE_READINESS, RecordKind.LIVE_CONNECTION
B2, B3 = RecordKind.RECEIVING_ACCEPTANCE, RecordKind.HANDOFF_CLOSURE


class Crisis(Added):
    """A1: what is known while the crisis team is with the person."""

    current_risk_level: Risk = asked(
        {"en": "Risk now", "es": "Riesgo en este momento"},
        hint={"en": "As you judge it in this encounter.", "es": "Según lo que usted observa en este encuentro."},
        scope=RISK,
    )
    crisis_trigger: Text = asked(
        {"en": "What set off this crisis", "es": "Qué desencadenó esta crisis"},
        hint={"en": "In the person's words where you can.", "es": "Si puede, con las palabras de la persona."},
        scope=NEED,
    )


class Until(Added):
    """A3: what carries the person until the appointment."""

    safety_plan_summary: Text = asked(
        {"en": "The safety plan in short", "es": "El plan de seguridad en breve"},
        hint={
            "en": "Warning signs, what helps, whom to call.",
            "es": "Señales de alerta, lo que ayuda, a quién llamar.",
        },
        scope=RISK,
    )
    missed_appointment_barrier: Text = asked(
        {"en": "What could make them miss the appointment", "es": "Qué podría hacer que falte a la cita"},
        hint={"en": "And what you did about it.", "es": "Y qué hizo usted al respecto."},
        scope=LOGISTICS,
    )
    enrolment_open: YesNoUnknown = asked(
        {"en": "Is their enrollment with the clinic open?", "es": "¿Sigue abierta su inscripción en la clínica?"},
        hint={
            "en": "Unknown is an answer: the clinic then finds out before it accepts.",
            "es": "Puede no saberse: la clínica lo averigua entonces antes de aceptar.",
        },
        scope=LOGISTICS,
    )


class Provider(Added):
    """B1: who of the clinic is on the line."""

    outpatient_provider_contact: PartyOrKind = asked(
        {"en": "Provider of the clinic you speak with", "es": "Profesional de la clínica con quien habla"},
        hint={"en": "A person by name, not a front desk.", "es": "Una persona con nombre, no la recepción."},
        scope=None,
    )


class Visit(Added):
    """B2: what the provider takes on."""

    appointment_at: Instant = asked(
        {"en": "Appointment", "es": "Cita"},
        hint={"en": "Within 48 hours of the request.", "es": "Dentro de las 48 horas desde la solicitud."},
        scope=LOGISTICS,
    )
    time_sensitive_risks_understood: StrictBool = asked(
        {
            "en": "Did you hear the risks that can't wait, and say them back?",
            "es": "¿Escuchó los riesgos que no pueden esperar y los repitió?",
        },
        scope=RISK,
    )
    follow_up_owner: PartyOrKind = asked(
        {"en": "Who follows up", "es": "Quién da seguimiento"},
        hint={
            "en": "One person of your clinic by name, or who stays with the person until then.",
            "es": "Una persona de su clínica con nombre, o quien acompaña a la persona hasta entonces.",
        },
        scope=None,
    )
    enrolment_is_open: StrictBool | None = asked(
        {"en": "Is their enrollment with you open?", "es": "¿Está abierta su inscripción con ustedes?"},
        hint={
            "en": "Asked where the crisis team did not know it to be open. Look it up, or open it now.",
            "es": "Se pregunta si el equipo de crisis no sabía que estuviera abierta. Compruébelo o ábrala ahora.",
        },
        scope=LOGISTICS,
        is_required=False,
    )


def _is_direct(s: Situation) -> bool:
    return s.filing(AuthorizationRequest).mode.is_live


def _is_named(s: Situation) -> bool:
    added = s.adding(Provider)
    contact = added.outpatient_provider_contact if added else ""
    if not contact or names_a_kind(contact):
        return False
    return contact in s.facts.people and s.facts.people[contact].is_of(s.state.receiving_service)


def _is_soon(s: Situation) -> bool:
    if s.filing(ReceivingAcceptance).acceptance is not Acceptance.ACCEPTED:
        return True
    added, action = s.adding(Visit), s.filing(ReceivingAcceptance).first_action
    times = [added.appointment_at if added else None, action.at if action else None]
    return all(at is not None and s.at <= at <= _asked_at(s) + WITHIN for at in times)


def _asked_at(s: Situation) -> datetime:
    """Return from when the hours count: the request; where it is handed over or answered anew, now (as a visit)."""
    is_anew = s.state.is_reopened or s.state.has_declined or s.state.answer is Acceptance.PENDING
    clock = s.state.decision_due
    return s.at if is_anew else clock.opened_at if clock else s.state.opened_at or s.at


def _knows_the_risks(s: Situation) -> bool:
    if s.filing(ReceivingAcceptance).acceptance is not Acceptance.ACCEPTED:
        return True
    added = s.adding(Visit)
    return added is not None and added.time_sensitive_risks_understood


def _is_followed(s: Situation) -> bool:
    if s.filing(ReceivingAcceptance).acceptance is not Acceptance.ACCEPTED:
        return True
    added = s.adding(Visit)
    if added is None or names_a_kind(added.follow_up_owner):
        return False
    who = s.facts.people.get(added.follow_up_owner)
    is_of_clinic = who is not None and who.is_of(s.state.receiving_service)
    return is_of_clinic or added.follow_up_owner == continuity_lead(s.state)


def _is_enrolled(s: Situation) -> bool:
    if s.filing(ReceivingAcceptance).acceptance is not Acceptance.ACCEPTED:
        return True
    asked_before, added = s.state.added(A3), s.adding(Visit)
    is_known = not isinstance(asked_before, Until) or asked_before.enrolment_open is YesNoUnknown.YES
    return is_known or (added is not None and added.enrolment_is_open is True)


def _was_accepted_directly(s: Situation) -> bool:
    visit = s.state.added(B2)
    return s.state.accepted is None or (isinstance(visit, Visit) and not s.state.accepted.by_voice)


PACKAGE = Package(
    code="crisis_to_outpatient",
    title={"en": "From crisis to outpatient care", "es": "De la crisis a la atención ambulatoria"},
    sentence={
        "en": "A crisis team hands over to an outpatient provider directly, with an appointment within 48 hours.",
        "es": "Un equipo de crisis entrega directamente a un profesional ambulatorio, con una cita dentro de 48 horas.",
    },
    needs=frozenset({
        Need.SUICIDE_RISK, Need.SELF_HARM, Need.MOBILE_CRISIS_RESOLUTION, Need.DISCHARGE_FROM_ED,
        Need.MISSED_APPOINTMENTS,
    }),
    added={A1: Crisis, A3: Until, B1: Provider, B2: Visit},
    rules=(
        Rule(
            "P.direct",
            sentence={
                "en": "The crisis team and the outpatient provider speak with each other directly: the mode is live.",
                "es": "El equipo de crisis y el profesional ambulatorio hablan directamente: el modo es en vivo.",
            },
            mend={"en": "Choose a live mode.", "es": "Elija un modo en vivo."},
            steps=(A1,),
            check=_is_direct,
            field="mode",
        ),
        Rule(
            "P.provider",
            sentence={
                "en": "The provider on the line is a named person of the receiving clinic.",
                "es": "El profesional con quien se habla es una persona con nombre de la clínica que recibe.",
            },
            mend={
                "en": "Name the provider of the clinic who is on the line.",
                "es": "Nombre a la persona de la clínica con quien está hablando.",
            },
            steps=(B1,),
            check=_is_named,
            field="outpatient_provider_contact",
        ),
        Rule(
            "P.appointment",
            sentence={
                "en": "The appointment, and what happens first, are still to come, within 48 hours of the request.",
                "es": "La cita y el primer paso aún no han pasado y son dentro de las 48 horas desde la solicitud.",
            },
            mend={
                "en": "Agree on an earlier appointment, and name its time for what happens first too.",
                "es": "Acuerden una cita más temprana e indiquen su hora también para el primer paso.",
            },
            steps=(B2,),
            check=_is_soon,
            field="appointment_at",
        ),
        Rule(
            "P.risks",
            sentence={
                "en": "The provider has understood the risks that can't wait.",
                "es": "El profesional ha entendido los riesgos que no pueden esperar.",
            },
            mend={
                "en": "Go through the risks on the call, and say them back.",
                "es": "Repasen los riesgos en la llamada y repítanlos.",
            },
            steps=(B2,),
            check=_knows_the_risks,
            field="time_sensitive_risks_understood",
        ),
        Rule(
            "P.follower",
            sentence={
                "en": "One named person of the clinic, or the continuity lead, follows up, not a team.",
                "es": "Una persona con nombre de la clínica, o quien acompaña a la persona, da seguimiento.",
            },
            mend={
                "en": "Name who of the clinic follows up, or the continuity lead.",
                "es": "Nombre a quien da seguimiento en la clínica, o a quien acompaña a la persona.",
            },
            steps=(B2,),
            check=_is_followed,
            field="follow_up_owner",
        ),
        Rule(
            "P.enrolment",
            sentence={
                "en": "Where the crisis team did not know the enrollment to be open, the clinic says that it is.",
                "es": "Si el equipo de crisis no sabía que la inscripción estuviera abierta, la clínica lo confirma.",
            },
            mend={
                "en": "Look the enrollment up, or open it, and say so.",
                "es": "Compruebe la inscripción, o ábrala, e indíquelo.",
            },
            steps=(B2,),
            check=_is_enrolled,
            field="enrolment_is_open",
        ),
        Rule(
            "P.accepted",
            sentence={
                "en": "The provider accepted in person, with the appointment and the risks understood.",
                "es": "El profesional aceptó personalmente, con la cita fijada y los riesgos entendidos.",
            },
            mend={
                "en": "Have the provider answer themself, by their own link or signed in.",
                "es": "Pida al profesional que responda por sí mismo, con su enlace o su cuenta.",
            },
            steps=(B3,),
            check=_was_accepted_directly,
        ),
    ),
    words=(
        Line(Moment.BEFORE, Seat.ORIGINATOR, {
            "en": "I will not let go until the clinic has a time for you, within two days. Who should hear our plan?",
            "es": "No le dejo hasta que la clínica le dé una hora, en dos días. ¿Quién debe conocer el plan?",
        }),
        Line(Moment.CALL, Seat.ORIGINATOR, {
            "en": "These are the risks that can't wait, and this is the safety plan. Please say them back to us.",
            "es": "Estos son los riesgos que no pueden esperar y este es el plan de seguridad. Por favor, repítalos.",
        }),
        Line(Moment.CALL, Seat.RECEIVER, {
            "en": "I see you on this day, at this time, at this place. I know what to watch for. If you can't come, "
                  "I call you.",
            "es": "Le veo este día, a esta hora, en este lugar. Sé a qué debo prestar atención. Si no puede venir, "
                  "yo le llamo.",
        }),
        Line(Moment.CALL, Seat.PERSON, {
            "en": "Tell us if we got something wrong, or if that time is hard for you.",
            "es": "Díganos si algo no está bien o si esa hora le es difícil.",
        }),
        Line(Moment.RELEASE, Seat.ORIGINATOR, {
            "en": "From now on this person is there for you. Here is whom you reach if it does not happen.",
            "es": "Desde ahora esta persona está para usted. A esta persona puede llamar si la cita no se da.",
        }),
        Line(Moment.AFTER, Seat.RECEIVER, {
            "en": "We are looking forward to seeing you. Is anything in the way of the visit?",
            "es": "Le esperamos. ¿Hay algo que le dificulte venir a la cita?",
        }),
    ),
)  # fmt: skip
