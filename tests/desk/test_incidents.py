"""A step that has a day of its own: what the desk takes, what it doubts, and what the clocks make of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.casework.agency import Action, Deadline, Text
from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.interview import Answer, Picked, Said, pack, unpack
from bot.casework.limit import Limit, Unfiled
from bot.casework.workdays import day_at
from bot.desk import caseload, clocks, incidents, intake, ownership
from bot.desk.caseload import Move
from storage import cases
from storage.cases import Case
from storage.models import notices
from tests.desk.office import HOME, Office, on_one

MARCH = {"on": "2026-03-03", "until": None, "precision": "day", "said": "March 3"}
pytestmark = on_one


def with_a_day(office: Office) -> Office:
    """The office of an agency whose first step asks on which day it was taken, with a duty that runs from there."""
    agency = office.desk.agencies[HOME]
    received, review = agency.statuses["received"], agency.statuses["review"]
    start = received.actions["start"].model_copy(update={"day": True})
    again = Action(id="again", to="review", by=start.by, label=start.label, day=True)
    statuses = {
        **agency.statuses,
        "received": received.model_copy(update={"actions": {"start": start}}),
        "review": review.model_copy(update={"actions": {**review.actions, "again": again}}),
    }
    duty = Deadline(
        name="serve",
        title=start.label,
        within="15 days",
        of="review",
        until=("closed",),
        remind=("3 days before", "when due"),
        source="this test",
        checked_on=date(2026, 11, 22),
    )
    agency = agency.model_copy(update={"statuses": statuses, "deadlines": (duty,)})
    return replace(office, desk=replace(office.desk, agencies={HOME: agency}))


async def happened_in_march(office: Office, case: Case) -> Case:
    async with office.desk.database.write() as session:
        answers = unpack(await cases.answers(session, HOME, case)) | {"when": Answer(MARCH, "given")}
        return await cases.record(session, HOME, case, changes={"answers": pack(answers)}, now=office.clock())


async def test_the_clock_runs_from_the_day_that_was_named(office: Office) -> None:
    office = with_a_day(office)
    ana, case = await office.hires(), await office.files()
    office.clock.passes(days=10)
    on = date(2026, 9, 16)
    case = await caseload.act(office.desk, await office.row(), ana, case.id, Move("start", on=on))
    async with office.desk.database.read() as session:
        (duty,) = await clocks.duties(session, office.desk.agencies[HOME], case)
    assert day_at(office.desk.agencies[HOME], case.moments["review"]) == on
    assert duty.due_on == on + timedelta(days=15)
    assert case.next_at == duty.due_at


async def test_a_day_that_was_wrong_is_put_right_and_the_clock_with_it(office: Office) -> None:
    office = with_a_day(office)
    ana, case = await office.hires(), await office.files()
    for action, on in (("start", date(2026, 9, 14)), ("again", date(2026, 9, 10))):
        case = await caseload.act(office.desk, await office.row(), ana, case.id, Move(action, on=on))
    async with office.desk.database.read() as session:
        (duty,) = await clocks.duties(session, office.desk.agencies[HOME], case)
    assert duty.due_on == date(2026, 9, 25)


@pytest.mark.parametrize(
    ("move", "because"),
    [
        (Move("start"), "needs_day"),
        (Move("start", on=date(2026, 9, 15)), "day_not_yet"),
        (Move("start", on=date(2026, 3, 2)), "day_before_incident"),
    ],
)
async def test_what_is_no_day_changes_nothing(office: Office, move: Move, because: str) -> None:
    office = with_a_day(office)
    ana, case = await office.hires(), await happened_in_march(office, await office.files())
    with pytest.raises(Refused, match=because):
        await caseload.act(office.desk, await office.row(), ana, case.id, move)
    assert (await office.now(case)).status == "received"


async def test_a_day_before_the_incident_is_taken_from_somebody_who_is_sure(office: Office) -> None:
    office = with_a_day(office)
    ana, case = await office.hires(), await happened_in_march(office, await office.files())
    assert await incidents.contradicted(office.desk, ana, case.id, date(2026, 3, 2)) == date(2026, 3, 3)
    assert await incidents.contradicted(office.desk, ana, case.id, date(2026, 3, 3)) is None
    move = Move("start", on=date(2026, 3, 2), sure=True)
    case = await caseload.act(office.desk, await office.row(), ana, case.id, move)
    assert day_at(office.desk.agencies[HOME], case.moments["review"]) == date(2026, 3, 2)


async def test_a_day_ahead_is_refused_before_anything_else_is_asked(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    with pytest.raises(Refused, match="day_not_yet"):
        await incidents.contradicted(office.desk, ana, case.id, date(2026, 9, 15))
    with pytest.raises(NotYours):
        await incidents.contradicted(office.desk, ana, "nowhere", date(2026, 9, 14))


async def test_a_day_for_a_step_that_asks_none_is_stale(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    with pytest.raises(Stale):
        await caseload.act(office.desk, await office.row(), ana, case.id, Move("start", on=date(2026, 9, 14)))


async def test_a_draft_is_reminded_once_more_before_its_earliest_limit_and_its_latest(office: Office) -> None:
    """Only somebody who wants to be reminded: the two usual reminders, and the one for the limit."""
    limits = tuple(Limit(days=days, source="a rule", checked_on=date(2026, 11, 22)) for days in (40, 300))
    agency = office.desk.agencies[HOME].model_copy(update={"limits": limits})
    office = replace(office, desk=replace(office.desk, agencies={HOME: agency}))
    await office.tells()
    for incoming in (Picked("me"), Picked("no_name"), Said("September 7", "1")):
        await office.hears(incoming)
    for wanted in (False, True):
        await intake.remind(office.desk, await office.row(), await office.draft(), wanted=wanted)
        planned = [each for each in await office.stored(notices) if each.draft_id and not each.dropped_at]
        if not wanted:
            assert planned == []
    assert {(each.template, day_at(agency, each.due_at)) for each in planned} == {
        ("draft_reminder", date(2026, 9, 21)),
        ("draft_reminder", date(2026, 10, 14)),
        ("draft_limit", date(2026, 10, 2)),
        ("draft_limit", date(2027, 6, 17)),  # the 18th is a holiday
    }


def unfiled(office: Office) -> Office:
    """The office of an agency with two limits, where a complaint counts as filed once its review begins."""
    limits = tuple(Limit(days=days, source="a rule", checked_on=date(2026, 11, 22)) for days in (180, 300))
    rule = Unfiled(until="review", words=Text(en="Not filed.", es="Sin presentar."))
    agency = office.desk.agencies[HOME].model_copy(update={"limits": limits, "unfiled": rule})
    return replace(office, desk=replace(office.desk, agencies={HOME: agency}))


async def limits_told(office: Office) -> set[tuple[str, str, str]]:
    """What is planned to be said of the limits: the template, to whom, and the day it names."""
    found = [each for each in await office.stored(notices) if each.template.startswith("limit_")]
    return {(each.template, each.to, each.params["due_on"]) for each in found if not each.dropped_at}


async def test_the_last_limit_is_told_to_the_complainant_and_to_whoever_keeps_the_case(office: Office) -> None:
    office = unfiled(office)
    ana, case = await office.hires(), await office.files()
    assert await limits_told(office) == set(), "nobody has said when it was"
    case = await happened_in_march(office, case)
    case = await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    first, last = "2026-08-30", "2026-12-28"
    assert await limits_told(office) == {
        *((each, "complainant", last) for each in ("limit_last", "limit_over")),
        *((f"{each}_staff", f"member:{ana.id}", last) for each in ("limit_last", "limit_over")),
    }, f"the first was over on {first}, before it was sent"
    await caseload.act(office.desk, await office.row(ana.chat.id), ana, case.id, Move("start"))
    assert await limits_told(office) == set()
