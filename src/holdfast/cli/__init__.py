"""The `holdfast` command. Each module of this package that has a `command` is one subcommand, loaded when asked for."""

from __future__ import annotations

import importlib
import os
import pkgutil
import signal
import sys
from types import FrameType
from typing import Any

import click

from holdfast.protocol.errors import HoldfastError


class Subcommands(click.Group):
    """The modules of `holdfast.cli`: `keys.py` is `holdfast keys`, `import_.py` is `holdfast import`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        names = sorted(_name(module.name) for module in pkgutil.iter_modules(__path__))
        return [name for name in names if self.get_command(ctx, name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the subcommand, or None when there is none of that name."""
        for module in pkgutil.iter_modules(__path__):
            if _name(module.name) == cmd_name:
                return getattr(importlib.import_module(f"{__name__}.{module.name}"), "command", None)
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand.

        An error of Holdfast's own, or a database out of reach, ends it with a message and status 1, not a traceback.
        """
        signal.signal(signal.SIGTERM, _end)
        try:
            return super().invoke(ctx)
        except Exception as error:
            if not _is_expected(error):
                raise
            raise click.ClickException(str(error)) from error


def django_ready() -> None:
    """Set Django up, once. Raises: SettingError when a setting is odd or missing."""
    from django.apps import apps

    if apps.ready:
        return
    import django

    from holdfast.config.keys import provide_keys

    provide_keys()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
    django.setup()


def _name(module: str) -> str:
    return module.rstrip("_").replace("_", "-")


def _is_expected(error: Exception) -> bool:
    if isinstance(error, HoldfastError):
        return True
    database = sys.modules.get("django.db")
    if database is None:
        return False
    if isinstance(error, database.ProgrammingError) and "does not exist" in str(error):
        error.args = ("The database has no tables for this version yet; run `holdfast migrate` first.",)
        return True
    return isinstance(error, database.OperationalError)


def _end(received: int, frame: FrameType | None) -> None:
    # Through sys.exit, so that the embedded database is left in order.
    sys.exit(128 + received)


@click.group(cls=Subcommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="holdfast")
def main() -> None:
    """Holdfast: warm handoffs between services, made real and provable."""
