"""What conditions ask about comes for many cases at once, and only of cases that can be opened."""

from datetime import datetime
from typing import Any

import pytest

from storage import cases, conditions, keys
from storage.cases import NewAllegation
from storage.database import Database
from storage.errors import Unsealable

READ = {"labels": [{"group": "safety", "label": "weapon"}]}


async def test_answers_reading_flags_and_what_is_alleged_come_together(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        alleged = [NewAllegation("EF"), NewAllegation("TH")]
        full = await given.case(session, allegations=alleged, reading=READ, flags=("listen",))
        bare = await given.case(session, chat="101")
        gone, other = await given.case(session, chat="102"), await given.case(session, agency="south", chat="103")
        await keys.erase(session, "north", gone.key_id)
        second = next(each for each in await cases.allegations(session, "north", full.id) if each.code == "TH")
        await cases.decide(session, "north", second.id, "rejected", "member:m", now)
        shut = await conditions.of_cases(session, "north", [each.id for each in (full, bare, gone, other)])
        opened = conditions.opener(session, "north")
    assert set(shut) == {full.id, bare.id}
    assert (shut[full.id].flags, shut[full.id].alleged) == (("listen",), ("EF",))
    assert opened(shut[full.id]) == ({"story": ["He pushed me against the car."]}, READ)
    assert (shut[bare.id].alleged, opened(shut[bare.id])[1]) == ((), None)
    with pytest.raises(Unsealable):
        opened(shut[full.id]._replace(answers=shut[bare.id].answers))
