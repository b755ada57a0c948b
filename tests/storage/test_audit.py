"""The audit chain: whatever is done to it afterwards is found."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import audit
from storage.audit import Broken
from storage.database import Database
from storage.models import audit as links
from storage.models import audit_heads

COLUMNS = ("at", "by", "verb", "subject", "detail_digest", "previous", "hash")


async def append(session: AsyncSession, now: datetime, agency: str = "north", **more: Any) -> int:
    standard = {"by": "member:ana", "verb": "read", "subject": "case", "now": now, "detail": {"n": 1}}
    return await audit.append(session, agency, **(standard | more))


@pytest.fixture
async def chain(database: Database, now: datetime) -> dict[str, tuple[int, str]]:
    """Six links of one agency, two of another; gives the checkpoint."""
    async with database.write() as session:
        for number in range(6):
            assert await append(session, now + timedelta(minutes=number), detail={"n": number}) == number + 1
        await append(session, now, "south")
        await append(session, now, "south")
    async with database.read() as session:
        return await audit.checkpoint(session)


async def broken(database: Database, checkpoint: dict[str, tuple[int, str]] | None = None) -> list[Broken]:
    async with database.read() as session:
        return await audit.verify(session, checkpoint)


async def test_an_untouched_chain_holds(database: Database, chain: dict[str, tuple[int, str]], now: datetime) -> None:
    assert {agency: seq for agency, (seq, _) in chain.items()} == {"north": 6, "south": 2}
    assert await broken(database, chain) == []
    async with database.write() as session:
        await append(session, now)
    assert await broken(database, chain) == []


async def test_an_empty_one_holds(database: Database) -> None:
    assert await broken(database) == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 3, 6])
async def test_a_flip_is_found(
    database: Database, chain: dict[str, tuple[int, str]], now: datetime, column: str, seq: int
) -> None:
    flipped = now + timedelta(days=1) if column == "at" else "f" * 64
    async with database.write() as session:
        mine = (links.c.agency == "north", links.c.seq == seq)
        await session.execute(update(links).where(*mine).values({column: flipped}))
    assert await broken(database)


@pytest.mark.parametrize("seq", [1, 3, 6])
async def test_a_deleted_link_is_found(database: Database, chain: dict[str, tuple[int, str]], seq: int) -> None:
    async with database.write() as session:
        await session.execute(delete(links).where(links.c.agency == "north", links.c.seq == seq))
    assert await broken(database)


@pytest.mark.parametrize("seq", [0, 7])
async def test_an_inserted_link_is_found(database: Database, chain: dict[str, tuple[int, str]], seq: int) -> None:
    async with database.write() as session:
        row = (await session.execute(select(links).where(links.c.agency == "north", links.c.seq == 6))).one()
        await session.execute(links.insert().values(row._asdict() | {"seq": seq, "previous": row.hash}))
    assert await broken(database)


async def test_two_swapped_links_are_found(database: Database, chain: dict[str, tuple[int, str]]) -> None:
    async with database.write() as session:
        rows = (await session.execute(select(links).where(links.c.agency == "north"))).all()
        two, five = ({**row._asdict()} for row in rows if row.seq in (2, 5))
        for seq, other in ((2, five), (5, two)):
            here = update(links).where(links.c.agency == "north", links.c.seq == seq)
            await session.execute(here.values(other | {"seq": seq}))
    assert await broken(database)


async def test_a_link_of_another_agency_is_found(database: Database, chain: dict[str, tuple[int, str]]) -> None:
    async with database.write() as session:
        await session.execute(delete(links).where(links.c.agency == "south", links.c.seq == 1))
        await session.execute(update(links).where(links.c.agency == "north", links.c.seq == 1).values(agency="south"))
    assert {one.agency for one in await broken(database)} == {"north", "south"}


async def test_a_cut_tail_is_found_by_its_end_and_by_the_checkpoint(
    database: Database, chain: dict[str, tuple[int, str]]
) -> None:
    async with database.write() as session:
        await session.execute(delete(links).where(links.c.agency == "north", links.c.seq > 4))
    assert await broken(database) == [Broken("north", 5, "the end is not where it was")]

    async with database.write() as session:  # whoever cut it knows where the end is kept
        last = (
            await session.execute(select(links.c.hash).where(links.c.agency == "north", links.c.seq == 4))
        ).scalar_one()
        await session.execute(update(audit_heads).where(audit_heads.c.agency == "north").values(seq=4, hash=last))
    assert await broken(database) == []
    assert await broken(database, chain) == [Broken("north", 6, "the link of the checkpoint is not there")]


async def test_a_chain_that_is_gone_is_found_by_the_checkpoint(
    database: Database, chain: dict[str, tuple[int, str]]
) -> None:
    async with database.write() as session:
        await session.execute(delete(links).where(links.c.agency == "south"))
        await session.execute(delete(audit_heads).where(audit_heads.c.agency == "south"))
    assert await broken(database) == []
    assert [one.agency for one in await broken(database, chain)] == ["south", "south"]


async def test_a_lost_head_is_found(database: Database, chain: dict[str, tuple[int, str]]) -> None:
    async with database.write() as session:
        await session.execute(delete(audit_heads).where(audit_heads.c.agency == "north"))
    assert await broken(database) == [Broken("north", 7, "the end is not where it was")]


async def test_writers_at_once_make_one_chain(database: Database, now: datetime) -> None:
    async def write(fail: bool) -> None:
        async with database.write() as session:
            await append(session, now)
            if fail:
                raise ZeroDivisionError

    await asyncio.gather(*(write(number % 4 == 0) for number in range(32)), return_exceptions=True)

    assert await broken(database) == []
    async with database.read() as session:
        assert (await audit.checkpoint(session))["north"][0] == 24


async def test_a_long_chain_is_walked_in_pages(
    database: Database, chain: dict[str, tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    assert await broken(database, chain) == []
