"""What staff ask of the complainant or of another office about a case, and what came of it; for `telegram.requests`.

Each verb is one transaction with a line on the timeline. An answer counts when a colleague has accepted it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import request
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.notices import COMPLAINANT
from bot.casework.workdays import day_at
from bot.desk import compelled, waiting
from bot.desk.desk import Desk
from bot.desk.evidence import FileCame, arrived
from bot.desk.permission import actor, on_case
from storage import cases, evidence, invitations, outbox, proposals, requests, roster, unlocks
from storage.cases import Case
from storage.columns import new_id
from storage.evidence import Evidence
from storage.inbox import InboxRow
from storage.invitations import Invitation
from storage.requests import Answer, NewRequest, Request
from storage.roster import Member
from storage.unlocks import Unlock

PAGE: Final = 6
STORY: Final = "story"
"""Among what was shared with another office: the complainant's own words; everything else is a file's id."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, until when; without a `body`, of the complainant; `item`: its kind in the register of evidence."""

    asked: str = field(repr=False)
    due_on: date
    body: str | None = None
    shared: Sequence[str] = ()
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """All that a case waits for from others: a page of requests, the newest first, and everything beside them.

    `before` is the key of the next page, None on the last. `unlock` is what the reader asked last about the name.
    """

    agency: Agency
    case: Case
    requests: tuple[Request, ...]
    before: int | None
    invitations: tuple[Invitation, ...]
    statements: int
    unlock: Unlock | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One request, with the files of the case: those that were shared, and those that can be."""

    agency: Agency
    case: Case
    request: Request
    files: tuple[Evidence, ...]


async def board(desk: Desk, source: InboxRow | None, member: Member, case_id: str, before: int | None = None) -> Board:
    """Look at what others were asked, and at who was invited to say something."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="requests") as (session, agency, case):
        asked = await requests.of_case(session, agency.id, case.id, before=before, limit=PAGE + 1)
        found = await waiting.as_due(session, agency, case.id, asked)
        invited = await invitations.of_case(session, agency.id, case.id)
        stated = await invitations.stated(session, agency.id, case.id)
        unlock = await unlocks.last(session, agency.id, case.id, member.id)
    page = found[:PAGE]
    return Board(agency, case, page, page[-1].seq if len(found) > PAGE else None, tuple(invited), len(stated), unlock)


async def show(desk: Desk, source: InboxRow, member: Member, case_id: str, request_id: str) -> Shown:
    """Look at one request. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="request") as (session, agency, case):
        (found,) = await waiting.as_due(session, agency, case.id, [await _load(session, case, request_id)])
        files = await evidence.of_case(session, agency.id, case.id)
    return Shown(agency, case, found, tuple(files))


async def ask(desk: Desk, source: InboxRow, member: Member, case_id: str, asking: Asking) -> Request:
    """Ask the complainant, who is told that something waits, or note what another office was asked. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.REQUEST, body=asking.body or "") as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        if case.closed_at is not None:
            raise Refused("closed")
        if asking.due_on < day_at(agency, now):
            raise Refused("due_past")
        await _sendable(session, agency, case, asking)
        message_id = None
        if asking.body is None:
            said = await cases.say(
                session, agency.id, case, direction="out", by=by, text=asking.asked, now=now, kind="request"
            )
            message_id = said.id
        new = NewRequest(
            asked=asking.asked,
            due_on=asking.due_on,
            body=asking.body,
            shared=asking.shared,
            message_id=message_id,
            item=asking.item,
        )
        kept = await requests.ask(session, agency.id, case, new, by=by, now=now)
        await _note(session, case, "asked", by, kept, desk)
        await roster.prompt(session, agency.id, member.id, None)
        if asking.item is not None:
            await proposals.settle(session, agency.id, case, asking.item, proposals.ASKED, by=by, now=now)
        if asking.body is None:
            await _tell(session, agency, case, "request_waiting", kept, desk)
        await waiting.replan(session, agency, case, now)
        return kept


async def accept(desk: Desk, source: InboxRow, member: Member, case_id: str, request_id: str) -> Case:
    """What the complainant sent is what was asked for; their files are its answer. Raises Refused if it is settled."""
    async with on_case(desk, source, member, case_id, Verb.ANSWER, request=request_id) as (session, agency, case):
        found = await _unsettled(session, case, request_id)
        if found.body is not None:
            raise Stale  # what another office answers is recorded with its day and its words
        now = desk.clock()
        files = await _sent_for(session, case, found)
        kept, on = Answer(files=files) if files else None, day_at(agency, now)
        await requests.settle(session, agency.id, found, by=actor(member).by, now=now, answer=kept, answered_on=on)
        await _settled(session, agency, case, "answered", member, found, desk)
    return case


async def answer(
    desk: Desk,
    source: InboxRow,
    member: Member,
    case_id: str,
    request_id: str,
    on: date,
    came: str | FileCame,
    *,
    refused: bool = False,
) -> Case:
    """Keep what another office answered, in words or as a file, with the day on which it came. Raises Refused.

    `refused`: the answer is that they do not give what was asked for.
    """
    async with on_case(desk, source, member, case_id, Verb.ANSWER, request=request_id) as (session, agency, case):
        found = await _unsettled(session, case, request_id)
        now = desk.clock()
        if on > day_at(agency, now):
            raise Refused("day_future")
        file_id = new_id()
        files = () if isinstance(came, str) else (file_id,)
        kept = Answer(came if isinstance(came, str) else came.caption or "", files, refused=refused)
        if isinstance(came, FileCame):
            await arrived(session, case, came, member, file_id, now)
        await requests.settle(session, agency.id, found, by=actor(member).by, now=now, answer=kept, answered_on=on)
        await _settled(session, agency, case, "refused" if refused else "answered", member, found, desk)
    return case


async def _sent_for(session: AsyncSession, case: Case, asked: Request) -> tuple[str, ...]:
    """The files that the complainant sent since they were asked, and that answer nothing else.

    What came before somebody said that it is not the answer is none of them.
    """
    came: list[str] = []
    since_asked = (each for each in await cases.events(session, case.agency, case.id) if each.at >= asked.at)
    for each in since_asked:
        if each.verb == "request_open" and each.detail["request"] == asked.id:
            came = []
        elif each.verb == "evidence" and each.by == COMPLAINANT:
            came.append(str(each.detail["evidence"]))
    others = await requests.registered(session, case.agency, case.id)
    taken = {file for each in others if each.answer for file in each.answer.files}
    return tuple(each for each in came if each not in taken)


async def reopen(desk: Desk, source: InboxRow, member: Member, case_id: str, request_id: str) -> Case:
    """What the complainant sent is not what was asked for: it is still waited for. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.ANSWER, request=request_id) as (session, agency, case):
        found = await _unsettled(session, case, request_id)
        if found.state == requests.OFFERED:
            await requests.again(session, agency.id, found)
        await _settled(session, agency, case, "open", member, found, desk)
    return case


async def withdraw(desk: Desk, source: InboxRow, member: Member, case_id: str, request_id: str) -> Case:
    """The answer is not needed any more; a complainant is told. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.REQUEST, request=request_id) as (session, agency, case):
        found = await _unsettled(session, case, request_id)
        await requests.settle(session, agency.id, found, by=actor(member).by, now=desk.clock())
        await _settled(session, agency, case, "withdrawn", member, found, desk)
        if found.body is None:
            await _tell(session, agency, case, "request_withdrawn", found, desk)
    return case


async def days(desk: Desk, case: Case, message_ids: Collection[str]) -> dict[str, date]:
    """By which day the complainant is asked to answer each of these messages; only those that are still waited for."""
    async with desk.database.read() as session:
        asked = await requests.waiting(session, case.agency, case.id)
        found = await waiting.as_due(session, desk.agencies[case.agency], case.id, asked)
    return {each.message_id: each.due_on for each in found if each.message_id in message_ids and each.message_id}


async def withdrawn(desk: Desk, case: Case, request_id: str) -> bool:
    """True when somebody answers what the office does not need any more."""
    async with desk.database.read() as session:
        found = await requests.load(session, case.agency, case.id, request_id) if request_id else None
    return found is not None and found.state == requests.WITHDRAWN


async def _sendable(session: AsyncSession, agency: Agency, case: Case, asking: Asking) -> None:
    """Another office that the profile knows, and files that are there."""
    if not asking.asked.strip():
        raise Refused("no_words")
    if asking.body is not None and asking.body not in agency.bodies:
        raise Stale
    if asking.item is not None and asking.item not in agency.evidence_kinds:
        raise Stale
    there = {STORY, *(each.id for each in await evidence.of_case(session, agency.id, case.id))}
    if not set(asking.shared) <= there:
        raise Stale
    await compelled.must_be_free(session, agency, case, asking.body, asking.shared)


async def _load(session: AsyncSession, case: Case, request_id: str) -> Request:
    found = await requests.load(session, case.agency, case.id, request_id)
    if found is None:
        raise NotYours
    return found


async def _unsettled(session: AsyncSession, case: Case, request_id: str) -> Request:
    found = await _load(session, case, request_id)
    if found.state not in requests.WAITING:
        raise Refused("request_settled")
    return found


async def _settled(
    session: AsyncSession, agency: Agency, case: Case, verb: str, member: Member, settled: Request, desk: Desk
) -> None:
    await _note(session, case, verb, actor(member).by, settled, desk)
    await roster.prompt(session, agency.id, member.id, None)
    await waiting.replan(session, agency, case, desk.clock())


async def _note(session: AsyncSession, case: Case, verb: str, by: str, about: Request, desk: Desk) -> None:
    """A line on the timeline: which request, of whom, by when, and what was shared with them."""
    detail = {"request": about.id, "body": about.body, "due_on": about.due_on.isoformat(), "shared": about.shared}
    verb = f"{'request' if about.body is None else 'body'}_{verb}"
    detail["count"] = str(len(about.shared))
    detail |= {"item": about.item} if about.item else {}
    await cases.happened(session, case.agency, case.id, verb=verb, by=by, now=desk.clock(), detail=detail)


async def _tell(session: AsyncSession, agency: Agency, case: Case, template: str, about: Request, desk: Desk) -> None:
    now = desk.clock()
    told = request.news(agency, waiting.subject(case), template, COMPLAINANT, once=about.id, now=now, item=about.id)
    await outbox.add(session, agency.id, case_id=case.id, planned=told, now=now)
