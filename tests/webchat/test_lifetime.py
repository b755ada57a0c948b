"""What was said at the page goes when the complaint goes: for the person, in the database and on the disk."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.desk import intake
from bot.telegram.callbacks import DRAFT, Press
from bot.telegram.resident import Heard, Resident
from storage import inbox
from storage.chats import Chat
from storage.inbox import InboxRow
from storage.models import conversation_entries, conversation_updates, drafts, evidence, keys
from storage.models import inbox as inbox_rows
from tests.chat import Person
from tests.house import House, copied, house
from tests.webchat.scripted import PNG

CANARY = "canary-7f3a"
SEALED = (conversation_entries.c.body, conversation_updates.c.payload, inbox_rows.c.payload, drafts.c.answers)


async def tells(resident: Person) -> None:
    """From the language to the story, with a photo."""
    await resident.taps("English")
    await resident.hears()
    await resident.taps("I have read this")
    await resident.hears()
    await resident.says(f"He pushed me. {CANARY}")
    await resident.hears()
    await resident.sends(PNG + CANARY.encode(), f"{CANARY}.png", caption=CANARY)
    await resident.hears()


async def sealed(home: House) -> set[bytes]:
    """Every ciphertext that holds words, and every key that opens one; the deployment's profile and staff have none."""
    async with home.app.desk.database.read() as session:
        found = [await session.scalars(select(column)) for column in (*SEALED, keys.c.wrapped, evidence.c.source)]
        return {bytes(each) for column in found for each in column if each is not None}


def holding(folder: Path, wanted: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes()]


async def shown(resident: Person) -> list[str]:
    """What the page shows when it is loaded again."""
    resident.entries.clear()
    await resident.refreshes()
    return [each["text"] for _, each in sorted(resident.entries.items()) if not each["deleted"]]


async def test_a_cancelled_complaint_is_gone_from_the_page_and_from_the_disk(tmp_path: Path, empty_house: Path) -> None:
    folder = copied(empty_house, tmp_path / "data")
    async with house(folder) as home:
        resident = await home.resident()
        await tells(resident)
        while len(await home.app.desk.files.paths()) < 2:  # the page's own, and the complaint's
            await resident.refreshes(wait=0.2)
        before = await sealed(home)
        assert len(before) > 10
        await resident.says("/cancel")
        await resident.taps("Yes, erase everything")
        await resident.sees("It is erased")
        await resident.refreshes()
        assert [text[:12] for text in resident.shown()] == ["It is erased"]
        assert all(each["deleted"] for number, each in resident.entries.items() if number < max(resident.entries))
        assert [text[:12] for text in await shown(resident)] == ["It is erased"]
        assert await home.app.desk.files.paths() == []
        assert await sealed(home) & before == set()
    assert holding(folder, CANARY.encode()) == []
    assert [each for each in before if holding(folder, each)] == []


async def test_starting_over_leaves_the_first_question_and_nothing_before_it(home: House) -> None:
    resident = await home.resident()
    await tells(resident)
    await resident.taps("Done")
    await resident.hears()
    while "Start over" not in resident.buttons():
        await resident.taps(next(each for each in ("Skip", *resident.buttons()) if each in resident.buttons()))
        await resident.hears()
    before = len(resident.entries)
    await resident.taps("Start over")
    await resident.taps("Yes, erase it")
    await resident.sees("Which language")
    await resident.refreshes()
    (question,) = await shown(resident)
    assert "Which language" in question
    assert len(resident.entries) > before, "what is gone is still counted, so that an open page takes it away"
    await resident.taps("English")
    assert "911" in await resident.hears()


async def test_what_was_said_of_a_filed_complaint_stays_when_the_next_one_is_cancelled(home: House) -> None:
    resident = await home.resident()
    await tells(resident)
    await resident.taps("Done")
    await resident.hears()
    await resident.taps("Send now")
    await resident.sees("We have your complaint")
    await resident.sees("only for statistics")
    filed = len(await shown(resident))
    await resident.says("/start")
    await resident.hears()
    await resident.taps("English")
    await resident.hears()
    await resident.taps("I have read this")
    await resident.hears()
    await resident.says("Something else happened.")
    await resident.hears()
    await resident.says("/cancel")
    await resident.taps("Yes, erase everything")
    await resident.sees("It is erased")
    kept = await shown(resident)
    assert len(kept) == filed + 2, "and the words that began the next one, and the last ones"
    assert CANARY in " ".join(kept)
    assert "Something else happened." not in kept


@pytest.mark.parametrize(("channel", "advised"), [("telegram", True), ("webchat", False)])
async def test_where_the_bot_cannot_take_words_back_it_says_who_can(home: House, channel: str, advised: bool) -> None:
    desk, chat = home.app.desk, Chat(channel, "5")
    begun = await intake.begin(desk, None, chat, desk.default, "en")
    async with desk.database.write() as session:
        await inbox.put(session, channel, [inbox.Incoming(10**9, chat.id, b"{}")], home.now())
        row_id = await session.scalar(select(inbox_rows.c.id).where(inbox_rows.c.update_id == 10**9))
    assert row_id is not None
    source = InboxRow(row_id, channel, 10**9, chat.id, b"{}", home.now(), None, 1)
    press = Press(DRAFT, "cancel_yes", begun.draft.id)
    reply = await Resident(desk, home.app.words).press(Heard(source, chat, "en"), press, None)
    (screen,) = reply.screens
    assert ("delete this chat" in screen.text.as_kwargs()["text"]) is advised
