"""Prints the figures beside their aims, and gives them back for the JSON."""

from statistics import mean
from typing import Any, Final

from tests.benchmarks.figures import COLUMNS, Series, table
from tests.benchmarks.queues import Among
from tests.benchmarks.searching import Searching
from tests.benchmarks.starting import Start
from tests.benchmarks.turns import Turns

RATIO_AIM: Final = 2.5
NOTICE_AIM_SECONDS: Final = 1.0
SEARCH_AIM_MS: Final = 2_000
START_AIM_SECONDS: Final = 12.0
QUEUE_AIM: Final = 1.5


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


def queues(place: str, few: Among, many: Among) -> dict[str, Any]:
    """Lists and claims among many cases beside the same among few."""
    ratios = {name: many.series[name].percentile(95) / few.series[name].percentile(95) for name in few.series}
    print(f"Lists and claims on {place}: p95 among {many.count:,} cases against {few.count:,} (aim {QUEUE_AIM})")
    print(f"{many.count:,} cases and notices were filled in {many.filled_seconds:.0f} s")
    rows = [
        (name, *(f"{s.percentile(p) * 1000:.2f}" for s in (few.series[name], many.series[name]) for p in (50, 95)),
         f"{ratio:.2f}")
        for name, ratio in ratios.items()
    ]  # fmt: skip
    print(table(("ms", "few p50", "few p95", "many p50", "many p95", "ratio"), rows))
    return {
        name: {"ratio": ratio, "few": few.series[name].figures(), "many": many.series[name].figures()}
        for name, ratio in ratios.items()
    }


def searching(measured: Searching) -> dict[str, Any]:
    """What it takes to find something among many cases, and to compare a new one with them."""
    print(
        f"Looking through {measured.cases:,} cases on {measured.place}, in ms (aim {SEARCH_AIM_MS} at 50,000); "
        f"the process grew by {measured.grown_mib:.1f} MiB"
    )
    rows = {
        each.name: {"took": each.seconds * 1000, "cpu": each.cpu * 1000, "kept others waiting": each.waited * 1000}
        for each in measured.searches
    }
    head = ("", "took", "cpu", "kept others waiting")
    print(table(head, [(name, *(f"{each:.0f}" for each in row.values())) for name, row in rows.items()]))
    compared = Series(measured.compared)
    print(f"To compare a new case, after its receipt: p50 {compared.percentile(50) * 1000:.0f} ms, "
          f"p95 {compared.percentile(95) * 1000:.0f} ms")  # fmt: skip
    return {**rows, "compared_p50_ms": compared.percentile(50) * 1000, "cases": measured.cases}


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
