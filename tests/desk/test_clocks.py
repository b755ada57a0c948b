"""A case's duties as rows: its reminders and its next date follow the profile whenever the case moves."""

from datetime import UTC, datetime

from bot.casework import deadlines
from bot.desk import caseload, clocks, ownership
from bot.desk.caseload import Move
from storage import cases
from storage.cases import Case
from storage.models import notices
from tests.desk.office import HOME, Office


async def ladder(office: Office, case: Case) -> dict[tuple[str, str], list[str]]:
    """The days on which each duty's unsent reminders and escalations are due, by (duty, template)."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in await office.stored(notices):
        if row.case_id == case.id and ":duty:" in row.key and row.sent_at is None and row.dropped_at is None:
            found.setdefault((row.params["duty"], row.template), []).append(f"{row.due_at:%m-%d}")
    return {key: sorted(days) for key, days in found.items()}


async def test_filing_plans_the_ladder_of_every_public_duty(office: Office) -> None:
    await office.tells()
    case = await office.files(chat="101")
    assert await ladder(office, case) == {
        ("number", "reminder"): ["09-16", "09-17", "09-21"],
        ("number", "escalation"): ["09-18", "09-24"],
        ("review", "reminder"): ["10-07", "10-13", "10-14", "10-16"],
        ("review", "escalation"): ["10-15", "10-21"],
        ("investigation", "reminder"): ["02-11", "03-05", "03-12", "03-15", "03-22"],
        ("investigation", "escalation"): ["03-05", "03-15", "03-29"],
    }  # the complainant has the number: the receipt went out


async def test_a_met_duty_stops_and_the_next_date_moves_on(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    assert case.next_at == datetime(2026, 9, 18, 5, tzinfo=UTC)  # the end of the third day in Minneapolis

    case = await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert set(await ladder(office, case)) == {
        (duty, template) for duty in ("review", "investigation") for template in ("reminder", "escalation")
    }
    assert (await ladder(office, case))["review", "reminder"] == ["10-07", "10-13", "10-14", "10-16"]
    assert case.next_at == datetime(2026, 10, 15, 5, tzinfo=UTC)

    for action in ("start", "reviewed"):
        case = await caseload.act(office.desk, await office.row(ana.chat.id), ana, case.id, Move(action))
    assert {duty for duty, _ in await ladder(office, case)} == {"routing", "investigation"}


async def test_a_closed_case_reminds_nobody(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    for action, disposition in (("start", None), ("close", "no_merit")):
        row = await office.row(boss.chat.id)
        case = await caseload.act(office.desk, row, boss, case.id, Move(action, disposition))
    assert case.closed_at == office.clock()
    assert await ladder(office, case) == {}


async def test_a_case_without_an_open_duty_still_has_a_next_date(office: Office) -> None:
    case = await office.files()
    moments = dict.fromkeys(("claimed", "notified", "routing", "director_decision", "investigation"), office.clock())
    async with office.desk.database.write() as session:
        case = await cases.record(session, HOME, case, changes={"moments": moments}, now=office.clock())
        case = await clocks.replan(session, office.desk.agencies[HOME], case, office.clock())
    assert (case.next_at - office.clock()).days == office.desk.agencies[HOME].next_check_days


async def test_replanning_twice_changes_nothing(office: Office) -> None:
    case = await office.files()
    before = await office.stored(notices)
    async with office.desk.database.write() as session:
        again = await clocks.replan(session, office.desk.agencies[HOME], case, office.clock())
    assert again == case
    assert await office.stored(notices) == before


async def test_the_facts_of_an_unfiled_case_lead_to_the_same_next_date(office: Office) -> None:
    case = await office.files()
    agency = office.desk.agencies[HOME]
    filed = clocks.facts(agency, case)
    assert filed.conditions["reference"] == case.reference
    assert deadlines.next_date(agency, filed, office.clock()) == case.next_at
