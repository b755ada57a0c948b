"""Find facts to ask the complainant about, in both languages: badge, vehicle, officer, date, place.

The pipeline calls `find`. Each find is shown to a frightened person as a question, so a doubtful one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp import dates, officers, places
from nlp.reading import FACT_KINDS, Fact

_SAID = r"is|was|said|says|reads?|es|era|dice|dec[ií]a"
_NUMBER = rf"(?:(?:number|num|no|n[uú]mero|n[uú]m|nr|de|{_SAID})\b\.?\s*|[#:]\s*){{0,3}}"
_CAR = (
    r"(?:\d{1,3}-\d{1,3}|\d{2,5}(?:-?[a-z])?)(?![-\d])"
    r"(?!\s*(?:min|hour|hora|dollar|d[oó]lar|year|a[ñn]o|times|veces|feet|pies|miles|blocks|cuadras))"
)
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
        r"\b(?:squad(?:\s+car)?|cruiser|patrol(?:\s+(?:car|unit))?|police\s+(?:car|suv)|cop\s+car|patrulla|m[oó]vil|unidad)\b\s*,?\s*"
        rf"(?:(?:la|el)\s+)?{_NUMBER}(?:la\s+|el\s+)?({_CAR})\b",
        r"\b(?:car|unit|carro|veh[ií]culo|vehicle)\s*,?\s*(?:number|num|no\.|n[uú]mero|#)\s*(?:was\s+|is\s+)?#?\s*(\d{2,5}[a-z]?)\b",
        r"\b(?:car|unit|carro)\s+(\d{2,5}[a-z]?)\b"
        r"(?!\s*(?:min|hour|hora|dollar|d[oó]lar|year|a[ñn]o|times|feet|miles|blocks))",
        r"\bmarked\s+(?:car|unit|suv)\b[^.\n]{0,20}?\bnumber\s+(\d{2,5})\b",
        rf"\b(?:plates?|licen[sc]e\s+tag|tablilla)(?:\s+(?:number|n[uú]mero|{_SAID})\b|\s*[#:]){{0,2}}\s+(?!(?:{_SAID})\b)"
        r"((?=[a-z -]*\d)[a-z0-9]{2,4}[- ]?\d[a-z0-9]{1,3}|(?-i:\d{2,4}[- ]?[A-Z]{2,3}))\b",
    )
)
_OWN = re.compile(r"\b(?:my|mi|our|nuestr[ao])\s+(?:\w+\s+)?$", re.IGNORECASE)
_READ = 50_000
_SIDE_BY_SIDE = 3
_BETWEEN = " \t\n,.;:#-"
_PLATE = ("plate", "licen", "tablilla")


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
    belongs to its day. A number told with the word of its kind ("car 212") is of that kind, whatever was heard.
    """
    by_shape = list(written)
    numbers = [fact for fact in by_shape if fact.kind in ("badge", "vehicle")]
    heard = [rest for fact in heard if (rest := _without(fact, numbers))]
    found = [next((each for each in by_shape if _holds(each, fact)), fact) for fact in heard]
    found = [fact for at, fact in enumerate(found) if fact not in found[:at]]
    found += [fact for fact in by_shape if all(fact.end <= each.start or fact.start >= each.end for each in found)]
    return tuple(sorted(found, key=lambda fact: fact.start))


def _without(fact: Fact, numbers: Iterable[Fact]) -> Fact | None:
    """What was heard, up to or after the numbers of another kind in it, whichever is longer; `None` if none is left."""
    start, end = fact.start, fact.end
    for number in numbers:
        if number.kind != fact.kind and number.start < end and start < number.end:
            start, end = max((start, number.start), (number.end, end), key=lambda side: side[1] - side[0])
    rest = fact.text[start - fact.start : max(0, end - fact.start)]
    start += len(rest) - len(rest.lstrip(_BETWEEN))
    rest = rest.strip(_BETWEEN)
    return Fact(fact.kind, start, start + len(rest), rest) if rest else None


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
