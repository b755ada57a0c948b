"""Where a complaint stands, for anybody who has its number; only where a law says so. Wired to the web door by `app`.

An unknown number, one of another office and one of an office without such a law give one and the same answer, by the
same steps. Who asks for what is written down nowhere; how often one address asks, `bot.webchat.status` counts.
"""

from dataclasses import dataclass

from bot.casework.errors import BadReference
from bot.casework.reference import parse as reference
from bot.desk.desk import Desk
from storage import cases


@dataclass(frozen=True, slots=True)
class Board:
    """Answers with the name of a stage, which speaks to nobody in particular, or with nothing."""

    desk: Desk

    async def stage(self, written: str, language: str) -> str | None:
        """Say where the case of this number stands."""
        try:
            number = reference(written)
        except BadReference:
            return None
        short = number.partition("-")[0]
        of = next((each for each in self.desk.agencies.values() if each.short == short), self.desk.default)
        async with self.desk.database.read() as session:
            case = await cases.by_reference(session, of.id, number)
        status = of.statuses.get(case.status) if case is not None and case.readable else None
        return status.name.to(language) if status is not None and of.public_status is not None else None
