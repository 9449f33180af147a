"""Every address of the pages, and what is answered to whom. Written by hand (see `table.py`)."""

from __future__ import annotations

from tests.integration.web.access import table as t
from tests.integration.web.access.table import Row

EVERYWHERE = frozenset({"own", "sister", "county", "far", "receiving"})
OWN = frozenset({"own"})


def _has_grown(role: str, place: str) -> int:
    """A queue has grown for those who may look at the handoff that came into it; for others nothing is new."""
    return 200 if role in t.SEE[place] else 204


def _settles(role: str, place: str) -> int:
    """A look by break-glass is reviewed by those who oversee the handoff that was looked at."""
    if role not in t.LOOKS_REVIEWED_BY:
        return t.FORBIDDEN
    return 200 if role in t.SEE_WHOLE[place] else t.NOT_THERE


def _settles_with(status: int) -> t.Expected:
    return lambda role, place: status if _settles(role, place) == 200 else _settles(role, place)


def _knows(role: str, place: str) -> int:
    """Who works with people and sees a handoff of this one whole says whether they stand on the list twice."""
    if role not in t.INVITERS:
        return t.FORBIDDEN
    return 200 if role in t.SEE_WHOLE[place] else t.NOT_THERE


def _knows_with(status: int) -> t.Expected:
    return lambda role, place: status if _knows(role, place) == 200 else _knows(role, place)


STAFF = (
    # About the product, and one's own account
    Row("home", get=t.anybody(302)),
    Row("account", get=t.anybody(), post=t.anybody(302)),
    Row("sign_ins_stop", post=t.anybody(302)),
    Row("session_left", get=t.anybody()),
    Row("session_extend", post=t.anybody(302)),
    Row("text_kept", ("kept",), get=t.nobodys(), post=t.anybody(302)),
    Row("step_up_demo", get=t.for_roles(frozenset()), post=t.for_roles(frozenset())),
    # Break-glass and the access log
    Row("glass_break", get=t.for_roles(t.WRITERS), post=t.for_roles(t.WRITERS, 422)),
    Row("access_views", get=t.for_roles(t.ADMINISTRATOR | t.LOOKS_REVIEWED_BY),
        post=t.for_roles(t.ADMINISTRATOR | t.LOOKS_REVIEWED_BY, 422), asked="transfer"),
    Row("glass_reviews", get=t.for_roles(t.LOOKS_REVIEWED_BY)),
    Row("glass_settle", ("glass",), get=_settles, post=_settles_with(422)),
    # Administration
    Row("admin_home", get=t.for_roles(t.ADMINISTRATOR)),
    Row("admin_people", get=t.for_roles(t.ADMINISTRATOR), post=t.for_roles(t.ADMINISTRATOR)),
    Row("admin_invite", get=t.for_roles(t.ADMINISTRATOR), post=t.for_roles(t.ADMINISTRATOR, 422)),
    Row("admin_person", ("staff",), get=t.of_the_county(), post=t.of_the_county(404)),
    Row("admin_deactivate", ("staff",), get=t.of_the_county(), post=t.of_the_county(302)),
    Row("admin_sign_in_anew", ("staff",), get=t.of_the_county(), post=t.of_the_county(302)),
    Row("admin_services", get=t.for_roles(t.ADMINISTRATOR)),
    Row("admin_service", ("service",), get=t.of_the_county(), post=t.of_the_county(422)),
    Row("admin_schedule", ("service",), get=t.of_the_county(), post=t.of_the_county(422)),
    Row("admin_fact", ("service", "hours"), get=t.of_the_county(), post=t.of_the_county(422)),
    Row("admin_ladders", get=t.for_roles(t.ADMINISTRATOR)),
    Row("admin_level", ("organization", "director"), get=t.of_the_county(), post=t.of_the_county(404)),
    Row("admin_pools", get=t.for_roles(t.ADMINISTRATOR), post=t.for_roles(t.ADMINISTRATOR, 404)),
    Row("admin_policy", get=t.for_roles(t.ADMINISTRATOR), post=t.for_roles(t.ADMINISTRATOR, 422)),
    Row("messages_lost", get=t.for_roles(t.ADMINISTRATOR)),
    Row("message_again", ("row",), post=t.for_roles(t.ADMINISTRATOR, 404)),
    # People, drafts, the directory
    Row("people_mine", get=t.for_roles(t.OPENERS | t.DECIDERS | t.CORRECTORS)),
    Row("people_same", ("person",), get=_knows, post=_knows_with(422)),
    Row("person_born", ("person",), get=_knows, post=_knows_with(422)),
    Row("shift", get=t.anybody(), post=t.anybody(422)),
    Row("person_new", get=t.for_roles(t.OPENERS), post=t.for_roles(t.OPENERS, 422)),
    Row("people_search", post=t.anybody(422)),
    Row("episodes", get=t.for_roles(t.INVITERS)),
    Row("episode_new", post=t.for_roles(t.INVITERS, 404)),
    Row("episode", ("episode",), get=t.of_ones_service(t.INVITERS), post=t.of_ones_service(t.INVITERS, 422)),
    Row("handoff_start", get=t.for_roles(t.OPENERS), post=t.for_roles(t.OPENERS)),
    Row("handoff_draft", ("draft", "need"), get=t.nobodys(roles=t.OPENERS), post=t.for_roles(t.OPENERS, 302)),
    Row("handoff_discard", ("draft",), post=t.for_roles(t.OPENERS, 303)),
    Row("directory_pathways", get=t.anybody()),
    Row("directory_pathway", ("pathway",), get=t.anybody()),
    Row("directory_confirm", ("pathway", "capacity"), get=t.for_roles(t.WRITERS), post=t.for_roles(t.WRITERS, 422)),
    Row("on_call", get=t.anybody()),
    Row("countersigns_due", get=t.anybody()),
    Row("practice", get=t.anybody(), post=t.anybody(422)),
    Row("practice_go", ("transfer",), post=t.nobodys()),
    # One handoff
    Row("transfer_page", ("transfer",), get=t.who_sees()),
    Row("transfer_deadlines", ("transfer",), get=t.who_sees()),
    Row("transfer_history", ("transfer",), get=t.who_sees()),
    Row("transfer_unanswered", ("transfer",), get=t.who_sees_all()),
    Row("transfer_disclosures", ("transfer",), get=t.who_sees_all()),
    Row("transfer_disclosures_file", ("transfer",), get=t.who_sees_all()),
    Row("record_page", ("transfer", "receiving_acceptance"), get=t.who_sees()),
    Row("record_file", ("transfer", "authorization_request"), get=t.whose_part(frozenset(), OWN),
        post=t.who_sees(422)),
    Row("record_file", ("transfer", "authorization_decision"), get=t.who_sees_all(roles=t.DECIDERS),
        post=t.who_sees_all(422)),
    Row("record_file", ("transfer", "handoff_closure"), get=t.whose_part(frozenset(), OWN), post=t.who_sees(422)),
    Row("record_file", ("transfer", "verification"),
        get=t.who_sees_all(roles=frozenset({"quality_reviewer"})), post=t.who_sees_all(422)),
    Row("record_file", ("transfer", "corrective_determination"),
        get=t.who_sees_all(roles=frozenset({"service_manager", "coordination_director"})),
        post=t.who_sees_all(422)),
    Row("record_file", ("transfer", "assurance_followup"),
        get=t.whose_part(frozenset({"care_coordinator", "follow_up_lead"}), EVERYWHERE), post=t.who_sees(422)),
    Row("command_give", ("transfer", "signal"), get=t.whose_part(t.WRITERS, OWN), post=t.who_sees(422)),
    Row("command_give", ("transfer", "close_transfer"),
        get=t.whose_part(frozenset({"supervisor"}), frozenset({"receiving"})), post=t.who_sees(422)),
    Row("person_word_answered", ("transfer", "word"),
        post=t.whose_part(t.WRITERS, frozenset({"own", "receiving"}), 303)),
    # Queues
    Row("decisions_due", get=t.for_roles(t.DECIDERS)),
    Row("coming_to_us", get=t.for_roles(frozenset({"intake_lead"}))),
    Row("our_visits", get=t.for_roles(frozenset({"intake_lead"})), post=t.for_roles(frozenset({"intake_lead"}), 422)),
    Row("visit_kept", ("transfer",), post=t.who_sees(422, roles=frozenset({"intake_lead"}))),
    Row("checks_due", get=t.for_roles(t.REVIEWERS)),
    Row("checks_failed", get=t.for_roles(t.CORRECTORS)),
    Row("calls_due", get=t.for_roles(frozenset({"follow_up_lead", "care_coordinator"}))),
    Row("call", ("transfer",), get=t.who_sees(roles=frozenset({"follow_up_lead", "care_coordinator"})),
        post=t.who_sees(422, roles=frozenset({"follow_up_lead", "care_coordinator"}))),
    Row("people_followed", get=t.for_roles(t.OPENERS | {"navigator"})),
    Row("escalations", get=t.for_roles(t.ESCALATED_TO)),
    Row("escalation_acknowledge", ("transfer",), post=t.who_sees(422, roles=t.ESCALATED_TO)),
    Row("escalation_resolve", ("transfer",), get=t.who_sees(roles=t.ESCALATED_TO),
        post=t.who_sees(422, roles=t.ESCALATED_TO)),
    Row("agenda", get=t.for_roles(t.LEADERS)),
    Row("agenda_part", ("refusals",), get=t.for_roles(t.LEADERS)),
    Row("transfers_found",
        get=t.for_roles(t.LEADERS | t.REVIEWERS | {"auditor", "coordination_director"})),
    # Updates and the live event
    Row("queue_notice", ("verification",), get=_has_grown, asked="since"),
    Row("live_room", ("transfer",), get=t.who_sees()),
    Row("live_open", ("transfer",), post=t.who_sees(422)),
    Row("live_act", ("transfer", "join"), post=t.who_sees(409)),
    Row("live_act", ("transfer", "end"), post=t.who_sees(409)),
    Row("live_company", ("transfer",), post=t.who_sees(422)),
    Row("live_company_leave", ("transfer", "seat"), post=t.who_sees(409)),
    Row("live_invite", ("transfer",), get=t.whose_part(t.INVITERS, OWN), post=t.whose_part(t.INVITERS, OWN, 422)),
    Row("live_shown", ("transfer",), get=t.whose_part(t.INVITERS, OWN, 303)),
    Row("live_supervisor", ("transfer",), get=t.whose_part(t.INVITERS, OWN), post=t.whose_part(t.INVITERS, OWN, 409)),
    # Messages
    Row("messages", get=t.anybody()),
    Row("messages_seen", post=t.anybody(302)),
    Row("message_seen", ("message",), post=t.nobodys()),
    Row("message_taken", ("message",), post=t.nobodys()),
    Row("browser_subscribe", post=t.anybody(422)),
    Row("browser_unsubscribe", ("browser",), post=t.anybody(302)),
)  # fmt: skip
"""Pages of staff."""

GUESTS = (
    Row("guest_page"), Row("guest_summary"), Row("guest_act", ("join",)),
    Row("guest_do", ("receiving_acceptance",)),
)  # fmt: skip
"""Pages of a receiver without an account: for the holder of a guest's session of that seat, and nobody else."""
PERSONS = (
    Row("person_page"), Row("person_story"), Row("person_today"), Row("person_seen"), Row("person_calendar"),
    Row("person_ask_first", ("stop",)), Row("person_do", ("stop",)), Row("person_say", ("question",)),
    Row("person_text"),
    Row("person_asked"),
    Row("person_answer", ("decline",)), Row("person_shared"),
)  # fmt: skip
"""Pages of the person: likewise."""
OPEN = {
    "accessibility": "tells nothing of anybody", "language": "keeps a choice in a cookie",
    "changes": "answers 401 to nobody, and to others as their scope is", "push_worker": "a script",
    "acknowledge": "the secret in it is the proof", "join": "the secret in it is the proof",
    "join_code": "the code is the proof", "leave": "ends what there is", "invitation": "the secret is the proof",
    "demo_sign_in": "the secret is the proof", "person_short_code": "the link that came before it, and the code",
}  # fmt: skip
"""Addresses that ask nobody to be signed in, and why. Each has tests of its own."""
SIGNING = frozenset(
    "account_login account_logout account_inactive account_reauthenticate account_change_password account_set_password"
    " account_reset_password account_reset_password_done account_reset_password_from_key_done"
    " account_reset_password_from_key mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp"
    " mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes"
    " mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn"
    " mfa_login_webauthn".split()
)
"""The sign-in itself: of django-allauth, about one's own account only."""
SIGNING_OPEN = frozenset(
    "account_login account_inactive account_reset_password account_reset_password_done account_reset_password_from_key"
    " account_reset_password_from_key_done".split()
)
"""Those of them that somebody opens who is not signed in."""
