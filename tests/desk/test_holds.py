"""A hold stops every clock until a day that is known, stays in sight, and is over by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.casework.errors import Refused
from bot.desk import caseload, duties, holds, queues
from bot.desk.caseload import Move
from bot.words import Words
from storage import cases
from storage.models import events, notices
from storage.models import holds as rows
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_duties import NOBODY, owned, refusal, silent, told

WORDS = Words.load()
COURT = "The court has the file."
OCTOBER = date(2026, 10, 14)


async def test_a_hold_stops_the_clocks_and_is_over_by_itself(office: Office) -> None:
    office, ana, case = await owned(office)
    case = await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    assert case.next_at == case.held_until == datetime(2026, 10, 14, 13, 30, tzinfo=UTC)
    (duty,) = (await caseload.card(office.desk, ana, case.id)).duties
    assert duty.due_on == date(2026, 10, 24)  # thirty days later
    for day in (21, 24, 28, 30):
        office.clock.strikes(9, day)
        assert await holds.round(office.desk) == 0
        assert await told(office) == []
    office.clock.strikes(10, 14)
    assert await holds.round(office.desk) == 1
    assert await holds.round(office.desk) == 0
    await office.delivers()
    assert office.post.to(ana.chat.id)[-1] == "hold_over"
    case = await office.now(case)
    assert (case.held_until, case.next_at) == (None, datetime(2026, 10, 25, 5, tzinfo=UTC))
    assert [who for who, verb, _ in await office.acts() if verb in ("hold", "release")] == [
        f"member:{ana.id}", "program",
    ]  # fmt: skip
    office.clock.strikes(10, 21)
    assert await told(office) == [(ana.chat.id, ["3 days before"])]


async def test_a_hold_is_in_sight_on_the_lists_the_card_and_the_clocks(office: Office) -> None:
    office, ana, case = await owned(office)
    case = await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    assert [each.held_until for each in (await queues.mine(office.desk, ana)).cases] == [case.held_until]
    assert (await caseload.card(office.desk, ana, case.id)).case.held_until == case.held_until
    hold = (await duties.look(office.desk, ana, case.id)).hold
    assert hold is not None
    assert (hold.because, hold.by, hold.ends_at) == (COURT, f"member:{ana.id}", case.held_until)
    await silent(office, "court", notices, rows, events)


async def test_a_hold_can_end_early_and_the_days_after_that_count(office: Office) -> None:
    office, ana, case = await owned(office)
    await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    office.clock.strikes(9, 21)
    case = await holds.release(office.desk, NOBODY, ana, case.id)
    (duty,) = (await caseload.card(office.desk, ana, case.id)).duties
    assert (duty.due_on, duty.moved_at) == (date(2026, 10, 1), office.clock())
    assert case.held_until is None
    office.clock.strikes(9, 28)
    assert await told(office) == [(ana.chat.id, ["3 days before"])]
    await refusal(office, "not_held", holds.release(office.desk, NOBODY, ana, case.id))


@on_one
@pytest.mark.parametrize(
    ("until_on", "because"),
    [(None, "hold_no_end"), (date(2026, 9, 14), "hold_past"), (date(2027, 9, 14), "hold_long")],
)
async def test_a_hold_without_an_end_in_the_past_or_for_ever_changes_nothing(
    office: Office, until_on: date | None, because: str
) -> None:
    office, ana, case = await owned(office)
    await refusal(office, because, holds.hold(office.desk, NOBODY, ana, case.id, until_on=until_on, because=COURT))


@on_one
async def test_holds_one_after_the_other_are_no_longer_than_one(office: Office) -> None:
    office, ana, case = await owned(office)
    boss = await office.hires("supervisor", queues=[])
    await holds.hold(office.desk, NOBODY, ana, case.id, until_on=date(2026, 11, 1), because=COURT)
    office.clock.strikes(10, 4)
    await holds.release(office.desk, NOBODY, ana, case.id)  # after 20 of 60 days
    with pytest.raises(Refused) as refused:
        await holds.hold(office.desk, NOBODY, boss, case.id, until_on=date(2026, 11, 14), because=COURT)
    assert refused.value.params == {"because": "hold_long", "most": 60, "days": 40}
    for language, said in (("en", "Days left: 40."), ("es", "Días que quedan: 40.")):
        assert said in WORDS.say(language, "refused.hold_long", most=60, days=40)
    await holds.hold(office.desk, NOBODY, boss, case.id, until_on=date(2026, 11, 13), because=COURT)
    office.clock.strikes(11, 13)
    assert await holds.round(office.desk) == 1
    again = holds.hold(office.desk, NOBODY, ana, case.id, until_on=date(2026, 11, 20), because=COURT)
    await refusal(office, "hold_used", again)


@on_one
async def test_a_case_is_on_one_hold_at_a_time(office: Office) -> None:
    office, ana, case = await owned(office)
    await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    again = holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    await refusal(office, "held_already", again)


@on_one
async def test_a_hold_whose_end_nobody_put_away_does_not_stand_in_the_way_of_the_next(office: Office) -> None:
    office, ana, case = await owned(office)
    await holds.hold(office.desk, NOBODY, ana, case.id, until_on=date(2026, 9, 16), because=COURT)
    office.clock.strikes(9, 17)
    case = await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    assert [row.released_by for row in await office.stored(rows)] == ["program", None]
    assert await holds.round(office.desk) == 0
    (duty,) = (await caseload.card(office.desk, ana, case.id)).duties
    assert duty.due_on == date(2026, 10, 23)  # two days and 27


async def test_a_hold_ends_when_the_clock_was_put_back_behind_its_beginning(office: Office) -> None:
    office, ana, case = await owned(office)
    await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    office.clock.passes(minutes=-20)
    assert (await holds.release(office.desk, NOBODY, ana, case.id)).held_until is None
    (row,) = await office.stored(rows)
    assert row.ends_at == row.at
    assert row.released_at == office.clock()


@on_one
async def test_a_case_that_was_closed_on_hold_is_put_away_without_a_word(office: Office) -> None:
    office, ana, case = await owned(office)
    boss = await office.hires("supervisor", queues=[])
    await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, NOBODY, boss, case.id, move)
    await office.delivers()
    office.clock.strikes(10, 14)
    assert await holds.round(office.desk) == 1
    assert await told(office) == []
    closed = holds.hold(office.desk, NOBODY, ana, case.id, until_on=date(2026, 10, 20), because=COURT)
    await refusal(office, "closed", closed)


async def test_two_replicas_release_a_case_once(office: Office, twin: Office) -> None:
    office, ana, case = await owned(office)
    twin = replace(twin, desk=replace(twin.desk, agencies=office.desk.agencies))
    await holds.hold(office.desk, NOBODY, ana, case.id, until_on=OCTOBER, because=COURT)
    office.clock.strikes(10, 14)
    assert await holds.round(office.desk) + await holds.round(twin.desk) == 1
    async with office.desk.database.write() as session:
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        assert not await holds._over(office.desk, session, office.desk.agencies[HOME], held)
