"""Where it happened, as the complainant wrote it: crossings, addresses, districts, named places, for `facts`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.written import bounded

_STREET = (
    r"(?:[Ss]treet|[Ss]t|[Aa]venue|[Aa]ve?|[Rr]oad|[Rr]d|"
    r"[Bb]oulevard|[Bb]lvd|[Dd]rive|[Dd]r|[Ll]ane|[Ll]n|[Cc]ourt|[Hh]ighway|[Hh]wy|[Pp]arkway|[Pp]kwy|[Pp]lace|"
    r"[Tt]errace|STREET|ST|AVENUE|AVE|ROAD|RD|BLVD)\b\.?"
)
_NOT_STREET = (
    r"(?!(?:the|a|my|his|her|our|their|this|that|of|in|on|at|to|and|from|down|up|off|across|same|next|dead|main\s+in|"
    r"one|way|whole|side|city|police|is|was|for|with|by|near|what|which|your|any|some)\b)"
)
_CAP = r"[A-ZÁÉÍÓÚÑ][\w'\u2019ñáéíóú-]*"
_NTH = r"\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)"
_ROAD = rf"(?:{_CAP}(?:\s+{_CAP})?|{_NTH})"
_SUFFIXED = rf"(?:[NSEW]\.?\s+)?{_NOT_STREET}(?:{_NTH}|[\w'\u2019-]+)\s+{_STREET}"
_ANY_ROAD = rf"(?:{_SUFFIXED}|{_ROAD}(?:\s+{_STREET})?)"
_AND = r"\s*(?:and|&|AND|/|\by\b|at|near)\s*"
_HERE = r"(?:at|outside|outside\s+of|behind|in\s+front\s+of|near|by|inside|across\s+from|from|in)"
_KIND = (
    r"(?:Park|Mall|Plaza|Station|Jail|Prison|School|Hospital|Library|Square|Projects|Apartments|Towers|Homes|Center|"
    r"Centre|Correctional\s+(?:Institution|Center|Facility)|Church|Market|Airport|Terminal|Bridge|Motel|Inn|Hotel)"
)
_STORES = (
    r"(?i:walmart|walgreens|cvs|target|7-eleven|stop\s*&\s*shop|mcdonald'?s|burger\s+king|dunkin(?:\s+donuts)?|"
    r"family\s+dollar|dollar\s+(?:tree|general)|home\s+depot|costco|aldi|sunoco|shell|citgo|speedway|cub\s+foods|"
    r"wendy'?s|popeyes|planet\s+fitness|autozone)"
)
_THING = (
    rf"(?:{_STORES}|(?:[a-z]+\s+)?(?:store|shop|station|lot|wash|bar|club|market|bodega|laundromat|"
    rf"church|school|park|library|deli|restaurant|pharmacy|gas\s+station|corner\s+store|bus\s+stop)|{_CAP}(?:\s+{_CAP})?)"
)
_CALLE = r"(?:la\s+)?(?:[Cc]alle|[Aa]venida|[Aa]ve\.?|CALLE|AVENIDA)"
_LUGAR = (
    r"(?:tienda|parque|bodega|colmado|gasolinera|escuela|iglesia|farmacia|plaza|laundry|lavander[ií]a|estaci[oó]n|"
    r"parada|hospital|cuartel|barber[ií]a|mall)"
)

_PATTERNS = tuple(
    bounded(each, flags=0)
    for each in (
        rf"\b(?i:(?:the\s+)?corner\s+of)\s+{_ANY_ROAD}{_AND}{_ANY_ROAD}",
        rf"(?<![\w-]){_SUFFIXED}{_AND}{_ANY_ROAD}",
        rf"(?<![\w-]){_ROAD}\s*(?:and|&)\s*{_SUFFIXED}",
        rf"(?<![\w-]){_ROAD}\s*(?:and|&)\s*{_NTH}\b",
        rf"\b\d{{1,5}}(?:\s+block\s+(?:of\s+)?|\s+){_SUFFIXED}",
        rf"(?:(?<=\bon )|(?<=\bOn )|(?<=\bON )){_SUFFIXED}",
        r"\b(?:[Tt]he\s+)?(?:\d{1,2}(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth)"
        r"\s+(?i:precinct|district)\b",
        r"\b(?i:precinct|precinto)\s+\d{1,2}\b",
        rf"(?:(?<=\bat )|(?<=outside )|(?<=behind )|(?<=front of )|(?<=\bnear )|(?<=\bby )|(?<=inside )|"
        rf"(?<=\bfrom ))(?:the\s+)?{_THING}\s+(?:on|at|in)\s+(?:{_SUFFIXED}|{_ROAD})",
        rf"\b(?:the\s+)?{_STORES}\s+(?:on|de\s+la|en\s+la|de|en)\s+(?:{_SUFFIXED}|{_ROAD})",
        rf"\b(?:the\s+)?{_CAP}(?:\s+{_CAP}){{0,2}}\s+{_KIND}\b",
        rf"\b{_HERE}\s+((?:the\s+)?{_STORES})(?![\w'])",
        rf"\b{_CALLE}\s+{_ROAD}(?:\s+(?:con|y|esquina(?:\s+con)?)\s+(?:la\s+)?(?:calle\s+)?{_ROAD})?",
        rf"\b(?:la\s+)?(?i:esquina\s+de(?:\s+la)?)\s+(?:calle\s+)?{_ROAD}\s+(?:con|y)\s+(?:la\s+)?{_ROAD}",
        rf"\bla\s+(?:{_CAP}|\d{{1,3}})\s+(?:con|y)\s+la\s+(?:{_CAP}|\d{{1,3}})\b",
        rf"\b(?:el|la)\s+{_LUGAR}\s+(?:de\s+la\s+|en\s+la\s+)?(?:{_CALLE}\s+)?{_CAP}(?:\s+{_CAP})?",
        rf"\b(?i:en|frente\s+al?|afuera\s+del?|detr[aá]s\s+del?)\s+((?:el\s+|la\s+)?{_STORES})(?![\w'])",
    )
)
_TAIL = re.compile(r"(?:\s+(?:I|He|She|They|And|The|But|When|So|We))+$")
_BARRED = re.compile(
    r"^(?:(?:[Tt]he\s+)?(?:Officer|Sergeant|Sgt|Police|Internal|Parole|Probation|My|I|They|He|She|We)\b)|"
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday)\b|^(?:Black|White|Me|Him|Her|You)\b",
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Spans that name one place; a kind of place alone ("the store", "my street") is not one."""
    for pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            start, end = hit.span(hit.lastindex or 0)
            found = _TAIL.sub("", text[start:end]).rstrip(" .")
            if found and not _BARRED.search(found):
                yield start, start + len(found)
