"""The data keys of drafts, cases and members: made and erased with them, rewrapped when the master key rotates."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import KeyGone
from storage.models import keys
from storage.vault import Box, DataKey, vault_of

OPENED = "keys"  # in session.info: what this transaction has unwrapped already


async def create(session: AsyncSession, agency: str, now: datetime) -> DataKey:
    """Make and store the key of a new record."""
    key = vault_of(session).new_key(agency)
    await session.execute(
        keys.insert().values(id=key.id, agency=agency, wrapped=key.wrapped, version=key.version, created_at=now)
    )
    return _remember(session, agency, key)


async def load(session: AsyncSession, agency: str, key_id: str) -> DataKey:
    """Unwrap a stored key; raises KeyGone after it was erased."""
    known = _opened(session).get((agency, key_id))
    if known is not None:
        return known
    found = await session.execute(
        select(keys.c.wrapped, keys.c.version).where(keys.c.id == key_id, keys.c.agency == agency)
    )
    row = found.one_or_none()
    if row is None:
        raise KeyGone(key=key_id)
    return _remember(session, agency, vault_of(session).unwrap(agency, key_id, row.wrapped, row.version))


async def box(session: AsyncSession, agency: str, key_id: str, table: Table, row_id: str) -> Box:
    """The sealed columns of one row, with its key loaded."""
    return Box(vault_of(session), await load(session, agency, key_id), agency, table.name, row_id)


def with_key(table: Table) -> Select[Any]:
    """A SELECT of rows together with their wrapped keys; `box_of` opens what it finds."""
    same = (keys.c.id == table.c.key_id) & (keys.c.agency == table.c.agency)
    columns = (keys.c.wrapped.label("key_wrapped"), keys.c.version.label("key_version"))
    return select(table, *columns).select_from(table.outerjoin(keys, same))


def box_of(session: AsyncSession, row: Row[Any], table: Table) -> Box | None:
    """The sealed columns of a row that `with_key` found; None when its key was erased."""
    if row.key_wrapped is None:
        return None
    vault = vault_of(session)
    key = _opened(session).get((row.agency, row.key_id))
    if key is None:
        key = vault.unwrap(row.agency, row.key_id, row.key_wrapped, row.key_version)
        _remember(session, row.agency, key)
    return Box(vault, key, row.agency, table.name, row.id)


async def erase(session: AsyncSession, agency: str, key_id: str) -> None:
    """Forget a key; whatever was sealed with it is unreadable from the moment this is committed."""
    _opened(session).pop((agency, key_id), None)
    await session.execute(delete(keys).where(keys.c.id == key_id, keys.c.agency == agency))


async def stale(session: AsyncSession) -> int:
    """How many keys are still wrapped with an older master key."""
    counted = await session.execute(select(func.count()).where(keys.c.version < vault_of(session).version))
    return counted.scalar_one()


async def rewrap(session: AsyncSession, limit: int) -> int:
    """Wrap up to `limit` of the stale keys anew and say how many; call it, a transaction each, until it says 0."""
    vault = vault_of(session)
    rows = await session.execute(
        select(keys)
        .where(keys.c.version < vault.version)
        .order_by(keys.c.version, keys.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    done = 0
    for row in rows.all():
        fresh = vault.rewrap(row.agency, vault.unwrap(row.agency, row.id, row.wrapped, row.version))
        changes = {"wrapped": fresh.wrapped, "version": fresh.version}
        await session.execute(update(keys).where(keys.c.id == row.id, keys.c.agency == row.agency).values(changes))
        done += 1
    return done


def _opened(session: AsyncSession) -> dict[tuple[str, str], DataKey]:
    opened: dict[tuple[str, str], DataKey] = session.info.setdefault(OPENED, {})
    return opened


def _remember(session: AsyncSession, agency: str, key: DataKey) -> DataKey:
    _opened(session)[agency, key.id] = key
    return key
