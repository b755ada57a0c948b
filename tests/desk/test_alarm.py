"""A case that nobody looks after is found, and said once a day to the supervisor and to the operator."""

from dataclasses import replace

import pytest
import structlog

from bot.desk import alarm, ownership, roster
from nlp import Reader
from storage import cases
from storage import roster as rows
from storage.cases import Case
from tests.desk.office import HOME, Office, on_one


async def changed(office: Office, case: Case, **changes: object) -> None:
    async with office.desk.database.write() as session:
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        await cases.record(session, HOME, held, changes=changes, now=office.clock())


async def test_all_is_well_where_somebody_looks_after_everything(office: Office) -> None:
    ana = await office.hires()
    mine, _ = await office.files(chat="1"), await office.files(chat="2")
    await ownership.claim(office.desk, await office.row(), ana, mine.id)
    assert await alarm.round(office.desk) == 0


@pytest.mark.parametrize("fault", ["unattended", "unknown_queue", "owner_gone", "forgotten"])
async def test_every_kind_of_fault_is_found(office: Office, fault: str) -> None:
    ana = await office.hires(queues=["intake"])
    case = await office.files()
    await office.delivers()
    if fault == "unattended":
        await changed(office, case, queue="critical")
    elif fault == "unknown_queue":
        await changed(office, case, queue="gone")
    elif fault == "owner_gone":
        await ownership.claim(office.desk, await office.row(), ana, case.id)
        async with office.desk.database.write() as session:  # not by the desk, which would give the case back
            await rows.remove(session, HOME, ana.id)
        await office.hires(queues=["intake"])
    else:
        await changed(office, case, next_at=office.clock().replace(month=7))
        async with office.desk.database.write() as session:
            from storage.models import notices

            await session.execute(notices.update().values(dropped_at=office.clock()))
    with structlog.testing.capture_logs() as logs:
        assert await alarm.round(office.desk) == 1
    assert {"event": "cases_without_care", "agency": HOME, "count": 1, "log_level": "error"} in logs
    boss = await office.hires("supervisor", queues=[])
    if fault == "unattended":
        assert await alarm.round(office.desk) == 0  # supervisors see every queue
    await alarm.round(office.desk)
    sent = [each for each in await office.delivers() if each.to == boss.chat.id]
    assert [each.templates.count("alarm") for each in sent if "alarm" in each.templates] == [1]


@on_one
async def test_it_is_said_once_a_day(office: Office) -> None:
    boss = await office.hires("supervisor", queues=[])
    await changed(office, await office.files(), queue="gone")
    for day in (15, 16):
        office.clock.strikes(9, day)
        for _ in range(3):
            await alarm.round(office.desk)
        sent = [each.templates.count("alarm") for each in await office.delivers() if each.to == boss.chat.id]
        assert sum(sent) == 1
    assert await roster.every(office.desk, HOME)


@on_one
async def test_a_reader_without_its_model_is_told_to_the_operator_and_is_no_fault_of_a_case(office: Office) -> None:
    without = replace(office.desk, reader=Reader.without_model())
    for desk, told in ((office.desk, []), (without, [{"event": "reader_without_model", "log_level": "error"}])):
        with structlog.testing.capture_logs() as logs:
            assert await alarm.round(desk) == 0
        assert logs == told
