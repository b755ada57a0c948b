"""Finding cases: what staff look for among everything their office has, and what they keep looking for.

Called by `telegram.search` and, for every new case, by `desk.watch`. Content is sealed, so it is opened and looked
through, a page at a time, in a thread; nothing of it stays. A search is audited by its verb, never by its words.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, search
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, permit
from bot.casework.errors import BadReference, NotYours, Refused
from bot.casework.reference import parse as reference
from bot.casework.search import Beside, Query
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, known
from storage import roster, searches, stories
from storage.errors import Unsealable
from storage.inbox import InboxRow
from storage.roster import Member
from storage.searches import Found, Listed, Search
from storage.stories import Opened, Shut

MOST: Final = 50
"""So many cases are found at most: who gets more has asked for too little."""
PAGE: Final = 8
SAVED_MOST: Final = 20
BATCH: Final = 1_000
SAMPLE: Final = 200
TOO_FEW: Final = 5
"""An office with no more cases than that is too young to say what fits every case."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that was found, and in which fields; never what stands there."""

    case: Listed
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the cases that a search has found; `more`: there are others, so the search should say more.

    `count` is how many were found; `next` where the next page begins, None on the last.
    """

    agency: Agency
    search: Search
    hits: tuple[Hit, ...]
    count: int
    more: bool
    next: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search and the new cases that have fitted it since, the newest first."""

    agency: Agency
    search: Search
    news: tuple[Listed, ...]


async def find(desk: Desk, source: InboxRow | None, member: Member, words: str) -> Page:
    """Look for words in every case that the member may know of, the newest first. Raises Refused."""
    query = search.parse(words)
    async with desk.database.read() as session:
        reader = await known(session, member)
        permit(Verb.FIND, actor(reader), reader.agency)
        found = await _through(desk, session, reader, query, words)
    now = desk.clock()
    async with desk.transaction(source, act(reader, Verb.FIND)) as session:
        await known(session, reader)
        kept = await searches.keep(session, reader.agency, reader, words, found, now)
        return await _page(desk, session, reader, kept, 0)


async def page(desk: Desk, member: Member, search_id: str, start: int) -> Page:
    """More of what the last search has found, as far as the member may still know of it. Raises NotYours."""
    async with desk.transaction(None, act(member, Verb.FIND)) as session:
        reader, looked = await own(session, member, search_id, Verb.FIND)
        return await _page(desk, session, reader, looked, start)


async def again(desk: Desk, source: InboxRow | None, member: Member, search_id: str) -> Page:
    """Look for the words of a saved search once more. Raises NotYours."""
    async with desk.database.read() as session:
        _, looked = await own(session, member, search_id, Verb.FIND)
    return await find(desk, source, member, looked.words)


async def save(desk: Desk, source: InboxRow, member: Member, search_id: str, name: str) -> Search:
    """Keep a search under a name, or rename it. Raises Refused for one that fits every case, and for one too many."""
    async with desk.transaction(source, act(member, Verb.SAVE_SEARCH, search_id)) as session:
        reader, looked = await own(session, member, search_id, Verb.SAVE_SEARCH)
        if looked.name is None:
            await _worth_keeping(desk, session, reader, looked)
        changes = {"name": " ".join(name.split())[: search.LONGEST]}
        await searches.change(session, reader.agency, looked, now=desk.clock(), changes=changes)
        await roster.prompt(session, reader.agency, reader.id, None)
        return (await own(session, reader, search_id, Verb.SAVE_SEARCH))[1]


async def forget(desk: Desk, source: InboxRow, member: Member, search_id: str) -> None:
    """Delete a saved search with all it would still have told. Raises NotYours."""
    async with desk.transaction(source, act(member, Verb.SAVE_SEARCH, search_id, deleted=True)) as session:
        reader, _ = await own(session, member, search_id, Verb.SAVE_SEARCH)
        await searches.remove(session, reader.agency, reader.id, search_id, desk.clock())


async def saved(desk: Desk, member: Member) -> tuple[Search, ...]:
    """The searches that a member keeps, in the order of saving."""
    async with desk.database.read() as session:
        reader = await known(session, member)
        permit(Verb.SAVE_SEARCH, actor(reader), reader.agency)
        return tuple(await searches.saved(session, reader.agency, reader.id))


async def mine(desk: Desk, member: Member, search_id: str) -> Search:
    """One of the member's own searches. Raises NotYours."""
    async with desk.database.read() as session:
        return (await own(session, member, search_id, Verb.SAVE_SEARCH))[1]


async def kept(desk: Desk, member: Member, search_id: str) -> Kept:
    """A saved search with the new cases it has told of. Raises NotYours."""
    async with desk.transaction(None, act(member, Verb.FIND, search_id)) as session:
        reader, looked = await own(session, member, search_id, Verb.FIND)
        if looked.name is None:
            raise NotYours
        news = await searches.hits(session, reader.agency, looked.id, reader)
    return Kept(desk.agencies[reader.agency], looked, tuple(news))


async def _through(desk: Desk, session: AsyncSession, reader: Member, query: Query, words: str) -> list[Found]:
    """Go through all cases until one more is found than is shown; a page is fetched while the one before is read."""
    agency = desk.agencies[reader.agency]
    direct = await _by_reference(session, reader, words)
    if direct is not None:
        return [direct]
    look = partial(matching, agency, query, stories.opener(session, agency.id))
    found: list[Found] = []
    async with desk.searching, aclosing(stories.scroll(session, agency.id, reader, BATCH)) as pages:
        looking: asyncio.Future[list[Found]] | None = None
        async for shut in pages:  # comes while the page before is looked through
            found += await looking if looking else []
            looking = None
            if len(found) > MOST:
                break
            looking = asyncio.ensure_future(asyncio.to_thread(look, shut))
        found += await looking if looking else []
    return found[: MOST + 1]


async def _by_reference(session: AsyncSession, reader: Member, words: str) -> Found | None:
    """A whole reference needs no looking around."""
    try:
        wanted = reference(words)
    except BadReference:
        return None
    found = await searches.by_reference(session, reader.agency, wanted, reader)
    return (found.id, ("reference",)) if found else None


def matching(agency: Agency, query: Query, opened: Callable[[Shut], Opened], shut: Sequence[Shut]) -> list[Found]:
    """Open cases and say which fit; one that cannot be opened is passed over, for it may have been tampered with."""
    found: list[Found] = []
    for each in shut:
        try:
            case = opened(each)
        except Unsealable as fault:
            log.error("case_not_opened", agency=agency.id, fault=type(fault).__name__)
            continue
        raw = "\n".join((each.reference, case.narrative, case.answers, *(text for _, text in case.beside)))
        if search.possible(query, raw) and (places := search.places(query, _fields(agency, each, case))):
            found.append((each.id, places))
            if len(found) > MOST:
                break
    return found


def _fields(agency: Agency, shut: Shut, case: Opened) -> dict[str, str]:
    told = (json.loads(case.narrative), interview.unpack(json.loads(case.answers)))
    return search.fields(agency, shut.reference, told, _beside(case), choice=shut.name_choice)


def _beside(case: Opened) -> Beside:
    written: dict[str, list[Any]] = {stories.PERSON: [], stories.MESSAGE: [], stories.NOTE: [], stories.RENAMED: []}
    for kind, text in case.beside:
        written[kind].append(json.loads(text))
    gone = [each["was"] for each in written[stories.RENAMED] if each.get("was")]
    return Beside(written[stories.PERSON], written[stories.MESSAGE], written[stories.NOTE], gone)


async def _worth_keeping(desk: Desk, session: AsyncSession, reader: Member, looked: Search) -> None:
    """Raise Refused for a search that would tell of everything, and for more searches than anybody looks after."""
    if len(await searches.saved(session, reader.agency, reader.id)) >= SAVED_MOST:
        raise Refused("search_many", most=SAVED_MOST)
    agency, query = desk.agencies[reader.agency], search.parse(looked.words)
    async with aclosing(stories.scroll(session, agency.id, reader, SAMPLE)) as pages:
        newest: list[Shut] = await anext(pages, [])
    opened = stories.opener(session, agency.id)
    fitting = [each for each in newest if matching(agency, query, opened, [each])]
    if search.fits_any_case(agency, query) or (len(newest) > TOO_FEW and len(fitting) == len(newest)):
        raise Refused("search_everything")


async def own(session: AsyncSession, member: Member, search_id: str, verb: Verb) -> tuple[Member, Search]:
    """A member and one of their searches, as they are now. Raises NotYours: somebody else's looks like none at all."""
    reader = await known(session, member)
    permit(verb, actor(reader), reader.agency)
    looked = await searches.load(session, reader.agency, reader.id, search_id)
    if looked is None:
        raise NotYours
    return reader, looked


async def _page(desk: Desk, session: AsyncSession, reader: Member, looked: Search, start: int) -> Page:
    agency, shown = desk.agencies[reader.agency], looked.found[:MOST]
    there = await searches.listed(session, agency.id, [id for id, _ in shown], reader)
    hits = [Hit(there[id], fields) for id, fields in shown if id in there]
    last = start + PAGE
    return Page(
        agency=agency,
        search=looked,
        hits=tuple(hits[start:last]),
        count=len(hits),
        more=len(looked.found) > MOST,
        next=last if len(hits) > last else None,
    )


def act(member: Member, verb: Verb, subject: str | None = None, **detail: Any) -> Act:
    return Act(actor(member), verb, member.agency, subject or member.agency, detail)
