"""What a good reader reaches on texts it has not seen, and whether these figures do: the last table of `evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Figures = Mapping[str, Any]

PRECISION_OF_SAFETY: Final = 0.6
_SETS: Final = {"en_dev": "English", "es_dev": "Spanish", "philadelphia_dev_gold": "a clerk's words"}
_F1: Final = (
    ("conduct", "en_dev", 0.85),
    ("conduct", "es_dev", 0.80),
    ("conduct", "philadelphia_dev_gold", 0.78),
    ("area, practice, basis", "en_dev", 0.88),
    ("area, practice, basis", "es_dev", 0.82),
)
_SHARES: Final = (("out of scope, given a conduct label", 0.10), ("in scope, called out of scope", 0.03))
_COSTS: Final = (
    ("hundred_words_milliseconds", "100 words with evidence, ms", 120.0),
    ("load_seconds", "load, seconds", 2.0),
    ("megabytes", "size, MB", 60.0),
)


def lines(figures: Figures) -> Iterator[str]:
    """A line for each aim that these figures, as `evaluate.keep` writes them, say anything about."""
    sets = figures["sets"]
    for group, name, aim in _F1:
        if name in sets:
            yield _least(f"F1 {group}, {_SETS[name]}", sets[name]["groups"][group]["f1"], aim)
    yield _safety([sets[name]["groups"]["safety"] for name in ("en_dev", "es_dev") if name in sets])
    for name, of in sets.items():
        for share, aim in _SHARES:
            if share in of["shares"]:
                yield _most(f"{share}, {_SETS.get(name, name)}", of["shares"][share][0], aim)
        if "all" in of["facts"]:
            yield _least(f"F1 facts, {_SETS.get(name, name)}", of["facts"]["all"]["f1"], 0.85)
        yield _most(f"calibration error, {_SETS.get(name, name)}", of["calibration"]["error"], 0.05)
    for key, what, aim in _COSTS:
        yield _most(what, figures["costs"][key], aim)


def _safety(groups: list[Mapping[str, int]]) -> str:
    """Recall over both languages together; a precision below the one asked for makes it worth nothing."""
    right, wrong, missed = (sum(group[key] for group in groups) for key in ("right", "wrong", "missed"))
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    line = _least("recall of safety labels, both languages", recall if precision >= PRECISION_OF_SAFETY else 0.0, 0.95)
    return f"{line} (precision {precision:.3f}, asked for {PRECISION_OF_SAFETY})"


def _least(what: str, figure: float, aim: float) -> str:
    return _line(what, figure, f"at least {aim:g}", reached=figure >= aim)


def _most(what: str, figure: float, aim: float) -> str:
    return _line(what, figure, f"at most {aim:g}", reached=figure <= aim)


def _line(what: str, figure: float, aim: str, *, reached: bool) -> str:
    return f"{what:62s} {figure:8.3f}  {aim:14s} {'reached' if reached else 'not reached'}"
