"""`redress import`: complaints from a spreadsheet, looked through first, then brought; called by `__main__`."""

import asyncio
import csv
import sys
from functools import partial
from pathlib import Path

import typer

from bot import logs, operating
from bot.casework import sheet
from bot.casework.sheet import Sheet
from bot.clock import Clock
from bot.desk import importing, roster
from bot.desk.desk import Desk
from bot.opening import desk_of, reader

EXAMPLE = {"number": "2026-001", "received_on": "2026-03-21", "story": "What happened, in the person's own words.",
           "language": "en", "came_by": "letter"}  # fmt: skip


def example(name: str) -> None:
    """Print the first row that a spreadsheet of this agency may have, and one complaint under it."""
    agency = operating.agencies(operating.settings()).get(name)
    if agency is None:
        operating.fail(f"there is no agency {name!r} here; `redress check` lists them")
    columns = sheet.columns(agency)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerow([EXAMPLE.get(each, "") for each in columns])


def bring(file: Path, name: str, *, commit: bool) -> None:
    """List every problem, and with `commit` make cases of the rows that have none; status 1 where there are any."""
    logs.set_up()
    chosen = operating.settings()
    served = operating.agencies(chosen)
    if name not in served or served[name].guides:
        operating.fail(f"there is no agency {name!r} here; there is: {', '.join(served)}")
    text = _text(file)

    async def work() -> bool:
        reads = reader(partial(typer.echo, err=True))
        async with desk_of(chosen, reads, served, Clock(chosen.clock)) as desk:
            return await _through(desk, file, name, text, commit)

    with operating.told():
        sound = asyncio.run(work())
    if not sound:
        raise typer.Exit(1)


async def _through(desk: Desk, file: Path, name: str, text: str, commit: bool) -> bool:
    found = importing.read(desk, name, text)
    for problem in found.problems:
        typer.echo(str(problem))
    brought = 0
    known = await importing.known(desk, name, found)
    for entry in found.entries if commit else ():
        one = await importing.bring(desk, roster.CONSOLE, name, entry)
        if one.case is not None:
            brought += 1
            typer.echo(f"row {entry.row}: {one.case.reference}, {one.case.priority}, {one.case.queue}")
    typer.echo(_summary(found, len(known), brought if commit else None))
    if not commit and len(known) < len(found.entries):
        typer.echo(f"When you have looked at it: redress import {file} {name} --commit", err=True)
    return not found.problems


def _summary(found: Sheet, known: int, brought: int | None) -> str:
    rows = {each.row for each in found.problems}
    good = len(found.entries) - known
    done = f"{good} can be imported. Nothing has been changed." if brought is None else f"{brought} imported."
    wrong, held = _counted(len(found.problems), "problem"), _counted(len(rows), "row")
    left = f" {wrong} in {held}, left out." if rows else ""
    order = "is" if len(found.entries) == 1 else "are"
    return f"{_counted(len(found.entries), 'row')} {order} in order; imported before: {known}; {done}{left}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _text(file: Path) -> str:
    """The words of the file. A spreadsheet that was not saved as UTF-8 is told apart from one that is not there."""
    if not file.is_file():
        operating.fail(f"{file}: there is no such file")
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        operating.fail(f'{file}: this is not UTF-8 text; save the spreadsheet anew as "CSV UTF-8"')
