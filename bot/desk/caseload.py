"""What staff do with cases: see, read, decide, move on, answer; called by `telegram.staff` for every press.

Each verb is one transaction and leaves one row in the audit chain; `desk.permission` says who may.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import allegation, dated, interview, notices, withdrawal, workflow
from bot.casework.agency import Action, Agency, Question
from bot.casework.authorization import Verb, may
from bot.casework.deadlines import Duty
from bot.casework.errors import Refused, Stale
from bot.casework.filing_time import Filing
from bot.casework.interview import Answer
from bot.casework.party import KEEPS_NAME
from bot.desk import clocks, findings, incidents, panel, tasks, withdrawals
from bot.desk.desk import Desk
from bot.desk.permission import actor, known, numbered, on_case
from storage import cases, clusters, evidence, links, outbox, roster, views
from storage.cases import AllegationRow, Case, Message
from storage.evidence import Evidence
from storage.inbox import InboxRow
from storage.roster import Member

PAGE: Final = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An allegation with the complainant's words it rests on."""

    row: AllegationRow
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """A safety label of the story, how likely it is, and the complainant's words it rests on."""

    label: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the case card shows. `owner` is a member's name; `actions` are what the reader may do from here.

    `linked` are the numbers of the cases that belong to it, `proposed` how many may. `limits` are the time to file and
    the day on which it was filed, or would be.
    """

    agency: Agency
    case: Case
    owner: str | None
    suggestions: tuple[Suggestion, ...]
    duties: tuple[Duty, ...]
    actions: tuple[Action, ...]
    files: tuple[Evidence, ...]
    waiting: int
    may_assign: bool
    linked: tuple[str, ...] = ()
    proposed: int = 0
    limits: tuple[Filing, date] | None = None
    concerns: tuple[Concern, ...] = field(default=(), repr=False)
    noted: tuple[tuple[Question, Answer], ...] = field(default=(), repr=False)  # what the profile wants on the card
    cluster: str | None = field(default=None, repr=False)  # the incident that it is one of several complaints about


async def find(desk: Desk, member: Member, written: str) -> Case:
    """The case behind a reference as somebody typed it. Raises NotYours, for a mistyped one too."""
    async with desk.database.read() as session:
        return await numbered(session, member, written, Verb.OPEN)


async def card(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Card:
    """Open the card of a case; the opening is audited. The complainant's words are for those who may read them."""
    async with on_case(desk, source, member, case_id, Verb.OPEN) as (session, agency, case):
        owner = await roster.load(session, agency.id, case.owner_id) if case.owner_id else None
        rows = await cases.allegations(session, agency.id, case.id)
        story = await cases.narrative(session, agency.id, case)
        files = await evidence.of_case(session, agency.id, case.id)
        talk = await cases.messages(session, agency.id, case.id, limit=200)
        duties = await clocks.duties(session, agency, case, desk.clock())
        limits = await incidents.for_staff(session, agency, case, desk.clock())
        others = await links.of_case(session, agency.id, case.id, await known(session, member))
        await views.viewed(session, agency.id, case.id, member.id, desk.clock())
        incidents_named = await clusters.names_of(session, agency.id, [case.id])
        noted = await _noted(session, agency, case) if may(Verb.READ, actor(member), agency.id) else ()
        reading = await cases.reading(session, agency.id, case) if case.readable else None
    reads = may(Verb.READ, actor(member), agency.id) and agency.staff_reading == "chat"
    return Card(
        agency=agency,
        case=case,
        owner=owner.name if owner else None,
        suggestions=tuple(Suggestion(row, tuple(story[a:b] for a, b in row.spans if reads)) for row in rows),
        duties=duties,
        actions=workflow.available(agency, case.status, member.role),
        files=tuple(files),
        waiting=sum(1 for each in talk if each.direction == "in" and each.read_at is None),
        may_assign=may(Verb.ASSIGN, actor(member), agency.id),
        linked=tuple(each.reference for each in others if each.state == links.LINKED),
        proposed=sum(1 for each in others if each.state == links.PROPOSED),
        cluster=incidents_named.get(case.id),
        limits=limits,
        concerns=tuple(_concerns(reading, story if reads else "")),
        noted=noted,
    )


def _concerns(reading: Mapping[str, Any] | None, story: str) -> Iterator[Concern]:
    """The safety labels as the reader gave them; no words where the story is not for these eyes."""
    for each in reading["labels"] if reading else ():
        if each["group"] == "safety":
            spans = allegation.joined((there["start"], there["end"]) for there in each["evidence"])
            yield Concern(each["label"], each["score"], tuple(filter(None, (story[a:b] for a, b in spans))))


async def _noted(session: AsyncSession, agency: Agency, case: Case) -> tuple[tuple[Question, Answer], ...]:
    """The answers that the profile wants on the card; nothing is opened where it wants none."""
    wanted = [each for each in agency.questions.values() if each.card]
    if not wanted or not case.readable:
        return ()
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    found = ((each, answers.get(each.id)) for each in wanted)
    return tuple((question, answer) for question, answer in found if answer is not None and answer.value)


@dataclass(frozen=True, slots=True)
class Told:
    """A case as the complainant told it: the narrative and the answers staff may see."""

    case: Case
    agency: Agency
    narrative: str
    answers: Any
    identity_kept: bool


async def read(desk: Desk, member: Member, case_id: str, source: InboxRow | None) -> Told:
    """The narrative and the answers. The name stays shut where the complainant asked for that; the read is audited."""
    async with on_case(desk, source, member, case_id, Verb.READ) as (session, agency, case):
        story = await cases.narrative(session, agency.id, case)
        answers = await cases.answers(session, agency.id, case)
    return Told(case, agency, story, answers, identity_kept=case.name_choice == KEEPS_NAME)


async def talk(desk: Desk, member: Member, case_id: str, source: InboxRow | None) -> tuple[Case, tuple[Message, ...]]:
    """Messages of both sides and notes, oldest first; what was waiting for staff counts as read."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="talk") as (session, agency, case):
        found = await cases.messages(session, agency.id, case.id, limit=30)
        for each in found:
            if each.direction == "in" and each.read_at is None:
                await cases.read(session, agency.id, each.id, desk.clock())
    return case, tuple(found)


async def media(
    desk: Desk, member: Member, case_id: str, source: InboxRow | None = None
) -> tuple[Case, tuple[Evidence, ...]]:
    """The list of files of a case; `desk.evidence.contents` opens one."""
    async with on_case(desk, source, member, case_id, Verb.MEDIA) as (session, agency, case):
        found = await evidence.of_case(session, agency.id, case.id)
    return case, tuple(found)


async def decide(desk: Desk, source: InboxRow, member: Member, case_id: str, decision: tuple[str, str]) -> None:
    """Confirm or reject a suggestion, `(allegation id, "confirmed" | "rejected")`, or add one, `(code, "added")`.

    To add what is there already, a second tap too, is to confirm it.
    """
    what, state = decision
    async with on_case(desk, source, member, case_id, Verb.DECIDE, state=state) as (session, agency, case):
        by, now = actor(member).by, desk.clock()
        rows = {row.id: row for row in await cases.allegations(session, agency.id, case.id)}
        there = rows.get(what)
        if state == "added":
            there = next((row for row in rows.values() if row.code == what), None)
            state = "added" if there is None or there.state == "added" else "confirmed"
        if there is not None:
            await cases.decide(session, agency.id, there.id, state, by=by, now=now)
        elif state == "added" and what in agency.allegations:
            await cases.add_allegation(session, agency.id, case.id, code=what, by=by, now=now)
        else:
            raise Stale
        detail = {"allegation": there.code if there is not None else what, "state": state}
        await cases.happened(session, agency.id, case.id, verb="decided", by=by, now=now, detail=detail)
        await clocks.replan(session, agency, case, now)  # a deadline may depend on an allegation


@dataclass(frozen=True, slots=True)
class Moves:
    """What the reader may do to a case from where it stands."""

    agency: Agency
    case: Case
    actions: tuple[Action, ...]


async def moves(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Moves:
    """What could be done to a case. It shows nothing of it, so it does not count as having looked at it."""
    async with on_case(desk, source, member, case_id, Verb.ACT, part="actions") as (_, agency, case):
        return Moves(agency, case, workflow.available(agency, case.status, member.role))


@dataclass(frozen=True, slots=True)
class Move:
    """One status change: the action's id, a disposition where the action asks for one, a note for the complainant.

    `on` is the day on which it happened, where the action asks for that; `sure`: even if that is before the incident.
    """

    action: str
    disposition: str | None = None
    note: str | None = None
    on: date | None = None
    sure: bool = False


async def act(desk: Desk, source: InboxRow | None, member: Member, case_id: str, move: Move) -> Case:
    """Change the status as the agency's workflow allows, and tell the complainant. Raises Refused with the reason."""
    async with on_case(desk, source, member, case_id, Verb.ACT, action=move.action) as (session, agency, case):
        taken = workflow.take(agency, case.status, move.action, member.role)
        if taken.action.disposition and move.disposition not in workflow.outcomes(agency, taken.action):
            raise Refused("needs_disposition")
        if not (taken.action.disposition or move.disposition is None) or not (taken.action.day or move.on is None):
            raise Stale  # no button of ours asks for an outcome or a day here
        await findings.wait_for(session, agency, case, taken.action, member.language)
        await panel.wait_for(session, agency, case, taken.action)
        now, by = desk.clock(), actor(member).by
        if taken.action.day:
            dated.must_be_right(taken.action, move.on, await incidents.of_case(session, agency, case), move.sure)
        changes = _moved(agency, case, move, taken.status, now)
        if move.disposition == withdrawal.DISPOSITION:
            changes["flags"] = await withdrawals.settled(session, agency, case)
        case = await cases.record(session, agency.id, case, changes=changes, now=now)
        detail = {"action": move.action, "status": taken.status}
        detail |= {"step": "dated", "on": move.on.isoformat()} if move.on else {}
        await cases.happened(session, agency.id, case.id, verb="status", by=by, now=now, detail=detail)
        if move.note:
            await cases.say(session, agency.id, case, direction="out", by=by, text=move.note, now=now, kind="status")
        await roster.prompt(session, agency.id, member.id, None)
        happened = notices.StatusChanged(case.id, case.reference, taken.status, bool(move.note), case.revision)
        await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
        await tasks.replan(session, agency, case, now)
        return await clocks.replan(session, agency, case, now)


def _moved(agency: Agency, case: Case, move: Move, status: str, now: datetime) -> dict[str, object]:
    """What a move changes. The first time at a status counts; a day that was recorded puts right an earlier one."""
    moments = {status: now, **case.moments}
    if move.on is not None:
        dated.must_be_past(agency, move.on, now)
        moments[status] = dated.moment(agency, move.on, now)
    changes: dict[str, object] = {"status": status, "moments": moments}
    if move.disposition:
        changes["disposition"] = move.disposition
    if agency.statuses[status].terminal:
        changes["closed_at"] = now
        changes["moments"] = {"closed": now, **moments}
    elif case.closed_at is not None:
        changes["closed_at"] = None
    return changes


async def note(desk: Desk, source: InboxRow, member: Member, case_id: str, text: str) -> Case:
    """Keep a note that only staff see."""
    async with on_case(desk, source, member, case_id, Verb.NOTE) as (session, agency, case):
        await cases.say(
            session, agency.id, case, direction="out", by=actor(member).by, text=text, now=desk.clock(), kind="note"
        )
        await roster.prompt(session, agency.id, member.id, None)
    return case


async def message(desk: Desk, source: InboxRow | None, member: Member, case_id: str, text: str) -> Case:
    """Write to the complainant; they get a notice that there is news and read it with a tap."""
    async with on_case(desk, source, member, case_id, Verb.MESSAGE) as (session, agency, case):
        now = desk.clock()
        said = await cases.say(session, agency.id, case, direction="out", by=actor(member).by, text=text, now=now)
        happened = notices.MessageToComplainant(case.id, case.reference, said.id)
        await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
        await roster.prompt(session, agency.id, member.id, None)
    return case
