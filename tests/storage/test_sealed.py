"""Canaries: words planted in every field are nowhere in the files of the database, and gone keys mean gone words."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from storage import cases, drafts, evidence, inbox, keys, outbox, roster
from storage.cases import Case, NewAllegation
from storage.chats import Chat
from storage.columns import metadata
from storage.database import Database
from storage.errors import Unsealable
from storage.files import Files
from storage.inbox import Incoming
from storage.models import cases as rows
from storage.vault import Box, Vault

CANARY = "Quetzalcoatlus"
SECRET_CHAT = "8675309123"


async def plant(database: Database, files: Files, given: Any, now: datetime) -> Case:
    """Everything that a person may have written, with a canary in it."""
    async with database.write() as session:
        payload = f'{{"text": "{CANARY}", "from": {SECRET_CHAT}}}'.encode()
        await inbox.put(session, "telegram", [Incoming(n, SECRET_CHAT, payload) for n in range(4)], now)
        draft = await given.draft(session, chat=SECRET_CHAT)
        draft = await drafts.save(
            session, "north", draft, answers={CANARY: CANARY}, notes={"n": CANARY}, language="en", now=now
        )
        await given.draft(session, chat=SECRET_CHAT)
        one = await evidence.expect(
            session, "north", draft, kind="photo", source=("telegram", CANARY), name=CANARY, mime=None, size=1, now=now
        )
        new = given.new(
            draft, narrative=CANARY * 50, answers={"story": CANARY}, reading={"labels": [CANARY]}, because=(CANARY,),
            allegations=[NewAllegation("UF", (CANARY,), 0.5, ((0, 9),), CANARY)],
        )  # fmt: skip
        case, _ = await cases.open(session, "north", new, now)
        await evidence.adopt(session, "north", draft.id, case.id)
        await drafts.drop(session, "north", draft)
        await cases.keep_statistics(session, "north", case, {"age": CANARY})
        await cases.say(session, "north", case, direction="in", by=None, text=CANARY, now=now)
        await cases.happened(session, "north", case.id, verb="v", by=None, now=now, detail={"d": CANARY})
        member = await given.member(session, chat=SECRET_CHAT, name=CANARY)
        await roster.prompt(session, "north", member.id, {"note": CANARY})
        await outbox.opened(session, "north", chat=Chat("telegram", SECRET_CHAT), message_id=1, delete_at=now)
        key = await keys.load(session, "north", one.key_id)
    await files.put_sealed(f"north/{one.id}", key, one.place, CANARY.encode() * 100)
    return case


def found(folder: Path) -> list[str]:
    needles = (CANARY.encode(), SECRET_CHAT.encode())
    paths = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in paths)
    return [str(path) for path in paths if any(needle in path.read_bytes() for needle in needles)]


async def test_no_file_of_sqlite_holds_a_canary(
    tmp_path: Path, migrated_file: Path, vault: Any, given: Any, now: datetime
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(migrated_file, folder / "redress.sqlite3")
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'redress.sqlite3'}", vault)
    case = await plant(database, Files.open(folder / "files"), given, now)
    assert found(folder) == []  # the database, its WAL, and the sealed file

    async with database.write() as session:
        for row in await inbox.claim(session, now, timedelta(seconds=1), 9):
            await inbox.applied(session, row.id, now, "done")
    async with database.read() as session:
        assert CANARY in await cases.narrative(session, "north", case)
    assert found(folder) == []
    await database.close()


async def test_no_column_of_any_row_holds_a_canary(
    database: Database, tmp_path: Path, given: Any, now: datetime
) -> None:
    await plant(database, Files.open(tmp_path / "files"), given, now)
    async with database.read() as session:
        for table in metadata.sorted_tables:
            for row in await session.execute(select(table)):
                shown = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
                assert CANARY.encode() not in shown, table.name
                assert SECRET_CHAT.encode() not in shown, table.name


async def test_sealed_values_of_a_lost_key_stay_sealed(
    database: Database, vault: Vault, tmp_path: Path, given: Any, now: datetime
) -> None:
    """Without its row in `keys` nothing of a case opens, with whatever other key there is."""
    case = await plant(database, Files.open(tmp_path / "files"), given, now)
    async with database.write() as session:
        await keys.erase(session, "north", case.key_id)
    async with database.read() as session:
        left = (await session.execute(text("SELECT id, agency FROM keys"))).all()
        others = [await keys.load(session, row.agency, row.id) for row in left]
        listed = await cases.load(session, "north", case.id)
        sealed = (await session.execute(select(rows.c.narrative))).scalar_one()
    assert listed is not None
    assert not listed.readable
    assert case.key_id not in {key.id for key in others}
    for key in others:
        with pytest.raises(Unsealable):
            Box(vault, key, "north", rows.name, case.id).open("narrative", sealed)
