"""What a panel said is written down by how many, and a case goes to the chief only after that."""

from dataclasses import replace

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import caseload, panel
from bot.desk.caseload import Move
from storage import cases, recommendations
from storage.cases import Case
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one

SAID = "4 for, 1 against\nSustain it."


async def before_the_panel(office: Office) -> tuple[Case, Member]:
    case, chief = await office.files(), await office.hires("supervisor")
    for action in ("start", "reviewed", "investigate", "finish", "to_panel"):
        await caseload.act(office.desk, await office.row(), chief, case.id, Move(action))
    return case, chief


async def test_a_case_waits_for_the_panel_before_it_goes_to_the_chief(office: Office) -> None:
    case, chief = await before_the_panel(office)
    with pytest.raises(Refused, match="needs_panel"):
        await caseload.act(office.desk, await office.row(), chief, case.id, Move("to_chief"))
    await panel.record(office.desk, await office.row(), chief, case.id, SAID)
    async with office.desk.database.read() as session:
        (said,) = await recommendations.of_case(session, HOME, case)
        event = (await cases.events(session, HOME, case.id))[-1]
    assert (said.agreed, said.differed, said.abstained, said.words) == (4, 1, 0, "Sustain it.")
    assert (event.verb, dict(event.detail)) == ("panel_said", {"agreed": "4", "differed": "1", "abstained": "0"})
    moved = await caseload.act(office.desk, await office.row(), chief, case.id, Move("to_chief"))
    assert moved.status == "chief_decision"


@on_one
async def test_what_is_missing_is_said_and_nothing_is_kept(office: Office) -> None:
    case, chief = await before_the_panel(office)
    for text in ("Sustain it.", "5 for, 1 against\nSustain it.", "4 for, 1 against"):
        with pytest.raises(Refused, match="panel_"):
            await panel.record(office.desk, await office.row(), chief, case.id, text)
    async with office.desk.database.read() as session:
        assert await recommendations.of_case(session, HOME, case) == []


@on_one
async def test_an_office_without_a_panel_has_nothing_to_record(office: Office) -> None:
    case, chief = await before_the_panel(office)
    without = office.desk.agencies[HOME].model_copy(update={"panel": None})
    desk = replace(office.desk, agencies={HOME: without})
    with pytest.raises(NotYours):
        await panel.record(desk, await office.row(), chief, case.id, SAID)
