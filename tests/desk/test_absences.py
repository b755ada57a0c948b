"""An absence: who covers gets what was meant for whoever is away, nobody is given cases then, and it ends by itself."""

from datetime import date

import pytest

from bot.casework.errors import NotYours, Refused
from bot.casework.notices import Planned
from bot.desk import absences, ownership, roster
from bot.desk.addresses import LINES
from storage import outbox
from storage.absences import Absence
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one

TODAY = date(2026, 9, 14)


async def away(
    office: Office, member: Member, first: date = TODAY, last: date = TODAY, cover: Member | None = None
) -> Absence:
    row = await office.row(member.chat.id)
    return await absences.away(office.desk, row, member, (first, last), cover.id if cover else None)


async def test_while_somebody_is_away_their_cover_is_told_instead(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben", queues=["critical"])
    case = await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    await away(office, ana, date(2026, 10, 5), date(2026, 10, 7), ben)
    office.clock.strikes(10, 7)
    assert [(each.to, each.templates) for each in await office.delivers()] == [(ben.chat.id, ["reminder"])]
    office.clock.strikes(10, 13)  # she is back, and nobody had to say so
    assert {each.to for each in await office.delivers()} == {ana.chat.id}


@on_one
async def test_new_cases_do_not_go_to_somebody_who_is_away(office: Office) -> None:
    ana, boss = await office.hires(name="Ana"), await office.hires("supervisor", queues=[])
    absence = await away(office, ana)
    await office.files()
    sent = await office.tells_whom()
    assert "new_case_unattended" in sent[boss.chat.id]
    assert "new_case" not in sent[ana.chat.id]
    await absences.back(office.desk, await office.row(ana.chat.id), ana, absence.id)
    await office.files(chat="2")
    assert "new_case" in (await office.tells_whom())[ana.chat.id]


@on_one
async def test_a_cover_gets_everything_together_however_much_is_due(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    await office.delivers()
    await away(office, ana, cover=ben)
    whose = {ana: 7 * LINES - 1, ben: 1}  # more than a round takes, and what is for the cover comes last
    due = [
        Planned(f"{member.id}:{number}", f"member:{member.id}", "new_message", {}, rank, office.clock())
        for rank, (member, count) in enumerate(whose.items())
        for number in range(count)
    ]
    async with office.desk.database.write() as session:
        await outbox.add(session, HOME, case_id=case.id, planned=due, now=office.clock())
    assert [(each.to, len(each.parcel.notices)) for each in await office.delivers()] == [(ben.chat.id, LINES)] * 7


@on_one
async def test_a_cover_who_is_away_has_a_cover_and_a_circle_ends(office: Office) -> None:
    ana, ben, cem = [await office.hires(name=name) for name in ("Ana", "Ben", "Cem")]
    case = await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    await away(office, ana, date(2026, 10, 5), date(2026, 10, 14), ben)
    await away(office, ben, date(2026, 10, 5), date(2026, 10, 14), cem)
    office.clock.strikes(10, 7)
    assert {each.to for each in await office.delivers()} == {cem.chat.id}
    await away(office, cem, date(2026, 10, 7), date(2026, 10, 14), ana)
    office.clock.strikes(10, 13)
    assert {each.to for each in await office.delivers()} == {ana.chat.id}


@on_one
@pytest.mark.parametrize(
    ("first", "last", "because"),
    [
        (date(2026, 9, 20), date(2026, 9, 19), "ends_before_it_begins"),
        (date(2026, 9, 10), date(2026, 9, 13), "away_in_the_past"),
        (date(2026, 9, 15), date(2028, 9, 15), "away_too_long"),
    ],
)
async def test_an_absence_that_cannot_be_meant_is_not_entered(
    office: Office, first: date, last: date, because: str
) -> None:
    ana = await office.hires()
    with pytest.raises(Refused) as refused:
        await away(office, ana, first, last)
    assert refused.value.because == because
    assert (await absences.calendar(office.desk, ana)).absences == ()


@on_one
@pytest.mark.parametrize("who", ["herself", "auditor", "removed", "nobody"])
async def test_only_a_colleague_who_works_on_cases_covers(office: Office, who: str) -> None:
    ana = await office.hires()
    cover = {"herself": ana.id, "nobody": "nobody"}.get(who)
    if cover is None:
        cover = (await office.hires("auditor" if who == "auditor" else "investigator")).id
    if who == "removed":
        await roster.remove(office.desk, roster.CONSOLE, HOME, cover)
    with pytest.raises(Refused) as refused:
        await absences.away(office.desk, await office.row(), ana, (TODAY, TODAY), cover)
    assert refused.value.because == "no_such_member"
    assert (await absences.calendar(office.desk, ana)).absences == ()


@on_one
async def test_the_calendar_shows_what_is_not_over_and_each_ends_their_own(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    later = await away(office, ana, date(2026, 9, 21), date(2026, 9, 25), ben)
    twice = await away(office, ana, date(2026, 9, 21), date(2026, 9, 25), ben)
    now = await away(office, ben)
    calendar = await absences.calendar(office.desk, ana)
    assert [each.id for each in calendar.absences] == [now.id, twice.id]
    assert [each.id for each in calendar.covers] == [ben.id]
    for absence in (now, later):  # a colleague's, and one that was entered anew
        with pytest.raises(NotYours):
            await absences.back(office.desk, await office.row(), ana, absence.id)
    await absences.back(office.desk, await office.row(), ana, twice.id)
    office.clock.strikes(9, 15)
    assert (await absences.calendar(office.desk, ana)).absences == ()


@on_one
async def test_nobody_is_given_a_case_who_is_away_or_must_not_know_of_it(office: Office) -> None:
    boss, ana, ben = [await office.hires(role, name=role) for role in ("supervisor", "investigator", "investigator")]
    case = await office.files()
    await away(office, ana)
    _, people = await ownership.assignees(office.desk, boss, case.id)
    assert [each.member.id for each in people] == [boss.id, ben.id]
    with pytest.raises(Refused) as refused:
        await ownership.assign(office.desk, await office.row(), boss, case.id, ana.id)
    assert refused.value.because == "away"
    assert (await office.now(case)).owner_id is None
