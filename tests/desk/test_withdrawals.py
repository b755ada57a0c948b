"""Taking a complaint back: a person reads it, asks if it is free, and only then may the case end so."""

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.withdrawal import DISPOSITION
from bot.desk import caseload, correspondence, withdrawals
from bot.desk.caseload import Move
from storage import cases
from storage.cases import Case
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one


async def asked(office: Office) -> tuple[Member, Case]:
    """Somebody wants to take back a case that is under review."""
    boss = await office.hires("supervisor", queues=[])
    case = await office.files()
    await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, Move("start"))
    assert await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    await office.delivers()
    return boss, case


async def ends(office: Office, boss: Member, case: Case) -> Case:
    found, action = await withdrawals.way_out(office.desk, None, boss, case.id)
    move = Move(action.id, DISPOSITION, "It is ended, and the record stays.")
    return await caseload.act(office.desk, await office.row(boss.chat.id), boss, found.id, move)


async def test_a_free_wish_ends_the_case_after_a_person_has_asked(office: Office) -> None:
    boss, case = await asked(office)
    await withdrawals.ask(office.desk, await office.row(boss.chat.id), boss, case.id)
    await office.delivers()
    assert office.post.to("100")[-1] == "question"
    assert await withdrawals.question(office.desk, case) is not None
    await withdrawals.answer(office.desk, await office.row(), case, "free")
    await office.delivers()
    assert office.post.to(boss.chat.id)[-1] == "withdrawal_answered"
    ended = await ends(office, boss, case)
    assert (ended.status, ended.disposition, ended.flags) == ("closed", "withdrawn", ())
    await office.delivers()
    assert office.post.to("100")[-1] == "news_with_note", "told plainly"
    async with office.desk.database.read() as session:
        steps = [e.detail.get("step") for e in await cases.events(session, HOME, case.id) if e.verb == "withdrawal"]
    assert steps == ["asked", "question", "answered"]
    assert [verb for _, verb, _ in await office.acts()].count("settle_withdrawal") == 2


@on_one
async def test_without_an_answer_or_under_pressure_no_way_leads_to_a_withdrawal(office: Office) -> None:
    boss, case = await asked(office)
    before = await office.now(case)
    with pytest.raises(Refused) as refused:
        await ends(office, boss, case)
    assert refused.value.because == "ask_if_free"
    row = await office.row(boss.chat.id)
    with pytest.raises(Refused) as refused:  # nor by the ordinary way
        await caseload.act(office.desk, row, boss, case.id, Move("close", DISPOSITION))
    assert refused.value.because == "ask_if_free"
    await withdrawals.note_answer(office.desk, await office.row(boss.chat.id), boss, case.id, "pressed")
    with pytest.raises(Refused) as refused:
        await ends(office, boss, case)
    assert refused.value.because == "not_free"
    after = await office.now(case)
    assert (after.status, after.disposition, after.flags) == (before.status, None, before.flags)


@on_one
async def test_a_case_that_nobody_asked_back_is_not_withdrawn(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, Move("start"))
    for refused in (
        caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, Move("close", DISPOSITION)),
        withdrawals.ask(office.desk, await office.row(boss.chat.id), boss, case.id),
        withdrawals.go_on(office.desk, await office.row(boss.chat.id), boss, case.id),
        withdrawals.note_answer(office.desk, await office.row(boss.chat.id), boss, case.id, "free"),
    ):
        with pytest.raises(Refused) as fault:
            await refused
        assert fault.value.because == "no_withdrawal"
    assert (await withdrawals.look(office.desk, None, boss, case.id)).request is None


@on_one
async def test_asked_twice_is_asked_once(office: Office) -> None:
    boss, case = await asked(office)
    assert not await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    await office.delivers()
    assert office.post.to(boss.chat.id).count("withdrawal_asked") == 1
    assert (await office.now(case)).flags == ("withdrawal_asked",)


@on_one
async def test_whoever_thinks_better_of_it_goes_on(office: Office) -> None:
    boss, case = await asked(office)
    await withdrawals.ask(office.desk, await office.row(boss.chat.id), boss, case.id)
    await withdrawals.answer(office.desk, await office.row(), case, "stay")
    assert (await office.now(case)).flags == ()
    for late in ("free", "stay"):
        with pytest.raises(Refused) as refused:
            await withdrawals.answer(office.desk, await office.row(), case, late)
        assert refused.value.because == "no_question"
    assert (await office.now(case)).status == "review"


@on_one
async def test_the_office_may_go_on_and_says_so(office: Office) -> None:
    boss, case = await asked(office)
    await withdrawals.go_on(office.desk, await office.row(boss.chat.id), boss, case.id)
    await office.delivers()
    assert office.post.to("100")[-1] == "withdrawal_kept"
    assert (await office.now(case)).flags == ()
    assert await correspondence.ask_to_withdraw(office.desk, await office.row(), case), "it can be asked again"


@on_one
async def test_what_is_closed_cannot_be_taken_back(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    with pytest.raises(Refused) as refused:
        await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    assert refused.value.because == "nothing_to_withdraw"
    assert (await office.now(case)).flags == ()


@on_one
async def test_made_up_answers_and_strangers_change_nothing(office: Office) -> None:
    boss, case = await asked(office)
    custodian = await office.hires("custodian")
    for refused, fault in (
        (withdrawals.answer(office.desk, await office.row(), case, "whatever"), Stale),
        (withdrawals.note_answer(office.desk, await office.row(), boss, case.id, "whatever"), Stale),
        (withdrawals.look(office.desk, None, custodian, case.id), NotYours),
        (withdrawals.way_out(office.desk, None, boss, "nothing"), NotYours),
    ):
        with pytest.raises(fault):
            await refused
    investigator = await office.hires()
    await withdrawals.note_answer(office.desk, await office.row(), investigator, case.id, "free")
    with pytest.raises(Refused) as kept:
        await withdrawals.way_out(office.desk, None, investigator, case.id)
    assert kept.value.because == "no_way_to_withdraw", "an investigator of this office closes nothing"


@on_one
async def test_somebody_without_a_chat_is_asked_by_telephone(office: Office) -> None:
    boss, case = await asked(office)
    async with office.desk.database.write() as session:
        await cases.record(session, HOME, await office.now(case), changes={"chat": None}, now=office.clock())
    with pytest.raises(Refused) as refused:
        await withdrawals.ask(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert refused.value.because == "no_chat"
    await withdrawals.note_answer(office.desk, await office.row(boss.chat.id), boss, case.id, "free")
    assert (await ends(office, boss, case)).disposition == "withdrawn"


@on_one
async def test_to_end_as_withdrawn_is_one_change_of_the_case(office: Office) -> None:
    boss, case = await asked(office)
    await withdrawals.note_answer(office.desk, await office.row(boss.chat.id), boss, case.id, "free")
    other = await office.files(chat="200")
    other = await caseload.act(office.desk, await office.row(boss.chat.id), boss, other.id, Move("start"))
    closed = await caseload.act(office.desk, await office.row(boss.chat.id), boss, other.id, Move("close", "no_merit"))
    before = (await office.now(case)).revision
    assert (await ends(office, boss, case)).revision - before == closed.revision - other.revision
