"""Reminders of requests stand in the one table of notices, and follow what is settled, closed and opened again."""

from datetime import date

from bot.casework.keeper import keeper
from bot.desk import ownership, requests, waiting
from bot.desk.requests import Asking
from storage import cases
from storage.cases import Case
from storage.models import notices
from tests.desk.office import HOME, Office, on_one

DUE = date(2026, 9, 28)


async def reminders(office: Office, case: Case) -> list[str]:
    """To whom reminders of this case's requests are still planned."""
    found = await office.stored(notices)
    return [each.to for each in found if each.key.startswith(f"{case.id}:request:") and each.dropped_at is None]


async def changed(office: Office, case: Case, **changes: object) -> None:
    """The case as some other verb leaves it, replanned."""
    async with office.desk.database.write() as session:
        now = office.clock()
        current = await cases.record(session, HOME, await _held(session, case), changes=changes, now=now)
        await waiting.replan(session, office.desk.agencies[HOME], current, now)


async def _held(session: object, case: Case) -> Case:
    found = await cases.hold(session, HOME, case.id)  # type: ignore[arg-type]
    assert found is not None
    return found


@on_one
async def test_they_go_with_the_owner_and_stop_while_the_case_is_closed(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await requests.ask(office.desk, await office.row(), ana, case.id, Asking("The paper.", DUE, "hospital"))
    assert set(await reminders(office, case)) == {f"queue:{case.queue}"}
    await ownership.claim(office.desk, await office.row(), ana, case.id)
    assert await reminders(office, case) == [f"member:{ana.id}"] * 3
    await changed(office, case, closed_at=office.clock())
    assert await reminders(office, case) == []
    await changed(office, case, closed_at=None)
    assert await reminders(office, case) == [f"member:{ana.id}"] * 3


@on_one
async def test_planning_twice_changes_nothing(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await requests.ask(office.desk, await office.row(), ana, case.id, Asking("The paper.", DUE))
    before = await office.stored(notices)
    async with office.desk.database.write() as session:
        await waiting.replan(session, office.desk.agencies[HOME], await _held(session, case), office.clock())
    assert await office.stored(notices) == before


@on_one
async def test_what_the_complainant_sends_without_being_asked_plans_nothing(office: Office) -> None:
    await office.hires()
    case = await office.files()
    async with office.desk.database.write() as session:
        await waiting.offered(session, office.desk.agencies[HOME], await _held(session, case), office.clock())
    assert await reminders(office, case) == []


@on_one
async def test_what_comes_to_a_closed_case_of_nobody_s_is_for_the_supervisors(office: Office) -> None:
    case = await office.files()
    async with office.desk.database.write() as session:
        closed = await cases.record(
            session, HOME, await _held(session, case), changes={"closed_at": office.clock()}, now=office.clock()
        )
    agency = office.desk.agencies[HOME]
    assert keeper(agency, waiting.subject(case)) == f"queue:{case.queue}"
    assert keeper(agency, waiting.subject(closed)) == "supervisor"
