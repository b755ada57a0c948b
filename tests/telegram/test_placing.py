"""Unit and region of a case in the chat: shown by name, changed with two taps, in both languages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.casework.errors import NotYours, Stale
from bot.casework.parts import Region, Text, Unit
from bot.desk import roster
from storage import roster as rows
from tests.desk.office import HOME, Office
from tests.telegram.clerk import Clerk, office_in

MANY = 14


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        units = {f"u{n}": Unit(id=f"u{n}", name=Text(en=f"Team {n}", es=f"Equipo {n}")) for n in range(MANY)}
        units["patrol"] = Unit(id="patrol", name=Text(en="Patrol", es="Patrulla"), respondents=True)
        regions = {"north": Region(id="north", name=Text(en="The north", es="El norte"))}
        home = opened.desk.agencies[HOME].model_copy(update={"units": units, "regions": regions})
        yield replace(opened, desk=replace(opened.desk, agencies={**opened.desk.agencies, HOME: home}))


async def test_a_case_is_put_where_it_belongs(office: Office) -> None:
    ana = Clerk(office, await office.hires())
    case = await office.files()
    await ana.opens(case)
    assert "Unit: not known\nRegion: not known" in await ana.taps("Unit and region")
    assert "Unit it is about" not in ana.labels(), "for supervisors"
    assert f"Which unit works on {case.reference}?" in await ana.taps("Change the unit")
    assert "Team 11" in ana.labels()
    await ana.taps("More")
    said = await ana.taps("Team 13")
    assert f"You can see it on the timeline of {case.reference}" in said
    assert "Unit: Team 13" in said
    await ana.taps("Change the region")
    assert "Region: The north" in await ana.taps("The north")
    assert "Put into the unit: Team 13" in await ana.opens(case, "history")
    await ana.presses(f"s:places:{case.id}::unit.0")
    assert "Unit: not known" in await ana.taps("None of these")
    assert "Taken out of the unit: Team 13" in await ana.opens(case, "history")


async def test_a_supervisor_says_of_which_unit_it_is_even_if_that_is_their_own(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    zoe = Clerk(office, boss)
    await roster.speak(office.desk, await office.row(), boss, "es")
    async with office.desk.database.write() as session:
        await rows.place(session, HOME, boss.id, units=["patrol"])
    await zoe.opens(case, "places")
    assert "De qué unidad trata" in zoe.labels()
    await zoe.taps("De qué unidad")
    assert await zoe.taps("Patrulla") == f"Listo. El cambio queda en la cronología de {case.reference}."
    with pytest.raises(NotYours):
        await zoe.opens(case, "places")


@pytest.mark.parametrize("arg", ["unit.0.zzz", "unit.99.{digest}", "status.0.{digest}", "unit", ""])
async def test_a_button_of_another_profile_changes_nothing(office: Office, arg: str) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    with pytest.raises(Stale):
        await ana.presses(f"s:place_in:{case.id}::{arg.format(digest=office.desk.agencies[HOME].digest[:3])}")
    for place in ("status.0", "respondent_unit.0", "unit"):
        with pytest.raises(Stale):
            await ana.presses(f"s:places:{case.id}::{place}")
