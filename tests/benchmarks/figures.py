"""Times become figures: how many a second, the middle one, the 95th percentile; as a table for people and as JSON."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

COLUMNS: Final = ("count", "per_second", "cpu_ms", "each_ms", "p50_ms", "p95_ms")
SYNCS: Final = 50


@dataclass
class Series:
    """Times of one kind of event, and what all of them took together, what lies between them included."""

    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    worked: float = 0.0

    @contextmanager
    def measuring(self) -> Iterator[list[float]]:
        """Measure events that follow each other, or happen side by side; gives the list for their own times."""
        elapsed, worked = perf_counter(), process_time()
        yield self.seconds
        self.elapsed += perf_counter() - elapsed
        self.worked += process_time() - worked

    @property
    def each(self) -> float:
        """Seconds that one event cost."""
        return self.elapsed / len(self.seconds)

    def percentile(self, of_hundred: int) -> float:
        """The time that so many of a hundred events did not exceed."""
        ordered = sorted(self.seconds)
        return ordered[max(0, ceil(len(ordered) * of_hundred / 100) - 1)]

    def figures(self) -> dict[str, float]:
        """What is printed of a series; `cpu_ms` is the work of this whole process, page and door included."""
        per_event = (self.worked / len(self.seconds), self.each, self.percentile(50), self.percentile(95))
        milliseconds = [round(each * 1000, 2) for each in per_event]
        return dict(zip(COLUMNS, (len(self.seconds), round(1 / self.each, 1), *milliseconds), strict=True))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under their heads: the first column to the left, the others to the right."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(line))
        for line in (list(zip(row, widths, strict=True)) for row in cells)
    )


def machine(folder: Path) -> str:
    """How busy the machine is and how long its disk takes: a figure says little without it."""
    one, five, _ = os.getloadavg()
    return (
        f"{os.cpu_count()} cores, load {one:.2f} in the last minute and {five:.2f} in the last five; "
        f"a sync of the disk takes {_sync_ms(folder):.2f} ms"
    )


def _sync_ms(folder: Path) -> float:
    path = folder / "sync"
    with path.open("wb", buffering=0) as file:
        since = perf_counter()
        for _ in range(SYNCS):
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
        seconds = perf_counter() - since
    path.unlink()
    return seconds / SYNCS * 1000
