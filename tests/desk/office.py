"""An office for tests: the real desk over a real database, residents, staff, a clock that tests move, and the post."""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Table, select

from bot.casework import interview
from bot.casework.agency import Question
from bot.casework.errors import Undeliverable
from bot.casework.interview import Incoming, Picked, Pressed, Said
from bot.desk import intake, roster
from bot.desk.addresses import Parcel
from bot.desk.courier import Courier
from bot.desk.desk import Desk, ReaderLike
from bot.desk.evidence import Collector, FileCame
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from storage import audit, cases, drafts, inbox
from storage.cases import Case
from storage.chats import Chat
from storage.database import Database
from storage.drafts import Draft
from storage.files import Files
from storage.inbox import InboxRow
from storage.models import inbox as inbox_rows
from storage.roster import Member
from tests.house import agencies, reader

MONDAY = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)  # ten in the morning in Minneapolis
HOME = "minneapolis_opcr"
ABROAD = "elsewhere"
DOOR = "webchat"
CHOSEN = {"for_whom": "someone_else", "name_choice": "use_name", "care": "hospital"}
STORY = "They threw me on the ground and kicked me in the ribs. I did nothing."


on_one = pytest.mark.parametrize("backend", ["sqlite"])
"""One database is enough where a test is about what the desk decides, not about what the database does."""


@dataclass
class Clock:
    """Time stands still until a test moves it."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)

    def strikes(self, month: int, day: int, hour: int = 15) -> None:
        """Move on to a day of the same year; 15:00 UTC is in office hours."""
        later = self.at.replace(month=month, day=day, hour=hour, minute=0)
        assert later >= self.at, "time does not run backwards"
        self.at = later


@dataclass(frozen=True)
class Sent:
    """One message that went out."""

    at: datetime
    parcel: Parcel

    @property
    def to(self) -> str:
        return self.parcel.chat.id

    @property
    def templates(self) -> list[str]:
        return [each.template for each in self.parcel.notices]


@dataclass
class Post:
    """What the composition root gives to the courier and the collector: records what goes out, fails when told to."""

    clock: Clock
    sent: list[Sent] = field(default_factory=list)
    tried: list[tuple[datetime, str]] = field(default_factory=list)
    erased: list[tuple[Chat, int]] = field(default_factory=list)
    files: dict[str, bytes | Exception] = field(default_factory=dict)
    faults: dict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    closed: set[str] = field(default_factory=set)

    async def send(self, parcel: Parcel) -> int:
        self.tried.append((self.clock(), parcel.chat.id))
        if parcel.chat.id in self.closed:
            raise Undeliverable("blocked")
        if self.faults[parcel.chat.id]:
            raise self.faults[parcel.chat.id].popleft()
        self.sent.append(Sent(self.clock(), parcel))
        return 1000 + len(self.sent)

    async def erase(self, chat: Chat, message_id: int) -> None:
        if self.faults[chat.id]:
            raise self.faults[chat.id].popleft()
        self.erased.append((chat, message_id))

    async def fetch(self, source: tuple[str, str]) -> bytes:
        found = self.files[source[1]]
        if isinstance(found, Exception):
            raise found
        return found

    def to(self, chat: str) -> list[str]:
        """The templates of everything that one chat got, in order."""
        return [template for each in self.sent if each.to == chat for template in each.templates]


@dataclass(repr=False)
class Office:
    """One deployment at its desk, with short words for what people do."""

    desk: Desk
    clock: Clock
    post: Post
    _updates: int = 0
    _chats: int = 900

    @property
    def courier(self) -> Courier:
        return Courier(self.desk, self.post.send, self.post.erase)

    @property
    def collector(self) -> Collector:
        return Collector(self.desk, self.post.fetch)

    async def row(self, chat: str = "100") -> InboxRow:
        """An update that has just come in from a chat, as the worker holds it."""
        self._updates += 1
        came = inbox.Incoming(self._updates, chat, b"{}")
        async with self.desk.database.write() as session:
            await inbox.put(session, DOOR, [came], self.clock())
            mine = select(inbox_rows.c.id).where(inbox_rows.c.update_id == self._updates)
            row_id = (await session.execute(mine)).scalar_one()
        return InboxRow(row_id, DOOR, self._updates, chat, b"{}", self.clock(), None, 1)

    async def draft(self, chat: str = "100") -> Draft:
        found = await intake.draft_of(self.desk, Chat(DOOR, chat))
        assert found is not None
        return found

    async def begins(self, chat: str = "100", agency: str = HOME, language: str = "en") -> Asked:
        """Somebody opens the chat, chooses a language and reads the notice."""
        begun = await intake.begin(
            self.desk, await self.row(chat), Chat(DOOR, chat), self.desk.agencies[agency], language
        )
        assert begun.step.question is not None
        await self.hears(Picked(language), chat)
        asked = await self.hears(Pressed("done"), chat)
        assert isinstance(asked, Asked)
        return asked

    async def hears(self, incoming: Incoming | FileCame, chat: str = "100") -> Asked | Filed:
        """One message or tap of a resident."""
        return await intake.hear(self.desk, await self.row(chat), await self.draft(chat), incoming)

    async def says(self, text: str, chat: str = "100") -> Asked | Filed:
        return await self.hears(Said(text, str(self._updates), self.clock()), chat)

    async def tells(self, *words: str, chat: str = "100", agency: str = HOME, language: str = "en") -> Draft:
        """Somebody has told the story and pressed Done."""
        await self.begins(chat, agency, language)
        for each in words or (STORY,):
            await self.says(each, chat)
        await self.hears(Pressed("done"), chat)
        return await self.draft(chat)

    async def files(self, *words: str, chat: str = "100", agency: str = HOME, language: str = "en") -> Case:
        """Somebody has told the story and pressed Send now; the turns before that are saved in one step."""
        served = self.desk.agencies[agency]
        begun = await intake.begin(self.desk, None, Chat(DOOR, chat), served, language)
        turn = interview.begin(served)
        told = (Said(each, str(number), self.clock()) for number, each in enumerate(words or (STORY,)))
        for incoming in (Picked(language), Pressed("done"), *told, Pressed("done")):
            turn = interview.reply(served, turn.answers, incoming, interview.Context(language, self.clock()))
        async with self.desk.database.write() as session:
            answers = interview.pack(turn.answers)
            await drafts.save(
                session, agency, begun.draft, answers=answers, notes={}, language=language, now=self.clock()
            )
        filed = await self.hears(Pressed("send_now"), chat)
        assert isinstance(filed, Filed)
        if filed.receipt is not None:
            await self.courier.hand_over(filed.receipt)
        return await self.now(filed.case)

    async def answers_everything(self, words: Callable[[str], str], chat: str = "100") -> Case:
        """Somebody answers every question there is, in words that `words` makes up for each, and submits."""
        await self.begins(chat)
        outcome: Asked | Filed = intake.resume(self.desk, await self.draft(chat))
        while isinstance(outcome, Asked):
            question = outcome.step.question
            if question is None:
                outcome = await self.hears(Pressed("submit"), chat)
                continue
            for incoming in self._answer(question, words):
                outcome = await self.hears(incoming, chat)
        if outcome.receipt is not None:
            await self.courier.hand_over(outcome.receipt)
        return await self.now(outcome.case)

    def _answer(self, question: Question, words: Callable[[str], str]) -> list[Incoming | FileCame]:
        said = Said(words(question.id), f"{question.id}", self.clock())
        file = FileCame(
            "photo", words("file_id"), "77", name=words("file_name"), caption=words(f"{question.id} caption")
        )
        match question.kind:
            case "story" | "files":
                return [said, file, Pressed("done")] if question.kind == "story" else [file, Pressed("done")]
            case "facts":
                return [Pressed("done")]
            case "date":
                return [Said("March 3", "date", self.clock())]
            case "yes_no":
                return [Picked("yes")]
            case "choice":
                return [Picked(CHOSEN[question.id])]
            case "many":
                return [*(Picked(each.id) for each in question.choices if not each.alone), Pressed("done")]
        return [said]

    async def hires(
        self, role: str = "investigator", *, queues: Sequence[str] | None = None, agency: str = HOME, name: str = "Ana"
    ) -> Member:
        """A colleague who was invited, came by the link and was confirmed."""
        self._chats += 1
        chat = Chat(DOOR, str(self._chats))
        member, token = await roster.invite(self.desk, roster.CONSOLE, agency, role=role, name=name, queues=queues)
        assert await roster.redeem(self.desk, None, chat, token) is not None
        await roster.confirm(self.desk, roster.CONSOLE, agency, member.id)
        (hired,) = await roster.of_chat(self.desk, chat)
        return hired

    async def members(self, chat: Chat) -> list[Member]:
        """Who a chat belongs to, as the roster knows them now."""
        return await roster.of_chat(self.desk, chat)

    async def delivers(self) -> list[Sent]:
        """Let the courier work until nothing is due, and return what went out."""
        before = len(self.post.sent)
        while await self.courier.round():
            pass
        return self.post.sent[before:]

    async def tells_whom(self) -> dict[str, list[str]]:
        """The same by chat: the templates that each got."""
        told: dict[str, list[str]] = defaultdict(list)
        for each in await self.delivers():
            told[each.to] += each.templates
        return told

    async def collects(self) -> int:
        """Let the collector work until nothing is due; says how often it took something."""
        count = 0
        while taken := await self.collector.round():
            count += taken
        return count

    async def now(self, case: Case) -> Case:
        """The case as it is stored now."""
        async with self.desk.database.read() as session:
            found = await cases.load(session, case.agency, case.id)
        assert found is not None
        return found

    async def stored(self, table: Table) -> list[Row[Any]]:
        """Every row of a table, in order of its first column."""
        async with self.desk.database.read() as session:
            return list((await session.execute(select(table).order_by(table.c[0]))).all())

    async def acts(self) -> list[tuple[str, str, str]]:
        """Every act in the audit chain (who, what, to what) after checking that the chain holds."""
        from storage.models import audit as chain

        async with self.desk.database.read() as session:
            assert await audit.verify(session) == []
            rows = await session.execute(select(chain).order_by(chain.c.agency, chain.c.seq))
            return [(row.by, row.verb, row.subject) for row in rows]


def open_office(
    database: Database, folder: Path, *, reads: ReaderLike | None = None, clock: Clock | None = None
) -> Office:
    """A desk that serves the built-in profile and a second agency made of it."""
    home = agencies()[HOME]
    served = {HOME: home, ABROAD: home.model_copy(update={"id": ABROAD, "short": "ELSE"})}
    clock = Clock()
    desk = Desk(database, Files.open(folder), served, reads or reader(), clock)
    return Office(desk, clock, Post(clock))


def beside(office: Office, database: Database) -> Office:
    """A second replica of the same deployment: its own handle, the same clock and the same post."""
    return replace(office, desk=replace(office.desk, database=database))
