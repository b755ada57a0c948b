"""Find facts to ask the complainant about, in both languages: badge, vehicle, officer, date, place.

The pipeline calls `find`. Each find is shown to a frightened person as a question, so a doubtful one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp import dates, officers, places
from nlp.reading import FACT_KINDS, Fact

_NUMBER = r"(?:(?:number|num|no|n[uú]mero|n[uú]m|nr|is|was|es|era|de)\b\.?\s*|[#:]\s*){0,3}"
_BADGE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:badges?|bagde|bage|shield|chapa|insignia)\b\s*,?\s*{_NUMBER}([a-z]{{0,2}}-?\d{{2,6}})\b",
        rf"\b(?:n[uú]mero\s+de\s+)?placa\b(?!\s+(?:del?\s+la\s+|del\s+|de\s+su\s+)?(?:carro|patrulla|guagua|troca))\s*,?\s*"
        rf"{_NUMBER}([a-z]{{0,2}}-?\d{{2,6}})\b",
        r"\b(?:officer|ofc|oficial|agente|sgt|trooper|deputy)\.?\s+#\s*(\d{2,6})\b",
    )
)
_VEHICLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:squad(?:\s+car)?|cruiser|patrol(?:\s+car)?|police\s+(?:car|suv)|cop\s+car|patrulla|m[oó]vil|unidad)\b\s*,?\s*"
        rf"(?:(?:la|el)\s+)?{_NUMBER}(?:la\s+|el\s+)?(\d{{2,5}}[a-z]?)\b",
        r"\b(?:car|unit|carro|veh[ií]culo|vehicle)\s*,?\s*(?:number|num|no\.|n[uú]mero|#)\s*(?:was\s+|is\s+)?#?\s*(\d{2,5}[a-z]?)\b",
        r"\b(?:car|unit|carro)\s+(\d{2,5}[a-z]?)\b"
        r"(?!\s*(?:min|hour|hora|dollar|d[oó]lar|year|a[ñn]o|times|feet|miles|blocks))",
        r"\bmarked\s+(?:car|unit|suv)\b[^.\n]{0,20}?\bnumber\s+(\d{2,5})\b",
        r"\b(?:plates?|tag|tablilla)(?:\s+(?:number|was|is|n[uú]mero|era|es)|\s*[#:]){0,2}\s+"
        r"((?=[a-z -]*\d)[a-z0-9]{2,4}[- ]?\d[a-z0-9]{1,3})\b",
    )
)
_OWN = re.compile(r"\b(?:my|mi|our|nuestr[ao])\s+(?:\w+\s+)?$", re.IGNORECASE)
_READ = 50_000
_SIDE_BY_SIDE = 3
_PLATE = ("plate", "tag", "tablilla")


def find(text: str) -> tuple[Fact, ...]:
    """The facts in the order of the text; of two that overlap, the longer one of the same kind, then the earlier kind.

    Only the first 50,000 characters are looked through: nobody confirms more facts than that holds.
    """
    text = text[:_READ]
    found: list[Fact] = []
    for kind, start, end in sorted(_spans(text), key=lambda s: (FACT_KINDS.index(s[0]), s[1] - s[2])):
        if all(end <= fact.start or start >= fact.end for fact in found):
            found.append(Fact(kind, start, end, text[start:end]))
    return tuple(sorted(found, key=lambda fact: fact.start))


def joined(heard: Iterable[Fact], written: Iterable[Fact]) -> tuple[Fact, ...]:
    """What the encoder has heard, and what is written like a fact elsewhere, in the order of the text.

    Where what is written like a fact of the same kind holds all of what was heard and more, it is taken whole: a year
    belongs to its day.
    """
    by_shape = list(written)
    found = [next((each for each in by_shape if _holds(each, fact)), fact) for fact in heard]
    found = [fact for at, fact in enumerate(found) if fact not in found[:at]]
    found += [fact for fact in by_shape if all(fact.end <= each.start or fact.start >= each.end for each in found)]
    return tuple(sorted(found, key=lambda fact: fact.start))


def _holds(whole: Fact, part: Fact) -> bool:
    return whole.kind == part.kind and whole.start <= part.start and part.end <= whole.end


def _begin(hit: re.Match[str]) -> int:
    """A vehicle is told with its word ("car 412") where word and number stand side by side."""
    return (
        hit.start() if len(hit[0].split()) <= _SIDE_BY_SIDE and not hit[0].lower().startswith(_PLATE) else hit.start(1)
    )


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, patterns in (("badge", _BADGE), ("vehicle", _VEHICLE)):
        for pattern in patterns:
            for hit in pattern.finditer(text):
                if kind == "badge" or not _OWN.search(text, max(0, hit.start() - 25), hit.start()):
                    yield kind, _begin(hit) if kind == "vehicle" else hit.start(1), hit.end(1)
    for kind, module_find in (("officer", officers.find), ("date", dates.find), ("place", places.find)):
        for start, end in module_find(text):
            yield kind, start, end
