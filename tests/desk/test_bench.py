"""One look at everything that is worked on in a case."""

from dataclasses import replace

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import bench, caseload, roster
from tests.desk.office import ABROAD, Office, on_one


@on_one
async def test_colleagues_who_may_be_given_a_task(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires("intake", name="Ben")
    await office.hires("auditor", name="Cy")
    await office.hires(name="Dee", agency=ABROAD)
    gone = await office.hires(name="Eve")
    await roster.remove(office.desk, roster.CONSOLE, gone.agency, gone.id)
    case = await office.files()
    at = await bench.look(office.desk, ana, case.id)
    assert [each.name for each in at.colleagues] == [ana.name, ben.name]


@on_one
async def test_what_is_owed_is_said_once_something_is_confirmed(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    assert (await bench.look(office.desk, ana, case.id)).owed == ()
    (allegation,) = (await bench.look(office.desk, ana, case.id)).allegations
    await caseload.decide(office.desk, await office.row(ana.chat.id), ana, case.id, (allegation.id, "confirmed"))
    at = await bench.look(office.desk, ana, case.id)
    assert at.owed == ((allegation.id, at.respondents[0].id),)


@on_one
async def test_a_look_is_audited_and_not_for_everybody(office: Office) -> None:
    ana, auditor, case = await office.hires(), await office.hires("auditor"), await office.files()
    await bench.look(office.desk, ana, case.id)
    assert (await office.acts())[-1] == (f"member:{ana.id}", "read", case.id)
    with pytest.raises(NotYours):
        await bench.look(office.desk, auditor, case.id)
    bench.must_be_open(case)
    with pytest.raises(Refused, match="closed_work"):
        bench.must_be_open(replace(case, closed_at=office.clock()))
