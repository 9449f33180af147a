"""The page *My account*, and what stands around a sign-in that ends soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from holdfast.accounts.models import SignIn, Staff
from holdfast.accounts.selectors import factors_of, sign_ins_open
from holdfast.accounts.services import Kept
from holdfast.directory.selectors import services_named
from holdfast.transfers.callers import Caller
from holdfast.web.browsers import browser_words
from holdfast.web.forms.account import PreferencesForm
from holdfast.web.limits import StayNow
from holdfast.web.parts import Row, Tag, Tone
from holdfast.web.words.codes import in_words


@dataclass(frozen=True, slots=True)
class SignInLine:
    """Where they are signed in."""

    id: UUID
    browser: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What the page shows."""

    name: str
    email: str
    places: tuple[Row, ...]
    has_password: bool
    password: Tag
    passkeys: Tag
    app: Tag
    sign_ins: tuple[SignInLine, ...]
    preferences: PreferencesForm


def account_page(staff: Staff, caller: Caller, stay: StayNow | None, form: PreferencesForm | None) -> Account:
    """Return the account of whoever asks, in four statements."""
    factors = factors_of(staff.pk)
    passkeys, has_app = factors.get(Authenticator.Type.WEBAUTHN, 0), Authenticator.Type.TOTP in factors
    has_password = staff.has_usable_password()
    return Account(
        name=staff.display_name,
        email=staff.email,
        places=_places(caller),
        has_password=has_password,
        password=_is_set(has_password, _("Set"), _("None. You sign in with a passkey.")),
        passkeys=_is_set(passkeys > 0, _("%(count)s added") % {"count": passkeys}, _("None added")),
        app=_is_set(has_app, _("Added"), _("Not added")),
        sign_ins=tuple(_line(row, stay) for row in sign_ins_open(staff.pk)),
        preferences=form or PreferencesForm(initial={"language": staff.language, "zone": staff.zone}),
    )


def _is_set(is_set: bool, yes: str, no: str) -> Tag:
    return Tag(yes if is_set else no, Tone.OK if is_set else Tone.WAIT)


def _places(caller: Caller) -> tuple[Row, ...]:
    names = services_named(a.service for a in caller.party.assignments)
    return tuple(Row(in_words(a.role), names.get(a.service, "")) for a in caller.party.assignments)


def _line(row: SignIn, stay: StayNow | None) -> SignInLine:
    browser = browser_words(row.browser) or _("Unknown browser")
    return SignInLine(row.pk, browser, row.began_at, row.seen_at, stay is not None and stay.sign_in == row.pk)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What was typed into a page that cannot show it again by itself: to be looked at, and sent from here."""

    id: UUID
    path: str
    fields: tuple[tuple[str, str], ...]
    typed: tuple[str, ...]
    """The words among it, for people to see; the rest are choices and marks."""


def kept_page(kept: Kept) -> KeptPage:
    """Return what was kept, as it will be sent."""
    fields = tuple((name, value) for name, values in kept.fields.items() for value in values)
    return KeptPage(kept.id, kept.path, fields, tuple(value for _name, value in fields if " " in value.strip()))
