"""How soon an investigator's page shows a new case, counted from the tap that files it."""

from pathlib import Path
from time import perf_counter

from tests.benchmarks.acts import SHORT, do
from tests.benchmarks.figures import Series
from tests.benchmarks.places import Place
from tests.benchmarks.turns import deployment
from tests.chat import Person
from tests.house import House


async def measured(place: Place, folder: Path, count: int) -> Series:
    """File so many complaints one after the other while an investigator watches."""
    series = Series()
    async with deployment(place, folder) as opened:
        investigator = await opened.staff("investigator")
        await _filed(opened, investigator)  # once to warm up
        with series.measuring() as seconds:
            for _ in range(count):
                seconds.append(await _filed(opened, investigator))
    return series


async def _filed(opened: House, investigator: Person) -> float:
    async with Person(opened.base) as resident:
        await resident.opens()
        await resident.hears()
        *before, submit = SHORT
        for act in before:
            await do(resident, act)
        since = perf_counter()
        await resident.taps(submit.words)
        await investigator.sees("New case OPCR-")
        return perf_counter() - since
