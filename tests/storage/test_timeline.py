"""The timeline as one list: in order over three tables, narrowed, a page at a time."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import cases, evidence, timeline
from storage.cases import Case
from storage.database import Database
from storage.timeline import Entry, Only


async def case_with_talk(session: Any, given: Any, now: datetime) -> Case:
    """Twelve entries: at each of four moments an event, a message and a file."""
    case = await given.case(session)
    for number in range(4):
        at = now - timedelta(hours=4 - number)
        verb = "contact" if number % 2 else "status"
        await cases.happened(session, "north", case.id, verb=verb, by="member:x", now=at, detail={"n": number})
        kind = "note" if number % 2 else "message"
        await cases.say(session, "north", case, direction="out", by="member:x", text=f"{number}", now=at, kind=kind)
        await evidence.expect(session, "north", case, kind="photo", source=None, name="a", mime=None, size=None, now=at)
    late = now + timedelta(hours=1)  # an event says who brought what came after the filing
    await evidence.expect(session, "north", case, kind="video", source=None, name="b", mime=None, size=None, now=late)
    return case


async def test_pages_join_over_three_tables(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await case_with_talk(session, given, now)
    async with database.read() as session:
        whole = await timeline.page(session, "north", case, limit=100)
        found: list[Entry] = []
        before: timeline.Key | None = None
        while page := await timeline.page(session, "north", case, before=before, limit=5):
            found, before = [*page, *found], page[0].key
        assert await timeline.page(session, "south", case, limit=5) == []
    assert found == whole
    assert len(whole) == 12
    assert [each.what for each in whole] == [timeline.EVENT, timeline.MESSAGE, timeline.FILE] * 4
    assert [each.detail.get("n") for each in whole if each.what == timeline.EVENT] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("only", "verbs"),
    [
        (Only(("contact",), (), files=False), ["contact", "contact"]),
        (Only((), ("note",), files=False), ["note", "note"]),
        (Only((), (), files=True), ["photo"] * 4),
        (Only((), (), files=False), []),
    ],
)
async def test_parts_of_it(database: Database, given: Any, now: datetime, only: Only, verbs: list[str]) -> None:
    async with database.write() as session:
        case = await case_with_talk(session, given, now)
    async with database.read() as session:
        assert [each.verb for each in await timeline.page(session, "north", case, only=only, limit=9)] == verbs
