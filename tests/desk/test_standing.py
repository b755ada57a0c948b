"""How a case stands is said as it is: what was promised, kept or missed, and when something is due to happen next."""

from datetime import date, timedelta

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import aftercare, caseload, correspondence, ownership, pausing, standing
from bot.desk.caseload import Move
from bot.desk.standing import Standing
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.models import notices
from tests.desk.office import ABROAD, DOOR, HOME, Office, on_one

ME = Chat(DOOR, "100")


async def stands(office: Office) -> Standing:
    (found,) = await standing.standings(office.desk, ME)
    return found


async def closes(office: Office, case: Case) -> Case:
    """A supervisor has reviewed the case and closed it."""
    boss = await office.hires("supervisor", queues=[])
    for move in (Move("start"), Move("close", "no_merit")):
        case = await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    return case


async def no_news(office: Office) -> list[date]:
    """When the complainant will next hear that nothing is new."""
    rows = [each for each in await office.stored(notices) if each.template == "no_news"]
    return [each.due_at.date() for each in rows if each.sent_at is None and each.dropped_at is None]


@on_one
async def test_somebody_without_a_case_has_nothing_that_stands_anywhere(office: Office) -> None:
    await office.files()
    assert await standing.standings(office.desk, Chat(DOOR, "101")) == []
    assert await standing.standings(office.desk, Chat("telegram", "100")) == []


async def test_the_public_clocks_are_shown_as_they_are_and_the_next_date_is_ahead(office: Office) -> None:
    await office.files()
    found = await stands(office)
    assert [each.name for each in found.duties] == ["number", "notify", "review", "investigation"]
    assert (found.missed, found.next_on) == ((), date(2026, 9, 17))
    office.clock.passes(days=5)
    found = await stands(office)
    assert [each.name for each in found.missed] == ["number"]
    assert found.next_on == date(2026, 10, 14), "what was missed is no date ahead"


@on_one
async def test_cases_of_every_office_come_newest_first(office: Office) -> None:
    old = await office.files()
    office.clock.passes(days=1)
    new = await office.files(agency=ABROAD)
    assert [each.case.id for each in await standing.standings(office.desk, ME)] == [new.id, old.id]


@on_one
async def test_a_case_on_hold_says_until_when(office: Office) -> None:
    case = await office.files()
    async with office.desk.database.write() as session:
        until = office.clock() + timedelta(days=10)
        await cases.record(session, HOME, case, changes={"held_until": until}, now=office.clock())
    assert (await stands(office)).held_until == date(2026, 9, 24)


@on_one
async def test_a_closed_case_has_no_clock_that_was_missed_and_offers_another_look(office: Office) -> None:
    case = await closes(office, await office.files())
    office.clock.passes(days=200)
    found = await stands(office)
    assert (found.missed, found.next_on, found.held_until) == ((), None, None)
    assert found.appeal_until == date(2026, 10, 14)
    await aftercare.begin_appeal(office.desk, await office.row(), case)
    draft = await office.draft()
    await aftercare.words(office.desk, await office.row(), draft, case, "Please look again.")
    found = await stands(office)
    assert found.appeal is not None
    assert (found.appeal.late, found.appeal_until) == (True, None)


# Whom to ask when a clock was missed


async def test_a_missed_clock_brings_a_supervisor_once_a_day(office: Office) -> None:
    boss = await office.hires("supervisor", queues=[])
    case = await office.files()
    with pytest.raises(Refused) as refused:
        await standing.ask_supervisor(office.desk, await office.row(), case)
    assert refused.value.because == "nothing_missed"
    office.clock.passes(days=5)
    await office.delivers()
    assert await standing.ask_supervisor(office.desk, await office.row(), case)
    assert not await standing.ask_supervisor(office.desk, await office.row(), case)
    await office.delivers()
    assert office.post.to(boss.chat.id).count("supervisor_asked") == 1
    office.clock.passes(days=1)
    assert await standing.ask_supervisor(office.desk, await office.row(), case)
    await caseload.message(office.desk, await office.row(boss.chat.id), boss, case.id, "I am sorry. It is my case now.")
    assert (await stands(office)).unread == 1, "the answer comes back through the thread"
    assert ("complainant", "ask_supervisor", case.id) in await office.acts()


@on_one
async def test_a_closed_case_and_somebody_else_s_have_no_supervisor_to_ask(office: Office) -> None:
    case = await office.files()
    office.clock.passes(days=5)
    with pytest.raises(NotYours):
        await correspondence.own(office.desk, Chat(DOOR, "101"), case.id)
    await closes(office, case)
    with pytest.raises(Refused):
        await standing.ask_supervisor(office.desk, await office.row(), case)


# Nothing is new


async def test_no_news_come_once_a_period_and_stop_with_the_case(office: Office) -> None:
    case = await office.files()
    assert await no_news(office) == [date(2026, 10, 14)]
    office.clock.passes(days=31)
    await office.delivers()
    assert office.post.to("100").count("no_news") == 1
    await office.delivers()
    assert office.post.to("100").count("no_news") == 1
    assert await no_news(office) == [date(2026, 11, 16)], "the thirtieth day is a Saturday"
    await closes(office, case)
    assert await no_news(office) == []


async def test_any_news_begin_the_count_anew(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    office.clock.passes(days=20)
    await caseload.message(office.desk, await office.row(ana.chat.id), ana, case.id, "We are reading it.")
    await office.delivers()
    assert await no_news(office) == [date(2026, 11, 3)]


async def test_three_quiet_months_bring_one_message_and_no_storm(office: Office) -> None:
    await office.files()
    office.clock.passes(days=95)
    await office.delivers()
    assert office.post.to("100").count("no_news") == 1


async def test_whoever_wants_no_such_messages_gets_none(office: Office) -> None:
    case = await office.files()
    await standing.be_quiet(office.desk, await office.row(), case, quiet=True)
    await standing.be_quiet(office.desk, await office.row(), case, quiet=True)
    assert await no_news(office) == []
    found = await stands(office)
    assert (found.quiet, found.next_on) == (True, date(2026, 9, 17))
    await standing.be_quiet(office.desk, await office.row(), case, quiet=False)
    assert await no_news(office) == [date(2026, 10, 14)]


@on_one
async def test_a_pause_is_told_to_whoever_waits_for_somebody_to_begin(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    taken, waits = await office.files(chat="1"), await office.files(chat="2")
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, taken.id)
    await pausing.begin(office.desk, await office.row(boss.chat.id), boss, "in 9 days: two of us are ill")
    (of_taken,) = await standing.standings(office.desk, Chat(DOOR, "1"))
    (of_waiting,) = await standing.standings(office.desk, Chat(DOOR, "2"))
    assert of_taken.paused is None
    assert of_waiting.paused is not None
    assert of_waiting.paused.until_on == date(2026, 9, 23)
    assert of_waiting.case.id == waits.id
    office.clock.passes(days=12)
    (later,) = await standing.standings(office.desk, Chat(DOOR, "2"))
    assert later.paused is None
