"""What a page of a list and a claim of due notices cost among many cases, beside the same among few.

The cases are made by one statement, without keys: what is measured is the database's part, which alone could grow.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import cases, outbox, recusals, roster
from storage.cases import Key, Narrowed
from storage.columns import new_id
from storage.database import Database
from storage.recusals import RECUSED
from storage.roster import Member
from storage.vault import KeyFile, Vault
from tests.benchmarks.figures import Series
from tests.benchmarks.places import Place

FEW: Final = 1_000
PAGE: Final = 9
DUE: Final = 1_000
BATCH: Final = 50
WARM: Final = 100
BARRED: Final = 20
LEASE: Final = timedelta(seconds=60)
NOW: Final = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
AGENCY: Final = "bench"
NUMBERS: Final = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, CAST(:count AS bigint))) ",
}
LATER: Final = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', :now, ({minutes}) || ' minutes')",
    "postgresql": "CAST(:now AS timestamptz) + ({minutes}) * interval '1 minute'",
}
# Half of them wait in two queues, a tenth belongs to the colleague who reads, the others are closed.
CASES: Final = """INSERT INTO cases (id, agency, reference, draft_id, key_id, language, status, priority, queue, unit,
 region, owner_id, flags, moments, because, labels, answers, narrative, profile, received_at, changed_at, closed_at,
 next_at, revision)
{numbers}
SELECT 'c' || i, :agency, 'B-' || i, 'd' || i, 'none', CASE i % 7 WHEN 0 THEN 'es' ELSE 'en' END, 'received',
 CASE i % 11 WHEN 0 THEN 'urgent' WHEN 1 THEN 'high' ELSE 'normal' END,
 CASE i % 3 WHEN 0 THEN 'critical' ELSE 'intake' END,
 'unit' || (i % 5), 'region' || (i % 4), CASE WHEN i % 10 = 9 THEN :owner ELSE NULL END, '[]', '{{}}',
 {nothing}, {nothing}, {nothing}, {nothing}, 'p', {now}, {now},
 CASE WHEN i % 10 < 4 THEN {now} ELSE NULL END, {next}, 1 FROM n"""
NOTICES: Final = """INSERT INTO notices (agency, case_id, "to", template, params, rank, due_at, "key", attempts)
{numbers}
SELECT :agency, 'c' || i, 'member:x', 'reminder', '{{}}', i % 5, {due}, 'k' || i, 0 FROM n"""


@dataclass
class Among:
    """The figures for one number of cases."""

    count: int
    database: Database
    reader: Member
    filled_seconds: float
    series: dict[str, Series] = field(default_factory=dict)


Work = Callable[[Among, random.Random], Awaitable[None]]


async def measured(place: Place, folder: Path, many: int, times: int) -> tuple[Among, Among]:
    """The same among few and among many, turn by turn, so that a busy machine is busy for both."""
    folder.mkdir(parents=True, exist_ok=True)
    vault = Vault(KeyFile.create(folder / "keys.json"))
    both = [await _opened(place, vault, count) for count in (FEW, many)]
    try:
        for name, work in WORK.items():
            for each in both:
                each.series[name] = Series()
            for number in range(WARM + times):
                for each in both:
                    await _once(each, name, work, random.Random(number), number >= WARM)
    finally:
        for each in both:
            await each.database.close()
    return both[0], both[1]


async def _opened(place: Place, vault: Vault, count: int) -> Among:
    database = await Database.open(await place.fresh(), vault)
    since = perf_counter()
    reader = await fill(database, count)
    return Among(count, database, reader, perf_counter() - since)


async def _once(among: Among, name: str, work: Work, chosen: random.Random, counts: bool) -> None:
    series = among.series[name] if counts else Series()
    with series.measuring() as seconds:
        since = perf_counter()
        await work(among, chosen)
        seconds.append(perf_counter() - since)
    if name == CLAIM:  # give back what it took, so that the next one finds the same
        async with among.database.write() as session:
            await outbox.try_again(session, AGENCY, "member:")


async def fill(database: Database, count: int) -> Member:
    """Make so many cases, a notice for each and a colleague who reads; statistics of the tables are fresh then."""
    async with database.write() as session:
        reader = await roster.invite(
            session,
            AGENCY,
            role="supervisor",
            name="Reader",
            queues=["intake", "critical"],
            invited_by=None,
            language="en",
            token_digest=new_id(),
            expires_at=NOW,
            now=NOW,
        )
        await _bulk(session, database.dialect, count, reader)
        for number in range(4, BARRED * 10, 10):
            if number <= count:
                await _bar(session, f"c{number}", reader)
    async with database.write() as session:
        await session.execute(text("ANALYZE"))
    return reader


async def _bulk(session: AsyncSession, dialect: str, count: int, reader: Member) -> None:
    nothing = "x''" if dialect == "sqlite" else "''::bytea"
    later = LATER[dialect]
    # Next dates are spread over a year either side; of the notices a thousand are due, the others come later.
    next_at = later.format(minutes="(i * 7919) % 1000000 - 500000")
    due_at = later.format(minutes=f"CASE WHEN i <= {DUE} THEN -(i % 500) - 1 ELSE (i * 7919) % 500000 + 1 END")
    known = {"numbers": NUMBERS[dialect], "nothing": nothing}
    now = NOW.replace(tzinfo=None).isoformat(" ") if dialect == "sqlite" else NOW
    values = {"agency": AGENCY, "count": count, "now": now, "owner": reader.id}
    fill_cases = CASES.format(**known, next=next_at, now=later.format(minutes="0"))
    await session.execute(text(fill_cases), values)
    await session.execute(text(NOTICES.format(**known, due=due_at)), {k: values[k] for k in ("agency", "count", "now")})


async def _bar(session: AsyncSession, case_id: str, reader: Member) -> None:
    """Without words: there is no key to seal them with."""
    values = {"agency": AGENCY, "case_id": case_id, "member_id": reader.id, "state": RECUSED, "why": "named"}
    await session.execute(recusals.rows.insert().values(**values, by="program", at=NOW))


def _page(**narrowed: str) -> Work:
    """A page somewhere in two queues."""

    async def page(among: Among, chosen: random.Random) -> None:
        async with among.database.read() as session:
            await cases.in_queues(
                session,
                AGENCY,
                among.reader.queues,
                reader=among.reader,
                narrowed=Narrowed(**narrowed),
                after=_somewhere(chosen),
                limit=PAGE,
            )

    return page


async def _mine(among: Among, chosen: random.Random) -> None:
    async with among.database.read() as session:
        await cases.owned(session, AGENCY, among.reader.id, reader=among.reader, after=_somewhere(chosen), limit=PAGE)


async def _claim(among: Among, chosen: random.Random) -> None:
    async with among.database.write() as session:
        assert len(await outbox.claim(session, NOW, LEASE, BATCH)) == BATCH


def _somewhere(chosen: random.Random) -> Key:
    return NOW + timedelta(minutes=chosen.randint(-500_000, 400_000)), ""


CLAIM: Final = "claim of due notices"
WORK: Final[dict[str, Work]] = {
    "queue page": _page(),
    "queue page, one priority": _page(priority="urgent"),
    "queue page, one language and unit": _page(language="es", unit="unit3"),
    "mine": _mine,
    CLAIM: _claim,
}
