"""The demo's staff and its clock; used by `bot.app` only when the command line runs the demo."""

from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.desk import roster
from bot.desk.desk import Desk

SETTLED_IN: Final = timedelta(minutes=5)


class Seats:
    """The demo's staff: an investigator and a supervisor, invited at every start and admitted when they come."""

    WHO: Final = {"investigator": "Demo investigator", "supervisor": "Demo supervisor"}

    def __init__(self) -> None:
        self.seats: dict[str, str] = {}
        self._desk: Desk | None = None
        self._clock: Clock | None = None

    async def invite(self, desk: Desk, clock: Clock) -> None:
        """Make fresh links; those of an earlier start that nobody used are taken back."""
        self._desk, self._clock = desk, clock
        agency = desk.default
        for member in await roster.every(desk, agency.id):
            if member.state == "invited" and member.name in self.WHO.values():
                await roster.remove(desk, roster.CONSOLE, agency.id, member.id)
        for role, name in self.WHO.items():
            queues = tuple(agency.queues) if role == "investigator" else ()
            _, token = await roster.invite(desk, roster.CONSOLE, agency.id, role=role, name=name, queues=queues)
            self.seats[role] = token

    async def admit(self) -> None:
        """Confirm whoever sat down; on a real deployment a person does this."""
        assert self._desk is not None
        agency = self._desk.default
        for member in await roster.every(self._desk, agency.id):
            if member.state == "redeemed" and member.name in self.WHO.values():
                await roster.confirm(self._desk, roster.CONSOLE, agency.id, member.id)

    async def next_day(self) -> datetime:
        """Move the agency's clock to the next morning, when the office has opened, and let what is due go out."""
        assert self._desk is not None
        assert self._clock is not None
        zone, opens = self._desk.default.zone, self._desk.default.opens
        local = self._clock().astimezone(zone)
        morning = datetime.combine(local.date() + timedelta(days=1), opens, zone) + SETTLED_IN
        now = self._clock.advance(morning - local)
        self._desk.woken.set()
        return now.astimezone(zone)

    def now(self) -> datetime:
        """What the agency's clock shows, in its own zone."""
        assert self._desk is not None
        assert self._clock is not None
        return self._clock().astimezone(self._desk.default.zone)
