"""How often staff changed what the reader suggested, for the operator; called by the command line.

Internal: small numbers are shown. It names no case, and nothing that a person wrote is in it.
"""

import asyncio
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import structlog

from bot.casework.agency import Agency
from bot.casework.authorization import Actor, Verb, permit
from bot.casework.errors import Refused
from bot.casework.overrides import BANDS, Count, Overrides
from bot.casework.workdays import day_at
from bot.desk.desk import Act, Desk
from bot.desk.reports import inert
from bot.desk.statistics import day_after
from storage import allegations
from storage.allegations import Judged
from storage.errors import Unsealable
from storage.tallies import Period

BEGINNING: Final = date(2000, 1, 1)
"""No case is older."""
COUNTED: Final = ("suggested", "confirmed", "rejected", "undecided")
COLUMNS: Final = ("by", "label", "language", *COUNTED, "added", "share_changed", "note")
NOTE: Final = "internal"
EMPTY: Final = "The reader has suggested nothing in these cases, and nobody has added anything."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The first and the last day on which the cases came; None: from the beginning, until today."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted over which days; `unread` allegations could not be opened and are in no number."""

    first: date
    last: date
    counts: Overrides
    unread: int


async def of_operator(desk: Desk, by: Actor, agency_id: str, wanted: Wanted) -> Report:
    """Count what staff made of the suggestions; one audit row. Raises NotYours, and Refused for such a period.

    What was suggested in a case whose key was erased counts no more.
    """
    permit(Verb.EXPORT, by, agency_id)
    agency = desk.agencies[agency_id]
    first, last = wanted.first or BEGINNING, wanted.last or day_at(agency, desk.clock())
    detail = {"report": "overrides", "from": first.isoformat(), "to": last.isoformat(), "public": False}
    async with desk.transaction(None, Act(by, Verb.EXPORT, agency_id, agency_id, detail)):
        if first > last:
            raise Refused("period_backwards")
    counts, unread = Overrides(), 0
    async with desk.database.read() as session:
        opened = allegations.opener(session, agency_id)
        async for page in allegations.judged(session, agency_id, _period(agency, first, last)):
            unread += await asyncio.to_thread(_add, agency, counts, opened, page)
    return Report(first, last, counts, unread)


def written(report: Report) -> str:
    """The report as lines for a terminal."""
    head = f"Internal, not for the public. Cases received from {report.first} to {report.last}."
    if report.unread:
        head += f" Allegations that could not be opened and are in no number: {report.unread}."
    if not report.counts.labels:
        return f"{head}\n{EMPTY}"
    by_label = [(label, language, *_cells(count), _percent(count)) for (label, language), count in _sorted(report)]
    by_score = [(name, *_cells(count)[:-1], _percent(count)) for name, count in _bands(report)]
    return "\n".join([
        head, "An allegation that rests on several labels counts once with each.", "",
        *_aligned(("label", "language", *COUNTED, "added", "changed"), by_label, words=2), "",
        *_aligned(("score", *COUNTED, "changed"), by_score, words=1),
    ])  # fmt: skip


def csv_of(report: Report) -> bytes:
    """The same numbers as a CSV that no spreadsheet takes for formulas, marked as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (label, language), count in _sorted(report):
        writer.writerow(["label", inert(label), language, *_cells(count), _share(count), NOTE])
    for name, count in _bands(report):
        writer.writerow(["score", name, "", *_cells(count)[:-1], "", _share(count), NOTE])
    return out.getvalue().encode("utf-8-sig")


def _period(agency: Agency, first: date, last: date) -> Period:
    since, until = (datetime.combine(on, time(0), agency.zone) for on in (first, day_after(last)))
    return Period(since, until)


def _add(agency: Agency, counts: Overrides, opened: Callable[[Any], Judged], page: Sequence[Any]) -> int:
    """Count a page, and say how many of it could not be opened."""
    unread = 0
    for row in page:
        try:
            each = opened(row)
        except Unsealable as fault:
            log.error("allegation_not_opened", agency=agency.id, fault=type(fault).__name__)
            unread += 1
            continue
        counts.add(agency, each.language, each)
    return unread


def _sorted(report: Report) -> list[tuple[tuple[str, str], Count]]:
    return sorted(report.counts.labels.items())


def _bands(report: Report) -> Iterator[tuple[str, Count]]:
    most, least = BANDS
    names = (f"{most} and more", f"{least} up to {most}", f"below {least}")
    return zip(names, report.counts.bands, strict=True)


def _cells(count: Count) -> tuple[str, ...]:
    return tuple(str(getattr(count, name)) for name in (*COUNTED, "added"))


def _share(count: Count) -> str:
    return "" if count.changed is None else f"{count.changed:.3f}"


def _percent(count: Count) -> str:
    return "-" if count.changed is None else f"{count.changed:.0%}"


def _aligned(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int) -> Iterator[str]:
    """The rows under their head; the first columns are words, the others numbers."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [
            cell.ljust(width) if at < words else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
