"""After a case is closed: another look is asked for and decided by a person; how it was stays out of the case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.casework.deadlines import Duty
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import aftercare, caseload, clocks, correspondence, intake, ownership
from bot.desk.caseload import Move
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.models import appeals, drafts, notices, opinions
from storage.roster import Member
from tests.desk.office import DOOR, HOME, Office, on_one

ME = Chat(DOOR, "100")
WHY = "You never called the woman who filmed it."


async def closed(office: Office) -> tuple[Member, Case]:
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    for move in (Move("start"), Move("close", "no_merit")):
        case = await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    await office.delivers()
    office.clock.passes(minutes=1)
    return boss, case


async def appeals_(office: Office, case: Case, text: str = WHY) -> None:
    await aftercare.begin_appeal(office.desk, await office.row(), case)
    await aftercare.words(office.desk, await office.row(), await office.draft(), case, text)
    await office.delivers()


async def pending(office: Office, template: str) -> list[str]:
    rows = await office.stored(notices)
    return [f"{r.due_at:%m-%d}" for r in rows if r.template == template and r.sent_at is None and r.dropped_at is None]


async def test_a_request_reaches_the_supervisor_with_a_clock_of_its_own(office: Office) -> None:
    boss, case = await closed(office)
    await appeals_(office, case)
    assert office.post.to(boss.chat.id)[-1] == "appeal_asked"
    assert (await office.now(case)).flags == ("appeal_asked",)
    assert await pending(office, "appeal_due") == ["10-09", "10-14", "10-21", "10-28", "11-12"]
    found = await aftercare.look(office.desk, None, boss, case.id)
    assert found.appeal is not None
    assert (found.appeal.text, found.appeal.late) == (WHY, False)
    left = await intake.draft_of(office.desk, ME)
    assert not aftercare.waits(office.desk, left), "the next words are words to the office again"


async def test_accepted_opens_the_case_where_the_profile_says(office: Office) -> None:
    boss, case = await closed(office)
    await appeals_(office, case)
    await aftercare.accept(office.desk, await office.row(boss.chat.id), boss, case.id)
    now = await office.now(case)
    assert (now.status, now.closed_at, now.disposition, now.flags) == ("review", None, None, ())
    assert now.next_at.date() == date(2026, 10, 15), "the end of the first new clock"
    assert await pending(office, "appeal_due") == []
    assert await pending(office, "reminder"), "somebody is reminded of it"
    await office.delivers()
    assert office.post.to("100")[-1] == "news"
    assert "reopened" in office.post.to(boss.chat.id), "nobody has it, and nobody is in its queue"
    assert {each.name for each in await _owed(office, now)} == {"second_look", "second_investigation"}
    with pytest.raises(Refused) as refused:
        await aftercare.accept(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert refused.value.because == "no_appeal_waits"


async def test_whoever_has_the_case_hears_at_once_that_it_is_open_again(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    boss = await office.hires("supervisor", queues=[], name="Sol")
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    office.clock.passes(minutes=1)
    await appeals_(office, case)
    await aftercare.accept(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert "reopened" in (await office.tells_whom())[ana.chat.id]
    office.clock.passes(days=36)
    told = await office.tells_whom()
    assert "reminder" in told[ana.chat.id]
    assert "escalation" in told[boss.chat.id]


async def _owed(office: Office, case: Case) -> list[Duty]:
    async with office.desk.database.read() as session:
        found = await clocks.duties(session, office.desk.agencies[HOME], case)
    return [each for each in found if each.met_at is None]


async def test_refused_says_why_in_the_thread_and_is_asked_once(office: Office) -> None:
    boss, case = await closed(office)
    await appeals_(office, case)
    await aftercare.refuse(office.desk, await office.row(boss.chat.id), boss, case.id, "She was called on March 3.")
    await office.delivers()
    assert office.post.to("100")[-1] == "message_waiting"
    (news,) = await correspondence.news(office.desk, await office.row(), case)
    assert news.text == "She was called on March 3."
    assert (await office.now(case)).closed_at is not None
    with pytest.raises(Refused) as refused:
        await aftercare.begin_appeal(office.desk, await office.row(), case)
    assert refused.value.because == "appeal_asked_before"
    assert await pending(office, "appeal_due") == []


async def test_late_is_marked_and_never_refused(office: Office) -> None:
    boss, case = await closed(office)
    office.clock.passes(days=365)
    await appeals_(office, case)
    found = await aftercare.look(office.desk, None, boss, case.id)
    assert found.appeal is not None
    assert found.appeal.late
    await aftercare.accept(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert (await office.now(case)).closed_at is None, "a person has decided"


@on_one
async def test_nothing_is_asked_where_the_profile_or_the_case_says_no(office: Office) -> None:
    case = await office.files()
    with pytest.raises(Refused) as refused:
        await aftercare.begin_appeal(office.desk, await office.row(), case)
    assert refused.value.because == "not_closed"
    with pytest.raises(Refused) as refused:
        await aftercare.opine(office.desk, await office.row(), case, "good")
    assert refused.value.because == "not_closed"
    none = office.desk.agencies[HOME].model_copy(update={"appeal": None})
    bare = replace(office.desk, agencies={HOME: none})
    with pytest.raises(Refused) as refused:
        await aftercare.begin_appeal(bare, await office.row(), case)
    assert refused.value.because == "no_appeal"
    assert await office.stored(appeals) == []


@on_one
async def test_only_a_supervisor_decides(office: Office) -> None:
    _, case = await closed(office)
    await appeals_(office, case)
    ana = await office.hires()
    for refused in (
        aftercare.look(office.desk, None, ana, case.id),
        aftercare.accept(office.desk, await office.row(), ana, case.id),
        aftercare.refuse(office.desk, await office.row(), ana, case.id, "No."),
        aftercare.said(office.desk, ana),
    ):
        with pytest.raises(NotYours):
            await refused
    assert (await office.now(case)).closed_at is not None


@on_one
async def test_words_are_waited_for_a_day_and_can_be_let_go(office: Office) -> None:
    _, case = await closed(office)
    await aftercare.begin_appeal(office.desk, await office.row(), case)
    await aftercare.begin_appeal(office.desk, await office.row(), case)
    waiting = [each.purpose for each in await office.stored(drafts) if each.purpose != "statistics"]
    assert waiting == ["appeal"], "a second tap waits for the same words"
    draft = await office.draft()
    assert aftercare.waits(office.desk, draft)
    office.clock.passes(days=1)
    assert not aftercare.waits(office.desk, draft)
    assert not aftercare.waits(office.desk, None)
    await aftercare.forget(office.desk, None, draft)
    assert (await office.draft()).purpose == "statistics"
    assert await office.stored(appeals) == []


# How it was


async def test_the_question_comes_once_some_days_after_the_end(office: Office) -> None:
    _, case = await closed(office)
    assert await pending(office, "how_was_it") == ["09-17"]
    office.clock.passes(days=3)
    await office.delivers()
    assert office.post.to("100")[-1] == "how_was_it"
    await aftercare.opine(office.desk, await office.row(), case, "poor")
    await aftercare.words(office.desk, await office.row(), await office.draft(), case, "It took so long.")
    office.clock.passes(days=60)
    await office.delivers()
    assert office.post.to("100").count("how_was_it") == 1


@on_one
async def test_what_somebody_thinks_is_sealed_and_on_no_timeline(office: Office) -> None:
    boss, case = await closed(office)
    before = await timeline(office, case)
    await aftercare.opine(office.desk, await office.row(), case, "good")
    await aftercare.opine(office.desk, await office.row(), case, "poor")
    await aftercare.words(office.desk, await office.row(), await office.draft(), case, "It took so long.")
    (row,) = await office.stored(opinions)
    assert b"poor" not in row.said
    assert b"long" not in row.said
    assert await timeline(office, case) == before
    (said,) = await aftercare.said(office.desk, boss)
    assert (said.mark, said.words) == ("poor", "It took so long.")
    with pytest.raises(Stale):
        await aftercare.opine(office.desk, await office.row(), case, "awful")


async def timeline(office: Office, case: Case) -> list[str]:
    async with office.desk.database.read() as session:
        return [each.verb for each in await cases.events(session, HOME, case.id)]


@on_one
async def test_a_case_that_was_opened_again_is_not_asked_about(office: Office) -> None:
    boss, case = await closed(office)
    await appeals_(office, case)
    await aftercare.accept(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert await pending(office, "how_was_it") == []
    office.clock.passes(hours=1)
    await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, Move("close", "merit"))
    assert len(await pending(office, "how_was_it")) == 1


@on_one
async def test_an_office_that_asks_nobody_asks_nobody(office: Office) -> None:
    silent = office.desk.agencies[HOME].model_copy(update={"opinion_after_days": 0})
    office = replace(office, desk=replace(office.desk, agencies={HOME: silent}))
    await closed(office)
    office.clock.at += timedelta(days=10)
    await office.delivers()
    assert "how_was_it" not in office.post.to("100")


@on_one
async def test_accepted_is_one_change_of_the_case(office: Office) -> None:
    boss, case = await closed(office)
    await appeals_(office, case)
    before = await office.now(case)
    opened = await aftercare.accept(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert (opened.flags, opened.closed_at) == ((), None)
    assert opened.revision - before.revision == 1
