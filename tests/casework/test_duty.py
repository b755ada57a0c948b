"""Since when a date of a duty holds: nobody is reminded of one that was not theirs yet."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.casework.duty import Duty

STARTED = datetime(2026, 11, 20, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moved_at", "at", "holds"),
    [
        (None, STARTED, False),
        (None, STARTED + HOUR, True),
        (STARTED + 2 * HOUR, STARTED + HOUR, False),
        (STARTED + 2 * HOUR, STARTED + 2 * HOUR, True),
    ],
)
def test_a_date_holds_since_the_clock_runs_and_nothing_has_moved_it(
    moved_at: datetime | None, at: datetime, holds: bool
) -> None:
    duty = Duty("look", date(2026, 11, 30), STARTED + 240 * HOUR, None, STARTED, moved_at)
    assert duty.holds_at(at) is holds
