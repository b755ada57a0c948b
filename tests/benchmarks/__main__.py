"""Prints what a turn, a filing and a start cost: `python -m tests.benchmarks [--postgres URL] [--turns N]`.

Or, among N made-up cases: `--queue N` for lists and claims, `--search N` for finding things.
"""

import argparse
import asyncio
import json
import logging
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import structlog

from tests.benchmarks import filings, queues, report, searching, starting, turns
from tests.benchmarks.figures import machine
from tests.benchmarks.places import Folder, Place, server
from tests.databases import POSTGRES

NONE: Final = "none"
PAGES: Final = 500


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--turns", type=int, default=200, metavar="N", help="turns to measure on each database")
    parser.add_argument("--people", type=int, default=8, metavar="N", help="how many talk at once in the second part")
    parser.add_argument("--filings", type=int, default=50, metavar="N", help="complaints to file on each database")
    parser.add_argument("--starts", type=int, default=3, metavar="N", help="starts of the demo, each with a restart")
    parser.add_argument("--search", type=int, default=0, metavar="N", help="only finding things, among N cases")
    parser.add_argument("--queue", type=int, default=0, metavar="N", help="only lists and claims, among N cases")
    parser.add_argument(
        "--postgres", default=POSTGRES, metavar="URL", help=f"a server to make databases on, or {NONE}; default: ours"
    )
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where SQLite lies; default: the temporary folder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    return parser.parse_args(arguments)


async def run(asked: argparse.Namespace) -> dict[str, Any]:
    """Measure what is asked for, print it as it comes, and give all of it back."""
    figures: dict[str, Any] = {"turns": {}, "filings": {}, "start": {}}
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=asked.folder)))
        places: list[Place] = [Folder(folder)]
        if asked.postgres != NONE:
            places.append(await stack.enter_async_context(server(asked.postgres)))
        for place in places:
            measure = _searches if asked.search else _queues if asked.queue else _measure
            await measure(asked, place, folder, figures)
        if asked.starts and not asked.queue and not asked.search:
            print(f"\n{machine(folder)}")
            starts, parts = await starting.measured(folder, asked.starts), await starting.parts(folder)
            figures["start"] = report.start(starts, parts)
    return figures


async def _measure(asked: argparse.Namespace, place: Place, folder: Path, figures: dict[str, Any]) -> None:
    within = folder / place.name
    within.mkdir()
    print(f"\n{machine(folder)}")
    measured = await turns.measured(place, within, turns.Measure(asked.turns, asked.people))
    figures["turns"][place.name] = report.turns(measured, asked.people)
    series = await filings.measured(place, within / "filings", asked.filings)
    figures["filings"][place.name] = report.filings(place.name, series)
    print(machine(folder))


async def _searches(asked: argparse.Namespace, place: Place, folder: Path, figures: dict[str, Any]) -> None:
    print(f"\n{machine(folder)}")
    measured = await searching.measured(place, folder / f"{place.name}-search", asked.search)
    figures.setdefault("search", {})[place.name] = report.searching(measured)
    print(machine(folder))


async def _queues(asked: argparse.Namespace, place: Place, folder: Path, figures: dict[str, Any]) -> None:
    print(f"\n{machine(folder)}")
    few, many = await queues.measured(place, folder / f"{place.name}-queues", asked.queue, PAGES)
    figures.setdefault("queues", {})[place.name] = report.queues(place.name, few, many)
    print(machine(folder))


def main() -> None:
    """The command."""
    asked = options()
    # What the bot logs is not what is measured.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.ERROR)
    figures = asyncio.run(run(asked))
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
