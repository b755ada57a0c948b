"""Complaints of a spreadsheet become cases, each once however often it is brought; called by `redress import`.

Every row is one transaction: its case, its clocks from the day it was received, and the mark that it is there.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, sheet
from bot.casework.agency import Agency
from bot.casework.authorization import Actor, Verb, permit
from bot.casework.sheet import Entry, Sheet
from bot.casework.workdays import day_at
from bot.desk import filing
from bot.desk.desk import Desk
from storage import drafts, imports
from storage.cases import Case
from storage.chats import Chat
from storage.drafts import Draft

CHANNEL = "import"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one row; without a `case` it had been brought before."""

    entry: Entry
    case: Case | None


def read(desk: Desk, agency_id: str, text: str) -> Sheet:
    """Everything that a spreadsheet says and what is wrong with it; nothing is changed."""
    agency = desk.agencies[agency_id]
    return sheet.read(agency, text, day_at(agency, desk.clock()))


async def known(desk: Desk, agency_id: str, found: Sheet) -> set[str]:
    """The numbers that have been brought before."""
    async with desk.database.read() as session:
        return {each.number for each in found.entries if await imports.there(session, agency_id, each.number)}


async def bring(desk: Desk, operator: Actor, agency_id: str, entry: Entry) -> Brought:
    """Make a case of one row, unless there is one."""
    permit(Verb.IMPORT, operator, agency_id)
    agency = desk.agencies[agency_id]
    async with desk.database.write() as session:
        if await imports.there(session, agency_id, entry.number):
            return Brought(entry, None)
        draft = await _draft(desk, session, agency, entry)

    async def mark(session: AsyncSession, case: Case) -> None:
        await imports.keep(session, agency_id, entry.number, case.id, desk.clock())

    filed = await filing.file(desk, None, draft, mark)
    return Brought(entry, filed.case if filed.first else None)


async def _draft(desk: Desk, session: AsyncSession, agency: Agency, entry: Entry) -> Draft:
    """What is filed; one that an interrupted run has left is taken up again, with what the row says now."""
    chat, now = Chat(CHANNEL, f"{agency.id}/{entry.number}"), desk.clock()
    answers = interview.pack(entry.answers)
    notes = {"entered": {"way": entry.way, "on": entry.received_on.isoformat()}}
    left = await drafts.of_chat(session, chat, purpose=filing.IMPORTED, agency=agency.id)
    if left is not None:
        return await drafts.save(
            session, agency.id, left, answers=answers, notes=notes, language=entry.language, now=now
        )
    return await drafts.start(
        session,
        agency.id,
        chat=chat,
        language=entry.language,
        profile=agency.digest,
        now=now,
        purpose=filing.IMPORTED,
        answers=answers,
        notes=notes,
    )
