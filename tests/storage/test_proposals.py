"""What should be asked for at once: proposed once, settled once, of its own case."""

from datetime import datetime
from typing import Any

from storage import proposals
from storage.database import Database
from storage.proposals import ASKED, DISMISSED


async def test_it_waits_until_it_is_settled_and_is_not_proposed_again(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await proposals.propose(session, "north", case, ["camera", "papers"], now)
        assert await proposals.settle(session, "north", case, "camera", ASKED, by="member:x", now=now)
        assert not await proposals.settle(session, "north", case, "camera", DISMISSED, by="member:y", now=now)
        await proposals.propose(session, "north", case, ["camera"], now)
        assert await proposals.open_ones(session, "north", case) == {"papers": now}
        assert await proposals.open_ones(session, "south", case) == {}
