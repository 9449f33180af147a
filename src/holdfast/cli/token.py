"""`holdfast token`: the secrets with which staff use the API. A secret is shown once, when it is made."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli import django_ready

if TYPE_CHECKING:
    from holdfast.accounts.models import ApiToken

_DAY = "%Y-%m-%d %H:%M UTC"


@click.group(help="Make, list and revoke the API tokens of staff.")
def command() -> None:
    """Group the commands about tokens."""
    django_ready()


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="What the token is for, such as `front desk`.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it is good.")
def create(email: str, name: str, days: int) -> None:
    """Make a token for the member of staff with EMAIL and show it, once."""
    from holdfast.accounts.selectors import staff_by_email
    from holdfast.accounts.services import token_create

    staff = staff_by_email(email)
    if staff is None:
        raise click.ClickException(
            f"Nobody on the staff has the email {email!r}. Add them first: "
            f"holdfast staff add {email} --name NAME --role ROLE --service SERVICE"
        )
    token, secret = token_create(staff, name, days=days)
    click.echo(f"Token {token.prefix} for {staff.email}, good until {token.expires_at:{_DAY}}.", err=True)
    click.echo("Keep it now: it is not shown again.", err=True)
    click.echo(secret)


@command.command(name="list")
@click.option("--email", help="Only the tokens of this member of staff.")
def list_(email: str | None) -> None:
    """List tokens, newest first: prefix, state, expiry, last use, whose, what for. Never the secret."""
    from holdfast.accounts.selectors import tokens_of

    tokens = tokens_of(email)
    for token in tokens:
        click.echo("  ".join(_columns(token)))
    if not tokens:
        click.echo("No tokens. `holdfast token create EMAIL --name NAME` makes one.")


@command.command()
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """Revoke the token with PREFIX (the first column of `token list`), at once and for good."""
    from holdfast.accounts.services import token_revoke

    token = token_revoke(prefix)
    click.echo(f"Token {token.prefix} is revoked since {_day(token.revoked_at)}.")


def _columns(token: ApiToken) -> tuple[str, ...]:
    return (
        token.prefix,
        f"{_state(token):<11}",
        f"until {_day(token.expires_at)}",
        f"used {_day(token.last_used_at)}",
        token.staff.email,
        token.name,
    )


def _state(token: ApiToken) -> str:
    from holdfast.config.clock import now

    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at <= now():
        return "expired"
    return "good" if token.staff.is_active else "deactivated"


def _day(at: datetime | None) -> str:
    return f"{at:{_DAY}}" if at else "never"
