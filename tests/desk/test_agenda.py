"""What is arranged with others becomes reminders: never doubled, and called off when a case closes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.casework.follow_up import FollowUpKind
from bot.casework.meeting import MeetingKind
from bot.casework.parts import Choice, Text
from bot.desk import agenda, caseload, follow_ups, meetings, ownership
from bot.desk.caseload import Move
from bot.desk.meetings import Planning
from storage import cases
from storage import meetings as meeting_rows
from storage.cases import Case
from storage.follow_ups import NewFollowUp
from storage.meetings import Meeting
from storage.models import follow_ups as follow_up_table
from storage.models import notices
from storage.roster import Member
from tests.desk.office import HOME, Office

THURSDAY = datetime(2026, 9, 24, 19, 0, tzinfo=UTC)  # two in the afternoon in Minneapolis
NAME = Text(en="Interview", es="Entrevista")
CHOICES = (Choice(id="paid", label=Text(en="Paid", es="Pagado")), Choice(id="not_paid", label=Text(en="No", es="No")))


def arranging(office: Office) -> Office:
    """The same office, whose profile knows meetings and follow-ups."""
    kinds = {
        "interview": MeetingKind(id="interview", name=NAME, remind=("2 days before", "1 day before")),
        "conference": MeetingKind(
            id="conference",
            name=Text(en="Conference", es="Conferencia"),
            minutes=90,
            asks=("complainant", "affected", "respondent", "owner"),
        ),
    }
    remedy = FollowUpKind(id="remedy", name=Text(en="Remedy", es="Reparación"), choices=CHOICES)
    changes = {"meetings": kinds, "follow_ups": {"remedy": remedy}}
    served = {id: each.model_copy(update=changes) for id, each in office.desk.agencies.items()}
    return replace(office, desk=replace(office.desk, agencies=served))


async def planned(office: Office, by: Member, case: Case, *times: datetime, people: tuple[str, ...] = (),
                  others: tuple[str, ...] = (), open: bool = False, kind: str = "interview") -> Meeting:  # fmt: skip
    """A meeting that was just planned."""
    who = people or ("complainant", f"member:{by.id}")
    new = Planning(kind, "What happened in May", "Room 239", times or (THURSDAY,), who, others, open)
    await meetings.plan(office.desk, await office.row(by.chat.id), by, case.id, new)
    return (await arranged(office, case))[-1]


async def arranged(office: Office, case: Case) -> list[Meeting]:
    """Every meeting of a case as it is stored now."""
    async with office.desk.database.read() as session:
        found = await cases.load(session, case.agency, case.id)
        assert found is not None
        return await meeting_rows.of_case(session, case.agency, found)


async def reminders(office: Office, template: str) -> list[tuple[str, date, str]]:
    """To whom, on which day and in which state every notice of that template stands."""
    found = [each for each in await office.stored(notices) if each.template == template]
    state = {each.id: "sent" if each.sent_at else "dropped" if each.dropped_at else "due" for each in found}
    return sorted((each.to, each.due_at.date(), state[each.id]) for each in found)


async def close(office: Office, boss: Member, case: Case) -> None:
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, Move(action, outcome))


async def test_each_is_reminded_once_on_every_rung_however_often_the_case_moves(office: Office) -> None:
    office = arranging(office)
    boss, case = await office.hires("supervisor"), await office.files()
    await planned(office, boss, case)
    for _ in range(2):
        async with office.desk.database.write() as session:
            await agenda.replan(session, office.desk.agencies[HOME], await office.now(case), office.clock())
    await ownership.claim(office.desk, await office.row(boss.chat.id), boss, case.id)
    rungs = [date(2026, 9, 22), date(2026, 9, 23)]
    assert await reminders(office, "meeting_soon") == [("complainant", on, "due") for on in rungs]
    assert await reminders(office, "meeting_soon_staff") == [(f"member:{boss.id}", on, "due") for on in rungs]
    office.clock.strikes(9, 22, 14)
    await office.delivers()
    office.clock.strikes(9, 23, 14)
    await office.delivers()
    assert office.post.to("100").count("meeting_soon") == 2
    assert office.post.to(boss.chat.id).count("meeting_soon_staff") == 2


async def test_a_meeting_of_tomorrow_is_not_reminded_of_at_once(office: Office) -> None:
    office = arranging(office)
    boss, case = await office.hires("supervisor"), await office.files()
    await planned(office, boss, case, office.clock() + timedelta(hours=23))
    assert await reminders(office, "meeting_soon") == []


async def test_a_case_that_closes_calls_off_what_is_ahead_and_tells_everybody(office: Office) -> None:
    office = arranging(office)
    boss, ben, case = await office.hires("supervisor"), await office.hires(name="Ben"), await office.files()
    await planned(office, boss, case, people=("complainant", f"member:{ben.id}"))
    await planned(office, boss, case, THURSDAY, THURSDAY + timedelta(days=1))
    await office.delivers()
    await close(office, boss, case)
    assert [each.state for each in await arranged(office, case)] == ["cancelled", "cancelled"]
    told = await office.tells_whom()
    assert told["100"].count("meeting_off") == 2
    assert "meeting_off_staff" in told[ben.chat.id]
    assert {state for _, _, state in await reminders(office, "meeting_soon")} == {"dropped"}


async def test_what_others_have_to_do_is_watched_also_after_the_case_is_closed(office: Office) -> None:
    office = arranging(office)
    boss, case = await office.hires("supervisor"), await office.files()
    await ownership.claim(office.desk, await office.row(boss.chat.id), boss, case.id)
    new = NewFollowUp("remedy", "Pay the lost wages", "the shop", date(2026, 10, 14))
    await follow_ups.add(office.desk, await office.row(boss.chat.id), boss, case.id, new)
    await close(office, boss, await office.now(case))
    due = [date(2026, 10, 7), date(2026, 10, 14), date(2026, 10, 21), date(2026, 11, 13)]
    assert await reminders(office, "follow_up_due") == [(f"member:{boss.id}", on, "due") for on in due]
    office.clock.strikes(10, 7)
    await office.delivers()
    assert "follow_up_due" in office.post.to(boss.chat.id)
    assert (await office.stored(follow_up_table))[0].state == "open"


async def test_it_goes_with_the_case_to_whoever_has_it(office: Office) -> None:
    office = arranging(office)
    boss, ben, case = await office.hires("supervisor"), await office.hires(name="Ben"), await office.files()
    await ownership.claim(office.desk, await office.row(boss.chat.id), boss, case.id)
    new = NewFollowUp("remedy", "Pay", "the shop", date(2026, 10, 14))
    await follow_ups.add(office.desk, await office.row(boss.chat.id), boss, case.id, new)
    await ownership.assign(office.desk, await office.row(boss.chat.id), boss, case.id, ben.id)
    assert {to for to, _, _ in await reminders(office, "follow_up_due")} == {f"member:{ben.id}"}
