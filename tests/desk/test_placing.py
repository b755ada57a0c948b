"""A case's unit, region and the unit it is about, put right by hand: lists find it, and only the right people."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.parts import Region, Text, Unit
from bot.desk import caseload, ownership, placing, queues
from bot.desk.queues import Chosen
from storage import cases
from storage import roster as rows
from storage.cases import Case
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one


def named(name: str) -> Text:
    return Text(en=name, es=name)


@pytest.fixture
def office(office: Office) -> Office:
    """An office with two teams, two regions, and a unit that cases are about."""
    units = [Unit(id=each, name=named(each.title())) for each in ("east", "west")]
    units.append(Unit(id="patrol", name=named("Patrol"), respondents=True))
    regions = [Region(id=each, name=named(each.title())) for each in ("north", "south")]
    changes = {"units": {each.id: each for each in units}, "regions": {each.id: each for each in regions}}
    home = office.desk.agencies[HOME].model_copy(update=changes)
    return replace(office, desk=replace(office.desk, agencies={**office.desk.agencies, HOME: home}))


async def put(office: Office, by: Member, case: Case, what: str, code: str | None) -> Case:
    return await placing.put(office.desk, await office.row(), by, case.id, (what, code))


async def listed(office: Office, by: Member, **chosen: str) -> list[str]:
    return [each.id for each in (await queues.queue(office.desk, by, Chosen(**chosen))).cases]


async def test_a_list_finds_a_case_where_it_was_put_and_the_timeline_says_who_did_it(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    assert await listed(office, ana, unit="east") == []
    await put(office, ana, case, "unit", "east")
    await put(office, ana, case, "region", "south")
    assert await listed(office, ana, unit="east", region="south") == [case.id]
    assert await listed(office, ana, unit="west") == []
    await put(office, ana, case, "unit", None)
    assert await listed(office, ana, unit="east") == []
    assert (await placing.look(office.desk, None, ana, case.id)).region == "south"
    async with office.desk.database.read() as session:
        said = [each for each in await cases.events(session, HOME, case.id) if each.verb == "placed"]
    assert [each.detail for each in said] == [
        {"step": "unit", "place": "east"},
        {"step": "region", "place": "south"},
        {"step": "no_unit", "place": "east"},
    ]
    assert {each.by for each in said} == {f"member:{ana.id}"}
    assert [verb for _, verb, subject in await office.acts() if subject == case.id].count("situate") == 3


async def of_unit(office: Office, member: Member, units: Sequence[str]) -> Member:
    async with office.desk.database.write() as session:
        await rows.place(session, HOME, member.id, units=units)
    assert member.chat is not None
    (found,) = await office.members(member.chat)
    return found


@on_one
async def test_who_is_of_the_unit_it_is_about_knows_nothing_of_it_and_does_not_keep_it(office: Office) -> None:
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    ana, ben = await of_unit(office, await office.hires(), ["patrol"]), await office.hires(name="Ben")
    await ownership.claim(office.desk, await office.row(), ana, case.id)
    await office.delivers()
    await put(office, boss, case, "respondent_unit", "patrol")
    assert (await office.now(case)).owner_id is None
    with pytest.raises(NotYours):
        await caseload.card(office.desk, ana, case.id)
    assert await listed(office, ben) == [case.id]
    assert ana.chat is not None
    assert ana.chat.id not in {each.to for each in await office.delivers()}
    await put(office, boss, case, "respondent_unit", None)
    assert (await caseload.card(office.desk, ana, case.id)).case.id == case.id


@on_one
async def test_another_owner_keeps_the_case(office: Office) -> None:
    boss, ben, case = await office.hires("supervisor"), await office.hires(), await office.files()
    await ownership.claim(office.desk, await office.row(), ben, case.id)
    await put(office, boss, case, "respondent_unit", "patrol")
    assert (await office.now(case)).owner_id == ben.id


@on_one
async def test_what_cannot_be_is_refused(office: Office) -> None:
    ana, boss, case = await office.hires(), await office.hires("supervisor"), await office.files()
    with pytest.raises(NotYours):  # it decides who may know of the case
        await put(office, ana, case, "respondent_unit", "patrol")
    for what, code in (("unit", "patrol"), ("unit", "gone"), ("respondent_unit", "east"), ("status", "closed")):
        with pytest.raises(Stale):
            await put(office, boss, case, what, code)
    for code in (None, "east", "east"):
        refused = code is None or (await office.now(case)).unit == code
        if refused:
            with pytest.raises(Refused, match="placed_already"):
                await put(office, boss, case, "unit", code)
        else:
            await put(office, boss, case, "unit", code)
    for move in (caseload.Move("start"), caseload.Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(), boss, case.id, move)
    with pytest.raises(Refused, match="closed"):
        await put(office, boss, case, "unit", "west")
