"""What a saved search tells of new cases: each, daily, weekly, or from so many within so many days on.

`telegram.search` sets it, `desk.likeness` asks for every new case. A notice says that a search of the reader's has
found something; which search and what it looks for waits behind a button.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import search
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, may
from bot.casework.errors import NotYours, Refused
from bot.desk.desk import Desk
from bot.desk.permission import actor
from bot.desk.search import act, matching, own
from storage import outbox, recusals, roster, searches, stories
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member
from storage.searches import Search

ALERTS: Final = ("each", "daily", "weekly", "threshold")
MOST_CASES: Final = 1_000
MOST_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Fitting:
    """A saved search that a new case fits, and the colleague who keeps it."""

    search: Search
    member: Member


async def fitting(session: AsyncSession, agency: Agency, case_id: str) -> tuple[Fitting, ...]:
    """The saved searches that a new case fits, of colleagues who may search and may know of it."""
    kept, shut = await searches.alerting(session, agency.id), await stories.one(session, agency.id, case_id)
    if not kept or shut is None:
        return ()
    opened = stories.opener(session, agency.id)
    fits = {words: bool(matching(agency, search.parse(words), opened, [shut])) for words in {s.words for s in kept}}
    team = [each for each in await roster.every(session, agency.id) if _looks(each)]
    there = {each.id: each for each in await recusals.may_know(session, agency.id, case_id, team)}
    return tuple(Fitting(each, there[each.member_id]) for each in kept if fits[each.words] and each.member_id in there)


def _looks(member: Member) -> bool:
    return member.state == roster.CONFIRMED and may(Verb.FIND, actor(member), member.agency)


async def tell(session: AsyncSession, agency: Agency, case: Case, fitting: Sequence[Fitting], now: datetime) -> None:
    """Plan what these searches have to tell of a new case; what was told of it before is not told again."""
    for each in fitting:
        looked = await searches.load(session, agency.id, each.member.id, each.search.id)
        if looked is None or looked.alert is None:
            continue
        if looked.told_at is not None and case.received_at < looked.told_at:
            continue  # filed before anybody wanted to be told
        if not await searches.hit(session, agency.id, looked.id, case.id, now):
            continue
        count = await _lately(session, agency, looked, each.member, now)
        if looked.threshold and count < looked.threshold[0]:
            continue
        told = search.Told(looked.alert, case.id, case.reference, count)
        planned = search.alert(agency, looked.id, each.member.id, told, now)
        about = case.id if looked.alert == "each" else None
        await outbox.add(session, agency.id, case_id=about, planned=[planned], now=now)
        if looked.threshold:
            await searches.counted(session, agency.id, looked.id, now)


async def _lately(session: AsyncSession, agency: Agency, looked: Search, member: Member, now: datetime) -> int:
    """How many cases have fitted within the threshold's days, those left out that it was told of before."""
    if looked.threshold is None:
        return 1
    since = now - timedelta(days=looked.threshold[1])
    since = max(since, looked.told_at) if looked.told_at else since
    return len(await searches.hits(session, agency.id, looked.id, member, since=since))


async def alert(
    desk: Desk, source: InboxRow, member: Member, search_id: str, kind: str | None, threshold: tuple[int, int] | None
) -> Search:
    """Let a saved search tell of new cases: each, daily, weekly, from so many in so many days on; None: of nothing."""
    if kind not in (None, *ALERTS) or (kind == "threshold") != (threshold is not None):
        raise NotYours
    cases, days = threshold or (None, None)
    if threshold and not (2 <= threshold[0] <= MOST_CASES and 1 <= threshold[1] <= MOST_DAYS):
        raise Refused("search_threshold", cases=MOST_CASES, days=MOST_DAYS)
    async with desk.transaction(source, act(member, Verb.SAVE_SEARCH, search_id, alert=kind)) as session:
        reader, looked = await own(session, member, search_id, Verb.SAVE_SEARCH)
        if looked.name is None:
            raise NotYours
        changes = {"alert": kind, "threshold_cases": cases, "threshold_days": days, "told_at": desk.clock()}
        await searches.change(session, reader.agency, looked, now=desk.clock(), changes=changes)
        await roster.prompt(session, reader.agency, reader.id, None)
        return (await own(session, reader, search_id, Verb.SAVE_SEARCH))[1]
