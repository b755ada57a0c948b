"""A colleague sets their times and goes away by buttons and in words; what cannot be meant is one clear sentence."""

import pytest

from bot.casework.errors import Stale
from bot.telegram.attendance import read_days
from tests.house import House


@pytest.mark.parametrize("written", ["", "2026", "2026130120261301", "20261201-2026120", "²" * 16])
def test_days_that_nobody_drew_are_stale(written: str) -> None:
    with pytest.raises(Stale):
        read_days(written)


async def test_times_by_buttons(home: House) -> None:
    ana = await home.staff("investigator")
    await ana.says("/duty")
    await ana.sees("always")
    await ana.taps("Office hours")
    await ana.sees("Mon 08:30-16:30, Tue")
    await ana.taps("Mon")
    await ana.sees("Duty times: Tue")
    await ana.taps("Begin later")
    await ana.sees("Tue 09:00-16:30")
    await ana.taps("I speak Spanish")
    await ana.sees("with complainants: Spanish")
    await ana.taps("Always")
    await ana.sees("Your duty times: always")


async def test_going_away_and_coming_back(home: House) -> None:
    ana, supervisor = await home.staff("investigator", "Ana Test"), await home.staff("supervisor", "Sue Test")
    await ana.says("/away")
    await ana.sees("Nobody is away")
    await ana.taps("Other days")
    await ana.sees("From which day")
    await ana.says("whenever I like")
    await ana.sees("I could not read the days")
    await ana.says("in 10 days to tomorrow")
    await ana.sees("The last day is before the first")
    await ana.says("/away")
    await ana.taps("Today")
    await ana.sees("Who covers")
    await ana.taps("Sue Test")
    await ana.sees("Ana Test: .*, Sue Test covers")
    await supervisor.says("/team")
    await supervisor.sees("Ana Test: .*, Sue Test covers")
    await supervisor.taps("Ana Test: queues and units")
    await supervisor.sees("Queues: Critical, Intake")
    await supervisor.taps("Critical")
    await supervisor.sees("Queues: Intake")
    await ana.taps("I am back")
    await ana.sees("Nobody is away")
