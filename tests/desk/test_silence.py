"""A case goes back to its queue when its owner is silent or away: by the duty's clock, whoever else changes it."""

from datetime import date

import pytest

from bot.desk import absences, caseload, ownership, silence
from storage import cases
from storage.cases import Case
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one


async def owned(office: Office, member: Member, chat: str = "100") -> Case:
    """A case that a member has taken; its review is due on October 14th."""
    case = await office.files(chat=chat)
    await ownership.claim(office.desk, await office.row(member.chat.id), member, case.id)
    await office.delivers()
    return await office.now(case)


async def test_seven_days_after_a_missed_date_it_goes_back_and_everybody_is_told(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    boss = await office.hires("supervisor", queues=[])
    case = await owned(office, ana)
    office.clock.strikes(10, 21)
    assert await silence.round(office.desk) == 0
    async with office.desk.database.write() as session:  # what others change is no sign of life
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        await cases.record(session, HOME, held, changes={"priority": "high"}, now=office.clock())
    await office.delivers()
    office.clock.strikes(10, 22)
    assert await silence.round(office.desk) == 1
    assert await silence.round(office.desk) == 0
    assert (await office.now(case)).owner_id is None
    sent = await office.tells_whom()
    assert "returned" in sent[ana.chat.id]
    assert "new_case" in sent[ben.chat.id]
    assert "returned" in sent[boss.chat.id]
    assert [verb for _, verb, subject in await office.acts() if subject == case.id].count("return") == 1


@on_one
async def test_what_the_owner_does_counts(office: Office) -> None:
    ana = await office.hires()
    case = await owned(office, ana)
    office.clock.strikes(10, 20)
    await caseload.note(office.desk, await office.row(ana.chat.id), ana, case.id, "Waiting for the footage.")
    office.clock.strikes(10, 26)
    assert await silence.round(office.desk) == 0
    office.clock.strikes(10, 28)
    assert await silence.round(office.desk) == 1


@on_one
async def test_whoever_was_just_given_a_late_case_has_time(office: Office) -> None:
    ana, boss = await office.hires(name="Ana"), await office.hires("supervisor")
    case = await owned(office, ana)
    office.clock.strikes(10, 30)
    await ownership.assign(office.desk, await office.row(), boss, case.id, boss.id)
    assert await silence.round(office.desk) == 0
    office.clock.strikes(11, 7)
    assert await silence.round(office.desk) == 1


@on_one
@pytest.mark.parametrize("covered", [True, False])
async def test_what_is_due_while_its_owner_is_away_goes_back_unless_somebody_covers(
    office: Office, covered: bool
) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    soon = await owned(office, ana)
    office.clock.strikes(9, 28)
    later = await owned(office, ana, chat="2")
    days = (date(2026, 10, 12), date(2026, 10, 16))
    await absences.away(office.desk, await office.row(), ana, days, ben.id if covered else None)
    assert await silence.round(office.desk) == 0
    office.clock.strikes(10, 12)
    assert await silence.round(office.desk) == (0 if covered else 1)
    assert (await office.now(soon)).owner_id == (ana.id if covered else None)
    assert (await office.now(later)).owner_id == ana.id


@on_one
async def test_every_page_of_a_long_list_is_looked_at(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "PAGE", 2)
    ana = await office.hires()
    for number in range(5):
        await owned(office, ana, chat=str(number))
    office.clock.strikes(10, 22)
    assert await silence.round(office.desk) == 5
