"""What the test of a served installation does inside it: a matter goes to a director who can be written to."""

from __future__ import annotations

from uuid import UUID


def tell() -> None:
    """Have a decision refused, which goes to the director."""
    from holdfast.accounts import services as accounts
    from holdfast.config.clock import now
    from holdfast.directory.models import Organization
    from holdfast.protocol.codes import EscalationLevel
    from tests.property import forms
    from tests.property.world import WORLD
    from tests.story import Story

    story = Story(WORLD).set_up()
    rung = accounts.rung_set(Organization.objects.get().pk, EscalationLevel.DIRECTOR, minutes=30)
    accounts.holder_add(rung, UUID(story.ids["omar"]))
    story.give("dana", "open_transfer", forms.OPENING)
    story.give("dana", "file_record", forms.request(now(), is_elevated=True, mode="live_phone"))
    story.give("priya", "file_record", {**forms.decision(), "unresolved_dependencies": ["a ride"]})


if __name__ == "__main__":
    from holdfast.cli import django_ready

    django_ready()
    tell()
