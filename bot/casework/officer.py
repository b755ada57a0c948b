"""Whom a case is about, as far as it says so, and whether two cases mean one officer; asked by relation.py."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.casework.allegation import FactLike
from bot.casework.plain import fold

BESIDE: Final = 40  # characters between a name and its badge
_WORD: Final = re.compile(r"[^\W_]+")
_RANKS: Final = frozenset(
    {
        "agent", "agente", "capitan", "capt", "captain", "deputy", "det", "detective", "el", "guardia", "la",
        "lieutenant", "lt", "mr", "mrs", "ms", "ofc", "ofcr", "officer", "officers", "oficial", "patrullero",
        "policia", "sargento", "senor", "senora", "sergeant", "sgt", "sheriff", "sr", "sra", "teniente", "the",
        "trooper", "warden",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Officer:
    """Whom a case is about, as far as it says so: the words of a name, a badge, or both."""

    name: tuple[str, ...] = ()
    badge: str | None = None


def officers(facts: Iterable[FactLike]) -> tuple[Officer, ...]:
    """Put names and badges together that stand side by side in one text."""
    found: list[tuple[Officer, int]] = []
    for fact in sorted((each for each in facts if each.kind in ("officer", "badge")), key=lambda each: each.start):
        one = _named(fact.text) if fact.kind == "officer" else Officer(badge=_badge(fact.text))
        last, ended = found[-1] if found else (None, 0)
        whole = last is None or (last.name and last.badge) or bool(last.name) == bool(one.name)
        if last and not whole and fact.start - ended <= BESIDE:
            found[-1] = (Officer(last.name or one.name, last.badge or one.badge), fact.end)
        else:
            found.append((one, fact.end))
    return distinct(each for each, _ in found)


def _named(text: str) -> Officer:
    return Officer(tuple(each for each in _WORD.findall(fold(text)) if each not in _RANKS))


def _badge(text: str) -> str:
    return "".join(_WORD.findall(fold(text))).lstrip("0")


def distinct(officers: Iterable[Officer]) -> tuple[Officer, ...]:
    """Leave out whom another entry says more of: "Smith" beside "Smith, badge 412" is no second officer."""
    kept: list[Officer] = []
    fullest = sorted(set(officers), key=lambda each: (each.badge is None, -len(each.name), each.name, each.badge or ""))
    for one in fullest:
        if (one.name or one.badge) and not any(same(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def same(one: Officer, other: Officer) -> bool:
    """Say whether two entries may mean one officer: the badge decides where both have one, else the name."""
    if one.badge and other.badge:
        return one.badge == other.badge
    a, b = set(one.name), set(other.name)
    return bool(a and b) and (a <= b or b <= a)
