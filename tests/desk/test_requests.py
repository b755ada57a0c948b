"""What is asked of the complainant and of other offices: reminded until it is settled, refused politely."""

from datetime import date, timedelta

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import caseload, correspondence, holds, ownership, requests, standing
from bot.desk.caseload import Move
from bot.desk.evidence import FileCame
from bot.desk.requests import STORY, Asking
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.models import evidence as evidence_rows
from storage.models import notices
from storage.models import requests as rows
from storage.requests import Request
from storage.roster import Member
from tests.desk.office import DOOR, HOME, Office, on_one

DUE = date(2026, 9, 28)  # two weeks after the Monday on which the office opens


async def claimed(office: Office) -> tuple[Member, Case]:
    """A case that Ana owns; everything that was due went out."""
    ana = await office.hires()
    case = await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    return ana, await office.now(case)


async def asks(office: Office, member: Member, case: Case, **more: object) -> Request:
    asking = Asking(**{"asked": "Please send the hospital paper.", "due_on": DUE, **more})  # type: ignore[arg-type]
    return await requests.ask(office.desk, await office.row(member.chat.id), member, case.id, asking)


async def board(office: Office, member: Member, case: Case, before: int | None = None) -> requests.Board:
    return await requests.board(office.desk, await office.row(member.chat.id), member, case.id, before)


async def timeline(office: Office, case: Case) -> list[str]:
    async with office.desk.database.read() as session:
        return [each.verb for each in await cases.events(session, case.agency, case.id)]


async def pending(office: Office) -> set[str]:
    """The templates of requests' reminders that are still to come."""
    found = await office.stored(notices)
    return {each.template for each in found if ":request:" in each.key and each.dropped_at is None and not each.sent_at}


async def test_a_request_travels_is_answered_and_reminds_nobody_any_more(office: Office) -> None:
    ana, case = await claimed(office)
    asked = await asks(office, ana, case)
    assert [each.templates for each in await office.delivers()] == [["request_waiting"]]
    assert await pending(office) == {"request_reminder", "answer_overdue"}

    (read,) = await correspondence.news(office.desk, await office.row(), case)
    assert (read.text, read.kind) == ("Please send the hospital paper.", "request")
    assert await requests.days(office.desk, case, {read.id}) == {read.id: DUE}

    office.clock.strikes(9, 25)
    await office.delivers()
    assert office.post.to("100")[-1] == "request_reminder"
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "1"))
    assert (await board(office, ana, case)).requests[0].state == "offered"
    assert await pending(office) == {"answer_overdue"}

    await requests.accept(office.desk, await office.row(ana.chat.id), ana, case.id, asked.id)
    (settled,) = (await board(office, ana, case)).requests
    assert (settled.state, settled.answered_on) == ("answered", date(2026, 9, 25))
    office.clock.passes(days=60)
    await office.delivers()
    assert not {"request_reminder", "answer_overdue"} & set(office.post.to(ana.chat.id))
    assert office.post.to("100").count("request_reminder") == 1
    assert [each for each in await timeline(office, case) if each.startswith("request")] == [
        "request_asked",
        "request_answered",
    ]
    assert ("member:" + ana.id, "request", case.id) in await office.acts()


@on_one
async def test_an_answer_that_is_late_is_told_to_the_owner_step_by_step(office: Office) -> None:
    ana, case = await claimed(office)
    await asks(office, ana, case)
    office.clock.passes(days=60)  # nobody was there for two months: one line, not three
    told = [each for each in await office.delivers() if each.to == ana.chat.id]
    assert [each.template for one in told for each in one.parcel.notices].count("answer_overdue") == 1
    assert {
        each.params["due_on"] for one in told for each in one.parcel.notices if each.template == "answer_overdue"
    } == {DUE.isoformat()}


@on_one
async def test_what_came_was_not_the_answer_yet(office: Office) -> None:
    ana, case = await claimed(office)
    asked = await asks(office, ana, case)
    await correspondence.add_words(office.desk, await office.row(), case, "I will look for it.")
    assert "request_reminder" not in await pending(office)
    await requests.reopen(office.desk, await office.row(ana.chat.id), ana, case.id, asked.id)
    assert (await board(office, ana, case)).requests[0].state == "open"
    assert "request_reminder" in await pending(office)
    await requests.reopen(office.desk, await office.row(ana.chat.id), ana, case.id, asked.id)  # twice is harmless


async def test_another_office_is_asked_with_what_was_shared_and_its_answer_has_a_day(office: Office) -> None:
    ana, case = await claimed(office)
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "1"))
    (photo,) = await office.stored(evidence_rows)
    asked = await asks(office, ana, case, body="internal_affairs", shared=(STORY, photo.id))
    assert not await correspondence.news(office.desk, await office.row(), case)  # the complainant is not asked
    assert await pending(office) == {"body_overdue"}
    shown = await requests.show(office.desk, await office.row(ana.chat.id), ana, case.id, asked.id)
    assert shown.request.shared == (STORY, photo.id)

    office.clock.strikes(9, 29)
    await office.delivers()
    assert office.post.to(ana.chat.id)[-1] == "body_overdue"
    came = FileCame("document", "g", "2", caption="Their report.")
    row = await office.row(ana.chat.id)
    await requests.answer(office.desk, row, ana, case.id, asked.id, date(2026, 9, 28), came)
    (settled,) = (await board(office, ana, case)).requests
    assert (settled.state, settled.answered_on) == ("answered", date(2026, 9, 28))
    assert settled.answer is not None
    assert settled.answer.words == "Their report."
    assert settled.answer.files == (list(await office.stored(evidence_rows))[-1].id,)
    assert await pending(office) == set()
    assert [each for each in await timeline(office, case) if each.startswith("body")] == ["body_asked", "body_answered"]


@on_one
async def test_words_are_an_answer_too_but_not_of_tomorrow(office: Office) -> None:
    ana, case = await claimed(office)
    asked = await asks(office, ana, case, body="hospital")
    args = (ana, case.id, asked.id)
    with pytest.raises(Refused, match="day_future"):
        await requests.answer(office.desk, await office.row(), *args, date(2026, 9, 15), "They have nothing.")
    with pytest.raises(Stale):
        await requests.accept(office.desk, await office.row(), *args)
    assert (await board(office, ana, case)).requests[0].state == "open"
    await requests.answer(office.desk, await office.row(), *args, date(2026, 9, 14), "They have nothing.")
    answer = (await board(office, ana, case)).requests[0].answer
    assert answer is not None
    assert (answer.words, answer.files) == ("They have nothing.", ())


@on_one
async def test_a_day_that_is_over_is_refused_and_nothing_is_asked(office: Office) -> None:
    ana, case = await claimed(office)
    with pytest.raises(Refused, match="due_past"):
        await asks(office, ana, case, due_on=date(2026, 9, 13))
    assert await office.stored(rows) == []
    assert await office.delivers() == []


@on_one
@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"asked": " \n"}, Refused),
        ({"body": "the moon"}, Stale),
        ({"body": "hospital", "shared": ("x" * 20,)}, Stale),
    ],
)
async def test_what_cannot_be_asked_is_not(office: Office, more: dict[str, object], refused: type[Exception]) -> None:
    ana, case = await claimed(office)
    with pytest.raises(refused):
        await asks(office, ana, case, **more)
    assert await office.stored(rows) == []


async def test_a_request_that_was_taken_back_takes_no_answer(office: Office) -> None:
    ana, case = await claimed(office)
    asked = await asks(office, ana, case)
    await requests.withdraw(office.desk, await office.row(ana.chat.id), ana, case.id, asked.id)
    assert await requests.withdrawn(office.desk, case, asked.id)
    assert not await requests.withdrawn(office.desk, case, "")
    await office.delivers()
    assert office.post.to("100")[-2:] == ["request_waiting", "request_withdrawn"]
    before = await office.stored(rows)
    for verb in (requests.accept, requests.withdraw, requests.reopen):
        with pytest.raises(Refused, match="request_settled"):
            await verb(office.desk, await office.row(ana.chat.id), ana, case.id, asked.id)
    assert await office.stored(rows) == before
    assert await pending(office) == set()
    # What the complainant sends all the same is kept with the case and settles nothing.
    await correspondence.add_words(office.desk, await office.row(), case, "Here it is.")
    assert (await board(office, ana, case)).requests[0].state == "withdrawn"


async def test_a_closed_case_asks_nobody_and_reminds_nobody(office: Office) -> None:
    boss = await office.hires("supervisor")
    _, case = await claimed(office)
    await asks(office, boss, case)
    for move in (Move("start"), Move("close", "duplicate")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    assert await pending(office) == set()
    with pytest.raises(Refused, match="closed"):
        await asks(office, boss, case)
    assert len(await office.stored(rows)) == 1


@on_one
async def test_reminders_follow_the_case_to_its_next_owner(office: Office) -> None:
    boss, ben = await office.hires("supervisor"), await office.hires(name="Ben")
    ana, case = await claimed(office)
    await asks(office, ana, case, body="hospital")
    await ownership.assign(office.desk, await office.row(boss.chat.id), boss, case.id, ben.id)
    office.clock.strikes(9, 29)
    await office.delivers()
    assert "body_overdue" in office.post.to(ben.chat.id)
    assert "body_overdue" not in office.post.to(ana.chat.id)


@on_one
async def test_a_long_list_has_a_second_page(office: Office) -> None:
    ana, case = await claimed(office)
    for number in range(8):
        await asks(office, ana, case, asked=f"Number {number}", body="hospital")
    first = await board(office, ana, case)
    second = await board(office, ana, case, first.before)
    shown = [each.asked for each in (*first.requests, *second.requests)]
    assert shown == [f"Number {number}" for number in reversed(range(8))]
    assert second.before is None


@on_one
async def test_a_case_of_which_nothing_was_asked_has_an_empty_board(office: Office) -> None:
    ana, case = await claimed(office)
    empty = await board(office, ana, case)
    assert (empty.requests, empty.before, empty.invitations, empty.statements) == ((), None, (), 0)


@on_one
@pytest.mark.parametrize("role", ["custodian", "auditor"])
async def test_who_does_not_work_on_cases_sees_and_asks_nothing(office: Office, role: str) -> None:
    stranger = await office.hires(role)
    ana, case = await claimed(office)
    asked = await asks(office, ana, case)
    for tried in (board(office, stranger, case), asks(office, stranger, case)):
        with pytest.raises(NotYours):
            await tried
    for verb in (requests.accept, requests.withdraw, requests.reopen, requests.show):
        with pytest.raises(NotYours):
            await verb(office.desk, await office.row(), stranger, case.id, asked.id)


@on_one
async def test_a_request_of_another_case_is_not_found(office: Office) -> None:
    ana, case = await claimed(office)
    other = await office.files(chat="200")
    asked = await asks(office, ana, case)
    with pytest.raises(NotYours):
        await requests.show(office.desk, await office.row(), ana, other.id, asked.id)
    row = await office.row()
    with pytest.raises(NotYours):
        await requests.accept(office.desk, row, ana, other.id, asked.id)


@on_one
async def test_what_answers_a_notice_finds_its_case(office: Office) -> None:
    """A complainant with two cases answers the notice of the older one."""
    ana, older = await claimed(office)
    newer = await office.files()
    asked = await asks(office, ana, older)
    sent = next(each for each in await office.delivers() if each.templates == ["request_waiting"])
    number = 1000 + office.post.sent.index(sent) + 1
    mine = await correspondence.of_chat(office.desk, Chat(DOOR, "100"))
    assert {each.id for each in mine} == {older.id, newer.id}
    found = await correspondence.answered(office.desk, mine, number)
    assert found is not None
    assert (found[0].id, found[1]) == (older.id, asked.id)
    assert await correspondence.answered(office.desk, mine, number + 500) is None
    others = [await office.files(chat="200")]
    assert await correspondence.answered(office.desk, others, number) is None


@on_one
async def test_the_time_without_news_begins_anew_with_a_request(office: Office) -> None:
    ana, case = await claimed(office)
    office.clock.passes(days=20)
    await office.delivers()
    await asks(office, ana, case, due_on=office.clock().date() + timedelta(days=60))
    await office.delivers()
    news = [each for each in await office.stored(notices) if each.template == "no_news" and not each.dropped_at]
    assert news
    assert all(each.due_at > office.clock() + timedelta(days=20) for each in news)
    assert case.agency == HOME


async def test_a_hold_of_the_case_stops_the_clock_of_what_is_waited_for(office: Office) -> None:
    ana, case = await claimed(office)
    asked = await asks(office, ana, case)
    await office.delivers()
    office.clock.strikes(9, 18)
    until = date(2026, 10, 14)
    await holds.hold(office.desk, await office.row(ana.chat.id), ana, case.id, until_on=until, because="court")
    (read,) = await correspondence.news(office.desk, await office.row(), case)
    moved = date(2026, 10, 24)  # ten days were left
    assert await requests.days(office.desk, case, {read.id}) == {read.id: moved}
    assert (await board(office, ana, case)).requests[0].due_on == moved
    shown = await requests.show(office.desk, await office.row(ana.chat.id), ana, case.id, asked.id)
    assert shown.request.due_on == moved
    for day in (25, 29):
        office.clock.strikes(9, day)
        await office.delivers()
    assert not {"request_reminder", "answer_overdue"} & {*office.post.to("100"), *office.post.to(ana.chat.id)}

    office.clock.strikes(10, 1)
    await holds.release(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert (await board(office, ana, case)).requests[0].due_on == date(2026, 10, 11), "it ended early"
    office.clock.strikes(10, 9)
    await office.delivers()
    assert office.post.to("100").count("request_reminder") == 1
    office.clock.strikes(10, 12)
    await office.delivers()
    assert "answer_overdue" in office.post.to(ana.chat.id)


async def test_the_complainant_sees_what_is_waited_for_until_something_came(office: Office) -> None:
    ana, case = await claimed(office)
    await asks(office, ana, case, asked="The second.", due_on=DUE + timedelta(days=1))
    await asks(office, ana, case)
    await asks(office, ana, case, body="hospital")
    me = Chat(DOOR, "100")
    (stands,) = await standing.standings(office.desk, me)
    assert [(each.asked, each.due_on) for each in stands.awaited] == [
        ("Please send the hospital paper.", DUE),
        ("The second.", DUE + timedelta(days=1)),
    ]
    await correspondence.add_words(office.desk, await office.row(), case, "Here it is.")
    (stands,) = await standing.standings(office.desk, me)
    assert stands.awaited == ()
