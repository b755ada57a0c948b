"""Tasks: made for today or later, reminded of once on their morning, silent when done or when the case is closed."""

from datetime import date, timedelta

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import bench, caseload, ownership, tasks
from bot.desk.caseload import Move
from bot.desk.tasks import NewTask
from storage.cases import Case
from storage.models import events, notices
from storage.models import tasks as rows
from storage.roster import Member
from tests.desk.office import ABROAD, Office, on_one

FRIDAY = date(2026, 9, 18)


async def task(office: Office, by: Member, case: Case, *, title: str = "Ask for the footage", on: date = FRIDAY,
               owner: Member | None = None) -> str:  # fmt: skip
    new = NewTask(title, on, (owner or by).id)
    await tasks.add(office.desk, await office.row(by.chat.id), by, case.id, new)
    return str((await office.stored(rows))[-1].id)


async def turn(office: Office, by: Member, case: Case, task_id: str, *, done: bool) -> None:
    await tasks.turn(office.desk, await office.row(by.chat.id), by, case.id, (task_id, done))


async def reminders(office: Office) -> list[tuple[str, bool, bool]]:
    """Every reminder of a task: to whom, whether it was sent, whether it was dropped."""
    found = [each for each in await office.stored(notices) if each.template == "task_due"]
    return [(each.to, each.sent_at is not None, each.dropped_at is not None) for each in found]


async def test_a_task_is_reminded_of_on_the_morning_it_is_due(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    await task(office, ana, case, owner=ben)
    await office.delivers()
    office.clock.strikes(9, 18, 13)  # before the office opens
    await office.delivers()
    assert "task_due" not in office.post.to(ben.chat.id)
    office.clock.strikes(9, 18, 14)
    (sent,) = [each for each in await office.delivers() if "task_due" in each.templates]
    assert sent.to == ben.chat.id
    said = next(each for each in sent.parcel.notices if each.template == "task_due")
    assert said.params == {"reference": case.reference, "due_on": "2026-09-18"}


async def test_nobody_is_reminded_of_what_is_done_or_closed(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    done, other = await task(office, boss, case), await task(office, boss, case, title="Call")
    to = f"member:{boss.id}"
    await turn(office, boss, case, done, done=True)
    assert await reminders(office) == [(to, False, True), (to, False, False)]
    await turn(office, boss, case, done, done=False)
    assert await reminders(office) == [(to, False, False)] * 2, "opened again, it is reminded of again"
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, Move(action, outcome))
    assert await reminders(office) == [(to, False, True)] * 2
    assert (await tasks.mine(office.desk, boss)).tasks == ()
    with pytest.raises(Refused, match="closed_work"):
        await turn(office, boss, case, other, done=True)


@on_one
@pytest.mark.parametrize(("on", "because"), [(date(2026, 9, 13), "task_in_past"), (date(2126, 9, 13), "task_too_far")])
async def test_a_day_that_is_over_is_refused_and_nothing_is_kept(office: Office, on: date, because: str) -> None:
    ana, case = await office.hires(), await office.files()
    with pytest.raises(Refused, match=because):
        await task(office, ana, case, on=on)
    assert await office.stored(rows) == []
    assert await reminders(office) == []


@on_one
async def test_today_is_not_over_yet_and_is_late_tomorrow(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await task(office, ana, case, on=office.clock().date())
    office.clock.passes(days=1)
    page = await tasks.mine(office.desk, ana)
    ((reference, due),) = page.tasks
    assert (reference, due.title, due.done_at) == (case.reference, "Ask for the footage", None)


@on_one
async def test_only_a_colleague_who_may_know_of_the_case_is_given_a_task(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    auditor, foreign = await office.hires("auditor"), await office.hires(agency=ABROAD)
    for each in (auditor, foreign):
        with pytest.raises(Refused, match="no_such_member"):
            await task(office, ana, case, owner=each)
    with pytest.raises(NotYours):
        await task(office, foreign, case)
    assert await office.stored(rows) == []


@on_one
async def test_a_second_tap_changes_nothing_and_an_unknown_task_is_stale(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    known = await task(office, ana, case)
    for _ in range(2):
        await turn(office, ana, case, known, done=True)
    at = await bench.look(office.desk, ana, case.id)
    assert at.tasks[0].done_at == office.clock()
    with pytest.raises(Stale):
        await turn(office, ana, case, "nothing", done=True)


async def test_a_member_s_tasks_are_paged_by_the_day_they_are_due(office: Office) -> None:
    ana = await office.hires()
    one, other = await office.files(), await office.files(chat="101")
    for number in range(11):
        case = one if number % 2 else other
        await task(office, ana, case, title=f"Task {number}", on=FRIDAY + timedelta(days=10 - number))
    first = await tasks.mine(office.desk, ana)
    second = await tasks.mine(office.desk, ana, first.after)
    titles = [each.title for _, each in (*first.tasks, *second.tasks)]
    assert titles == [f"Task {number}" for number in reversed(range(11))]
    assert (len(first.tasks), second.after) == (tasks.PAGE, None)


@on_one
async def test_the_tasks_of_one_s_cases_stay_when_a_colleague_leaves(office: Office) -> None:
    """What somebody was to do is told to the supervisors, for they cannot be told any more."""
    from bot.desk import roster

    boss, ana = await office.hires("supervisor"), await office.hires()
    case = await office.files()
    await ownership.claim(office.desk, await office.row(boss.chat.id), boss, case.id)
    await task(office, boss, case, owner=ana)
    await roster.remove(office.desk, roster.CONSOLE, case.agency, ana.id)
    office.clock.strikes(9, 18)
    await office.delivers()
    assert "task_due" in office.post.to(boss.chat.id)


async def test_a_task_that_is_moved_is_reminded_of_on_its_new_day(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    moved = await task(office, ana, case)
    office.clock.strikes(9, 18)
    assert "task_due" in (await office.tells_whom())[ana.chat.id]
    later = date(2026, 9, 21)
    for _ in range(2):  # a second tap changes nothing
        await tasks.move(office.desk, await office.row(), ana, case.id, (moved, later))
    ((_, now),) = (await tasks.mine(office.desk, ana)).tasks
    assert now.due_on == later
    office.clock.strikes(9, 21)
    assert "task_due" in (await office.tells_whom())[ana.chat.id]
    told = [each.verb for each in await office.stored(events) if each.verb.startswith("task")]
    assert told == ["task_added", "task_moved"]


async def test_a_task_in_other_hands_reminds_who_has_it_now(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    given = await task(office, ana, case)
    for _ in range(2):
        await tasks.give(office.desk, await office.row(), ana, case.id, (given, ben.id))
    assert (await tasks.mine(office.desk, ana)).tasks == ()
    assert [each.id for _, each in (await tasks.mine(office.desk, ben)).tasks] == [given]
    office.clock.strikes(9, 18)
    told = await office.tells_whom()
    assert "task_due" in told[ben.chat.id]
    assert "task_due" not in told.get(ana.chat.id, [])
    told_of = [each.verb for each in await office.stored(events) if each.verb.startswith("task")]
    assert told_of == ["task_added", "task_given"]


@on_one
async def test_a_task_goes_to_no_day_that_is_over_and_to_nobody_who_may_not_know(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    auditor, known = await office.hires("auditor"), await task(office, ana, case)
    before = await office.stored(rows), await office.stored(events)
    for what, because in (((known, date(2026, 9, 13)), "task_in_past"), ((known, date(2126, 9, 13)), "task_too_far")):
        with pytest.raises(Refused, match=because):
            await tasks.move(office.desk, await office.row(), ana, case.id, what)
    with pytest.raises(Refused, match="no_such_member"):
        await tasks.give(office.desk, await office.row(), ana, case.id, (known, auditor.id))
    for refused in (tasks.move(office.desk, await office.row(), ana, case.id, ("nothing", FRIDAY)),
                    tasks.give(office.desk, await office.row(), ana, case.id, ("nothing", ana.id))):  # fmt: skip
        with pytest.raises(Stale):
            await refused
    assert (await office.stored(rows), await office.stored(events)) == before


@on_one
async def test_what_is_done_or_closed_is_not_moved_any_more(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    done, other = await task(office, boss, case), await task(office, boss, case)
    await turn(office, boss, case, done, done=True)
    with pytest.raises(Refused, match="task_is_done"):
        await tasks.move(office.desk, await office.row(), boss, case.id, (done, date(2026, 9, 21)))
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, Move(action, outcome))
    with pytest.raises(Refused, match="closed_work"):
        await tasks.give(office.desk, await office.row(), boss, case.id, (other, boss.id))
