"""When it happened, as the complainant wrote it: dates of month level or finer, in both languages, for `facts`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTH = (
    r"(?:january|jan\.?|february|feb\.?|march|mar\.?|april|apr\.?|may|june|jun\.?|july|jul\.?|august|aug\.?|"
    r"september|sept\.?|sep\.?|october|oct\.?|november|nov\.?|december|dec\.?)"
)
_CERTAIN_MONTH = r"(?:january|february|april|june|july|august|september|october|november|december)"
_MES = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
_DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_SHORT_DAY = r"(?:mon|tues|wed|thurs|fri|sat|sun)"
_DIA = r"(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)"
_YEAR = r"(?:,?\s+(?:of\s+)?(?:19|20)\d\d\b)?"
_ANO = r"(?:,?\s+(?:del?\s+)?(?:19|20)\d\d\b)?"
_PART = r"(?:\s+(?:night|morning|afternoon|evening))?"
_PARTE = r"(?:\s+(?:en|por|a)\s+la\s+(?:noche|ma[ñn]ana|tarde|madrugada))?"
_COUNT = r"(?:about\s+)?(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a\s+couple(?:\s+of)?|a\s+few)"
_CUANTOS = r"(?:\d{1,2}|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|unos|unas|un\s+par\s+de)"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_DAY},?\s+)?{_MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b(?![\d:]|\s+(?:times|or|officers|cops|people|hours|days)\b){_YEAR}",
        rf"\b(?:{_DAY},?\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b{_YEAR}",
        rf"\b{_MONTH},?\s+(?:of\s+)?20\d\d\b",
        rf"\b(?:el\s+)?(?:{_DIA},?\s+)?(?:\d{{1,2}}|primero|uno)\s+de\s+{_MES}\b{_ANO}",
        rf"\b{_MES}\s+del?\s+20\d\d\b",
        r"(?<![\d/-])(?:[01]?\d[/-][0-3]?\d|[0-3]?\d[/-][01]?\d)[/-](?:20)?\d\d(?![\d/-])",
        r"\b20\d\d-[01]\d-[0-3]\d\b",
        r"(?:(?<=\bon )|(?<=\bel ))[01]?\d/[0-3]?\d\b(?!/)",
        rf"\b(?:this\s+past|last)\s+(?:{_DAY}|{_SHORT_DAY}|week|month|weekend|night|{_CERTAIN_MONTH}){_PART}\b",
        rf"\bthis\s+(?:{_DAY}|week|weekend|morning|afternoon|evening){_PART}\b",
        rf"(?:(?<=\bon )|(?<=\bsince )){_DAY}{_PART}\b",
        rf"\b{_DAY}\s+(?:night|morning|afternoon|evening)\b",
        r"\byesterday(?:\s+(?:night|morning|afternoon|evening))?\b|\btonight\b|\b(?:earlier\s+)?today\b",
        rf"\b{_COUNT}\s+(?:days?|weeks?|months?|nights?)\s+ago\b",
        rf"(?:(?<=\bin )|(?<=\bback in )|(?<=\bsince )){_CERTAIN_MONTH}\b",
        rf"(?:(?<=\ben )|(?<=\bdesde )){_MES}\b",
        rf"\b(?:anteayer|antier|antes\s+de\s+ayer|ayer|anoche|esta\s+(?:ma[ñn]ana|madrugada|tarde|noche)){_PARTE}\b",
        r"\bhoy\b(?:\s+(?:mismo|temprano|en\s+la\s+ma[ñn]ana))?",
        rf"\b(?:el|este)\s+(?:pasado\s+)?{_DIA}(?:\s+pasado)?{_PARTE}\b",
        r"\bla\s+semana\s+pasada\b|\bel\s+mes\s+pasado\b|\b(?:el|este)\s+fin\s+de\s+semana(?:\s+pasado)?\b",
        rf"\bhace\s+(?:como\s+)?{_CUANTOS}\s+(?:d[ií]as?|semanas?|mes(?:es)?|noches?)\b",
    )
)
_OTHER = re.compile(
    r"(?:\bborn(?:\s+on)?|\bnac[ií]\w*(?:\s+el)?|\bcourt(?:\s+date)?(?:\s+is)?(?:\s+on)?|\bevery|\bnext|\buntil|\btill|"
    r"\bhasta(?:\s+el\s+d[ií]a\s+de)?|\bcada|\btodos\s+los|\bby|\bpr[oó]ximo|\bcorte\s+(?:es\s+)?)\s+$",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Spans that say when; birthdays, court dates and habits ("every Friday") are not what is asked."""
    for pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            if not _OTHER.search(text, max(0, hit.start() - 30), hit.start()):
                yield hit.span()
