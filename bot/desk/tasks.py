"""Tasks with dates: made, done, opened again, reminded of on their morning; called by `telegram.casework`.

`replan` is called by whatever closes a case or opens it again: the reminders of a closed case are dropped.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import task as rules
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale
from bot.desk.bench import must_be_open, who_may
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, known, on_case
from storage import cases, outbox, roster, tasks
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member
from storage.tasks import Key, Task

PAGE: Final = 8


@dataclass(frozen=True, slots=True)
class NewTask:
    """What is to be done, by when and by whom (a member's id)."""

    title: str = field(repr=False)
    due_on: date
    owner: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a member's open tasks with their cases' references; `after` is the key of the next page."""

    tasks: tuple[tuple[str, Task], ...]
    after: Key | None
    agency: Agency


async def mine(desk: Desk, member: Member, after: Key | None = None) -> Page:
    """The member's open tasks on all open cases, the one due first on top. Audited."""
    async with desk.transaction(None, Act(actor(member), Verb.MINE, member.agency, member.agency)) as session:
        reader = await known(session, member)
        permit(Verb.MINE, actor(reader), reader.agency)
        found = await tasks.of_owner(session, reader.agency, reader, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    more = (shown[-1][1].due_on, shown[-1][1].seq) if len(found) > PAGE else None
    return Page(tuple(shown), more, desk.agencies[member.agency])


async def add(desk: Desk, source: InboxRow, member: Member, case_id: str, new: NewTask) -> Case:
    """Note what somebody has to do, and plan its reminder. Raises Refused for a day that is over."""
    async with on_case(desk, source, member, case_id, Verb.TASK, owner=new.owner) as (session, agency, case):
        now = desk.clock()
        must_be_open(case)
        rules.check_due(agency, new.due_on, now)
        if new.owner not in {each.id for each in await who_may(session, agency, case)}:
            raise Refused("no_such_member")
        made = await tasks.add(
            session, agency.id, case, title=new.title, due_on=new.due_on, owner=new.owner, by=actor(member).by, now=now
        )
        await _happened(session, agency, case, made, "task_added", member, now)
        await replan(session, agency, case, now)
        await roster.prompt(session, agency.id, member.id, None)
    return case


async def turn(desk: Desk, source: InboxRow, member: Member, case_id: str, what: tuple[str, bool]) -> Case:
    """Mark a task as done, `(task id, True)`, or open it again; a second tap changes nothing."""
    task_id, done = what
    async with on_case(desk, source, member, case_id, Verb.TASK, task=task_id, done=done) as (session, agency, case):
        now = desk.clock()
        must_be_open(case)
        there = await tasks.load(session, agency.id, case, task_id)
        if there is None:
            raise Stale
        if await tasks.turn(session, agency.id, there, now if done else None):
            verb = "task_done" if done else "task_reopened"
            await _happened(session, agency, case, there, verb, member, now)
            await replan(session, agency, case, now)
    return case


async def replan(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """Bring the reminders in line with the tasks that are open; a closed case has none."""
    due = await tasks.of_case(session, agency.id, case) if case.closed_at is None else []
    planned = rules.reminders(agency, case.id, case.reference, due)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=rules.scope(case.id))


async def _happened(
    session: AsyncSession, agency: Agency, case: Case, task: Task, verb: str, by: Member, now: datetime
) -> None:
    detail = {"title": task.title, "due_on": task.due_on.isoformat(), "owner": task.owner_id}
    await cases.happened(session, agency.id, case.id, verb=verb, by=actor(by).by, now=now, detail=detail)
