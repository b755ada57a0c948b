"""Tasks with dates: made, moved, given on, done, reminded of on their morning; called by `telegram.casework`.

`replan` is called by whatever closes a case or opens it again: the reminders of a closed case are dropped.
"""

from dataclasses import dataclass, field, replace
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
        await _must_be_able(session, agency, case, new.owner)
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
        there = await _there(session, agency, case, task_id)
        if await tasks.turn(session, agency.id, there, now if done else None):
            verb = "task_done" if done else "task_reopened"
            await _happened(session, agency, case, there, verb, member, now)
            await replan(session, agency, case, now)
    return case


async def move(desk: Desk, source: InboxRow, member: Member, case_id: str, what: tuple[str, date]) -> Case:
    """Give an open task another day, `(task id, day)`; its reminder goes along. Raises Refused, Stale."""
    task_id, due_on = what
    wanted = {"task": task_id, "due_on": due_on.isoformat()}
    async with on_case(desk, source, member, case_id, Verb.TASK, **wanted) as (session, agency, case):
        rules.check_due(agency, due_on, desk.clock())
        there = await _to_do(session, agency, case, task_id)
        await _change(desk, session, case, member, there, replace(there, due_on=due_on))
    return case


async def give(desk: Desk, source: InboxRow, member: Member, case_id: str, what: tuple[str, str]) -> Case:
    """Give an open task to a colleague, `(task id, member's id)`, who is reminded instead. Raises Refused, Stale."""
    task_id, owner = what
    async with on_case(desk, source, member, case_id, Verb.TASK, task=task_id, owner=owner) as (session, agency, case):
        there = await _to_do(session, agency, case, task_id)
        await _must_be_able(session, agency, case, owner)
        await _change(desk, session, case, member, there, replace(there, owner_id=owner))
    return case


async def replan(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """Bring the reminders in line with the tasks that are open; a closed case has none."""
    due = await tasks.of_case(session, agency.id, case) if case.closed_at is None else []
    planned = rules.reminders(agency, case.id, case.reference, due)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=rules.scope(case.id))


async def _there(session: AsyncSession, agency: Agency, case: Case, task_id: str) -> Task:
    must_be_open(case)
    there = await tasks.load(session, agency.id, case, task_id)
    if there is None:
        raise Stale
    return there


async def _to_do(session: AsyncSession, agency: Agency, case: Case, task_id: str) -> Task:
    """A task that is still to be done."""
    there = await _there(session, agency, case, task_id)
    if there.done_at is not None:
        raise Refused("task_is_done")
    return there


async def _must_be_able(session: AsyncSession, agency: Agency, case: Case, owner: str) -> None:
    if owner not in {each.id for each in await who_may(session, agency, case)}:
        raise Refused("no_such_member")


async def _change(desk: Desk, session: AsyncSession, case: Case, member: Member, was: Task, now: Task) -> None:
    """Write down what has become of a task; a second tap changes nothing."""
    agency, at = desk.agencies[case.agency], desk.clock()
    if was != now:
        verb = "task_moved" if was.due_on != now.due_on else "task_given"
        await tasks.change(session, agency.id, was, now)
        await _happened(session, agency, case, now, verb, member, at)
        await replan(session, agency, case, at)
    await roster.prompt(session, agency.id, member.id, None)


async def _happened(
    session: AsyncSession, agency: Agency, case: Case, task: Task, verb: str, by: Member, now: datetime
) -> None:
    detail = {"title": task.title, "due_on": task.due_on.isoformat(), "owner": task.owner_id}
    await cases.happened(session, agency.id, case.id, verb=verb, by=actor(by).by, now=now, detail=detail)
