"""A complaint that staff write down: the same interview, a case without a chat, and somebody who calls instead."""

from datetime import date

import pytest

from bot.casework.errors import NotYours, Refused
from bot.casework.interview import Picked, Pressed, Said
from bot.desk import caseload, clocks, correspondence, intake, ownership, roster, staff_intake
from bot.desk.caseload import Move
from bot.desk.evidence import FileCame
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from storage import cases
from storage.models import cases as case_rows
from storage.models import drafts as draft_rows
from storage.models import evidence as evidence_rows
from storage.roster import Member
from tests.desk.office import HOME, STORY, Office, on_one

MONDAY, FRIDAY = date(2026, 9, 14), date(2026, 9, 11)


async def begins(office: Office, member: Member, way: str = "phone", on: date = MONDAY, language: str = "en") -> Asked:
    return await staff_intake.begin(office.desk, await office.row(member.chat.id), member, way, on, language)


async def hears(office: Office, member: Member, *came: Pressed | Picked | FileCame | str) -> Asked | Filed:
    outcome: Asked | Filed | None = None
    for number, each in enumerate(came):
        draft = await staff_intake.draft_of(office.desk, member)
        assert draft is not None
        incoming = Said(each, f"e{number}") if isinstance(each, str) else each
        outcome = await staff_intake.hear(office.desk, await office.row(member.chat.id), member, draft, incoming)
    assert outcome is not None
    return outcome


async def files(office: Office, member: Member, **more: object) -> Filed:
    await begins(office, member, **more)  # type: ignore[arg-type]
    filed = await hears(office, member, Pressed("done"), STORY, Pressed("done"), Pressed("send_now"))
    assert isinstance(filed, Filed)
    return filed


async def test_a_letter_becomes_a_case_without_a_chat_from_the_day_it_came(office: Office) -> None:
    rosa = await office.hires("intake", name="Rosa")
    asked = await begins(office, rosa, "letter", FRIDAY, "es")
    assert asked.step.question is not None
    assert (asked.step.question.id, asked.draft.language) == ("notice", "es")
    office.post.files["f"] = b"the letter"
    outcome = await hears(office, rosa, Pressed("done"), FileCame("photo", "f", "1"), STORY, Pressed("done"))
    assert isinstance(outcome, Asked)
    filed = await hears(office, rosa, Pressed("send_now"))
    assert isinstance(filed, Filed)
    case = await office.now(filed.case)
    assert (case.chat, case.came_by, case.language) == (None, "letter", "es")
    assert filed.receipt is None
    assert filed.statistics is None
    assert case.received_at.date() == FRIDAY
    assert {each.name: each.due_on for each in filed.owed}["number"] == date(2026, 9, 14), "three days from Friday"
    await office.collects()
    assert (await office.stored(evidence_rows))[0].state == "stored"
    assert ("member:" + rosa.id, "enter", case.id) in await office.acts()
    async with office.desk.database.read() as session:
        received = (await cases.events(session, HOME, case.id))[0]
    assert received.by == f"member:{rosa.id}"
    assert received.detail["entered"]["way"] == "letter"
    assert await staff_intake.draft_of(office.desk, rosa) is None
    (again,) = await office.members(rosa.chat)
    assert again.prompt is None


async def test_news_for_somebody_without_a_chat_become_a_call_of_the_owner(office: Office) -> None:
    rosa, ana = await office.hires("intake", name="Rosa"), await office.hires()
    case = (await files(office, rosa)).case
    told = await office.delivers()
    assert {template for each in told for template in each.templates} == {"new_case", "welcome"}, (
        "nobody gets a receipt"
    )
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await caseload.message(office.desk, await office.row(ana.chat.id), ana, case.id, "We need to talk.")
    told = [each for each in await office.delivers() if "taken" not in each.templates]
    assert [(each.to, each.templates) for each in told] == [(ana.chat.id, ["no_chat"])]
    assert await office.delivers() == []

    now = await office.now(case)
    assert "notified" not in now.moments
    await staff_intake.told(office.desk, await office.row(ana.chat.id), ana, case.id)
    now = await office.now(case)
    assert now.moments["notified"] == office.clock()
    async with office.desk.database.read() as session:
        duties = {each.name: each.met_at for each in await clocks.duties(session, office.desk.agencies[HOME], now)}
        assert (await cases.events(session, HOME, case.id))[-1].verb == "told"
    assert duties["notify"] == office.clock()


@on_one
async def test_without_an_owner_the_queue_hears_that_somebody_must_call(office: Office) -> None:
    rosa, boss = await office.hires("intake", name="Rosa"), await office.hires("supervisor", queues=[])
    case = (await files(office, rosa)).case
    await office.delivers()
    await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, Move("start"))
    told = await office.delivers()
    assert [(each.to, each.templates) for each in told] == [(rosa.chat.id, ["no_chat"])]


@on_one
async def test_a_call_of_today_runs_from_this_moment(office: Office) -> None:
    rosa = await office.hires("intake")
    case = (await files(office, rosa)).case
    assert case.received_at == office.clock()


@on_one
async def test_a_day_to_come_is_refused_and_nothing_is_begun(office: Office) -> None:
    rosa = await office.hires("intake")
    with pytest.raises(Refused, match="day_future"):
        await begins(office, rosa, "letter", date(2026, 9, 15))
    assert await office.stored(draft_rows) == []


@on_one
@pytest.mark.parametrize("role", ["custodian", "auditor"])
async def test_the_table_says_who_writes_down(office: Office, role: str) -> None:
    stranger = await office.hires(role)
    with pytest.raises(NotYours):
        await begins(office, stranger)
    assert await office.stored(draft_rows) == []


@on_one
async def test_who_has_left_sends_nothing_and_finds_nothing(office: Office) -> None:
    rosa = await office.hires("intake")
    await begins(office, rosa)
    await hears(office, rosa, Pressed("done"), STORY)
    draft = await staff_intake.draft_of(office.desk, rosa)
    assert draft is not None
    await roster.remove(office.desk, roster.CONSOLE, HOME, rosa.id)
    for incoming in (Pressed("done"), Pressed("send_now")):
        with pytest.raises(NotYours):
            await staff_intake.hear(office.desk, await office.row(), rosa, draft, incoming)
    with pytest.raises(NotYours):  # past the first check, too
        await intake.hear(office.desk, await office.row(), draft, Pressed("send_now"))
    assert await intake.draft_of(office.desk, rosa.chat) is None
    assert await office.stored(case_rows) == []


@on_one
async def test_a_complaint_of_one_s_own_in_the_same_chat_stays_apart(office: Office) -> None:
    rosa = await office.hires("intake")
    own = await office.tells(chat=rosa.chat.id)
    await begins(office, rosa)
    found = await intake.draft_of(office.desk, rosa.chat)
    assert found is not None
    assert found.id == own.id
    await hears(office, rosa, Pressed("done"), STORY, Pressed("done"), Pressed("send_now"))
    assert await correspondence.of_chat(office.desk, rosa.chat) == []
    assert await intake.draft_of(office.desk, rosa.chat) is not None


@on_one
async def test_starting_over_is_still_the_same_letter(office: Office) -> None:
    rosa = await office.hires("intake")
    await begins(office, rosa, "letter", FRIDAY)
    await hears(office, rosa, Pressed("done"), STORY, Pressed("restart"))
    draft = await staff_intake.draft_of(office.desk, rosa)
    assert draft is not None
    assert draft.notes["entered"]["on"] == FRIDAY.isoformat()
    assert ("member:" + rosa.id, "cancel") in [each[:2] for each in await office.acts()]
