"""Which numbers of a table must not be shown to the public, so that nobody is found by them; called by `tables`.

Cells of 1 to 4 are hidden, and as many others as it takes: whoever knows the rule, the totals and every number that is
shown must be left with at least six possible values for each hidden one.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 5
"""The smallest number of people that is shown; nobody is in a zero, so it is shown too."""
WIDTH: Final = 5
"""How far apart the smallest and the largest possible value of a hidden number must be at least."""
FOR_RATES: Final = 10
"""Of fewer, no share, median or percentile is shown: one of them moves it by a tenth."""

Place = tuple[int, int]
Node = tuple[str, int]
Arc = tuple[Node, Node]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of counts with its totals: the last column and, unless there is one row alone, the last row.

    The grand total is always shown.
    """

    cells: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "Grid":
        """Put the totals to the counts."""
        wide = [(*row, sum(row)) for row in rows]
        below = [tuple(map(sum, zip(*wide, strict=True)))] if len(wide) > 1 else []
        return cls((*wide, *below))

    @property
    def total(self) -> int:
        return self.cells[-1][-1]

    def places(self) -> Iterator[Place]:
        """Every place but that of the grand total."""
        last = (len(self.cells) - 1, len(self.cells[0]) - 1)
        return ((r, c) for r, row in enumerate(self.cells) for c, _ in enumerate(row) if (r, c) != last)

    def at(self, place: Place) -> int:
        return self.cells[place[0]][place[1]]

    def arc(self, place: Place) -> Arc:
        """Every cell stands in two sums: a table with its totals is a flow that goes round, and a cell is one pipe."""
        r, c = place
        if len(self.cells) == 1:
            return ("row", 0), ("totals", 0)
        row, column = r < len(self.cells) - 1, c < len(self.cells[0]) - 1
        if row and column:
            return ("row", r), ("column", c)
        return (("column", c), ("totals", 0)) if column else (("totals", 1), ("row", r))


def few(count: int) -> bool:
    """Say whether a number is too small to be shown."""
    return 0 < count < FEWEST


def hidden(grid: Grid) -> frozenset[Place] | None:
    """Return the places that must not be shown; None where nothing but the grand total can be."""
    if few(grid.total):
        return None
    out = {place for place in grid.places() if few(grid.at(place))}
    while (exposed := _most_exposed(grid, out)) is not None:
        more = _round_trip(grid, out, exposed) or _next_best(grid, out, exposed)
        if not more:
            return None
        out |= more
    return frozenset(out)


def rate_shown(count: int, *parts: int) -> bool:
    """Say whether a share, a median or a percentile of so many may be shown; `parts` are the counts it is made of."""
    return count >= FOR_RATES and not any(few(part) or few(count - part) for part in parts)


def _most_exposed(grid: Grid, out: set[Place]) -> Place | None:
    width, place = min(((_width(grid, out, each), each) for each in out), default=(WIDTH, None))
    return place if width < WIDTH else None


def _width(grid: Grid, out: set[Place], place: Place) -> int:
    """Return how far apart the values are that somebody must reckon with, up to WIDTH: what is hidden is at least 1."""
    tail, head = grid.arc(place)
    others = {each: grid.at(each) - 1 for each in out if each != place}
    up = _flow(grid, others, head, tail, WIDTH)
    return up + _flow(grid, others, tail, head, min(WIDTH - up, grid.at(place) - 1))


def _flow(grid: Grid, less: Mapping[Place, int], source: Node, sink: Node, limit: int) -> int:
    """Return how much can go from source to sink, up to `limit`: hidden cells may grow freely, and shrink to 1."""
    left, went = dict(less), 0
    while went < limit and (path := _path(grid, left, source, sink)):
        for place, forward in path:
            left[place] += 1 if forward else -1
        went += 1
    return went


def _path(grid: Grid, left: Mapping[Place, int], source: Node, sink: Node) -> list[tuple[Place, bool]] | None:
    """Return the shortest way over hidden cells: with each, growing it, or against it while it can shrink."""
    steps: dict[Node, list[tuple[Node, Place, bool]]] = {}
    for place, shrinks in left.items():
        tail, head = grid.arc(place)
        steps.setdefault(tail, []).append((head, place, True))
        if shrinks:
            steps.setdefault(head, []).append((tail, place, False))
    came: dict[Node, list[tuple[Place, bool]]] = {source: []}
    ahead = deque([source])
    while ahead:
        node = ahead.popleft()
        if node == sink:
            return came[node]
        for to, place, forward in steps.get(node, ()):
            if to not in came:
                came[to] = [*came[node], (place, forward)]
                ahead.append(to)
    return None


def _round_trip(grid: Grid, out: set[Place], place: Place) -> set[Place]:
    """Return what else to hide so that this cell stands in a round of hidden cells: the smallest numbers that do."""
    tail, head = grid.arc(place)
    best: dict[Node, tuple[int, set[Place]]] = {head: (0, set())}
    edges = [(*grid.arc(each), each) for each in grid.places() if grid.at(each) and each != place]
    for _ in range(len(edges)):
        changed = False
        for one, other, each in edges:
            cost = 0 if each in out else grid.at(each)
            for start, end in ((one, other), (other, one)):
                if start in best and (end not in best or best[start][0] + cost < best[end][0]):
                    best[end], changed = (best[start][0] + cost, best[start][1] | {each}), True
        if not changed:
            break
    return best[tail][1] - out if tail in best else set()


def _next_best(grid: Grid, out: set[Place], place: Place) -> set[Place]:
    """Return the smallest number that can still be hidden, from the same row or column where there is one."""
    rest = [each for each in grid.places() if grid.at(each) and each not in out]
    near = [each for each in rest if each[0] == place[0] or each[1] == place[1]]
    return {min(near or rest, key=lambda each: (grid.at(each), each))} if rest else set()
