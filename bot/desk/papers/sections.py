"""How a section of a report about numbers is put together in words: lists with bars, grids, lines; for `statistics`."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Final

from bot.casework import tables
from bot.casework.figures import BANDS
from bot.casework.tables import Cell, Table
from bot.desk.papers.wording import Wording

Section = dict[str, Any]
"""Title, note, head, rows of words, and for a list how long the bar of each number is."""
NOT_SHOWN, NONE = "*", "–"
EXPLAINED: Final = frozenset({"alleged", "findings", "clocks", "duties", "reached", "people", "watched", "units"})


class Layout:
    """Sections in one language, for the public or not; every number as it stands on the paper and in the CSV."""

    def __init__(self, wording: Wording, *, public: bool) -> None:
        self.language, self.public, self._say = wording.language, public, wording.say

    def named(self, entries: Mapping[str, Any]) -> dict[str, str]:
        """What a profile calls its entries, by id, in its order."""
        return {id: each.name.to(self.language) for id, each in entries.items()}

    def words(self, codes: Iterable[str]) -> dict[str, str]:
        """What we call our own codes."""
        return {each: self._say(f"tables.{each}") for each in codes}

    def bands(self) -> dict[str, str]:
        """The bands of age, by number."""
        edges = (-1, *BANDS)
        within = (self._say("figures.band", since=low + 1, to=high) for low, high in zip(edges, BANDS, strict=False))
        return {str(number): name for number, name in enumerate((*within, self._say("figures.older", days=BANDS[-1])))}

    def days(self, days: float | None) -> str:
        """A length of time; what is left out for the public is marked."""
        if days is None:
            return NOT_SHOWN if self.public else NONE
        return f"{days:.1f}" if days < 10 else f"{days:.0f}"

    def percent(self, share: int | None) -> str:
        """A share of a hundred, likewise."""
        return self.days(None) if share is None else self._say("tables.percent", share=share)

    def counted(
        self, key: str, counts: Mapping[str, int], names: Mapping[str, str], *, title: str = "", shown: bool = True
    ) -> Section | None:
        """A list of numbers with bars; nothing where there is nothing to count; withheld if not `shown`."""
        if not any(counts.values()):
            return None
        made = tables.listed(key, counts, names, public=self.public) if shown else tables.withheld(key)
        return self._bars(made, names, title)

    def crossed(
        self, key: str, counts: Mapping[tuple[str, str], int], names: tuple[Mapping[str, str], Mapping[str, str]]
    ) -> Section | None:
        """A grid of numbers with its totals; a list where there is only one row or column."""
        if not counts:
            return None
        made = tables.crossed(key, counts, (tuple(names[0]), tuple(names[1])), public=self.public)
        if not made.columns or made.withheld:
            pairs = product(names[0].items(), names[1].items())
            return self._bars(made, {f"{r} / {c}": f"{row} / {column}" for (r, row), (c, column) in pairs}, "")
        total = self._say("tables.total")
        rows = [*(names[0].get(row, row) for row in made.rows), total]
        section = self._section(made, [[row, *map(number, cells)] for row, cells in zip(rows, made.cells, strict=True)])
        section["head"] += [*(names[1].get(column, column) for column in made.columns), total]
        return section

    def lines(self, key: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Section | None:
        """Rows with cells of their own, which add up to nothing."""
        if not rows:
            return None
        section = self._section(Table(key, (), (), ()), [[name, *cells] for name, cells in rows], columns)
        return {**section, "partly": any(NOT_SHOWN in cells for _, cells in rows)}

    def _bars(self, made: Table, names: Mapping[str, str], title: str) -> Section:
        shown = [] if made.withheld else list(zip(made.rows, made.cells, strict=False))
        rows = [[names.get(row, row), number(cells[0])] for row, cells in shown]
        most = max((cells[0] or 0 for _, cells in shown), default=0)
        rows.append([self._say("tables.total"), number(made.total)])
        section = self._section(made, rows, ("count",), title)
        return {**section, "bars": [(cells[0] or 0) / (most or 1) for _, cells in shown]}

    def _section(self, made: Table, rows: list[list[str]], columns: Iterable[str] = (), title: str = "") -> Section:
        return {
            "title": self._say(f"tables.of_{made.key}", name=title),
            "note": self._say(f"tables.note_{made.key}") if made.key in EXPLAINED else "",
            "head": [self._say(f"tables.about_{made.key}"), *(self._say(f"tables.{each}") for each in columns)],
            "rows": rows,
            "bars": [],
            "partly": made.partly,
            "withheld": made.withheld,
        }


def number(cell: Cell) -> str:
    """A count as it is shown."""
    return NOT_SHOWN if cell is None else str(cell)
