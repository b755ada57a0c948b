"""Nobody is found by a table: small cells and what would give them away are hidden; an attacker with a pencil fails."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.suppression import FEWEST, WIDTH, Grid, Place, few, hidden, rate_shown

SMALL = st.one_of(st.integers(0, 7), st.integers(0, 7), st.integers(0, 300))
TABLES = st.tuples(st.integers(1, 4), st.integers(1, 5)).flatmap(
    lambda size: st.lists(st.lists(SMALL, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


def shown(grid: Grid, out: frozenset[Place]) -> list[list[int | None]]:
    return [[None if (r, c) in out else cell for c, cell in enumerate(row)] for r, row in enumerate(grid.cells)]


def inside(grid: Grid) -> tuple[int, int]:
    return max(1, len(grid.cells) - 1), len(grid.cells[0]) - 1


# --- the attacker: knows the rule, every sum, and all that is shown; bounds each number again and again


def sums(rows: int, columns: int) -> list[tuple[Place, list[Place]]]:
    """Each total with what it is the sum of."""
    found = [((r, columns), [(r, c) for c in range(columns)]) for r in range(rows + (rows > 1))]
    if rows == 1:
        return found
    return found + [((rows, c), [(r, c) for r in range(rows)]) for c in range(columns + 1)]


def bounds(grid: Grid, out: frozenset[Place]) -> dict[Place, tuple[int, int]]:
    """What can be worked out of a table by taking one number from another until nothing more follows."""
    rows, columns = inside(grid)
    low = {
        (r, c): 1 if (r, c) in out else grid.at((r, c)) for r, c in product(range(len(grid.cells)), range(columns + 1))
    }
    high = {place: grid.total if place in out else grid.at(place) for place in low}
    changed = True
    while changed:
        changed = False
        for total, parts in sums(rows, columns):
            for each in [total, *parts]:
                others = [part for part in parts if part != each]
                if each == total:
                    least, most = sum(low[part] for part in parts), sum(high[part] for part in parts)
                else:
                    least = low[total] - sum(high[part] for part in others)
                    most = high[total] - sum(low[part] for part in others)
                if least > low[each] or most < high[each]:
                    low[each], high[each] = max(low[each], least), min(high[each], most)
                    changed = True
    return {place: (low[place], high[place]) for place in out}


def solutions(grid: Grid, out: frozenset[Place]) -> dict[Place, set[int]]:
    """Every value that each hidden number can have, by trying all that could stand in the inner cells."""
    rows, columns = inside(grid)
    inner = [place for place in sorted(out) if place[0] < rows and place[1] < columns]
    found: dict[Place, set[int]] = {place: set() for place in out}
    near = [range(max(1, grid.at(place) - WIDTH), grid.at(place) + WIDTH + 1) for place in inner]
    for values in product(*near):
        cells = [list(row[:-1]) for row in grid.cells[:rows]]
        for (r, c), value in zip(inner, values, strict=True):
            cells[r][c] = value
        made = Grid.of(cells)
        fits = all(
            made.at(place) == grid.at(place) if place not in out else made.at(place) >= 1 for place in grid.places()
        )
        if fits and made.total == grid.total:
            for place in out:
                found[place].add(made.at(place))
    return found


@settings(max_examples=400)
@given(TABLES)
def test_no_hidden_number_can_be_worked_out(rows: list[list[int]]) -> None:
    grid = Grid.of(rows)
    out = hidden(grid)
    if out is None:
        return
    assert all(place in out for place in grid.places() if few(grid.at(place)))
    assert all(grid.at(place) for place in out), "nobody is in a zero, and a hidden number is known to be none"
    for place, (low, high) in bounds(grid, out).items():
        assert low <= grid.at(place) <= high
        assert high - low >= WIDTH, (place, shown(grid, out))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=3), min_size=1, max_size=2).filter(
    lambda rows: len({len(row) for row in rows}) == 1
))  # fmt: skip
def test_many_tables_fit_what_is_shown(rows: list[list[int]]) -> None:
    grid = Grid.of(rows)
    out = hidden(grid)
    if out is None or sum(place[0] < len(rows) and place[1] < len(rows[0]) for place in out) > 4:
        return
    for place, values in solutions(grid, out).items():
        assert max(values) - min(values) >= WIDTH, (place, shown(grid, out))


@given(TABLES)
def test_a_table_without_small_numbers_is_shown_whole(rows: list[list[int]]) -> None:
    grid = Grid.of([[cell + FEWEST if cell else 0 for cell in row] for row in rows])
    assert hidden(grid) == frozenset()


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ([[3, 20, 40]], [[None, None, 40, 63]]),  # the next larger goes too, and the total stays true
        ([[0, 20, 40]], [[0, 20, 40, 60]]),
        ([[1, 2, 9, 30]], [[None, None, None, 30, 42]]),
        ([[3, 10], [10, 10]], [[None, None, 13], [None, None, 20], [13, 20, 33]]),
        ([[3, 10, 8], [10, 9, 10], [30, 40, 50]],
         [[None, 10, None, 21], [None, 9, None, 29], [30, 40, 50, 120], [43, 59, 68, 170]]),
    ],
)  # fmt: skip
def test_what_is_hidden(rows: list[list[int]], seen: list[list[int | None]]) -> None:
    grid = Grid.of(rows)
    out = hidden(grid)
    assert out is not None
    assert shown(grid, out)[: len(seen)] == seen


@pytest.mark.parametrize("rows", [[[3]], [[2, 2]], [[3, 3]], [[1, 1, 1, 1, 1, 1]]])
def test_a_table_of_too_few_is_not_shown_at_all(rows: list[list[int]]) -> None:
    assert hidden(Grid.of(rows)) is None


def test_an_empty_table_is_shown() -> None:
    assert hidden(Grid.of([[0, 0]])) == frozenset()


@pytest.mark.parametrize(
    ("count", "parts", "may"),
    [(9, (), False), (10, (), True), (40, (12,), True), (40, (2,), False), (40, (38,), False)],
)
def test_a_share_of_few_is_not_shown(count: int, parts: tuple[int, ...], may: bool) -> None:
    assert rate_shown(count, *parts) is may
