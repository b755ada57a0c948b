"""The demo's staff and its clock; used by `bot.app` only when the command line runs the demo."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from bot.casework.agency import Agency
from bot.clock import Clock
from bot.desk import attestations, roster
from bot.desk.desk import Desk
from storage.roster import Member

SETTLED_IN: Final = timedelta(minutes=5)


class Seats:
    """The demo's staff: an investigator and a supervisor of each office, invited at every start, admitted on coming.

    `seats` are the links by seat. Where there are several offices, `offices` says which seats are whose.
    """

    WHO: Final = {"investigator": "Demo investigator", "supervisor": "Demo supervisor"}

    def __init__(self) -> None:
        self.seats: dict[str, str] = {}
        self.offices: Mapping[str, Mapping[str, Any]] = {}
        self._desk: Desk | None = None
        self._clock: Clock | None = None

    async def invite(self, desk: Desk, clock: Clock) -> None:
        """Make fresh links; those of an earlier start that nobody used are taken back."""
        self._desk, self._clock = desk, clock
        async for member in self._everybody("invited"):
            await roster.remove(desk, roster.CONSOLE, member.agency, member.id)
        for agency in desk.offices.values():
            for role, name in self.WHO.items():
                queues = tuple(agency.queues) if role == "investigator" else ()
                seat, token = await roster.invite(desk, roster.CONSOLE, agency.id, role=role, name=name, queues=queues)
                await attestations.seat(desk, seat)  # before they come, so that nobody asks them
                self.seats[self._seat(agency, role)] = token
        if len(desk.offices) > 1:
            self.offices = {each.id: self._office(each) for each in desk.offices.values()}

    def _office(self, agency: Agency) -> Mapping[str, Any]:
        return {"name": agency.name.en, "seats": {self._seat(agency, role): role for role in self.WHO}}

    def _seat(self, agency: Agency, role: str) -> str:
        assert self._desk is not None
        return role if len(self._desk.offices) == 1 else f"{agency.id}_{role}"

    async def _everybody(self, state: str) -> AsyncIterator[Member]:
        assert self._desk is not None
        for id in self._desk.offices:
            for member in await roster.every(self._desk, id):
                if member.state == state and member.name in self.WHO.values():
                    yield member

    async def admit(self) -> None:
        """Confirm whoever sat down; on a real deployment a person does this."""
        assert self._desk is not None
        async for member in self._everybody("redeemed"):
            await attestations.seat(self._desk, member)
            await roster.confirm(self._desk, roster.CONSOLE, member.agency, member.id)

    async def next_day(self) -> datetime:
        """Move the clock to the next morning, when every office has opened, and let what is due go out."""
        assert self._desk is not None
        assert self._clock is not None
        now = self._clock.advance(max(self._mornings()) + SETTLED_IN - self._clock())
        self._desk.woken.set()
        return now.astimezone(self._desk.default.zone)

    def _mornings(self) -> Iterator[datetime]:
        """When each office opens on the day after today, as the first of them counts days."""
        assert self._desk is not None
        tomorrow = self.now().date() + timedelta(days=1)
        for agency in self._desk.offices.values():
            yield datetime.combine(tomorrow, agency.opens, agency.zone)

    def now(self) -> datetime:
        """What the clock shows, in the zone of the first profile."""
        assert self._desk is not None
        assert self._clock is not None
        return self._clock().astimezone(self._desk.default.zone)
