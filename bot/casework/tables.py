"""The tables of the statistics report, from counts by code; called by `desk.statistics`.

For the public, small numbers and what would give them away are left out (`suppression`). A table whose total is hidden
is not broken down, so that every table stands by itself below a total that anybody may know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.casework import suppression
from bot.casework.suppression import Grid, few

Cell = int | None
"""A count; None where it is not shown."""
NONE_GIVEN = "none_given"
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class Table:
    """Counts with their totals last. Without `columns` it is a list: each row one number, then the total.

    `withheld`: nothing of it can be shown.
    """

    key: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    withheld: bool = False

    @property
    def total(self) -> Cell:
        return self.cells[-1][-1]

    @property
    def partly(self) -> bool:
        """Some of it is shown, and some not."""
        return not self.withheld and None in chain.from_iterable(self.cells)


def listed(key: str, counts: Mapping[str, int], order: Iterable[str], *, public: bool) -> Table:
    """Counts that add up; in this order, what is not in it after that, and nothing twice."""
    rows = (*dict.fromkeys((*order, *sorted(counts))),)
    cells = _shown(Grid.of([[counts.get(row, 0) for row in rows]]), public)
    return Table(key, rows, (), tuple((each,) for each in cells[0]), _nothing(cells))


def crossed(
    key: str, counts: Mapping[tuple[str, str], int], order: tuple[Sequence[str], Sequence[str]], *, public: bool
) -> Table:
    """Counts by two things at once; only what some count is about, in this order."""
    rows, columns = (
        tuple(each for each in dict.fromkeys((*order[at], *sorted(pair[at] for pair in counts))) if each in met)
        for at, met in ((0, {pair[0] for pair in counts}), (1, {pair[1] for pair in counts}))
    )
    inner = [[counts.get((row, column), 0) for column in columns] for row in rows] or [[0]]
    if len(inner) == 1 or len(columns) == 1:  # then one of the totals says the same as a cell
        return listed(key, {" / ".join(pair): count for pair, count in counts.items()}, (), public=public)
    cells = _shown(Grid.of(inner), public)
    return Table(key, rows, columns, cells, _nothing(cells))


def below(table: Table, part: str, *, public: bool) -> bool:
    """Say whether what stands under this row of a list may be broken down further."""
    return not public or table.cells[table.rows.index(part)][0] is not None


def withheld(key: str) -> Table:
    """A table of which nothing can be shown."""
    return Table(key, (), (), ((None,),), withheld=True)


def _shown(grid: Grid, public: bool) -> tuple[tuple[Cell, ...], ...]:
    out = suppression.hidden(grid) if public else frozenset()
    if out is None:
        total = None if few(grid.total) else grid.total
        return tuple(
            (*(None for _ in row[:-1]), total if number == len(grid.cells) - 1 else None)
            for number, row in enumerate(grid.cells)
        )
    return tuple(
        tuple(None if (r, c) in out else cell for c, cell in enumerate(row)) for r, row in enumerate(grid.cells)
    )


def _nothing(cells: tuple[tuple[Cell, ...], ...]) -> bool:
    *inner, _ = chain.from_iterable(cells)
    return bool(inner) and all(each is None for each in inner)
