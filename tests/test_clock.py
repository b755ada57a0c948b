"""The clock shows the time, moved by what its file says; nothing in that file can stop it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock

NEAR = timedelta(minutes=5)


def shows(clock: Clock, ahead: timedelta) -> bool:
    """Whether the clock is ahead of the real time by that much."""
    shown = clock()
    assert shown.tzinfo is UTC
    return abs(shown - datetime.now(UTC) - ahead) < NEAR  # noqa: TID251 - the clock's own test


def test_without_a_file_it_shows_the_time_and_cannot_be_moved() -> None:
    clock = Clock()
    assert shows(clock, timedelta())
    with pytest.raises(RuntimeError, match="cannot be moved"):
        clock.advance(timedelta(days=1))


def test_moves_add_up_and_another_clock_on_the_same_file_follows(tmp_path: Path) -> None:
    clock, other = Clock(tmp_path / "clock"), Clock(tmp_path / "clock")
    assert shows(clock, timedelta())
    clock.advance(timedelta(days=1))
    assert shows(other, timedelta(days=1))
    other.advance(timedelta(hours=2))
    assert shows(clock, timedelta(days=1, hours=2))


@pytest.mark.parametrize("written", ["", "tomorrow", "1e400", "nan nan", "-"])
def test_a_file_that_says_nothing_usable_moves_nothing(tmp_path: Path, written: str) -> None:
    (tmp_path / "clock").write_text(written)
    assert shows(Clock(tmp_path / "clock"), timedelta())
