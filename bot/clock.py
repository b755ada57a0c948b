"""The only clock: made by the command line and handed down; everything else takes `now` as an argument."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """The time, moved by the seconds in a file where one is given (demos and tests); read anew at every call."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    @property
    def offset(self) -> timedelta:
        """How far the clock is moved. A missing or unreadable file moves nothing."""
        try:
            return timedelta(seconds=float(self._file.read_text())) if self._file else timedelta()
        except (OSError, ValueError, OverflowError):
            return timedelta()

    def advance(self, by: timedelta) -> datetime:
        """Move the clock on and return what it shows now. Raises RuntimeError without a file."""
        if self._file is None:
            raise RuntimeError("a clock without a file cannot be moved")
        self._file.write_text(str((self.offset + by).total_seconds()))
        return self()
