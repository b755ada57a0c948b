"""What a search and the look for related cases cost among many sealed cases, and how long the chats wait for them."""

import asyncio
import random
import resource
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from sqlalchemy import text

from bot.casework import interview, reference, relation
from bot.casework.agency import Agency
from bot.casework.interview import Answer
from bot.casework.officer import Officer
from bot.desk import likeness, roster, search
from bot.desk.desk import Desk
from bot.opening import profiles
from bot.settings import Settings
from nlp import Reader, vocabulary
from storage.chats import Chat
from storage.database import Database
from storage.files import Files
from storage.links import Arrival
from storage.models import arrivals, cases, keys, traces
from storage.models.finding import TRACE
from storage.roster import Member
from storage.vault import Box, KeyFile, Vault
from tests.benchmarks.places import Place

NOW: Final = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)
HOME: Final = "minneapolis_opcr"
NEEDLE: Final = "zarzamora"
"""A word of the oldest case alone."""
BATCH: Final = 1_000
BEAT_SECONDS: Final = 0.01
REPEATS: Final = 5
COMPARED: Final = 20
COMMON: Final = """
the and was were officer police street stopped told hands behind back car night window phone
recorded sister brother mother corner light badge pushed ground asked name never said nothing wrong
they left right door house knocked loud hurt wrist cuffs tight hospital cold rain bus stop store
school park walked ran yelled laughed searched pocket wallet license returned later morning report
number witness camera examined neighbor crying children dog leash porch stairs lobby station desk
waited hours refused water explain reason ticket court date fine warning threatened arrest again
friend passenger seat belt signal lane bridge market church river avenue block apartment building
manager called siren lights flashlight face eyes shoulder knee ribs shoe shirt torn blood towel
photo video saved sent complaint office
"""
SYLLABLES: Final = ("ba", "chi", "dar", "fal", "gor", "lem", "mo", "nor", "pin", "ru", "sol", "ta", "wes")
WORDS: Final = (*COMMON.split() * 6, *map("".join, islice(product(SYLLABLES, repeat=3), 1_500)))
"""Common words often, and many that are rare: what a story is made of, as far as a search can tell."""


@dataclass
class Search:
    """One search: the time until it was answered, the work of this process, the longest wait of anything else."""

    name: str
    seconds: float
    cpu: float
    waited: float
    found: int


@dataclass
class Searching:
    """Everything that was measured at one place."""

    place: str
    cases: int
    fill_seconds: float
    searches: list[Search]
    compared: list[float]
    grown_mib: float


async def measured(place: Place, folder: Path, count: int) -> Searching:
    """Fill a database with so many cases and look for things in it."""
    folder.mkdir(exist_ok=True)
    vault = Vault(KeyFile.create(folder / "search-keys.json"))
    agency = profiles(Settings(), vocabulary.names())[HOME]
    database = await Database.open(await place.fresh(), vault)
    try:
        desk = Desk(database, Files.open(folder / "search-files"), {HOME: agency}, Reader.load(), lambda: NOW)
        since = perf_counter()
        await _fill(database, vault, agency, count)
        filled = perf_counter() - since
        member = await _hired(desk)
        searches, grown = await _searches(desk, member, agency, count)
        compared = [await _compared(desk, each) for each in await _newest(database)]
        return Searching(place.name, count, filled, searches, compared, grown)
    finally:
        await database.close()


async def _searches(desk: Desk, member: Member, agency: Agency, count: int) -> tuple[list[Search], float]:
    last = reference.issue(agency.short, 2026, 1)
    wanted = {
        "a word of the oldest case": NEEDLE,
        "nothing at all": "zzzz qqqq",
        "part of a word in all": "xamin",
        "a badge and a word": f"4{count % 1000:03} {NEEDLE}",
        "a common word": "officer",
        "a reference": last,
    }
    await search.find(desk, None, member, "warm")
    before, found = _memory(), []
    for name, words in wanted.items():
        tried = [await _search(desk, member, name, words) for _ in range(REPEATS)]
        found.append(sorted(tried, key=lambda each: each.seconds)[REPEATS // 2])
    return found, _memory() - before


async def _search(desk: Desk, member: Member, name: str, words: str) -> Search:
    async with _heart() as beats:
        since, worked = perf_counter(), process_time()
        page = await search.find(desk, None, member, words)
        seconds, cpu = perf_counter() - since, process_time() - worked
    return Search(name, seconds, cpu, max(beats, default=0.0), page.count)


async def _compared(desk: Desk, case_id: str) -> float:
    since = perf_counter()
    await likeness.compare(desk, Arrival(HOME, case_id, NOW))
    return perf_counter() - since


@asynccontextmanager
async def _heart() -> Any:
    """How much later than it should something else in the same loop gets its turn, again and again."""
    late: list[float] = []

    async def beat() -> None:
        while True:
            due = perf_counter() + BEAT_SECONDS
            await asyncio.sleep(BEAT_SECONDS)
            late.append(perf_counter() - due)

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0)
    try:
        yield late
    finally:
        beating.cancel()


async def _hired(desk: Desk) -> Member:
    member, token = await roster.invite(desk, roster.CONSOLE, HOME, role="investigator", name="Ana")
    assert await roster.redeem(desk, None, Chat("webchat", "1"), token) is not None
    return await roster.confirm(desk, roster.CONSOLE, HOME, member.id)


async def _newest(database: Database) -> list[str]:
    async with database.read() as session:
        newest = cases.select().order_by(cases.c.seq.desc()).limit(COMPARED)
        ids = [row.id for row in await session.execute(newest)]
    async with database.write() as session:
        mine = arrivals.c.case_id.in_(ids)
        await session.execute(arrivals.update().where(mine).values(compared_at=None))
        await session.execute(traces.delete().where(traces.c.case_id.in_(ids)))
    return ids


async def _fill(database: Database, vault: Vault, agency: Agency, count: int) -> None:
    rows = _rows(vault, agency, count)
    while batch := list(islice(rows, BATCH)):
        async with database.write() as session:
            for table, values in zip((keys, cases, arrivals), list(zip(*batch, strict=True))[:3], strict=True):
                await session.execute(table.insert(), list(values))
            await session.execute(traces.insert(), [trace for row in batch for trace in row[3]])
    async with database.write() as session:
        await session.execute(text("ANALYZE"))  # as a server that has been in use does by itself


def _rows(vault: Vault, agency: Agency, count: int) -> Iterator[tuple[dict[str, Any], ...]]:
    """The rows of so many made-up cases: a story of about 1.5 kB each, an officer, a day and a place."""
    chance = random.Random(7)
    for number in range(1, count + 1):
        at = NOW - timedelta(minutes=10 * (count - number))
        badge, place = f"4{chance.randrange(1000):03}", f"{chance.choice(WORDS)} and {chance.choice(WORDS)}"
        story = " ".join(chance.choices(WORDS, k=220)) + f" officer badge {badge} at {place}"
        story += f" {NEEDLE}" if number == 1 else ""
        yield _case(vault, agency, number, at, (story, badge, place))


def _case(
    vault: Vault, agency: Agency, number: int, at: datetime, said: tuple[str, str, str]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    (story, badge, place), id = said, f"case{number:016}"
    key, day = vault.new_key(agency.id), at.date().isoformat()
    when = {"on": day, "until": None, "precision": "day", "said": day}
    answers = {
        "story": Answer([{"text": story, "message": "1"}], "given"),
        "name": Answer(f"Person {number}", "given"),
        "when": Answer(when, "given"),
        "where": Answer(place, "given"),
        "respondents": Answer([{"text": f"badge {badge}", "message": ""}], "given"),
    }
    box = Box(vault, key, agency.id, "cases", id)
    content = {"narrative": story, "answers": interview.pack(answers), "because": ["Made up."], "labels": []}
    content["reading"] = {"language": "en", "labels": [], "facts": [], "out_of_scope": False}
    told = relation.told(agency, answers, story, [Officer(badge=badge)], f"webchat {number}")
    left = {vault.index(f"trace {kind}", f"{agency.id}\0{value}")[:TRACE] for kind, value in relation.traces(told)}
    row = {"id": id, "agency": agency.id, "reference": reference.issue(agency.short, 2026, number), "key_id": key.id}
    row |= {"draft_id": f"draft{number}", "language": "en", "status": agency.initial, "profile": agency.digest}
    row |= {"priority": "normal", "queue": agency.default_queue, "flags": [], "moments": {}, "revision": 1}
    row |= {"received_at": at, "changed_at": at, "next_at": at}
    row |= {name: box.seal(name, value) for name, value in content.items()}
    stored = {"id": key.id, "agency": agency.id, "wrapped": key.wrapped, "version": key.version, "created_at": at}
    sealed = box.beside("arrivals", id).seal("told", relation.pack(told))
    arrived = {"case_id": id, "agency": agency.id, "filed_at": at, "told": sealed, "compared_at": at}
    return stored, row, arrived, [{"agency": agency.id, "trace": each, "case_id": id} for each in sorted(left)]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
