"""Rows of a spreadsheet become cases once, with the day they came, sealed, triaged, audited, without a chat."""

from datetime import UTC, date, datetime

import pytest

from bot.casework.errors import NotYours
from bot.desk import clocks, filing, importing, roster, timeline
from bot.desk.permission import actor
from storage import cases, drafts
from storage.models import audit, notices
from storage.models import cases as case_rows
from tests.casework.test_sheet import saved
from tests.desk.office import HOME, Office, on_one

ROW = {"number": "A-7", "received_on": "2026-08-03", "story": "The officer hit me in the face.", "name": "Marta Luz"}


async def brings(office: Office, *rows: dict[str, str]) -> list[importing.Brought]:
    found = importing.read(office.desk, HOME, saved(*rows))
    assert found.problems == ()
    return [await importing.bring(office.desk, roster.CONSOLE, HOME, each) for each in found.entries]


async def test_a_row_is_a_case_with_the_day_it_was_received(office: Office) -> None:
    boss = await office.hires("supervisor")
    (brought,) = await brings(office, ROW | {"came_by": "letter", "hurt": "yes"})
    case = brought.case
    assert case is not None
    assert (case.chat, case.came_by, case.name_choice) == (None, "letter", "use_name")
    assert case.received_at == datetime(2026, 8, 3, 13, 30, tzinfo=UTC)
    assert (case.priority, case.queue) == ("high", "critical")
    async with office.desk.database.read() as session:
        assert await cases.narrative(session, HOME, case) == ROW["story"]
        owed = {each.name: each.due_on for each in await clocks.duties(session, office.desk.agencies[HOME], case)}
    assert owed["number"] == date(2026, 8, 6)
    (row,) = await office.stored(case_rows)
    assert b"officer" not in bytes(row.narrative) + bytes(row.answers)
    assert ("operator", "import", case.id) in await office.acts()
    assert (await timeline.history(office.desk, None, boss, case.id)).entries[-1].verb == "received"
    told = [each for each in await office.stored(notices) if each.template in {"new_case", "receipt", "how_was_it"}]
    assert told == [], "a whole spreadsheet wakes nobody"


@on_one
async def test_a_second_run_brings_nothing_twice(office: Office) -> None:
    first = await brings(office, ROW, ROW | {"number": "A-8"})
    again = await brings(office, ROW, ROW | {"number": "A-8", "story": "Other words."}, ROW | {"number": "A-9"})
    assert [each.case is None for each in first] == [False, False]
    assert [each.case is None for each in again] == [True, True, False]
    assert len(await office.stored(case_rows)) == 3
    found = importing.read(office.desk, HOME, saved(ROW, ROW | {"number": "B-1"}))
    assert await importing.known(office.desk, HOME, found) == {"A-7"}


@on_one
async def test_what_an_interrupted_run_left_is_taken_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importing.read(office.desk, HOME, saved(ROW))
    (entry,) = found.entries
    with monkeypatch.context() as broken:
        broken.setattr(filing, "_judge", None)
        with pytest.raises(TypeError):
            await importing.bring(office.desk, roster.CONSOLE, HOME, entry)
    assert await office.stored(case_rows) == []
    (brought,) = await brings(office, ROW)
    assert brought.case is not None
    async with office.desk.database.read() as session:
        assert await drafts.untouched(session, HOME, office.clock(), 10) == []


@on_one
async def test_what_is_most_urgent_is_told_and_hostile_words_do_nothing(office: Office) -> None:
    words = "=cmd|' /C calc'!A0 \x1b[31m'; DROP TABLE cases;-- <script>alert(1)</script> I want to kill myself."
    (brought,) = await brings(office, ROW | {"story": words, "name": "=1+1"})
    assert brought.case is not None
    assert brought.case.priority == "urgent"
    assert [each.template for each in await office.stored(notices) if each.template == "new_case"] == ["new_case"]
    async with office.desk.database.read() as session:
        assert "DROP TABLE" in await cases.narrative(session, HOME, brought.case)


@on_one
async def test_only_the_operator_imports(office: Office) -> None:
    boss = await office.hires("supervisor")
    (entry,) = importing.read(office.desk, HOME, saved(ROW)).entries
    with pytest.raises(NotYours):
        await importing.bring(office.desk, actor(boss), HOME, entry)


@on_one
async def test_a_hundred_and_ninety_rows(office: Office) -> None:
    rows = [ROW | {"number": f"{number}", "received_on": f"2026-0{1 + number % 8}-{1 + number % 28:02}"}
            for number in range(190)]  # fmt: skip
    brought = await brings(office, *rows)
    assert len({each.case.reference for each in brought if each.case}) == 190
    assert {each.case.received_at.date().isoformat() for each in brought if each.case} == {
        each["received_on"] for each in rows
    }
    assert sum(row.verb == "import" for row in await office.stored(audit)) == 190
    assert all(each.case is None for each in await brings(office, *rows))
