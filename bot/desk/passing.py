"""A story goes to the office, or the offices, that its owner chose; called by `desk.intake`, `desk.filing`, the chat.

Each office gets a draft of its own, under its own key, and its own notice is read before anything can be sent. The
draft for the next office is made in the transaction that files with the one before: killed in between, there is
neither or both.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import guidance, interview, passing
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.casework.guidance import Also
from bot.casework.interview import Answer
from bot.desk import clocks
from bot.desk.correspondence import on_own_case, own
from bot.desk.desk import Desk
from bot.documents import pdf
from storage import cases, drafts, evidence, outbox
from storage.cases import Case
from storage.chats import Chat
from storage.columns import new_id
from storage.drafts import Draft
from storage.evidence import STORED, TO_FETCH, Evidence
from storage.inbox import InboxRow
from storage.outbox import Notice

COMPLAINT: Final = "complaint"
THEN: Final = "then"
"""The note of a draft with the offices that the same story goes to after this one."""
FROM: Final = "from"
"""The note of a draft with the office from which its story came."""
ALSO: Final = "also"
"""What the first line of a case's timeline keeps of the other offices that were offered after its receipt."""
NO_OTHER: Final = "no_other"
"""The flag of a case whose complainant wants no other office to be told."""


@dataclass(frozen=True, slots=True)
class Story:
    """What goes along to another office: the answers and the files of one draft or case."""

    agency: Agency
    chat: Chat = field(repr=False)
    language: str
    answers: Mapping[str, Answer] = field(repr=False)
    files: Sequence[Evidence] = field(repr=False)


async def hand_on(desk: Desk, source: InboxRow, draft: Draft) -> Draft:
    """The guide is done: its story becomes a draft of the first office that was chosen, and is nowhere else."""
    guide = desk.agencies[draft.agency]
    answers = interview.unpack(draft.answers)
    first, *rest = passing.chosen(guide, answers)
    async with desk.transaction(source) as session:
        files = await evidence.of_draft(session, guide.id, draft.id)
        story = Story(guide, draft.chat, draft.language, answers, files)
        notes: dict[str, object] = {key: draft.notes[key] for key in ("reminders", "crisis_at") if key in draft.notes}
        started = await _start(desk, session, story, desk.agencies[first], {**notes, THEN: rest})
        paths = await drafts.erase(session, guide.id, draft)
    for path in paths:  # their key is gone: nobody could open them
        await desk.files.delete(path)
    return started


async def follow(
    desk: Desk, session: AsyncSession, draft: Draft, case: Case, answers: Mapping[str, Answer]
) -> Draft | None:
    """The next office that was chosen gets its draft as soon as the one before has its case."""
    offices = [each for each in draft.notes.get(THEN) or () if each in desk.agencies]
    if not offices or case.chat is None:
        return None
    story = await _story(desk, session, case, answers)
    return await _start(desk, session, story, desk.agencies[offices[0]], {THEN: offices[1:]})


async def file_also(desk: Desk, source: InboxRow, chat: Chat, case_id: str, office: str) -> Draft:
    """Somebody wants to file with another office as well; asked twice, it goes on where it was.

    Raises NotYours for a case of somebody else, Stale for an office that is not offered, Refused when it is filed.
    """
    case = await own(desk, chat, case_id)
    agency = desk.agencies[case.agency]
    async with desk.transaction(source) as session:
        answers = interview.unpack(await cases.answers(session, agency.id, case))
        known = interview.facts(agency, answers)
        if office not in {each.to for each in guidance.offered(agency, known, desk.offices)}:
            raise Stale
        begun = await drafts.of_chat(session, chat, purpose=COMPLAINT, agency=office)
        if begun is not None and begun.answers:
            return begun
        for filed in await cases.of_chat(session, chat):
            if filed.agency == office and filed.received_at >= case.received_at:
                raise Refused("filed_there", reference=filed.reference)
        return await _start(desk, session, await _story(desk, session, case, answers), desk.agencies[office], {})


async def others(desk: Desk, case: Case) -> tuple[Also, ...]:
    """The other offices that can still be told of a case."""
    async with desk.database.read() as session:
        return await open_offers(desk, session, case)


async def open_offers(desk: Desk, session: AsyncSession, case: Case) -> tuple[Also, ...]:
    """What was offered after the receipt and is not answered yet, until the time of a draft is over.

    Whoever has begun with the other office, or filed there since, has answered; so has who wants no other one.
    """
    agency = desk.agencies[case.agency]
    if not agency.also or case.chat is None or NO_OTHER in case.flags:
        return ()
    if not passing.may_still(agency, case.received_at, desk.clock()):
        return ()
    events = await cases.events(session, agency.id, case.id)
    offered = next((each.detail.get(ALSO) for each in events if each.verb == "received"), None) or ()
    filed = {each.agency for each in await cases.of_chat(session, case.chat) if each.received_at >= case.received_at}
    left = [each for each in agency.also if each.to in offered and each.to in desk.offices and each.to not in filed]
    begun = {each.to: await drafts.of_chat(session, case.chat, purpose=COMPLAINT, agency=each.to) for each in left}
    return tuple(each for each in left if not ((draft := begun[each.to]) and draft.answers))


async def no_other(desk: Desk, source: InboxRow, case: Case) -> None:
    """Keep that the complainant wants no other office to be told."""
    async with on_own_case(desk, source, case, Verb.STATUS, what=NO_OTHER) as (session, agency, held):
        if NO_OTHER not in held.flags:
            await clocks.flag(session, agency, held, [*held.flags, NO_OTHER], desk.clock())


async def plan_offer(
    session: AsyncSession, agency: Agency, case: Case, now: datetime, lease: timedelta
) -> Notice | None:
    """Plan the notice of the offer with the case, and hold it: it goes out unless the offer comes with the receipt."""
    planned = passing.other_office(agency, case.id, case.reference, now)
    await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
    return await outbox.claim_one(session, agency.id, case.id, passing.ANOTHER, now, lease)


async def paper(desk: Desk, draft: Draft, day: str) -> bytes | None:
    """Somebody's own words as a PDF to keep; None where there are no words. `day` is today, in their language."""
    words = interview.narrative(interview.unpack(draft.answers))
    if not words:
        return None
    made = partial(pdf, "story", {"story": words, "day": day}, draft.language, made_at=desk.clock())
    return await asyncio.to_thread(made)


def offers(desk: Desk, draft: Draft, answers: Mapping[str, Answer]) -> tuple[Also, ...]:
    """The other offices to offer after the receipt: not the one the story came from, nor one already chosen."""
    agency = desk.agencies[draft.agency]
    known = {draft.notes.get(FROM), *(draft.notes.get(THEN) or ())}
    served = {each for each in desk.agencies if each not in known}
    return guidance.offered(agency, interview.facts(agency, answers), served)


async def _story(desk: Desk, session: AsyncSession, case: Case, answers: Mapping[str, Answer]) -> Story:
    assert case.chat is not None, "only who has a chat is asked"
    brought = await evidence.of_case(session, case.agency, case.id)
    theirs = [each for each in brought if each.draft_id == case.draft_id]
    return Story(desk.agencies[case.agency], case.chat, case.language, answers, theirs)


async def _start(desk: Desk, session: AsyncSession, story: Story, target: Agency, notes: Mapping[str, object]) -> Draft:
    """A draft of the other office with all that need not be asked again, its files to be fetched anew under its key."""
    files, now = {each.id: new_id() for each in story.files}, desk.clock()
    kept = passing.passed(story.agency, target, story.answers, files, story.language)
    draft = await drafts.start(
        session,
        target.id,
        chat=story.chat,
        language=story.language,
        profile=target.digest,
        now=now,
        purpose=COMPLAINT,
        answers=interview.pack(kept),
        notes={FROM: story.agency.id, **notes},
    )
    for one in story.files:
        await evidence.expect(
            session,
            target.id,
            draft,
            id=files[one.id],
            kind=one.kind,
            source=one.source,
            name=one.name,
            mime=one.mime,
            size=one.size,
            now=now,
            state=TO_FETCH if one.state == STORED else one.state,
        )
    return draft
