"""How long `redress demo` takes from its command to its first answer in a chat, and where the time goes."""

import asyncio
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.chat import Person
from tests.process import demo

ROOT: Final = Path(__file__).parents[2]
TIMED: Final = "import sys; from time import perf_counter as now; since = now(); {work}; print(now() - since)"
MAKE_TABLES: Final = (
    "from storage.database import upgrade; since = now(); upgrade(f'sqlite+aiosqlite:///{sys.argv[1]}')"
)
PARTS: Final = {
    "import aiogram": "import aiogram",
    "import spaCy": "import spacy",
    "import SQLAlchemy": "import sqlalchemy.ext.asyncio",
    "import the whole bot": "import bot.app",
    "load the reader": "from nlp import Reader; import spacy; since = now(); Reader.load()",
    "make the tables": MAKE_TABLES,
}
"""Each in a process of its own, so that what several of them need is counted each time: they do not add up."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the bot had answered somebody, and what the process had worked until its end."""

    first: bool
    answered: float
    worked: float


async def measured(folder: Path, count: int) -> list[Start]:
    """Start the demo so often on an empty folder, and each time once more on the same one."""
    return [await _start(folder / str(number), first) for number in range(count) for first in (True, False)]


async def _start(data: Path, first: bool) -> Start:
    worked, since = _worked(), perf_counter()
    async with demo(data) as running, Person(running.base) as resident:
        await resident.opens()
        await resident.hears()
        answered = perf_counter() - since
    return Start(first, answered, _worked() - worked)


def _worked() -> float:
    """CPU seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def parts(folder: Path) -> dict[str, float]:
    """Seconds of each part of a start."""
    return {name: await _seconds(work, folder / "parts.sqlite3") for name, work in PARTS.items()}


async def _seconds(work: str, path: Path) -> float:
    command = (sys.executable, "-c", TIMED.format(work=work), str(path))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    said, _ = await process.communicate()
    assert process.returncode == 0, work
    return float(said)
