"""Notices go to the right people, on time, once, and nothing that goes wrong with one stops the others."""

import asyncio
from datetime import timedelta

import pytest

from bot.casework.errors import TryLater, Undeliverable
from bot.desk import caseload, clocks, correspondence, intake, ownership, roster
from bot.desk.addresses import Parcel
from bot.desk.caseload import Move
from bot.desk.courier import Courier
from storage import cases, outbox
from storage import roster as places
from storage.cases import Case
from storage.chats import Chat
from storage.models import notices, openings
from storage.roster import Member
from tests.desk.office import DOOR, HOME, Office, on_one


async def off_duty(office: Office, *members: Member) -> None:
    async with office.desk.database.write() as session:
        for each in members:
            await places.set_duty(session, HOME, each.id, working=False)


async def unsent(office: Office, case: Case) -> set[str]:
    rows = await office.stored(notices)
    return {row.template for row in rows if row.case_id == case.id and not row.sent_at and not row.dropped_at}


# --- a new case


async def test_a_new_case_reaches_every_member_on_duty_in_its_queue_once(office: Office) -> None:
    ana, ben = await office.hires(queues=["intake"]), await office.hires(queues=["intake", "critical"])
    elsewhere, away = await office.hires(queues=["critical"]), await office.hires(queues=["intake"])
    await off_duty(office, away)
    case = await office.files()
    await office.delivers()
    await office.delivers()
    for member in (ana, ben):
        assert office.post.to(member.chat.id) == ["welcome", "new_case"]
    for member in (elsewhere, away):
        assert office.post.to(member.chat.id) == ["welcome"]
    (row,) = [each for each in office.post.sent if each.to == ana.chat.id and each.templates == ["new_case"]]
    assert row.parcel.notices[0].params.items() >= {"reference": case.reference, "priority": "high"}.items()


async def test_a_queue_without_a_member_on_duty_notifies_the_supervisor_at_once(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    await office.delivers()
    await off_duty(office, ana)
    case = await office.files()
    await office.delivers()
    assert office.post.to(boss.chat.id) == ["welcome", "new_case_unattended"]
    assert "new_case" not in office.post.to(ana.chat.id)

    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    assert office.post.to(boss.chat.id)[-1] == "taken"


@on_one
async def test_with_nobody_at_all_a_case_waits_for_the_first_who_is_let_in(office: Office) -> None:
    await office.files()
    assert [each.templates for each in office.post.sent] == [["receipt"]]
    await office.delivers()
    boss = await office.hires("supervisor", queues=[])
    await office.delivers()
    assert sorted(office.post.to(boss.chat.id)) == ["new_case_unattended", "welcome"]


# --- the receipt


@on_one
async def test_a_receipt_and_later_news_are_two_messages(office: Office) -> None:
    ana = await office.hires()
    office.post.faults["100"].append(TryLater(after=60))
    case = await office.files()
    await caseload.act(office.desk, await office.row(ana.chat.id), ana, case.id, Move("start", None, "Hello."))
    office.clock.passes(minutes=2)
    await office.delivers()
    assert [each.templates for each in office.post.sent if each.to == "100"] == [["receipt"], ["news_with_note"]]


# --- the ladder


async def test_the_ladder_reminds_the_queue_and_then_escalates(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    case = await office.files()
    await office.delivers()
    seen: dict[str, list[str]] = {}
    for day in range(15, 30):
        office.clock.strikes(9, day)
        for sent in await office.delivers():
            who = {ana.chat.id: "ana", boss.chat.id: "boss"}[sent.to]
            seen.setdefault(f"{who} {'+'.join(sent.templates)}", []).append(f"{office.clock():%d}")
            assert {each.params["duty"] for each in sent.parcel.notices} == {"number"}
            assert {each.params["due_on"] for each in sent.parcel.notices} == {"2026-09-17"}
    assert seen == {
        "ana reminder": ["16", "17", "21", "23", "25", "28", "29"],  # day before, due, every 2 days on workdays
        "boss escalation": ["18", "24"],
    }
    assert [verb for _, verb, subject in await office.acts() if subject == case.id].count("remind") == 2


async def test_claiming_stops_the_reminders_and_escalations_of_the_first_duty(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    case = await office.files()
    office.clock.strikes(9, 16)
    await office.delivers()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    before = len(office.post.sent)
    for day in range(17, 30):
        office.clock.strikes(9, day)
        await office.delivers()
    assert office.post.sent[before:] == []
    assert office.post.to(boss.chat.id) == ["welcome"]


@on_one
async def test_no_reminder_comes_twice_however_often_the_courier_looks(office: Office) -> None:
    ana = await office.hires()
    await office.files()
    await office.delivers()
    for hour in (14, 15, 16, 20):
        office.clock.strikes(9, 16, hour)
        await office.delivers()
    assert office.post.to(ana.chat.id).count("reminder") == 1


@on_one
async def test_while_the_office_is_closed_reminders_wait_and_news_do_not(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await office.delivers()
    office.clock.strikes(9, 17, 3)  # ten in the evening of the 16th in Minneapolis
    await correspondence.add_words(office.desk, await office.row(), case, "I remember the car now.")
    assert [each.templates for each in await office.delivers()] == [["new_message"]]
    office.clock.strikes(9, 17, 13)
    assert await office.delivers() == []
    office.clock.strikes(9, 17, 14)
    assert [each.templates for each in await office.delivers()] == [["reminder"]]
    assert office.post.to(ana.chat.id).count("reminder") == 1


async def test_after_three_days_of_silence_each_person_gets_one_message(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    mine = await office.files(chat="1")
    waiting = [await office.files(chat=str(number)) for number in (2, 3)]
    await office.delivers()
    async with office.desk.database.write() as session:  # owned, and every duty is still open
        mine = await cases.record(session, HOME, mine, changes={"owner_id": ana.id}, now=office.clock())
        await clocks.replan(session, office.desk.agencies[HOME], mine, office.clock())
    office.clock.strikes(9, 18)
    sent = await office.delivers()
    assert sorted((each.to, each.templates) for each in sent) == sorted(
        [(ana.chat.id, ["reminder"] * 3), (boss.chat.id, ["escalation"] * 3)]
    )
    (reminded,) = [each for each in sent if each.to == ana.chat.id]
    assert {each.case_id for each in reminded.parcel.notices} == {mine.id, *(each.id for each in waiting)}
    assert {each.params["rule"] for each in reminded.parcel.notices} == {"when due"}
    assert await office.delivers() == []


# --- what goes wrong


async def test_a_retry_comes_when_the_chat_says_and_not_before(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await office.delivers()
    office.post.faults["100"].append(TryLater(after=344))
    for text in ("One.", "Two."):
        await caseload.message(office.desk, await office.row(ana.chat.id), ana, case.id, text)
        await office.delivers()
    tried = len(office.post.tried)
    courier = office.courier
    office.post.faults["100"].append(TryLater(after=344))
    office.clock.passes(seconds=345)
    await courier.round()
    assert len(office.post.tried) == tried + 1
    # More news for the same chat do not break the pause.
    await caseload.message(office.desk, await office.row(ana.chat.id), ana, case.id, "Three.")
    office.clock.passes(seconds=343)
    await courier.round()
    assert len(office.post.tried) == tried + 1
    office.clock.passes(seconds=2)
    await courier.round()
    assert office.post.to("100")[-1] == "message_waiting"


@on_one
async def test_one_chat_that_is_busy_holds_up_nobody_else(office: Office) -> None:
    ana, ben = await office.hires(), await office.hires()
    office.post.faults[ana.chat.id].append(TryLater(after=600))
    await office.files()
    await office.delivers()
    assert "new_case" in office.post.to(ben.chat.id)
    assert "new_case" not in office.post.to(ana.chat.id)
    office.clock.passes(seconds=601)
    await office.delivers()
    assert office.post.to(ana.chat.id).count("new_case") == 1


@on_one
async def test_a_fault_of_ours_in_one_notice_lets_the_others_through(office: Office) -> None:
    ana = await office.hires()
    poisoned, sound = await office.files(chat="1"), await office.files(chat="2")
    await office.delivers()
    for case in (poisoned, sound):
        await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
        await correspondence.add_words(office.desk, await office.row(case.chat.id), case, "More.")

    async def send(parcel: Parcel) -> int:
        if any(each.case_id == poisoned.id for each in parcel.notices):
            raise KeyError("a template that nobody wrote")
        return await office.post.send(parcel)

    courier = Courier(office.desk, send, office.post.erase)
    await courier.round()
    said = [each for each in office.post.sent if "new_message" in each.templates]
    assert [[one.case_id for one in each.parcel.notices] for each in said] == [[sound.id]]
    assert await courier.round() == 0  # it is not tried again at once
    office.clock.passes(hours=2)
    assert await courier.round() == 1
    assert "new_message" in await unsent(office, poisoned)


async def test_a_notice_that_is_dropped_between_claim_and_sending_is_not_sent(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await office.delivers()
    office.clock.strikes(9, 16)
    async with office.desk.database.write() as session:
        held = await outbox.claim(session, office.clock(), timedelta(minutes=1), 50)
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    for each in held:
        await office.courier.hand_over(each)
    assert "reminder" not in office.post.to(ana.chat.id)


async def test_a_courier_that_was_too_slow_does_not_repeat_another_s_work(office: Office, twin: Office) -> None:
    await office.hires()
    await office.delivers()
    await office.files(chat="100")
    async with office.desk.database.write() as session:
        slow = await outbox.claim(session, office.clock(), timedelta(minutes=1), 50)
    office.clock.passes(minutes=2)
    async with twin.desk.database.write() as session:
        quick = await outbox.claim(session, office.clock(), timedelta(minutes=1), 50)
    assert {each.id for each in slow} == {each.id for each in quick} != set()
    before = len(office.post.tried)
    for each in slow:
        await office.courier.hand_over(each)
    assert len(office.post.tried) == before


async def test_two_replicas_send_everything_once(office: Office, twin: Office) -> None:
    ana = await office.hires()
    filed = [await office.files(chat=str(number)) for number in range(5)]

    async def work(one: Office) -> None:
        while await one.courier.round():
            pass

    await asyncio.gather(work(office), work(twin), work(office), work(twin))
    told = [each.parcel.notices[0].params["reference"] for each in office.post.sent if each.templates == ["new_case"]]
    assert sorted(told) == sorted(each.reference for each in filed)
    assert office.post.to(ana.chat.id).count("welcome") == 1


@on_one
async def test_the_newest_language_of_the_reader_counts(office: Office) -> None:
    ana = await office.hires()
    case = await office.files(language="es")
    assert office.post.sent[-1].parcel.language == "es"
    await correspondence.speak(office.desk, None, case, "en")
    await roster.speak(office.desk, await office.row(ana.chat.id), ana, "es")
    await caseload.message(office.desk, await office.row(ana.chat.id), ana, case.id, "Hello.")
    spoken = {each.to: each.parcel.language for each in await office.delivers()}
    assert spoken == {"100": "en", ana.chat.id: "es"}


# --- what staff opened in the chat


async def test_what_staff_opened_is_deleted_again_and_a_busy_chat_is_tried_later(office: Office) -> None:
    ana = await office.hires()
    async with office.desk.database.write() as session:
        for number in (1, 2):
            await outbox.opened(session, HOME, chat=ana.chat, message_id=number, delete_at=office.clock())
    office.post.faults[ana.chat.id].append(TryLater(after=5))
    assert await office.courier.sweep() == 1
    assert len(await office.stored(openings)) == 1
    assert await office.courier.sweep() == 0  # still held
    office.clock.passes(minutes=2)
    assert await office.courier.sweep() == 1
    assert await office.stored(openings) == []
    assert {(chat, number) for chat, number in office.post.erased} == {(ana.chat, 1), (ana.chat, 2)}


@on_one
@pytest.mark.parametrize("fault", [TryLater(after=30), Undeliverable("blocked"), RuntimeError("boom")])
async def test_a_draft_reminder_that_fails_harms_nothing(office: Office, fault: Exception) -> None:
    await office.tells()
    await intake.remind(office.desk, await office.row(), await office.draft(), wanted=True)
    office.clock.strikes(9, 21)
    office.post.faults["100"].append(fault)
    await office.delivers()
    office.clock.passes(hours=1)
    await office.delivers()
    again = [] if isinstance(fault, Undeliverable) else ["draft_reminder"]
    assert office.post.to("100") == again
    assert (await office.draft()).chat == Chat(DOOR, "100")
