"""What the web chat shows of a draft goes with the draft, what it shows of a case stays with the case."""

from typing import Any

from bot.casework.interview import Pressed
from bot.desk import intake, retention, roster
from bot.desk.intake import Asked
from storage import conversations, transcripts
from storage.conversations import Conversation
from tests.desk.office import HOME, Office

WORDS = "They kicked my door in."
FILE = {"id": "f" * 20, "kind": "photo", "name": "a.png", "mime": "image/png", "size": 3}


async def room(office: Office, chat: str = "100") -> Conversation | None:
    async with office.desk.database.read() as session:
        return await conversations.load(session, int(chat))


async def shows(office: Office, *texts: str, chat: str = "100", file: dict[str, Any] | None = None) -> None:
    """Both sides have said something at the page, whose memory is the door's."""
    async with office.desk.database.write() as session:
        opened = await conversations.hold(session, int(chat))
        if opened is None:
            opened = await conversations.begin(session, token_digest=None, now=office.clock(), chat_id=int(chat))
        for text in texts:
            body = {"text": text, "entities": [], "file": file}
            await transcripts.add(session, opened, author="person", body=body, now=office.clock())


async def seen(office: Office, chat: str = "100") -> list[str]:
    """What a page that opens now shows."""
    opened = await room(office, chat)
    assert opened is not None
    async with office.desk.database.read() as session:
        return [each.body["text"] for each in await transcripts.entries(session, opened, 0) if not each.deleted]


async def test_a_cancelled_draft_takes_the_talk_and_its_files_along(office: Office) -> None:
    draft = await office.tells(WORDS)
    await shows(office, "/start", WORDS)
    await shows(office, "a photo", file=FILE)
    await office.desk.files.put(conversations.path_of(FILE["id"]), b"sealed")
    await intake.cancel(office.desk, await office.row(), draft)
    assert await seen(office) == []
    assert await office.desk.files.paths() == []
    await shows(office, "It is erased.")
    assert await seen(office) == ["It is erased."]


async def test_starting_over_takes_the_talk_along(office: Office) -> None:
    await office.tells(WORDS)
    await shows(office, "/start", WORDS)
    asked = await office.hears(Pressed("restart"))
    assert isinstance(asked, Asked)
    assert asked.draft.answers == {}
    assert await seen(office) == []


async def test_beside_a_filed_case_only_the_talk_of_the_new_draft_goes(office: Office) -> None:
    await office.files(WORDS)
    await shows(office, "/start", WORDS, "the receipt")
    office.clock.passes(days=3)
    await office.begins()
    await shows(office, "Something else happened.")
    await intake.cancel(office.desk, await office.row(), await office.draft())
    assert await seen(office) == ["/start", WORDS, "the receipt"]


async def test_somebody_else_s_talk_stays(office: Office) -> None:
    draft = await office.tells(WORDS)
    await shows(office, WORDS)
    await shows(office, "another story", chat="101")
    await intake.cancel(office.desk, await office.row(), draft)
    assert await seen(office, "101") == ["another story"]


async def test_a_draft_on_another_channel_has_no_talk_here(office: Office) -> None:
    """Two channels may use one number."""
    await shows(office, "of the web chat")
    draft = await office.tells(WORDS)
    elsewhere = intake.replace(draft, chat=draft.chat._replace(channel="telegram"))
    await intake.cancel(office.desk, await office.row(), elsewhere)
    assert await seen(office) == ["of the web chat"]


async def test_after_its_time_a_draft_goes_with_talk_and_chat(office: Office) -> None:
    await office.tells(WORDS)
    await shows(office, "/start", WORDS)
    office.clock.passes(days=59)
    assert await retention.round(office.desk) == 0
    assert await seen(office) == ["/start", WORDS]
    office.clock.passes(days=2)
    assert await retention.round(office.desk) == 1
    assert await room(office) is None


async def test_after_its_time_a_draft_leaves_the_chat_to_the_case(office: Office) -> None:
    await office.files(WORDS)
    await shows(office, "the receipt")
    office.clock.passes(days=1)
    await office.begins()
    await shows(office, "Something else happened.")
    office.clock.passes(days=61)
    await retention.round(office.desk)
    assert await seen(office) == ["the receipt"]


async def test_unanswered_statistics_take_nothing_of_the_case_along(office: Office) -> None:
    await office.files(WORDS)
    office.clock.passes(hours=1)
    await shows(office, "the receipt", "a word to the office")
    office.clock.passes(days=61)
    assert await retention.round(office.desk) == 1
    assert await seen(office) == ["the receipt", "a word to the office"]


async def test_a_chat_that_somebody_only_opened_goes_after_a_day(office: Office) -> None:
    await shows(office, "/start")
    await shows(office, "/start", "/help", chat="101")
    office.clock.passes(hours=23)
    await retention.round(office.desk)
    assert await room(office) is not None
    office.clock.passes(hours=2)
    await retention.round(office.desk)
    assert await room(office) is None
    assert await seen(office, "101") == ["/start", "/help"]
    office.clock.passes(days=60)
    await retention.round(office.desk)
    assert await room(office, "101") is None


async def test_chats_of_drafts_cases_and_staff_stay_however_long_nobody_comes(office: Office) -> None:
    await office.files(WORDS, chat="100")
    await office.hires()  # chat 901
    for chat in ("100", "901"):
        await shows(office, "/start", chat=chat)
    office.clock.passes(days=30)
    await office.begins(chat="102")
    await shows(office, "/start", chat="102")
    office.clock.passes(days=40)
    await retention.round(office.desk)
    assert [await room(office, chat) is not None for chat in ("100", "901", "102")] == [True, True, True]


async def test_the_chat_of_a_colleague_who_left_goes_too(office: Office) -> None:
    member = await office.hires()
    await shows(office, "/start", "/queue", chat="901")
    await roster.remove(office.desk, roster.CONSOLE, HOME, member.id)
    office.clock.passes(days=61)
    await retention.round(office.desk)
    assert await room(office, "901") is None


async def test_more_chats_than_one_page_are_looked_at(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        await shows(office, "/start", chat=str(200 + number))
    await office.begins(chat="201")
    office.clock.passes(hours=25)
    await retention.round(office.desk)
    left = [number for number in range(200, 205) if await room(office, str(number)) is not None]
    assert left == [201]
