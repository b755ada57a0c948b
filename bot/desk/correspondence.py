"""The complainant's side of a filed case: adds words and files, reads news, asks to withdraw; for `telegram.case_talk`.

`desk.standing` says how a case stands, `desk.aftercare` what can be asked once it is closed; both begin here.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import correction, interview, notices, withdrawal
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, Actor, Verb, permit
from bot.casework.errors import Refused
from bot.casework.interview import Edited
from bot.desk import clocks, corrections, waiting
from bot.desk.desk import Act, Desk
from bot.desk.evidence import FileCame, expect
from bot.desk.unasked import UNREACHABLE_FLAG
from storage import cases, outbox
from storage.cases import Case, Message
from storage.chats import Chat
from storage.columns import new_id
from storage.inbox import InboxRow


async def of_chat(desk: Desk, chat: Chat) -> list[Case]:
    """The cases filed from a chat, newest first."""
    async with desk.database.read() as session:
        return await cases.of_chat(session, chat)


async def own(desk: Desk, chat: Chat, case_id: str) -> Case:
    """The case of that id if it was filed from this chat. Raises NotYours."""
    case = next((each for each in await of_chat(desk, chat) if each.id == case_id), None)
    permit(Verb.STATUS, Actor(COMPLAINANT, case.agency if case else "", COMPLAINANT), case.agency if case else None)
    assert case is not None
    return case


async def answered(desk: Desk, found: Sequence[Case], message_id: int) -> tuple[Case, str] | None:
    """Which case of a chat a message of ours was about, and the id of the request in it; None for any other message."""
    mine = {each.id: each for each in found}
    async with desk.database.read() as session:
        for agency in sorted({each.agency for each in found}):
            said = await outbox.answered(session, agency, message_id, to=notices.COMPLAINANT, case_ids=mine)
            if said and said[0].case_id in mine:
                return mine[said[0].case_id], next((each.params["item"] for each in said if "item" in each.params), "")
    return None


async def add_words(desk: Desk, source: InboxRow, case: Case, text: str) -> None:
    """Keep a message with the case and tell its owner, or its queue, that something waits."""
    async with on_own_case(desk, source, case, Verb.ADD, what="message") as (session, agency, held):
        now = desk.clock()
        said = await cases.say(session, agency.id, held, direction="in", by=COMPLAINANT, text=text, now=now)
        await waiting.offered(session, agency, held, now)
        happened = notices.MessageToStaff(held.id, held.reference, held.owner_id, held.queue, said.id, _closed(held))
        planned = notices.after(agency, happened, now)
        await outbox.add(session, agency.id, case_id=held.id, planned=planned, now=now)


async def amend(desk: Desk, source: InboxRow, chat: Chat, edited: Edited) -> tuple[Case, bool] | None:
    """Put an edited message of a filed story in place, the first words kept; None when no story here has it.

    The answer also says whether anything changed: a phone may send an edit that says what was said before.
    """
    async with desk.database.read() as session:
        for case in await cases.of_chat(session, chat):
            answers = interview.unpack(await cases.answers(session, case.agency, case)) if case.readable else {}
            if correction.is_of_story(answers, edited):
                break
        else:
            return None
    async with on_own_case(desk, source, case, Verb.ADD, what="amendment") as (session, agency, held):
        answers = interview.unpack(await cases.answers(session, agency.id, held))
        amended = correction.amend(answers, edited)
        if amended is not None:
            held = await corrections.amend(desk, session, agency, held, amended)
        return held, amended is not None


async def add_file(desk: Desk, source: InboxRow, case: Case, came: FileCame) -> bool:
    """Keep a file with the case, its words as a message; False for a further file of an album already told about."""
    evidence_id = new_id()
    async with on_own_case(desk, source, case, Verb.ADD, what="file", file=evidence_id) as (session, agency, held):
        now = desk.clock()
        await expect(session, held, came, now, id=evidence_id)
        if came.caption:
            await cases.say(session, agency.id, held, direction="in", by=COMPLAINANT, text=came.caption, now=now)
        detail = {"evidence": evidence_id}
        await cases.happened(session, agency.id, held.id, verb="evidence", by=COMPLAINANT, now=now, detail=detail)
        # Files that were sent as one album are one piece of news.
        what = came.album or evidence_id
        await waiting.offered(session, agency, held, now)
        happened = notices.EvidenceAdded(held.id, held.reference, held.owner_id, held.queue, what, _closed(held))
        planned = notices.after(agency, happened, now)
        return await outbox.add(session, agency.id, case_id=held.id, planned=planned, now=now) > 0


async def news(desk: Desk, source: InboxRow, case: Case) -> tuple[Message, ...]:
    """What staff wrote and the complainant has not read, or else the last message; all of it counts as read now."""
    async with on_own_case(desk, source, case, Verb.STATUS, what="news") as (session, agency, held):
        written = [m for m in await cases.messages(session, agency.id, held.id, limit=200) if for_complainant(m)]
        unread = [each for each in written if each.read_at is None]
        for each in unread:
            await cases.read(session, agency.id, each.id, desk.clock())
    return tuple(unread or written[-1:])


async def ask_to_withdraw(desk: Desk, source: InboxRow, case: Case) -> bool:
    """Record that the complainant asks to withdraw; a person reads it and decides, the record stays.

    False when they had asked before and nobody has decided yet. Raises Refused for a case that is closed.
    """
    async with on_own_case(desk, source, case, Verb.WITHDRAW) as (session, agency, held):
        now = desk.clock()
        if held.closed_at is not None:
            raise Refused("nothing_to_withdraw")
        first = withdrawal.FLAG not in held.flags
        if first:
            held = await clocks.flag(session, agency, held, [*held.flags, withdrawal.FLAG], now)
        step = {"step": withdrawal.ASKED}
        await cases.happened(session, agency.id, held.id, verb=withdrawal.REQUEST, by=COMPLAINANT, now=now, detail=step)
        happened = notices.WithdrawalAsked(held.id, held.reference, held.owner_id, held.queue)
        planned = notices.after(agency, happened, now)
        await outbox.add(session, agency.id, case_id=held.id, planned=planned, now=now)
    return first


async def speak(desk: Desk, source: InboxRow | None, case: Case, language: str) -> Case:
    """Write to the complainant in another language from now on."""
    async with on_own_case(desk, source, case, Verb.ADD, what="language") as (session, agency, held):
        return await cases.record(session, agency.id, held, changes={"language": language}, now=desk.clock())


@asynccontextmanager
async def on_own_case(
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


def _closed(case: Case) -> bool:
    return case.closed_at is not None


def for_complainant(message: Message) -> bool:
    """True for what the office wrote to them; notes are for staff alone."""
    return message.direction == "out" and message.kind != "note"
