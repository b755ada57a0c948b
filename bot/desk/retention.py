"""Erases what has had its time: drafts with all of theirs, forgotten chats, files of no paper, settled inbox rows.

`round` is run by `bot.app`; `desk.intake` erases a draft here when its complainant asks for that.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.errors import Stale
from bot.desk import packages, practice, witnesses
from bot.desk.desk import Act, Desk
from bot.desk.filing import ENTERED, TRANSFERRED
from storage import cases, conversation_ends, conversations, documents, drafts, inbox, lookups, reading_links, shown
from storage.drafts import Draft
from storage.errors import RowStale

INBOX_KEPT: Final = timedelta(days=30)
LINKS_KEPT: Final = timedelta(days=30)
SILENT_KEPT: Final = timedelta(days=1)
UNWRITTEN_KEPT: Final = timedelta(days=1)
BATCH: Final = 100

log = structlog.get_logger()


async def round(desk: Desk) -> int:
    """Erase drafts that nobody touched for the profile's number of days, practice after one; return how many.

    An offer of another office that nobody answered for so long is taken back, truthfully.
    """
    erased = 0
    for agency in desk.agencies.values():
        before = desk.clock() - timedelta(days=agency.draft_kept_days)
        async with desk.database.read() as session:
            forgotten = await drafts.untouched(session, agency.id, before, BATCH)
            left = desk.clock() - practice.KEPT
            practised = await drafts.untouched(session, agency.id, left, BATCH, purpose=practice.PURPOSE)
        for draft in {each.id: each for each in (*forgotten, *practised)}.values():
            act = Act(Actor(PROGRAM, agency.id, PROGRAM), Verb.ERASE, agency.id, draft.id)
            try:
                async with desk.transaction(None, act) as session:
                    if draft.purpose == TRANSFERRED:
                        paths = await packages.lapse(desk, session, draft)
                    else:
                        paths = await erase(session, draft, desk.clock())
            except (RowStale, Stale):  # touched in the last moment, or offered and still to be answered: it lives
                continue
            await delete(desk, paths)
            erased += 1
    await _forget_chats(desk)
    await _delete_unwritten(desk)
    async with desk.database.write() as session:
        await inbox.forget(session, desk.clock() - INBOX_KEPT)
        await reading_links.forget(session, desk.clock() - LINKS_KEPT)
        await shown.forget(session, desk.clock() - shown.KEPT)
        await lookups.forget(session, desk.clock())
    if erased:
        log.info("drafts_erased", count=erased)
    return erased


async def erase(session: AsyncSession, draft: Draft, now: datetime, *, heard: int | None = None) -> list[str]:
    """Take away a draft with its key and all that the web chat shows of it; what was said of a filed case stays there.

    `heard` is the update that asked for it: what the person sent after that is still to be answered, and stays too.
    The answer is the paths of the files to delete after the commit. Raises RowStale for a draft that moved on.
    """
    paths = await drafts.erase(session, draft.agency, draft)
    if draft.chat.channel == conversations.DOOR and (draft.case_id is None or draft.purpose == witnesses.PURPOSE):
        # Of a real complaint, filed or not, nothing goes with what was only practised; of a staff chat nothing either.
        others = await cases.of_chat(session, draft.chat) or await drafts.of_chat(session, draft.chat)
        since = draft.started_at if others or draft.purpose == ENTERED else None
        paths += await conversation_ends.clear(session, int(draft.chat.id), now, since=since, heard=heard)
    return paths


async def delete(desk: Desk, paths: list[str]) -> None:
    """Delete files whose rows and key are gone."""
    for path in paths:
        await desk.files.delete(path)


async def _delete_unwritten(desk: Desk) -> None:
    """Delete files of papers whose row was never written; a young one may still get it."""
    before = desk.clock() - UNWRITTEN_KEPT
    for agency in desk.agencies:
        async for paths in desk.files.older(documents.folder(agency), before):
            async with desk.database.read() as session:
                left = await documents.unwritten(session, agency, paths)
            await delete(desk, left)


async def _forget_chats(desk: Desk) -> None:
    """Drop web chats that nothing belongs to: a day after the last use if nothing is said, else as late as drafts."""
    kept = timedelta(days=max(each.draft_kept_days for each in desk.agencies.values()))
    for unused_for, silent in ((SILENT_KEPT, True), (kept, False)):
        before, last = desk.clock() - unused_for, 0
        while page := await _unused(desk, before, last, silent=silent):
            last = page[-1]
            for chat_id in await _not_needed(desk, page):
                await _drop(desk, chat_id, before)


async def _unused(desk: Desk, before: datetime, after: int, *, silent: bool) -> list[int]:
    async with desk.database.read() as session:
        return await conversation_ends.unused(session, before, BATCH, after, silent=silent)


async def _not_needed(desk: Desk, chat_ids: list[int]) -> list[int]:
    async with desk.database.read() as session:
        needed = await conversation_ends.needed(session, chat_ids)
    return [each for each in chat_ids if each not in needed]


async def _drop(desk: Desk, chat_id: int, before: datetime) -> None:
    async with desk.database.write() as session:
        paths = await conversation_ends.drop(session, chat_id, before)
    await delete(desk, paths)
