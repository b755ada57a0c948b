"""Which rows of a spreadsheet have become cases, so that none does twice; for `bot.desk.importing`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import imports as rows
from storage.vault import vault_of


async def there(session: AsyncSession, agency: str, number: str) -> bool:
    """Say whether the row of this number is a case."""
    mine = (rows.c.agency == agency, rows.c.digest == _digest(session, agency, number))
    return (await session.execute(select(rows.c.seq).where(*mine))).first() is not None


async def keep(session: AsyncSession, agency: str, number: str, case_id: str, now: datetime) -> None:
    """Remember it, in the transaction that makes the case."""
    values = {"agency": agency, "digest": _digest(session, agency, number), "case_id": case_id, "at": now}
    await session.execute(rows.insert().values(**values))


def _digest(session: AsyncSession, agency: str, number: str) -> str:
    return vault_of(session).index("import", f"{agency}\0{number}")
