"""What others have to do, in the staff chat: noted, settled, put off, dropped, also once the case is closed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.casework.errors import Refused, Stale
from bot.desk import ownership
from storage.models import follow_ups as rows
from tests.desk.office import Office
from tests.desk.test_agenda import arranging, close
from tests.telegram.clerk import Clerk, office_in


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield arranging(office)


async def test_one_is_noted_and_settled_after_the_case_is_closed(office: Office) -> None:
    boss, case = Clerk(office, await office.hires("supervisor", name="Zoe")), await office.files()
    await ownership.claim(office.desk, await office.row(boss.member.chat.id), boss.member, case.id)
    await close(office, boss.member, await office.now(case))
    await boss.opens(case)
    assert "Nothing is watched yet" in await boss.taps("Follow-ups")
    assert "What has to be done" in await boss.taps("Add one")
    assert "Who has to do it" in await boss.says("Pay the lost wages")
    assert "By when?" in await boss.says("the shop on Main Street")
    assert "That day is over" in await boss.says("yesterday")
    assert "could not read a day" in await boss.says("soon")
    shown = await boss.says("October 14")
    assert "○ Remedy, the shop on Main Street, by October 14, 2026: Pay the lost wages" in shown
    office.clock.strikes(10, 20)
    assert "Nothing is open" not in await boss.says("/followups")
    assert boss.labels() == [f"! {case.reference} · October 14, 2026 · Remedy"]
    assert "was due October 14" in await boss.taps("!")
    await boss.taps("Remedy")
    assert "What came of it?" in await boss.taps("It is answered")
    await boss.taps("Paid")
    assert "has not come yet" in await boss.says("November 3, 2026")
    assert "What was the answer" in await boss.taps("Yesterday")
    shown = await boss.says("All of it, by check.")
    assert "October 19, 2026: Paid. All of it, by check." in shown
    assert "Remedy: Pay the lost wages. On October 19, 2026: Paid." in await boss.opens(case, "history")
    assert "Nothing is open" in await boss.says("/followups")


async def test_one_is_put_off_and_dropped_with_a_reason(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:follow_new:{case.id}::")
    await ana.says("Pay")
    await ana.taps(next(iter(office.desk.agencies[case.agency].bodies.values())).name.en)
    await ana.taps("In 30 days")
    (row,) = await office.stored(rows)
    assert row.body is not None
    await ana.presses(f"s:follow:{case.id}::{row.id}")
    await ana.taps("Another day")
    await ana.says("December 1")
    assert "by December 1, 2026" in await ana.says("They asked for time.")
    await ana.presses(f"s:follow:{case.id}::{row.id}")
    await ana.taps("Do not watch it")
    assert "Not watched any more. The shop is gone." in await ana.says("The shop is gone.")
    for verb in ("follow_settle", "follow_later"):
        await ana.presses(f"s:{verb}:{case.id}::{row.id}")
    with pytest.raises(Refused, match="follow_up_over"):
        await ana.presses(f"s:follow_drop:{case.id}::nobody")
    with pytest.raises(Stale):
        await ana.presses(f"s:follow:{case.id}::nobody")
    with pytest.raises(Stale):
        await ana.presses("s:followups:::tomorrow")
