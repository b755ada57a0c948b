"""A pause of an office: complaints are taken and queued, clocks run, it is told, and it ends by itself."""

from datetime import date

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import clocks, figures, pausing, roster
from storage.models import audit
from tests.desk.office import HOME, Office, on_one

WHY = "in 9 days: two of us are ill"


@on_one
async def test_complaints_are_taken_and_clocks_run_on(office: Office) -> None:
    boss, before = await office.hires("supervisor"), await office.files()
    async with office.desk.database.read() as session:
        owed = await clocks.duties(session, office.desk.agencies[HOME], before)
    paused = await pausing.begin(office.desk, await office.row(boss.chat.id), boss, WHY)
    assert (paused.until_on, paused.pause.because) == (date(2026, 9, 23), "two of us are ill")
    office.clock.passes(days=1)
    case = await office.files(chat="102")
    assert (case.status, case.queue, case.held_until) == ("received", "intake", None)
    async with office.desk.database.read() as session:
        assert await clocks.duties(session, office.desk.agencies[HOME], await office.now(before)) == owed
        assert {each.moved_at for each in await clocks.duties(session, office.desk.agencies[HOME], case)} == {None}
    assert "new_case" in office.post.to(boss.chat.id) or await office.delivers()


@on_one
async def test_it_is_over_by_itself_and_figures_show_it_until_then(office: Office) -> None:
    boss = await office.hires("supervisor")
    await pausing.begin(office.desk, await office.row(boss.chat.id), boss, WHY)
    shown = (await figures.of_office(office.desk, None, boss)).paused
    assert shown is not None
    assert shown.until_on == date(2026, 9, 23)
    office.clock.strikes(9, 24, hour=4)  # eleven at night in Minneapolis
    assert await pausing.running(office.desk, HOME) is not None
    office.clock.strikes(9, 24, hour=5)
    assert await pausing.running(office.desk, HOME) is None
    assert (await figures.of_office(office.desk, None, boss)).paused is None
    with pytest.raises(Refused) as caught:
        await pausing.end(office.desk, await office.row(boss.chat.id), boss)
    assert caught.value.because == "pause_none"


@on_one
async def test_it_can_be_ended_and_put_anew(office: Office) -> None:
    boss = await office.hires("supervisor")
    await pausing.begin(office.desk, await office.row(boss.chat.id), boss, WHY)
    await pausing.begin(office.desk, await office.row(boss.chat.id), boss, "tomorrow: a shorter one")
    looked = await pausing.look(office.desk, None, boss)
    assert looked is not None
    assert looked.pause.because == "a shorter one"
    await pausing.end(office.desk, await office.row(boss.chat.id), boss)
    assert await pausing.look(office.desk, None, boss) is None
    verbs = [row.verb for row in await office.stored(audit)]
    assert verbs.count("pause") == 5


@on_one
async def test_the_operator_may_too_and_nobody_else(office: Office) -> None:
    await pausing.begin_at_console(office.desk, roster.CONSOLE, HOME, date(2026, 9, 20), "The building is closed.")
    assert await pausing.running(office.desk, HOME) is not None
    await pausing.end_at_console(office.desk, roster.CONSOLE, HOME)
    assert await pausing.running(office.desk, HOME) is None
    ana = await office.hires("investigator")
    with pytest.raises(NotYours):
        await pausing.begin(office.desk, await office.row("1"), ana, WHY)
    with pytest.raises(NotYours):
        await pausing.end(office.desk, await office.row("1"), ana)
    with pytest.raises(NotYours):
        await pausing.look(office.desk, None, ana)
