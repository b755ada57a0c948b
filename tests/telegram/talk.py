"""Short ways through a conversation over the wire, for tests that are about something else."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.casework import interview
from bot.casework.interview import Incoming, Picked, Pressed, Said
from bot.desk import correspondence, filing, intake, likeness
from bot.desk.intake import Asked
from storage import conversation_updates, inbox, links
from storage.cases import Case
from storage.chats import Chat
from storage.models import inbox as inbox_rows
from tests.chat import PATIENCE_SECONDS, Person
from tests.house import House

DOOR = "webchat"
STORY = "They threw me on the ground and kicked me. I did nothing."


@dataclass(frozen=True)
class Filed:
    """A resident whose complaint was filed, and its number."""

    person: Person
    reference: str

    async def case(self, home: House) -> Case:
        """The case as it is stored now."""
        found = await correspondence.of_chat(home.app.desk, chat_of(self.person))
        return next(each for each in found if each.reference == self.reference)


def chat_of(person: Person) -> Chat:
    """The person's chat as storage names it."""
    return Chat(DOOR, str(person.chat_id))


async def begins(home: House, language: str = "English") -> Person:
    """Somebody who has read the notice and is about to tell their story."""
    person = await home.resident()
    await person.taps(language)
    await person.hears()
    await person.taps("I have read this" if language == "English" else "Ya leí")
    await person.hears()
    return person


async def tells(home: House, *words: str) -> Person:
    """Somebody whose story is told; the interview goes on."""
    person = await begins(home)
    for each in words or (STORY,):
        await person.says(each)
        await person.hears()
    await person.taps("Done")
    await person.hears()
    return person


async def files(home: House, *words: str, link: str | None = None) -> Filed:
    """Somebody who sent the complaint right after the story; the optional questions are open. `link` names the office.

    What `test_thread.py` plays over the wire goes straight to the desk here: only the beginning and the receipt travel.
    """
    person = await home.resident(link)
    said = [Said(each, str(number), home.now()) for number, each in enumerate(words or (STORY,))]
    outcome = await hears(home, person, Picked("en"), Pressed("done"), *said, Pressed("done"), Pressed("send_now"))
    assert isinstance(outcome, filing.Filed)
    assert outcome.receipt is not None
    await home.app.courier.hand_over(outcome.receipt)
    await person.sees("We have your complaint")
    return Filed(person, outcome.case.reference)


async def hears(home: House, person: Person, *came: Incoming) -> Asked | filing.Filed | None:
    """What came from somebody, given to the desk as if it had travelled; returns what the last of it led to."""
    outcome = None
    for incoming in came:
        draft = await intake.draft_of(home.app.desk, chat_of(person))
        assert draft is not None
        outcome = await intake.hear(home.app.desk, None, draft, incoming)  # type: ignore[arg-type]
    return outcome


async def idle(home: House, *people: Person) -> None:
    """Wait until every update is handled and answered, and take in what people see then."""
    until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while await _busy(home):
        assert asyncio.get_running_loop().time() < until, "the bot did not come to rest"
        await asyncio.sleep(0.05)
    for each in people:
        await each.refreshes()


async def _busy(home: House) -> bool:
    async with home.app.desk.database.read() as session:
        offset = await inbox.next_offset(session, DOOR) or 0
        coming = await conversation_updates.take_updates(session, offset, 1)
        counts = await inbox.counts(session)
    return bool(coming or counts["waiting"] or counts["unanswered"])


async def brings(home: House, person: Person, **message: Any) -> None:
    """A message as only a chat app can send it."""
    assert home.app.webchat is not None
    await home.app.webchat.deliver(person.chat_id, {"message": message})


async def counts(home: House) -> dict[str, int]:
    """How many updates wait, are owed a reply, and were set aside."""
    async with home.app.desk.database.read() as session:
        return await inbox.counts(session)


async def opens(person: Person, filed: Filed) -> str:
    """Open the card by its number."""
    await person.says(f"/case {filed.reference}")
    return await person.sees("Suggested allegations")


def drawn(person: Person, label: str) -> Iterator[tuple[int, str]]:
    """Every button of that name that is on the page, the newest first."""
    for number, entry in sorted(person.entries.items(), reverse=True):
        for button in (each for row in entry["buttons"] or () for each in row):
            if button["text"].startswith(label):
                yield number, button["data"]


async def at(home: House, *came: Incoming) -> Person:
    """Somebody who has got so far in the interview."""
    person = await home.resident()
    await hears(home, person, *came)
    return person


async def story(home: House, person: Person) -> list[str]:
    """The messages that the draft's story is made of so far."""
    draft = await intake.draft_of(home.app.desk, chat_of(person))
    assert draft is not None
    answer = interview.unpack(draft.answers).get("story")
    return [each["text"] for each in answer.value] if answer else []


async def row(home: House, fits: Callable[[Any], bool]) -> None:
    """Wait until an update that is not done with looks like this."""
    for _ in range(1000):
        async with home.app.desk.database.read() as session:
            open_rows = select(inbox_rows).where(inbox_rows.c.answered_at.is_(None))
            if any(fits(each) for each in await session.execute(open_rows)):
                return
        await asyncio.sleep(0.01)
    raise AssertionError("no update came to look like that")


async def put_off(home: House) -> None:
    """Wait until an effect is there and its reply was put off."""
    await row(home, lambda each: each.applied_at is not None and each.attempts == 0)


async def compared(home: House) -> None:
    """Wait until every filed case was compared with the others, by this call or by the program's own round."""
    while True:
        await likeness.round(home.app.desk)
        async with home.app.desk.database.read() as session:
            if not await links.waiting(session):
                return
        await asyncio.sleep(0.01)
