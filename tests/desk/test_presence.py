"""Who is there now: by weekly times and absences; what is not urgent waits for the next who comes."""

from datetime import timedelta

from bot.desk import presence, roster
from storage import cases
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one

MORNINGS = {str(day): ["08:30", "12:00"] for day in range(5)}


async def works(office: Office, member: Member, times: dict[str, list[str]] | None) -> None:
    await roster.set_times(office.desk, await office.row(member.chat.id), member, times)


@on_one
async def test_a_new_case_waits_for_the_morning_unless_it_is_urgent(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    await office.delivers()
    await works(office, ana, MORNINGS)
    office.clock.strikes(9, 14, 23)  # seven in the evening there
    plain = await office.files(chat="1")
    assert plain.priority != "urgent"
    assert "new_case" not in (await office.tells_whom())[ana.chat.id]
    await office.files("They shot him and he died.", "I want to kill myself.", chat="2")
    assert "new_case_unattended" in (await office.tells_whom())[boss.chat.id]
    office.clock.strikes(9, 15, 14)
    assert "new_case" in (await office.tells_whom())[ana.chat.id]


@on_one
async def test_times_that_change_are_looked_at_again_at_once(office: Office) -> None:
    ana = await office.hires()
    await office.hires("supervisor", queues=[])
    await works(office, ana, MORNINGS)
    office.clock.strikes(9, 14, 23)
    await office.files()
    await office.delivers()
    await works(office, ana, None)
    assert "new_case" in (await office.tells_whom())[ana.chat.id]


@on_one
async def test_nobody_waits_longer_than_three_days(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    await works(office, ana, {"0": ["08:30", "09:00"]})
    await office.files()
    assert "new_case_unattended" in (await office.tells_whom())[boss.chat.id]


@on_one
async def test_supervisors_hear_who_are_there_or_else_all(office: Office) -> None:
    agency = office.desk.agencies[HOME]
    one, two = [await office.hires("supervisor", queues=[], name=name) for name in ("One", "Two")]
    case = await office.files()
    from storage import absences, recusals

    async def told() -> list[str]:
        async with office.desk.database.read() as session:
            return [each.id for each in await presence.supervisors(session, agency, case.id, office.clock())]

    assert await told() == [one.id, two.id]
    now = office.clock()
    async with office.desk.database.write() as session:
        for each in (one, two):
            between = (now, now + timedelta(days=1))
            await absences.add(session, HOME, each.id, cover_id=None, between=between, by="x")
            if each is one:
                absent = each
        assert await cases.load(session, HOME, case.id)
    assert await told() == [absent.id, two.id]  # all are away: somebody must hear of it
    async with office.desk.database.write() as session:
        await recusals.bar(session, HOME, case.id, one.id, state="recused", why="own", by="x", now=now)
    assert await told() == [two.id]
