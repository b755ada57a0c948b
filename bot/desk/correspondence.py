"""The complainant's side of a filed case: asks how it stands, adds words and files, reads news, asks to withdraw."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import notices
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, Actor, Verb, permit
from bot.casework.deadlines import Duty
from bot.desk import clocks
from bot.desk.desk import Act, Desk
from bot.desk.evidence import FileCame, expect
from storage import cases, outbox
from storage.cases import Case, Message
from storage.chats import Chat
from storage.columns import new_id
from storage.inbox import InboxRow

WITHDRAWAL_FLAG: Final = "withdrawal_asked"
UNREACHABLE_FLAG: Final = "unreachable"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one case stands, for the person who filed it: the public clocks and what waits to be read."""

    case: Case
    agency: Agency
    duties: tuple[Duty, ...]
    unread: int


async def of_chat(desk: Desk, chat: Chat) -> list[Case]:
    """The cases filed from a chat, newest first."""
    async with desk.database.read() as session:
        return await cases.of_chat(session, chat)


async def standings(desk: Desk, chat: Chat) -> list[Standing]:
    """How every case of a chat stands, newest first."""
    found = []
    async with desk.database.read() as session:
        for case in await cases.of_chat(session, chat):
            agency = desk.agencies[case.agency]
            talk = await cases.messages(session, case.agency, case.id, limit=200)
            unread = sum(1 for each in talk if _for_complainant(each) and each.read_at is None)
            found.append(Standing(case, agency, await clocks.promised(session, agency, case), unread))
    return found


async def own(desk: Desk, chat: Chat, case_id: str) -> Case:
    """The case of that id if it was filed from this chat. Raises NotYours."""
    case = next((each for each in await of_chat(desk, chat) if each.id == case_id), None)
    permit(Verb.STATUS, Actor(COMPLAINANT, case.agency if case else "", COMPLAINANT), case.agency if case else None)
    assert case is not None
    return case


async def add_words(desk: Desk, source: InboxRow, case: Case, text: str) -> None:
    """Keep a message with the case and tell its owner, or its queue, that something waits."""
    async with _on_case(desk, source, case, Verb.ADD, what="message") as (session, agency, held):
        now = desk.clock()
        said = await cases.say(session, agency.id, held, direction="in", by=COMPLAINANT, text=text, now=now)
        happened = notices.MessageToStaff(held.id, held.reference, held.owner_id, held.queue, said.id)
        planned = notices.after(agency, happened, now)
        await outbox.add(session, agency.id, case_id=held.id, planned=planned, now=now)


async def add_file(desk: Desk, source: InboxRow, case: Case, came: FileCame) -> bool:
    """Keep a file with the case, its words as a message; False for a further file of an album already told about."""
    evidence_id = new_id()
    async with _on_case(desk, source, case, Verb.ADD, what="file", file=evidence_id) as (session, agency, held):
        now = desk.clock()
        await expect(session, held, came, now, id=evidence_id)
        if came.caption:
            await cases.say(session, agency.id, held, direction="in", by=COMPLAINANT, text=came.caption, now=now)
        detail = {"evidence": evidence_id}
        await cases.happened(session, agency.id, held.id, verb="evidence", by=COMPLAINANT, now=now, detail=detail)
        # Files that were sent as one album are one piece of news.
        what = came.album or evidence_id
        happened = notices.EvidenceAdded(held.id, held.reference, held.owner_id, held.queue, what)
        planned = notices.after(agency, happened, now)
        return await outbox.add(session, agency.id, case_id=held.id, planned=planned, now=now) > 0


async def news(desk: Desk, source: InboxRow, case: Case) -> tuple[Message, ...]:
    """What staff wrote and the complainant has not read, or else the last message; all of it counts as read now."""
    async with _on_case(desk, source, case, Verb.STATUS, what="news") as (session, agency, held):
        written = [m for m in await cases.messages(session, agency.id, held.id, limit=200) if _for_complainant(m)]
        unread = [each for each in written if each.read_at is None]
        for each in unread:
            await cases.read(session, agency.id, each.id, desk.clock())
    return tuple(unread or written[-1:])


async def ask_to_withdraw(desk: Desk, source: InboxRow, case: Case) -> None:
    """Record that the complainant asks to withdraw; a person reads it and decides, the record stays."""
    async with _on_case(desk, source, case, Verb.WITHDRAW) as (session, agency, held):
        now = desk.clock()
        if WITHDRAWAL_FLAG not in held.flags:
            held = await clocks.flag(session, agency, held, [*held.flags, WITHDRAWAL_FLAG], now)
        await cases.happened(session, agency.id, held.id, verb="withdrawal", by=COMPLAINANT, now=now, detail={})
        happened = notices.WithdrawalAsked(held.id, held.reference, held.owner_id, held.queue)
        planned = notices.after(agency, happened, now)
        await outbox.add(session, agency.id, case_id=held.id, planned=planned, now=now)


async def speak(desk: Desk, source: InboxRow | None, case: Case, language: str) -> Case:
    """Write to the complainant in another language from now on."""
    async with _on_case(desk, source, case, Verb.ADD, what="language") as (session, agency, held):
        return await cases.record(session, agency.id, held, changes={"language": language}, now=desk.clock())


@asynccontextmanager
async def _on_case(
    desk: Desk, source: InboxRow | None, case: Case, verb: Verb, **detail: object
) -> AsyncIterator[tuple[AsyncSession, Agency, Case]]:
    """One verb of a complainant on their own case as it is now: permitted, in one transaction, audited."""
    who = Actor(COMPLAINANT, case.agency, COMPLAINANT)
    async with desk.transaction(source, Act(who, verb, case.agency, case.id, detail)) as session:
        held = await cases.hold(session, case.agency, case.id)
        permit(verb, who, held.agency if held else None)
        assert held is not None
        agency = desk.agencies[held.agency]
        if UNREACHABLE_FLAG in held.flags:  # whoever writes can be written to again
            left = [flag for flag in held.flags if flag != UNREACHABLE_FLAG]
            held = await clocks.flag(session, agency, held, left, desk.clock())
        yield session, agency, held


def _for_complainant(message: Message) -> bool:
    return message.direction == "out" and message.kind != "note"
