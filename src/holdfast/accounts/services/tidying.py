"""Removing what is of no more use, and sealing anew what a former master key sealed."""

from __future__ import annotations

from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction

from holdfast.accounts.models import BreakGlass, KeptText
from holdfast.accounts.services.kept import KEPT_FOR
from holdfast.config.clock import now
from holdfast.ledger.sealed import AUTHENTICATORS, is_current, seal, unseal

SECRETS = ("secret", "seed")
"""Where an authenticator keeps what is sealed."""


def tidy() -> None:
    """Remove kept text that is too old, browser sessions that have expired, and marks of throttling."""
    KeptText.objects.filter(kept_at__lte=now() - KEPT_FOR).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_throttle WHERE expires < %s", [now()])


def secrets_seal_anew() -> int:
    """Seal under the current master key what a former one sealed; return how many. Run it again when interrupted."""
    return sum(map(_authenticator_anew, Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN))) + sum(
        map(_glass_anew, BreakGlass.objects.all().iterator())
    )


def _authenticator_anew(row: Authenticator) -> bool:
    old = {name: row.data[name] for name in SECRETS if name in row.data and not is_current(row.data[name])}
    if not old:
        return False
    with transaction.atomic():
        locked = Authenticator.objects.select_for_update().get(pk=row.pk)
        locked.data.update({name: seal(AUTHENTICATORS, unseal(AUTHENTICATORS, text)) for name, text in old.items()})
        locked.save(update_fields=["data"])
    return True


def _glass_anew(row: BreakGlass) -> bool:
    texts = {"reason": row.reason, "remark": row.remark}
    old = {name: text for name, text in texts.items() if text and not is_current(text)}
    anew = {name: seal(row.pk, unseal(row.pk, text)) for name, text in old.items()}
    return bool(anew) and bool(BreakGlass.objects.filter(pk=row.pk, **old).update(**anew))
