"""Carries out acts on many cases whose undo window is over; `round` is run by every replica, woken by `bot.app`.

Each case is a transaction of its own, through the same verbs as a single press: rights, recusals, the workflow and the
audit hold as they do there. The effect and the mark that it is done are one transaction, so a crash repeats nothing.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.errors import Refused, Stale
from bot.casework.notices import NEWS_RANK, Planned
from bot.desk import caseload, ownership
from bot.desk.caseload import Move
from bot.desk.desk import Act, AlreadyApplied, Desk
from storage import bulks, cases, outbox, roster, views
from storage.bulks import Bulk, Item
from storage.inbox import InboxRow
from storage.outbox import MEMBER
from storage.roster import Member

LEASE: Final = timedelta(minutes=5)
DONE: Final = "bulk_done"
"""The template of the notice that tells the member how it went."""

log = structlog.get_logger()


async def round(desk: Desk) -> int:
    """Carry out one act that is due and say how many cases it took; 0 when none is."""
    async with desk.database.write() as session:
        bulk = await bulks.claim(session, desk.clock(), LEASE)
        member = await roster.load(session, bulk.agency, bulk.member_id) if bulk else None
        items = await bulks.cases_of(session, bulk.agency, bulk.id) if bulk else []
    if bulk is None or member is None:
        return 0
    waiting = [each for each in items if each.state == bulks.PLANNED]
    for item in waiting:
        await _carry_out(desk, member, item, bulk.detail or {})
    await _end(desk, bulk)
    return len(waiting)


async def _carry_out(desk: Desk, member: Member, item: Item, detail: Mapping[str, str]) -> None:
    """Do it to one case; what is refused is noted with its reason, and the others go on."""
    one = _OneOfMany(**{each.name: getattr(desk, each.name) for each in fields(Desk)}, item=item, member=member)
    try:
        await _DO[detail["do"]](one, member, item.case_id, detail)
    except AlreadyApplied:
        return
    except Refused as no:
        because = no.because
    except Stale:
        because = "bulk_changed"
    except Exception as fault:  # one case must not keep the others waiting
        log.error("bulk_failed", fault=type(fault).__name__, agency=item.agency)
        because = "fault"
    else:
        return
    async with desk.database.write() as session:
        await bulks.settle(session, item.agency, item, bulks.REFUSED, because)


async def _end(desk: Desk, bulk: Bulk) -> None:
    """Close the act and plan the news of it, once."""
    now = desk.clock()
    async with desk.transaction(None) as session:
        if not await bulks.end(session, bulk.agency, bulk.id, now):
            return
        items = await bulks.cases_of(session, bulk.agency, bulk.id)
        count = {state: sum(1 for each in items if each.state == state) for state in (bulks.DONE, bulks.REFUSED)}
        params = {"bulk": bulk.id, "done": str(count[bulks.DONE]), "refused": str(count[bulks.REFUSED])}
        told = Planned(f"{bulk.id}:{DONE}", f"{MEMBER}{bulk.member_id}", DONE, params, NEWS_RANK, now)
        await outbox.add(session, bulk.agency, planned=[told], now=now)


@dataclass(frozen=True)
class _OneOfMany(Desk):
    """The desk for one case of an act: what a press has in its inbox row, this has in the item: done once, or not."""

    item: Item = field(kw_only=True)
    member: Member = field(kw_only=True)

    @asynccontextmanager
    async def transaction(self, source: InboxRow | None, act: Act | None = None) -> AsyncIterator[AsyncSession]:
        """Raises AlreadyApplied for a case that was done before, Refused for one that has changed since it was seen."""
        item, told = self.item, act and replace(act, detail={**act.detail, "bulk": self.item.bulk_id})
        async with super().transaction(source, told) as session:
            await cases.hold(session, item.agency, item.case_id)  # before everything else of it, as everywhere
            if not await bulks.settle(session, item.agency, item, bulks.DONE):
                raise AlreadyApplied
            now = await views.states(session, item.agency, [item.case_id])
            if now.get(item.case_id) != item.seen:
                raise Refused("bulk_changed")
            meanwhile = await roster.load(session, item.agency, self.member.id)
            yield session
            if meanwhile is not None:  # a single act forgets what words it asked for; these are asked for elsewhere
                await roster.prompt(session, item.agency, self.member.id, meanwhile.prompt)


async def _act(desk: Desk, member: Member, case_id: str, detail: Mapping[str, str]) -> None:
    move = Move(detail["action"], detail.get("disposition"), detail.get("words") or None)
    await caseload.act(desk, None, member, case_id, move)


async def _assign(desk: Desk, member: Member, case_id: str, detail: Mapping[str, str]) -> None:
    await ownership.assign(desk, None, member, case_id, detail["to"])


async def _message(desk: Desk, member: Member, case_id: str, detail: Mapping[str, str]) -> None:
    await caseload.message(desk, None, member, case_id, detail["words"])


_DO: Final[Mapping[str, Callable[[Desk, Member, str, Mapping[str, str]], Awaitable[None]]]] = {
    "act": _act,
    "assign": _assign,
    "message": _message,
}
