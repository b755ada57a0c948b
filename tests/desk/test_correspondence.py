"""The complainant's side of a filed case: what they add reaches the office, what the office writes waits for a tap."""

import pytest

from bot.casework.errors import NotYours
from bot.desk import caseload, correspondence, ownership, standing
from bot.desk.caseload import Move
from bot.desk.desk import AlreadyApplied
from bot.desk.evidence import FileCame
from storage import cases
from storage.chats import Chat
from storage.models import evidence, messages
from tests.desk.office import ABROAD, DOOR, HOME, Office, on_one


async def test_words_reach_the_owner_or_else_the_queue(office: Office) -> None:
    ana, ben = await office.hires(), await office.hires()
    case = await office.files()
    await office.delivers()
    await correspondence.add_words(office.desk, await office.row(), case, "I found the receipt.")
    told = {each.to: each.templates for each in await office.delivers()}
    assert told == {ana.chat.id: ["new_message"], ben.chat.id: ["new_message"]}

    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    # The complainant's side still holds the case as it was before the claim.
    await correspondence.add_words(office.desk, await office.row(), case, "And a photo.")
    told = {each.to: each.templates for each in await office.delivers() if "taken" not in each.templates}
    assert told == {ana.chat.id: ["new_message"]}
    _, talk = await caseload.talk(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert [each.text for each in talk] == ["I found the receipt.", "And a photo."]


@on_one
async def test_an_album_is_ten_files_and_one_piece_of_news(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await office.delivers()
    first = [
        await correspondence.add_file(
            office.desk, await office.row(), case, FileCame("photo", f"f{n}", str(n), caption=None, album="a1")
        )
        for n in range(10)
    ]
    assert first == [True] + [False] * 9
    assert len(await office.stored(evidence)) == 10
    await office.delivers()
    assert office.post.to(ana.chat.id).count("new_evidence") == 1
    assert await correspondence.add_file(
        office.desk, await office.row(), case, FileCame("document", "f", "11", caption="The report.")
    )
    _, talk = await caseload.talk(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert [each.text for each in talk] == ["The report."]


async def test_a_replayed_message_is_kept_once(office: Office) -> None:
    case = await office.files()
    row = await office.row()
    await correspondence.add_words(office.desk, row, case, "Once.")
    for again in (
        correspondence.add_words(office.desk, row, case, "Once."),
        correspondence.add_file(office.desk, row, case, FileCame("photo", "f", "1")),
        correspondence.ask_to_withdraw(office.desk, row, case),
        correspondence.news(office.desk, row, case),
    ):
        with pytest.raises(AlreadyApplied):
            await again
    assert len(await office.stored(messages)) == 1
    assert await office.stored(evidence) == []
    assert (await office.now(case)).flags == ()


async def test_news_are_read_once_and_notes_never(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    assert await correspondence.news(office.desk, await office.row(), case) == ()
    for verb, text in (("note", "Inside."), ("message", "One."), ("message", "Two.")):
        await getattr(caseload, verb)(office.desk, await office.row(ana.chat.id), ana, case.id, text)
    (found,) = await standing.standings(office.desk, Chat(DOOR, "100"))
    assert found.unread == 2
    read = await correspondence.news(office.desk, await office.row(), case)
    assert [each.text for each in read] == ["One.", "Two."]
    assert [each.text for each in await correspondence.news(office.desk, await office.row(), case)] == ["Two."]
    (found,) = await standing.standings(office.desk, Chat(DOOR, "100"))
    assert found.unread == 0
    assert (await office.acts())[-1] == ("complainant", "status", case.id)


@on_one
async def test_how_a_case_stands_shows_the_public_clocks(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await caseload.act(office.desk, await office.row(ana.chat.id), ana, case.id, Move("start"))
    (found,) = await standing.standings(office.desk, Chat(DOOR, "100"))
    assert found.case.status == "review"
    assert [each.name for each in found.duties] == ["number", "notify", "review", "investigation"]
    assert await standing.standings(office.desk, Chat(DOOR, "101")) == []
    assert await standing.standings(office.desk, Chat("telegram", "100")) == []


@on_one
async def test_cases_of_one_chat_come_newest_first_from_every_agency(office: Office) -> None:
    old = await office.files()
    office.clock.passes(days=1)
    new = await office.files(agency=ABROAD)
    assert [each.id for each in await correspondence.of_chat(office.desk, Chat(DOOR, "100"))] == [new.id, old.id]


@on_one
async def test_nobody_s_case_but_one_s_own(office: Office) -> None:
    case = await office.files()
    assert (await correspondence.own(office.desk, Chat(DOOR, "100"), case.id)).id == case.id
    for chat, case_id in (
        (Chat(DOOR, "101"), case.id),
        (Chat(DOOR, "100"), "nothing"),
        (Chat("telegram", "100"), case.id),
    ):
        with pytest.raises(NotYours):
            await correspondence.own(office.desk, chat, case_id)


async def test_a_withdrawal_is_asked_recorded_and_decided_by_nobody_here(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    case = await office.files()
    await office.delivers()
    await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    now = await office.now(case)
    assert (now.flags, now.status, now.closed_at) == (("withdrawal_asked",), "received", None)
    await office.delivers()
    assert office.post.to(boss.chat.id)[-1] == "withdrawal_asked"
    assert office.post.to(boss.chat.id).count("withdrawal_asked") == 1  # at most once a day
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    office.clock.passes(days=1)
    await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    await office.delivers()
    assert office.post.to(ana.chat.id)[-1] == "withdrawal_asked"
    async with office.desk.database.read() as session:
        timeline = [each.verb for each in await cases.events(session, HOME, case.id)]
    assert timeline.count("withdrawal") == 3


async def test_what_came_while_staff_worked_on_the_case_is_not_refused(office: Office) -> None:
    """The complainant's side always holds an older revision of the case than staff have made meanwhile."""
    ana = await office.hires()
    case = await office.files()
    await caseload.act(office.desk, await office.row(ana.chat.id), ana, case.id, Move("start"))
    await correspondence.speak(office.desk, None, case, "es")
    await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    now = await office.now(case)
    assert (now.language, now.flags, now.status) == ("es", ("withdrawal_asked",), "review")


@on_one
async def test_everything_a_complainant_changes_is_in_the_chain(office: Office) -> None:
    case = await office.files()
    before = len(await office.acts())
    await correspondence.add_words(office.desk, await office.row(), case, "More.")
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "1"))
    await correspondence.speak(office.desk, await office.row(), case, "es")
    await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    assert (await office.acts())[before:] == [
        ("complainant", verb, case.id) for verb in ("add", "add", "add", "withdraw")
    ]


async def test_words_and_files_for_a_closed_case_are_kept_and_reach_a_person(office: Office) -> None:
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    queued = await office.hires()
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    await office.delivers()
    before = len(office.post.to(queued.chat.id))
    await correspondence.add_words(office.desk, await office.row(), case, "I found the receipt.")
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "1"))
    await office.delivers()
    assert office.post.to(boss.chat.id)[-2:] == ["new_message", "new_evidence"]
    assert len(office.post.to(queued.chat.id)) == before, "nobody's queue has a closed case"
    now = await office.now(case)
    assert now.closed_at is not None
    assert len(await office.stored(messages)) == 1
