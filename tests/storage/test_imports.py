"""Rows of a spreadsheet that are cases: known by their number, at their agency, and by a digest only."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage import imports
from storage.database import Database
from storage.models import imports as rows
from tests.storage.conftest import NOW, Given


async def test_a_number_is_there_once_and_at_one_agency(database: Database, given: Given) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await imports.keep(session, case.agency, "A-7", case.id, NOW)
        assert await imports.there(session, case.agency, "A-7")
        assert not await imports.there(session, case.agency, "A-8")
        assert not await imports.there(session, "south", "A-7")
        (row,) = (await session.execute(select(rows))).all()
        assert "A-7" not in row.digest
    with pytest.raises(IntegrityError):
        async with database.write() as session:
            await imports.keep(session, case.agency, "A-7", case.id, NOW)
