"""Prints the figures beside their aims, and gives them back for the JSON."""

from statistics import mean
from typing import Any, Final

from tests.benchmarks.figures import COLUMNS, Series, table
from tests.benchmarks.starting import Start
from tests.benchmarks.turns import Turns

RATIO_AIM: Final = 2.5
NOTICE_AIM_SECONDS: Final = 1.0
START_AIM_SECONDS: Final = 12.0


def turns(measured: Turns, people: int) -> dict[str, Any]:
    """A turn beside its floors."""
    series = {
        "turn": measured.turn,
        "floor: echo on the same wire": measured.echo,
        "floor: same SQL, bare driver": measured.sql,
        f"turn, {people} people at once": measured.crowd,
        f"echo, {people} people at once": measured.echo_crowd,
    }
    print(f"Interview on {measured.place}: a turn costs {measured.ratio:.2f} times its two floors (aim {RATIO_AIM})")
    print(f"{measured.statements:.1f} statements, {measured.commits:.1f} commits and {measured.calls:.1f} calls a turn")
    print(_table(series))
    counts = {"statements": measured.statements, "commits": measured.commits, "calls": measured.calls}
    return {"ratio": measured.ratio, **counts, **{name: each.figures() for name, each in series.items()}}


def filings(place: str, measured: Series) -> dict[str, float]:
    """From Submit to the notice."""
    soon = measured.percentile(95)
    print(f"From Submit to the investigator's notice on {place}: p50 {measured.percentile(50) * 1000:.0f} ms, "
          f"p95 {soon * 1000:.0f} ms (aim {NOTICE_AIM_SECONDS * 1000:.0f})")  # fmt: skip
    return measured.figures()


def start(starts: list[Start], parts: dict[str, float]) -> dict[str, Any]:
    """From the command to the first answer."""
    kinds = {"first start": [each for each in starts if each.first], "restart": [e for e in starts if not e.first]}
    rows = {
        name: {
            "fastest": min(each.answered for each in some),
            "slowest": max(each.answered for each in some),
            "cpu": mean(each.worked for each in some),
        }
        for name, some in kinds.items()
    }
    print(f"From `redress demo` to its first answer, in seconds (aim {START_AIM_SECONDS:.0f})")
    print(
        table(
            ("", "fastest", "slowest", "cpu"),
            [(name, *(f"{s:.2f}" for s in row.values())) for name, row in rows.items()],
        )
    )
    print(table(("part, each on its own", "seconds"), [(name, f"{seconds:.2f}") for name, seconds in parts.items()]))
    return {**rows, "parts": parts}


def _table(series: dict[str, Series]) -> str:
    return table(("", *COLUMNS), [(name, *each.figures().values()) for name, each in series.items()])
