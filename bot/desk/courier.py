"""Takes due notices to people; run by every replica, woken by `bot.app`; at least once, at most one repeat per crash.

`send` and `erase` are given by the composition root, so that nothing here knows how a message travels.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.errors import TryLater, Undeliverable
from bot.casework.workdays import day_at, next_open
from bot.desk import clocks, outcomes, presence
from bot.desk.addresses import GROUPS, Parcel, addressed, bundles, copies, members_of, turned
from bot.desk.desk import Desk
from storage import cases, duties, outbox
from storage.chats import Chat
from storage.outbox import COPY, Notice

LEASE: Final = timedelta(seconds=60)
BATCH: Final = 200
UNHURRIED: Final = frozenset(
    {
        *("reminder", "task_due", "escalation", "draft_reminder", "no_news", "how_was_it"),
        *("request_reminder", "answer_overdue", "body_overdue", "weekly_figures"),
        *("meeting_soon", "meeting_soon_staff", "meeting_answered", "follow_up_due"),
    }
)
LADDERS: Final = ("reminder", "escalation")
LONGEST_PAUSE: Final = timedelta(hours=1)

log = structlog.get_logger()

Send = Callable[[Parcel], Awaitable[int | None]]
Erase = Callable[[Chat, int], Awaitable[None]]


class Courier:
    """`round` claims what is due and sends it; it returns how many notices it settled, so 0 means: nothing was due."""

    def __init__(self, desk: Desk, send: Send, erase: Erase) -> None:
        self._desk = desk
        self._send = send
        self._erase = erase
        self._busy: dict[Chat, datetime] = {}  # chats that asked for a pause, and until when

    async def round(self) -> int:
        """One round: all that goes to groups becomes notices for persons, then each person gets one message.

        The most urgent messages go first, and whoever gets one gets in it all that is due for them.
        """
        count = 0
        while groups := await self._claim(GROUPS):
            count += len(groups)
            await self._fan_out(groups)
        claimed = await self._claim()
        if came := [each for each in claimed if each.to.startswith(GROUPS)]:
            await self._fan_out(came)  # it came due in between; the next round sends it
        for bundle in bundles(each for each in claimed if not each.to.startswith(GROUPS)):
            await self._deliver(bundle)
        return count + len(claimed)

    async def hand_over(self, notice: Notice) -> None:
        """Send one notice at once that the caller holds, as the reply to what the person just did."""
        await self._deliver((notice,))

    async def was_said(self, notice: Notice) -> None:
        """The caller holds this notice and has said what it is about."""
        async with self._desk.database.write() as session:
            await outbox.sent(session, [notice.id], self._desk.clock(), outcome="said")

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

    async def _claim(self, groups: tuple[str, ...] = ()) -> list[Notice]:
        """What is due now, and of what has waited for days only what is still called for."""
        claimed = await self._take(groups)
        late = self._late(claimed)
        if not late:
            return claimed
        await self._go_on(late)
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            ours = await outbox.renew(session, claimed, now, LEASE)
        return [replace(each, held_until=now + LEASE) for each in claimed if each.id in ours] + await self._take(groups)

    async def _go_on(self, owners: Collection[tuple[str, str]]) -> None:
        """Bring the ladders of these cases (agency, id) to where they are now."""
        for owner in sorted(owners):
            async with self._desk.database.write() as session:
                case = await cases.hold(session, *owner)
                if case is not None:
                    await clocks.replan(session, self._desk.agencies[case.agency], case, self._desk.clock())

    def _late(self, claimed: Sequence[Notice]) -> set[tuple[str, str]]:
        """Cases with a step of a ladder that should have been told before today, so that a later one may be due too."""
        now = self._desk.clock()
        today = {each: day_at(agency, now) for each, agency in self._desk.agencies.items()}
        return {
            (each.agency, each.case_id)
            for each in claimed
            if each.template in LADDERS and COPY not in each.key and each.case_id
            if day_at(self._desk.agencies[each.agency], each.due_at) < today[each.agency]
        }

    async def _take(self, groups: tuple[str, ...]) -> list[Notice]:
        """Claim what is due; while the office is closed nobody is woken by what can wait, however late that is."""
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            claimed = await outbox.claim(session, now, LEASE, BATCH, to=groups)
            claimed += await self._beside(session, claimed, now)
            opens = {each: next_open(agency, now) for each, agency in self._desk.agencies.items()}
            early = [each for each in claimed if each.template in UNHURRIED and opens.get(each.agency, now) > now]
            for notice in early:
                await outbox.again(session, [notice.id], opens[notice.agency])
            return await self._turned(session, [each for each in claimed if each not in early], now)

    async def _beside(self, session: AsyncSession, claimed: Sequence[Notice], now: datetime) -> list[Notice]:
        """What else is due for whoever gets one of these, also in place of a colleague who is away."""
        members: set[str] = set()
        for id, agency in self._desk.agencies.items():
            mine = {each.to for each in claimed if each.agency == id and each.to.startswith(outbox.MEMBER)}
            ids = {each.removeprefix(outbox.MEMBER) for each in mine}
            members |= await presence.hearing_together(session, agency, ids, now)
        return await outbox.claim_beside(session, members, now, LEASE)

    async def _turned(self, session: AsyncSession, claimed: Sequence[Notice], now: datetime) -> list[Notice]:
        """Turn what is for somebody who is away to their cover, and drop what a member must not know of any more.

        Who got it instead is written down once they have: before that a new plan would find another name than its own.
        """
        found: list[Notice] = []
        for id, agency in self._desk.agencies.items():
            theirs = [each for each in claimed if each.agency == id]
            kept, lost = await turned(session, agency, theirs, now) if theirs else ([], [])
            found += kept
            if lost:
                await outcomes.let_go(self._desk, session, lost, "recused")
        order = {each.id: at for at, each in enumerate(claimed)}
        return sorted(found, key=lambda each: order[each.id])

    async def _fan_out(self, groups: Sequence[Notice]) -> None:
        """A notice to a queue becomes one for each member on duty; with nobody there, one for each supervisor."""
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            for notice in groups:
                members, attended = await members_of(session, self._desk.agencies[notice.agency], notice, now)
                if isinstance(attended, datetime):
                    await outbox.again(session, [notice.id], attended)
                    continue
                if not members:
                    await outcomes.nobody(self._desk, session, notice)
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
            await outcomes.give_up(self._desk, parcel, bundle, never.because)
        except Exception as fault:  # a fault in one message must not stop the others
            log.error("notice_failed", fault=type(fault).__name__, template=bundle[0].template)
            await self._spare(bundle)
        else:
            await outcomes.settle(self._desk, bundle, message_id)

    async def _packed(self, bundle: tuple[Notice, ...]) -> tuple[tuple[Notice, ...], Parcel | None]:
        """Read once more what is still due and where it goes; what nobody can receive is dropped, and says so."""
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            ours = await outbox.renew(session, bundle, now, LEASE)
            bundle = tuple(replace(each, held_until=now + LEASE) for each in bundle if each.id in ours)
            asleep = await self._asleep(session, bundle, now)
            await outbox.drop(session, [each.id for each in asleep], now, "snoozed")
            bundle = tuple(each for each in bundle if each not in asleep)
            parcel = await addressed(session, bundle) if bundle else None
            if parcel is None:
                await outcomes.let_go(self._desk, session, bundle, "no_address")
            elif (until := self._busy.get(parcel.chat, now)) > now:
                await outbox.again(session, ours, until)
                parcel = None
        await self._go_on({(each.agency, each.case_id) for each in asleep if each.case_id})
        return bundle, parcel

    async def _asleep(self, session: AsyncSession, bundle: Sequence[Notice], now: datetime) -> list[Notice]:
        """The reminders that their reader has put off: the one they asked for comes instead."""
        reminders = [each for each in bundle if each.template == "reminder" and each.to.startswith(outbox.MEMBER)]
        if not reminders:
            return []
        reader = reminders[0].to.removeprefix(outbox.MEMBER)
        about = {each.case_id for each in reminders if each.case_id}
        quiet = await duties.quiet(session, reminders[0].agency, reader, about, now)
        return [each for each in reminders if (each.case_id, each.params.get("duty")) in quiet]

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
