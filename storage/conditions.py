"""What the conditions of a profile ask about, of many cases at once, for `bot.desk.figures`: opened and not kept."""

import json
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import allegations, cases
from storage.models import keys as key_rows
from storage.vault import Reader, vault_of

REJECTED = "rejected"


class Shut(NamedTuple):
    """One case with its answers and its reading still sealed; `alleged` is what nobody has rejected."""

    id: str
    key: tuple[str, bytes, int]
    answers: bytes
    reading: bytes | None
    flags: tuple[str, ...]
    alleged: tuple[str, ...]


Opener = Callable[[Shut], tuple[Any, Any]]


async def of_cases(session: AsyncSession, agency: str, case_ids: Collection[str]) -> dict[str, Shut]:
    """Those of these cases that can be opened; one whose key was erased is left out."""
    same = (key_rows.c.id == cases.c.key_id) & (key_rows.c.agency == cases.c.agency)
    columns = (cases.c.id, cases.c.key_id, cases.c.answers, cases.c.reading, cases.c.flags)
    sealed = select(*columns, key_rows.c.wrapped, key_rows.c.version).join(key_rows, same)
    rows = (await session.execute(sealed.where(cases.c.agency == agency, cases.c.id.in_(case_ids)))).all()
    theirs = (allegations.c.agency == agency, allegations.c.case_id.in_(case_ids), allegations.c.state != REJECTED)
    alleged: dict[str, list[str]] = {}
    for case_id, code in await session.execute(select(allegations.c.case_id, allegations.c.code).where(*theirs)):
        alleged.setdefault(case_id, []).append(code)
    return {
        row.id: Shut(
            row.id,
            (row.key_id, row.wrapped, row.version),
            row.answers,
            row.reading,
            tuple(row.flags),
            tuple(alleged.get(row.id, ())),
        )
        for row in rows
    }


def opener(session: AsyncSession, agency: str) -> Opener:
    """What opens the answers and the reading of a case, in any thread. Raises Unsealable."""
    answers, reading = (Reader(vault_of(session), agency, cases.name, (each,)) for each in ("answers", "reading"))

    def opened(shut: Shut) -> tuple[Any, Any]:
        (said,) = answers.open(shut.id, shut.key, (shut.answers,))
        read = None if shut.reading is None else json.loads(reading.open(shut.id, shut.key, (shut.reading,))[0])
        return json.loads(said), read

    return opened
