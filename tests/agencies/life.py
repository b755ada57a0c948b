"""The life of one case over the wire: who takes part, what they do, and what came of it; for `test_*_life.py`.

Everybody acts at a page, by taps and in words. Only what is asserted at the end is read from the database.
"""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from docx import Document as WordFile
from pypdf import PdfReader
from sqlalchemy import ColumnElement, func, select

from bot.casework.agency import Agency
from bot.casework.workdays import day_at, next_open
from bot.desk import clocks, roster
from storage import cases, documents, keys
from storage.cases import Case
from storage.models import notices
from storage.outbox import MEMBER
from tests.chat import PATIENCE_SECONDS, Person
from tests.house import House, house
from tests.telegram.talk import chat_of, idle

COMPLAINANT: Final = "complainant"

Step = str | tuple[str, bytes]
"""`>Label` is a tap, `?words` must stand in the answer to the last act, a name with bytes is a file; else it is said"""


@dataclass(frozen=True)
class Paper:
    """A paper that was made about the case; `by` is its maker's name, or `complainant`."""

    kind: str
    language: str
    state: str
    by: str
    text: str = field(repr=False, compare=False, default="")


@asynccontextmanager
async def office(data: Path, served: str) -> AsyncIterator[House]:
    """A deployment that serves one agency; its clock stands at ten on a Monday, the same in every year of ours."""
    async with house(data, served=served) as opened:
        monday = datetime(2027, 3, 1, 10, tzinfo=opened.app.desk.default.zone)
        opened.app.clock.advance(monday - opened.now())
        yield opened


async def does(home: House, who: Person, *steps: Step) -> str:
    """Do one thing after the other, each when the one before is answered; returns what the bot said to the last."""
    if steps and str(steps[0]).startswith("?"):
        await idle(home, who)
    said = "\n".join(who.shown()[-3:])
    for step in steps:
        if isinstance(step, str) and step.startswith("?"):
            assert plain(step[1:]) in plain(said), f"{who.seat} saw no {step[1:]!r} in: {said}"
            continue
        await who.refreshes()
        before = max((each["seq"] for each in who.entries.values()), default=0)
        if isinstance(step, tuple):
            await who.sends(step[1], step[0])
        else:
            await (who.taps(step[1:]) if step.startswith(">") else who.says(step))
        said = await _answer(home, who, before)
    return said


async def _answer(home: House, who: Person, since: int) -> str:
    """All that the bot says to an act, once nothing more is on its way."""
    until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not _fresh(who, since):
        assert asyncio.get_running_loop().time() < until, f"{who.seat} got no answer to the last act"
        await who.refreshes(wait=1.0)
    await idle(home, who)
    return "\n".join(each["text"] or "" for each in _fresh(who, since))


def _fresh(who: Person, since: int) -> list[dict[str, Any]]:
    ours = (each for _, each in sorted(who.entries.items()) if each["author"] == "bot" and not each["deleted"])
    return [each for each in ours if each["seq"] > since]


async def joins(home: House, role: str, name: str, *answers: Step) -> Person:
    """A colleague comes by their link, answers what the office asks of them, and is let in by the operator."""
    person, invited = await home.invited(role, name)
    await does(home, person, *answers)
    await roster.confirm(home.app.desk, roster.CONSOLE, invited.agency, invited.id)
    await person.sees("You are in")
    return person


async def fetched(who: Person) -> bytes:
    """The file that came last to somebody's page."""
    await who.refreshes()
    newest = max((each for each in who.entries.values() if each.get("file")), key=lambda each: each["message_id"])
    return await who.fetches(newest["file"]["url"])


def link_of(said: str) -> str:
    """The word of the link that the bot has just shown."""
    found = re.search(r"\?start=([\w-]+)", said)
    assert found is not None, said
    return found[1]


def plain(text: str) -> str:
    """Words as they are compared: single spaces, no line ends."""
    return " ".join(text.split())


def text_of(pdf: bytes) -> str:
    """All that a PDF says."""
    return plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def text_of_word(file: bytes) -> str:
    """All that a Word file says: its paragraphs, then its tables."""
    opened = WordFile(io.BytesIO(file))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return plain(" ".join([*(each.text for each in opened.paragraphs), *cells]))


@dataclass
class Life:
    """The case, the resident, and everybody who works on it, each at their page."""

    home: House
    resident: Person
    staff: tuple[Person, ...]
    case: Case

    @classmethod
    async def of(cls, home: House, resident: Person, *staff: Person) -> "Life":
        """The life of the only case that this resident has filed."""
        async with home.app.desk.database.read() as session:
            (case,) = await cases.of_chat(session, chat_of(resident))
        return cls(home, resident, staff, case)

    @property
    def agency(self) -> Agency:
        return self.home.app.desk.agencies[self.case.agency]

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def today(self) -> date:
        return day_at(self.agency, self.home.now())

    # What people do

    async def does(self, who: Person, *steps: Step) -> str:
        """Taps, words and files; see `does`."""
        return await does(self.home, who, *steps)

    async def opens(self, who: Person, *steps: Step) -> str:
        """A colleague opens the case by its number and goes on from the card."""
        return await self.does(who, f"/case {self.reference}", f"?{self.reference} · ", *steps)

    async def works(self, who: Person, *steps: Step) -> str:
        """A colleague opens the menu of the work on the case and goes on from there."""
        return await self.opens(who, ">Case work", f"?Case work on {self.reference}", *steps)

    async def steps(self, who: Person, action: str, *answers: Step, stage: str = "") -> str:
        """A colleague moves the case on; returns what the resident hears of it, where a `stage` is waited for."""
        answers = answers or (">No note",)
        await self.opens(who, ">Status", f"?What do you do with {self.reference}", f">{action}", *answers)
        moved = who.shown()[-3:]
        assert any(f"{self.reference} has moved on" in each for each in moved), moved
        return await self.resident.sees(stage) if stage else ""

    async def passes(self, days: float = 0, **more: float) -> None:
        """Time goes by until the office is open, for reminders wait for that; what is due goes out.

        Whoever comes back to their page finds it there.
        """
        at = self.home.now() + timedelta(days=days, **more)
        self.home.passes((next_open(self.agency, at) - self.home.now()) / timedelta(days=1), minutes=5)
        await self.rests()
        for each in (self.resident, *self.staff):
            await each.returns()

    async def lives(self, days: int) -> None:
        """Days go by, and every notice goes out at its own moment, as it does where nobody moves the clock by leaps."""
        until = self.home.now() + timedelta(days=days)
        while (at := await self._next_due(until)) is not None:
            self.home.passes((at - self.home.now()) / timedelta(days=1))
            await self.rests()
        await self.passes((until - self.home.now()) / timedelta(days=1))

    async def rests(self) -> None:
        """Wait until everybody was answered and everything that is due has gone out."""
        await idle(self.home, self.resident, *self.staff)
        until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while unsent := await self._templates(notices.c.due_at <= self.home.now(), notices.c.sent_at.is_(None)):
            assert asyncio.get_running_loop().time() < until, f"did not go out: {unsent}"
            await asyncio.sleep(0.05)

    # What came of it

    async def now(self) -> Case:
        """The case as it is stored."""
        async with self.home.app.desk.database.read() as session:
            found = await cases.load(session, self.case.agency, self.case.id)
        assert found is not None
        return found

    async def due(self) -> dict[str, tuple[date, bool]]:
        """Every clock that has started: its date, and whether it was met."""
        async with self.home.app.desk.database.read() as session:
            found = await clocks.duties(session, self.agency, await self.now())
        return {each.name: (each.due_on, each.met_at is not None) for each in found}

    async def told(self, who: Person) -> list[str]:
        """All that went out to somebody about the case, in order: the template, and the stage or the duty it names."""
        await self.rests()
        to = COMPLAINANT if who is self.resident else f"{MEMBER}{await self._member(who)}"
        return await self._templates(notices.c.to == to, notices.c.sent_at.is_not(None), notices.c.outcome.is_(None))

    async def papers(self) -> list[Paper]:
        """Every paper that was made about the case, in order, as it is kept."""
        desk = self.home.app.desk
        async with desk.database.read() as session:
            case = await self.now()
            made = await documents.of_case(session, case.agency, case)
            key = await keys.load(session, case.agency, case.key_id)
        names = {f"{MEMBER}{each.id}": each.name for each in await roster.every(desk, case.agency)}
        files = [await desk.files.get_sealed(each.path, key, each.place) for each in made]
        return [
            Paper(each.kind, each.language, each.state, names.get(each.by, each.by), text_of(data))
            for each, data in zip(made, files, strict=True)
        ]

    async def _next_due(self, until: datetime) -> datetime | None:
        """When the next of what has not gone out is due, up to then."""
        waits = (notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None), notices.c.due_at <= until)
        async with self.home.app.desk.database.read() as session:
            at: datetime | None = await session.scalar(select(func.min(notices.c.due_at)).where(*waits))
        return at

    async def _member(self, who: Person) -> str:
        (member,) = await roster.of_chat(self.home.app.desk, chat_of(who))
        return member.id

    async def _templates(self, *which: ColumnElement[bool]) -> list[str]:
        mine = (notices.c.case_id == self.case.id, notices.c.dropped_at.is_(None))
        order = (notices.c.sent_at, notices.c.rank, notices.c.due_at, notices.c.id)
        async with self.home.app.desk.database.read() as session:
            found = await session.execute(
                select(notices.c.template, notices.c.params).where(*mine, *which).order_by(*order)
            )
        return [" ".join((each.template, *(each.params[name] for name in ("stage", "duty") if name in each.params)))
                for each in found]  # fmt: skip
