"""What a turn of the interview costs beside its two floors, all three in the same run and by turns."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import WEBCHAT
from storage.vault import KeyFile
from tests.benchmarks.acts import INTERVIEW, Act, do
from tests.benchmarks.drivers import replay
from tests.benchmarks.echo import echo
from tests.benchmarks.figures import Series
from tests.benchmarks.places import Place
from tests.benchmarks.recording import Recorder, Turn
from tests.chat import Person
from tests.house import House, house


@dataclass
class Turns:
    """The series of one kind of database; `crowd` and `echo_crowd` are many people at once."""

    place: str
    recorded: list[Turn]
    turn: Series = field(default_factory=Series)
    echo: Series = field(default_factory=Series)
    sql: Series = field(default_factory=Series)
    crowd: Series = field(default_factory=Series)
    echo_crowd: Series = field(default_factory=Series)

    @property
    def ratio(self) -> float:
        """What a turn costs, as a multiple of the sum of its floors."""
        return self.turn.each / (self.echo.each + self.sql.each)

    @property
    def statements(self) -> float:
        """How many statements of its own the bot executes for a turn, on average."""
        ours = [t for turn in self.recorded for t in turn.transactions if not t.of_the_door]
        return sum(len(each.statements) for each in ours) / len(self.recorded)

    @property
    def commits(self) -> float:
        """How many transactions of its own that change something the bot commits for a turn, on average."""
        ours = [t for turn in self.recorded for t in turn.transactions if not t.of_the_door]
        return sum(each.changes for each in ours) / len(self.recorded)

    @property
    def calls(self) -> float:
        """How many calls the bot makes to the chat for a turn, on average."""
        return sum(len(turn.calls) for turn in self.recorded) / len(self.recorded)


@asynccontextmanager
async def deployment(place: Place, data: Path) -> AsyncIterator[House]:
    """A whole deployment on a fresh database."""
    data.mkdir()
    KeyFile.create(data / "keys.json")
    async with house(data, database_url=await place.fresh()) as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Measure:
    """What to measure: at least so many turns one after the other, and an interview of so many people at once."""

    turns: int
    people: int
    acts: Sequence[Act] = INTERVIEW


async def measured(place: Place, folder: Path, wanted: Measure) -> Turns:
    """Measure an interview at a time: the bot's, the echo's, the driver's, and again."""
    before, *turns = await recorded(place, folder / "recorded", wanted.acts)
    result = Turns(place.name, turns)
    async with (
        deployment(place, folder / "measured") as opened,
        echo(folder / "echo", await place.fresh(), [before, *turns]) as echoes,
    ):
        await interviews(opened.base, 1, wanted.acts, Series())  # once to warm up
        await interviews(echoes, 1, wanted.acts, Series())
        while len(result.turn.seconds) < wanted.turns:
            await interviews(opened.base, 1, wanted.acts, result.turn)
            await interviews(echoes, 1, wanted.acts, result.echo)
            await replay(await place.fresh(), before, turns, result.sql)
        await interviews(opened.base, wanted.people, wanted.acts, result.crowd)
        await interviews(echoes, wanted.people, wanted.acts, result.echo_crowd)
    return result


async def recorded(place: Place, data: Path, acts: Sequence[Act]) -> list[Turn]:
    """One interview, listened to: what happened before it, then turn by turn."""
    recorder = Recorder()
    with recorder.listening():
        async with deployment(place, data) as opened:
            recorder.hears(opened.app.channels[WEBCHAT].bot)
            resident = await opened.resident()
            await recorder.answered()
            for act in acts:
                recorder.turn()
                await do(resident, act)
                await recorder.answered()
        return recorder.turns[: 1 + len(acts)]


async def interviews(base: str, people: int, acts: Sequence[Act], series: Series) -> None:
    """Interviews side by side; everybody has come before the first one speaks."""
    async with AsyncExitStack() as stack:
        everybody = [await stack.enter_async_context(Person(base)) for _ in range(people)]
        for person in everybody:
            await person.opens()
            await person.hears()
        with series.measuring() as seconds:
            await asyncio.gather(*(_tell(person, acts, seconds) for person in everybody))


async def _tell(person: Person, acts: Sequence[Act], seconds: list[float]) -> None:
    for act in acts:
        spent = await do(person, act)
        seconds.append(spent)
