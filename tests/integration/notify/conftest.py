"""A county whose ladder is priya (10 minutes), omar (30), eve; and messages as a worker works them off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from holdfast.accounts import services as accounts
from holdfast.accounts.models import RungHolder, Staff
from holdfast.directory.models import Organization, Service
from holdfast.notify import sending
from holdfast.notify.addressing import address_due
from holdfast.notify.models import Channel, Message
from holdfast.protocol.codes import EscalationLevel, Role
from holdfast.transfers.sweeping import sweep
from tests.property import forms
from tests.property.world import BEGIN, WORLD
from tests.story import Story

L = EscalationLevel
LADDER = (
    (L.SUPERVISORY, 10, L.DIRECTOR, "priya"), (L.DIRECTOR, 30, L.EXECUTIVE, "omar"), (L.EXECUTIVE, 60, None, "eve")
)  # fmt: skip
EARLIER = BEGIN - timedelta(days=30)


class County:
    """A story on a ladder, and the worker beside it; `at` is now."""

    def __init__(self, told: Story, clock: time_machine.Traveller) -> None:
        self.story, self.clock, self.at = told, clock, BEGIN

    def until(self, at: datetime) -> None:
        """Let time pass until `at`."""
        self.at = at
        self.clock.move_to(at)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.until(self.at + timedelta(**span))

    def begins(self, *, is_elevated: bool = False, mode: str = "live_phone") -> None:
        """Open a transfer and ask for authorization now."""
        self.story.give("dana", "open_transfer", forms.OPENING)
        self.story.give("dana", "file_record", forms.request(self.at, is_elevated=is_elevated, mode=mode))

    def refused(self) -> None:
        """Have a decision refused for its dependencies, which goes to the director."""
        fields = {**forms.decision(), "unresolved_dependencies": ["a ride"]}
        assert not self.story.give("priya", "file_record", fields).is_filed

    def acknowledges(self, who: str, control: str) -> bool:
        """Have somebody say that they have a matter."""
        return self.story.give(who, "acknowledge_escalation", {"control": control, "note": ""}).is_filed

    def work(self) -> int:
        """Have the worker pass time, work off the outbox, and send; return how many emails went."""
        sweep()
        address_due()
        return sending.send_due(Channel.EMAIL)

    def staff(self, name: str) -> Staff:
        """Return one of the cast."""
        return Staff.objects.get(pk=self.story.ids[name])

    def told(self, name: str) -> list[Message]:
        """Return what somebody was told, in order."""
        return list(Message.objects.filter(staff=UUID(self.story.ids[name])).order_by("written_at", "id"))


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(EARLIER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def told(clock: time_machine.Traveller) -> Story:
    """The cast and services, without a ladder."""
    return Story(WORLD).set_up()


@pytest.fixture
def ladder(told: Story) -> dict[EscalationLevel, RungHolder]:
    """The county's ladder; nobody is mapped for quality."""
    organization = Organization.objects.get().pk
    found = {}
    for level, minutes, above, holder in LADDER:
        rung = accounts.rung_set(organization, level, minutes=minutes, next_level=above)
        found[level] = accounts.holder_add(rung, UUID(told.ids[holder]))
    return found


@pytest.fixture
def county(told: Story, ladder: dict[EscalationLevel, RungHolder], clock: time_machine.Traveller) -> County:
    clock.move_to(BEGIN)
    return County(told, clock)


@pytest.fixture
def administrator(told: Story) -> Staff:
    """Who keeps the county's accounts."""
    staff = accounts.staff_add("ada@holdfast.example", "Ada")
    accounts.role_give(staff.pk, Role.ADMINISTRATOR, Service.objects.get(name="county").pk)
    return staff


@pytest.fixture
def administrator_alone(db: None) -> Staff:
    """Who keeps the accounts of an installation without a transfer."""
    service = Service.objects.create(organization=Organization.objects.create(name="Clinic"), name="Front desk")
    staff = accounts.staff_add("ada@clinic.example", "Ada")
    accounts.role_give(staff.pk, Role.ADMINISTRATOR, service.pk)
    return staff
