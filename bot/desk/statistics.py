"""The statistics report of an office over a period, as a PDF and a CSV; called by `telegram.figures` and the console.

Every case counts, as in `figures`; it names none. For the public, small numbers are left out (`casework.suppression`).
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents
from bot.casework import interview
from bot.casework.agency import Agency
from bot.casework.authorization import Actor, Verb, permit
from bot.casework.deadlines import Duty
from bot.casework.errors import Refused
from bot.casework.figures import BANDS
from bot.casework.kept_times import Courses
from bot.casework.tables import NONE_GIVEN
from bot.casework.workdays import day_at
from bot.desk import figures
from bot.desk.desk import Act, Desk
from bot.desk.papers import statistics as paper
from bot.desk.papers.wording import Wording
from bot.desk.permission import actor, in_office
from storage import publications, tallies
from storage.errors import Unsealable
from storage.figures import CourseRow
from storage.inbox import InboxRow
from storage.roster import Member
from storage.tallies import Alike, Found, Opener, Period, Watched

DAY: Final = timedelta(days=1)
LAST_DAY: Final = date(9999, 12, 29)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: the first and the last day on which its cases came, and for whom it is."""

    first: date
    last: date
    language: str = "en"
    public: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """The same numbers twice. `name` is what both files are called, without their ending."""

    name: str
    pdf: bytes = field(repr=False)
    csv: bytes = field(repr=False)


@dataclass
class Counts:
    """All that was counted, by code; `unread` cases could not be opened for the clocks that depend on answers."""

    courses: Courses
    alike: list[Alike] = field(default_factory=list)
    alleged: dict[str, int] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)
    ages: Counter[int] = field(default_factory=Counter)
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    unread: int = 0

    def follow(self, row: CourseRow, duties: Iterable[Duty], not_due: Iterable[str]) -> None:
        """Count the course of one case."""
        now = self.courses.now
        held = any(each.kind == "hold" and each.at <= now < (each.until_at or now) for each in row.changes)
        self.courses.add(row.received_at, row.moments, duties, held=held and row.closed_at is None)
        if row.closed_at is None:
            days = (now - row.received_at) // DAY
            self.ages[next((number for number, most in enumerate(BANDS) if days <= most), len(BANDS))] += 1


async def of_office(desk: Desk, source: InboxRow | None, member: Member, wanted: Wanted) -> Report:
    """The report for a supervisor or an auditor; one audit row. Raises NotYours, and Refused for such a period."""
    act = _act(actor(member), Verb.FIGURES, member.agency, wanted)
    async with desk.transaction(source, act) as session:
        permit(Verb.FIGURES, await in_office(session, member), member.agency)
        await _possible(desk, session, actor(member), member.agency, wanted)
    return await _report(desk, desk.agencies[member.agency], wanted)


async def of_operator(desk: Desk, by: Actor, agency_id: str, wanted: Wanted) -> Report:
    """The same for the operator at the console."""
    permit(Verb.EXPORT, by, agency_id)
    async with desk.transaction(None, _act(by, Verb.EXPORT, agency_id, wanted)) as session:
        await _possible(desk, session, by, agency_id, wanted)
    return await _report(desk, desk.agencies[agency_id], wanted)


def _act(by: Actor, verb: Verb, agency: str, wanted: Wanted) -> Act:
    detail = {"from": wanted.first.isoformat(), "to": wanted.last.isoformat(), "public": wanted.public}
    return Act(by, verb, agency, agency, detail)


def day_after(day: date) -> date:
    """The next day; after the last ones that a calendar of any time zone has, the last one."""
    return min(day, LAST_DAY) + DAY


async def _possible(desk: Desk, session: AsyncSession, by: Actor, agency_id: str, wanted: Wanted) -> None:
    """A period has days, and its end comes last; for the public, it is over, made of months, and overlaps no other.

    Nothing is published of an office that has not signed its profile off, so that is not remembered.
    """
    agency, first, last = desk.agencies[agency_id], wanted.first, wanted.last
    if first > last:
        raise Refused("period_backwards")
    if not wanted.public:
        return
    if last >= day_at(agency, desk.clock()):
        raise Refused("period_not_over")
    if first.day != 1 or (last + DAY).day != 1:
        raise Refused("period_not_months")
    other = await publications.overlapping(session, agency_id, first, last)
    if other is not None:
        raise Refused("period_overlaps", first=other[0].isoformat(), last=other[1].isoformat())
    if not agency.sample:
        await publications.note(session, agency_id, first, last, by=by.by, now=desk.clock())


async def _report(desk: Desk, agency: Agency, wanted: Wanted) -> Report:
    now = desk.clock()
    counts = await _counted(desk, agency, wanted, now)
    wording = Wording(agency, wanted.language, today=now)
    filled, cells = paper.worded(wording, counts, wanted)
    pdf = await asyncio.to_thread(documents.pdf, "statistics", filled, wanted.language, made_at=now)
    kind = "public" if wanted.public else "internal"
    return Report(f"{agency.id}-{wanted.first}-{wanted.last}-{kind}", pdf, paper.csv_of(cells))


async def _counted(desk: Desk, agency: Agency, wanted: Wanted, now: datetime) -> Counts:
    counts = Counts(Courses(now))
    period = Period(_midnight(agency, wanted.first), _midnight(agency, day_after(wanted.last)))
    async with desk.database.read() as session:
        counts.alike = await tallies.alike(session, agency.id, period)
        counts.alleged = await tallies.alleged(session, agency.id, period)
        counts.found = await tallies.found(session, agency.id, period)
        counts.watched = await tallies.watched(session, agency.id, period)
        total = sum(each.number for each in counts.alike)
        counts.answers = await _answers(session, agency, period, total)
        counts.unread = await figures.follow(session, agency, period.since, counts.follow, until=period.until)
    return counts


def _midnight(agency: Agency, on: date) -> datetime:
    return datetime.combine(on, time(0), agency.zone)


async def _answers(session: AsyncSession, agency: Agency, period: Period, total: int) -> dict[str, Counter[str]]:
    """How the optional questions were answered; everybody counts once in each, also who did not answer."""
    counted: dict[str, Counter[str]] = {id: Counter() for id in agency.statistics}
    opener = Opener(session, agency.id)
    async for page in tallies.answered(session, agency.id, period):
        await asyncio.to_thread(_add, agency, opener, page, counted)
    for each in counted.values():
        each[NONE_GIVEN] += total - each.total()
    return counted


def _add(agency: Agency, opener: Opener, page: list[Any], counted: dict[str, Counter[str]]) -> None:
    for row in page:
        try:
            said = interview.unpack(json.loads(opener.open(row)))
        except Unsealable as fault:
            log.error("case_not_opened", agency=agency.id, fault=type(fault).__name__)
            continue
        for id in counted.keys() & said.keys():
            if said[id].state == "given":
                counted[id][_one(said[id].value)] += 1


def _one(value: object) -> str:
    """Of several answers at once: whoever gave more than one counts as that, and nobody twice."""
    if isinstance(value, list):
        return str(value[0]) if len(value) == 1 else paper.SEVERAL
    return str(value)
