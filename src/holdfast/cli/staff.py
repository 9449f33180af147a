"""`holdfast staff`: who works with Holdfast, in which role, at which service."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import click

from holdfast.cli import django_ready
from holdfast.protocol.codes import Role

if TYPE_CHECKING:
    from holdfast.accounts.models import Staff
    from holdfast.directory.models import Service


@click.group(help="Add members of staff and give them roles.")
def command() -> None:
    """Group the commands about staff."""
    django_ready()


@command.command()
@click.argument("email")
@click.option("--name", help="Name that colleagues see; needed for somebody new.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What they may do there.")
@click.option("--service", required=True, metavar="ID_OR_NAME", help="The service at which they hold the role.")
@click.option("--pool", multiple=True, metavar="ID_OR_NAME", help="A service they may also decide for; repeatable.")
def add(email: str, name: str | None, role: str, service: str, pool: tuple[str, ...]) -> None:
    """Add EMAIL to the staff with a role at a service; somebody known gets this role as one more."""
    from django.db import transaction

    from holdfast.accounts.services import pool_join, role_give

    with transaction.atomic():
        place, pools = _service(service), [_service(each) for each in pool]
        staff, is_new = _staff(email, name)
        role_give(staff.pk, Role(role), place.pk)
        for each in pools:
            pool_join(staff.pk, each.pk)
    click.echo(f"{'Added' if is_new else 'Known already'}: {staff.email}, now {role} at {place.name} ({place.pk}).")
    for each in pools:
        click.echo(f"May also decide for {each.name} ({each.pk}).")


@command.command()
@click.argument("email")
def invite(email: str) -> None:
    """Send EMAIL, who is on the staff already, the link by which they choose how they sign in."""
    from holdfast.accounts.errors import NotAllowed, NotFound
    from holdfast.accounts.selectors import staff_by_email
    from holdfast.accounts.services import INVITATION_LASTS, invitation_issue

    known = staff_by_email(email)
    if known is None:
        raise click.ClickException("Nobody on the staff has this email. Add them first: `holdfast staff add`.")
    try:
        invitation_issue(known.pk)
    except (NotAllowed, NotFound) as why:
        raise click.ClickException(str(why)) from None
    days = INVITATION_LASTS.days
    click.echo(f"The worker sends {known.email} a link; it works once and is good for {days} days.")


def _staff(email: str, name: str | None) -> tuple[Staff, bool]:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from holdfast.accounts.selectors import staff_by_email
    from holdfast.accounts.services import staff_add

    known = staff_by_email(email)
    if known is not None and not known.is_active:
        raise click.ClickException("This account is deactivated. It cannot be given a role.")
    if known is not None:
        return known, False
    if not (name and name.strip()):
        raise click.UsageError("Nobody on the staff has this email yet: give --name as well.")
    try:
        validate_email(email.strip())
    except ValidationError:
        raise click.BadParameter("is not an address such as ana@clinic.example.", param_hint="EMAIL") from None
    return staff_add(email, name), True


def _service(id_or_name: str) -> Service:
    from holdfast.directory.models import Service

    try:
        found = list(Service.objects.filter(pk=uuid.UUID(id_or_name)))
    except ValueError:
        found = list(Service.objects.filter(name__iexact=id_or_name.strip()).order_by("pk")[:20])
    if not found:
        raise click.ClickException(
            f"No service of the directory has the id or name {id_or_name!r}. `holdfast import directory` adds services."
        )
    if len(found) > 1:
        ids = ", ".join(str(each.pk) for each in found)
        raise click.ClickException(f"Several services are named {id_or_name!r}. Give the id of one of them: {ids}")
    return found[0]
