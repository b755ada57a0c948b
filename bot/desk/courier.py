"""Takes due notices to people; run by every replica, woken by `bot.app`; at least once, at most one repeat per crash.

`send` and `erase` are given by the composition root, so that nothing here knows how a message travels.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import notices
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.errors import TryLater, Undeliverable
from bot.casework.workdays import next_open
from bot.desk import clocks
from bot.desk.addresses import GROUPS, addressed, bundles, copies, handed_on, members_of
from bot.desk.addresses import Parcel as Parcel
from bot.desk.desk import Act, Desk
from storage import cases, outbox, roster
from storage.cases import Case
from storage.chats import Chat
from storage.outbox import COPY, Notice

LEASE: Final = timedelta(seconds=60)
BATCH: Final = 200
UNHURRIED: Final = frozenset({"reminder", "escalation", "draft_reminder", "no_news"})
NOBODY_RETRY: Final = timedelta(hours=1)
LONGEST_PAUSE: Final = timedelta(hours=1)

log = structlog.get_logger()

Send = Callable[[Parcel], Awaitable[int]]
Erase = Callable[[Chat, int], Awaitable[None]]


class Courier:
    """`round` claims what is due and sends it; it returns how many notices it settled, so 0 means: nothing was due."""

    def __init__(self, desk: Desk, send: Send, erase: Erase) -> None:
        self._desk = desk
        self._send = send
        self._erase = erase
        self._busy: dict[Chat, datetime] = {}  # chats that asked for a pause, and until when

    async def round(self) -> int:
        """One round: fan out what goes to groups, then one message per person."""
        persons: list[Notice] = []
        count = 0
        while claimed := await self._claim():
            count += len(claimed)
            groups = [each for each in claimed if each.to.startswith(GROUPS)]
            persons += [each for each in claimed if not each.to.startswith(GROUPS)]
            if not groups:
                break
            await self._fan_out(groups)
        for bundle in bundles(persons):
            await self._deliver(bundle)
        return count

    async def hand_over(self, notice: Notice) -> None:
        """Send one notice at once that the caller holds, as the reply to what the person just did."""
        await self._deliver((notice,))

    async def sweep(self) -> int:
        """Delete from staff chats what was opened there fifteen minutes ago."""
        async with self._desk.database.write() as session:
            due = await outbox.claim_openings(session, self._desk.clock(), LEASE, BATCH)
        done = []
        for opening in due:
            try:
                await self._erase(opening.chat, opening.message_id)
            except TryLater:
                continue
            done.append(opening.id)
        if done:
            async with self._desk.database.write() as session:
                await outbox.erased(session, done)
        return len(done)

    async def _claim(self) -> list[Notice]:
        """What is due now; while the office is closed nobody is woken by what can wait, even after days of silence."""
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            claimed = await outbox.claim(session, now, LEASE, BATCH)
            opens = {each: next_open(agency, now) for each, agency in self._desk.agencies.items()}
            early = [each for each in claimed if each.template in UNHURRIED and opens.get(each.agency, now) > now]
            for notice in early:
                await outbox.again(session, [notice.id], opens[notice.agency])
        return [each for each in claimed if each not in early]

    async def _fan_out(self, groups: Sequence[Notice]) -> None:
        """A notice to a queue becomes one for each member on duty; with nobody there, one for each supervisor."""
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            for notice in groups:
                members, attended = await members_of(session, notice)
                if not members:
                    log.error("nobody_to_tell", agency=notice.agency, template=notice.template)
                    await outbox.again(session, [notice.id], now + NOBODY_RETRY)
                    continue
                planned = copies(notice, members, attended=attended)
                await outbox.add(session, notice.agency, case_id=notice.case_id, planned=planned, now=now)
                await outbox.sent(session, [notice.id], now, outcome="fanned_out")

    async def _deliver(self, bundle: tuple[Notice, ...]) -> None:
        bundle, parcel = await self._packed(bundle)
        if parcel is None:
            return
        try:
            message_id = await self._send(parcel)
        except TryLater as later:
            await self._wait(bundle, parcel.chat, self._desk.clock() + timedelta(seconds=later.after))
        except Undeliverable as never:
            await self._give_up(parcel, bundle, never.because)
        except Exception as fault:  # a fault in one message must not stop the others
            log.error("notice_failed", fault=type(fault).__name__, template=bundle[0].template)
            await self._spare(bundle)
        else:
            await self._settle(bundle, message_id)

    async def _packed(self, bundle: tuple[Notice, ...]) -> tuple[tuple[Notice, ...], Parcel | None]:
        """Read once more what is still due and where it goes; what nobody can receive is dropped, and says so."""
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            ours = await outbox.renew(session, bundle, now, LEASE)
            bundle = tuple(replace(each, held_until=now + LEASE) for each in bundle if each.id in ours)
            parcel = await addressed(session, bundle) if bundle else None
            if parcel is None:
                await self._let_go(session, bundle, "no_address")
            elif (until := self._busy.get(parcel.chat, now)) > now:
                await outbox.again(session, ours, until)
                return bundle, None
        return bundle, parcel

    async def _wait(self, bundle: Sequence[Notice], chat: Chat, until: datetime) -> None:
        """The chat asked for a pause: nothing goes there before it is over."""
        now = self._desk.clock()
        self._busy = {each: at for each, at in self._busy.items() if at > now} | {chat: until}
        async with self._desk.database.write() as session:
            await outbox.again(session, [each.id for each in bundle], until)

    async def _spare(self, bundle: tuple[Notice, ...]) -> None:
        """A fault of ours: the others in the message go out without the one that has it, which is tried ever later."""
        if len(bundle) > 1:
            for each in bundle:
                await self._deliver((each,))
            return
        pause = min(LEASE * 2 ** min(bundle[0].attempts, 10), LONGEST_PAUSE)
        async with self._desk.database.write() as session:
            await outbox.again(session, [bundle[0].id], self._desk.clock() + pause)

    async def _settle(self, bundle: Sequence[Notice], message_id: int) -> None:
        """Mark what went out as sent, note on each case what that means, and plan the next rung."""
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            # Cases before notices, in one order, as everywhere: no two transactions wait for each other.
            owners = sorted({(each.agency, each.case_id) for each in bundle if each.case_id})
            held = [case for owner in owners if (case := await cases.hold(session, *owner)) is not None]
            await outbox.sent(session, [each.id for each in bundle], now, message_id=message_id)
            for case in held:
                await self._note(session, case, {each.template for each in bundle if each.case_id == case.id})

    async def _note(self, session: AsyncSession, case: Case, told: set[str]) -> None:
        now = self._desk.clock()
        if "receipt" in told and "notified" not in case.moments:
            moments = {**case.moments, "notified": now}
            case = await cases.record(session, case.agency, case, changes={"moments": moments}, now=now)
            await self._desk.record(session, _by_program(case, Verb.DELIVER, template="receipt"))
        if "escalation" in told:
            await self._desk.record(session, _by_program(case, Verb.REMIND, template="escalation"))
        if told & {"receipt", "reminder", "escalation"}:
            await clocks.replan(session, self._desk.agencies[case.agency], case, now)

    async def _give_up(self, parcel: Parcel, bundle: Sequence[Notice], because: str) -> None:
        """The person can never be reached there: the case is flagged and staff are told, once."""
        now = self._desk.clock()
        log.warning("undeliverable", agency=parcel.agency, because=because)
        async with self._desk.database.write() as session:
            case = await cases.hold(session, parcel.agency, parcel.case.id) if parcel.case else None
            await self._let_go(session, bundle, because)
            if case is None or "unreachable" in case.flags:
                return
            agency = self._desk.agencies[case.agency]
            case = await clocks.flag(session, agency, case, [*case.flags, "unreachable"], now)
            happened = notices.Unreachable(case.id, case.reference, case.owner_id, case.queue)
            planned = notices.after(agency, happened, now)
            await outbox.add(session, case.agency, case_id=case.id, planned=planned, now=now)
            await self._desk.record(session, _by_program(case, Verb.DELIVER, outcome=because))

    async def _let_go(self, session: AsyncSession, bundle: Sequence[Notice], because: str) -> None:
        """Drop what cannot be delivered; what the office must know and no colleague had goes to the supervisors."""
        now = self._desk.clock()
        await outbox.drop(session, [each.id for each in bundle], now, because)
        for notice in bundle:
            instead = handed_on(notice) if notice.to.startswith(outbox.MEMBER) else None
            if instead is not None and not await _colleague(session, notice):
                await outbox.add(session, notice.agency, case_id=notice.case_id, planned=[instead], now=now)
        self._desk.woken.set()


async def _colleague(session: AsyncSession, notice: Notice) -> bool:
    """True when a notice to a whole queue also went to somebody else who is on duty there."""
    case = await cases.load(session, notice.agency, notice.case_id or "") if COPY in notice.key else None
    working = await roster.on_duty(session, notice.agency, case.queue) if case else []
    return any(notice.to != f"{outbox.MEMBER}{each.id}" for each in working)


def _by_program(case: Case, verb: Verb, **detail: object) -> Act:
    return Act(Actor(PROGRAM, case.agency, PROGRAM), verb, case.agency, case.id, detail)
