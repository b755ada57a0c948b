"""Who it was about, as the complainant wrote it: rank with name, title with name, nickname, for `facts`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp import lexicon
from nlp.written import plain

_RANK = (
    r"(?:(?:ofc|ofcr|det|sgt|lt|capt|cpl|c[./]?o|p[./]?o)\b\.?|(?:officers?|detectives?|sergeant|corporal|lieutenant|captain|"
    r"deputy|trooper|sheriff|marshal|warden|agent|(?:(?:el|la)\s+)?(?:oficial|agente|sargento|cabo|teniente|capit[aá]n|guardia|"
    r"patrullero|polic[ií]a|detective|inspector|comandante|alguacil|custodio))\b)"
)
_BAR = (
    r"(?!(?:Mrs?|Ms|Miss|Sra?|Who|And|He|She|They|The|On|In|At|Me|Was|Is|It|I|My|But|Y|"
    r"El|La|Que|Badge|Number|Placa|No|When|Who|Then)\b)"
)
_NAME = rf"{_BAR}[A-ZÁÉÍÓÚÑ][\w'\u2019áéíóúñ-]*[a-záéíóúñ][\w'\u2019áéíóúñ-]*"
_FULL = rf"(?:[A-ZÁÉÍÓÚÑ]\.?[ \t]+)?{_NAME}(?:[ \t]+{_NAME}){{0,2}}"
_TITLE = r"(?:(?:el|la)\s+)?(?:mr|mrs|ms|miss|se[ñn]ora?|sra?)\b\.?"
_QUOTE = r"[\"'\u201c\u2018]?"

_NAMED = tuple(
    map(
        re.compile,
        (
            rf"\b(?i:{_RANK})[ \t]+(?i:de\s+apellido\s+)?{_FULL}",
            rf"\b(?i:parole|probation)\s+(?i:officer|agent)\s*,?\s+(?i:is\s+|named\s+)?((?i:{_TITLE}\s+)?{_FULL})",
            rf"\b(?i:oficial|agente)\s+(?i:de\s+(?:probatoria|parole|libertad\s+condicional))\s*,?\s+(?i:es\s+|se\s+llama\s+)?"
            rf"((?i:{_TITLE}\s+)?{_FULL})",
            r"\b(?i:officer|cop|guard|oficial|polic[ií]a|guardia|agente)\s+(?i:named|called|de\s+nombre|llamad[oa]|"
            rf"(?:que\s+)?se\s+llama(?:ba)?)\s+({_FULL})",
            rf"\b(?i:(?:they|everybody|everyone|people|we|inmates)\s+calls?\s+(?:him|her)|goes\s+by|known\s+as|"
            rf"le\s+(?:dicen|llaman|decimos)|(?:lo|la)\s+conocen\s+como|conocid[oa]\s+como)\s+{_QUOTE}((?:[Ee]l\s+|[Ll]a\s+)?{_FULL})",
        ),
    )
)
_PLAIN = re.compile(
    r"\b(?:(?:ofc|sgt|det|lt)\b\.?|(?:officer|sergeant|detective|lieutenant|deputy|trooper|(?:(?:el|la)\s+)?(?:oficial|agente|"
    r"sargento))\b)"
    r"[ \t]+([a-záéíóúñ][a-záéíóúñ'-]{2,})\b",
    re.IGNORECASE,
)
_NOT_A_NAME = lexicon.words("officers", "not_a_name")
_DEED = re.compile(r"\w+(?:[^e]ed|\w{3}ing|ó|aron|ieron|aba|aban)")  # "officer mocked me", "el oficial insultó"


def find(text: str) -> Iterator[tuple[int, int]]:
    """Spans that name a member of staff; a rank alone, or one described but not named, is not one."""
    for pattern in _NAMED:
        for hit in pattern.finditer(text):
            start, end = hit.span(hit.lastindex or 0)
            if _last_words(text[start:end]).isdisjoint(_NOT_A_NAME) or hit.lastindex:
                yield start, end
    for hit in _PLAIN.finditer(text):
        word = hit[1].lower()
        everyday = word in _NOT_A_NAME or plain(word) in _everyday() or _DEED.fullmatch(word)
        if not everyday and "'" not in word.rstrip("'"):
            yield hit.span()


@cache
def _everyday() -> frozenset[str]:
    """What is a word of either language and hardly a name."""
    return (
        lexicon.words("names", "everyday") | lexicon.words("language", "english") | lexicon.words("language", "spanish")
    )


def _last_words(found: str) -> set[str]:
    """What stands after the rank, in lower case: in a text of capitals every word looks like a name."""
    return {word.lower() for word in found.split()[-1:]}
