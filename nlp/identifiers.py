"""What can be told by its shape or by the word before it: telephones, e-mails, addresses, plates, births, numbers, web.

`redact` asks. Both languages are tried on every text, for people mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp import written

Found = tuple[int, int, str, str]

_DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|cero|uno|dos|tres|cuatro|cinco|seis|"
    r"siete|ocho|nueve)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|"
    r"diciembre)\b\.?"
)
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:of\s+)?(?:19|20)?\d\d\b)?|"
    rf"(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:del?\s+)?(?:19|20)?\d\d\b)?|"
    rf"{_MONTH}\s+(?:del?\s+)?(?:19|20)\d\d\b|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:19|20)\d\d\b)"
)
_OLD = r"(?:19\d\d|200\d)\b"
_DAY_OF_OLD = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:of\s+)?{_OLD}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|"
    rf"de\s+)?{_MONTH},?\s+(?:del?\s+)?{_OLD}|"
    rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_OLD}|(?:19\d\d|200\d)-\d\d-\d\d\b)"
)
_FILL = (
    r"(?:[ \t]*(?:[:#=(,]|\b(?:is|was|number|num|no|nos|n[uú]mero|n[uú]m|nr|es|era|de|del|el|la|on|the|id)"
    r"\b\.?)[ \t]*){0,5}[ \t]*"
)
_CODE = r"(?:(?=[A-Z0-9#/-]*\d)[A-Z0-9]+|(?-i:[A-Z]{1,4})(?=[ ]\d))(?:[-/][A-Z0-9]+|[ ](?=\d{2})\d+)*"
_STREET = (
    r"(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|circle|cir|highway|hwy|parkway|pkwy|"
    r"place|pl|terrace|ter|way|square|sq|turnpike|tpke)\b\.?"
)
_UNIT = (
    r"(?:\(?(?:apartment|apt|apto|apartamento|unit|suite|ste|floor|fl|room|rm|piso|edificio|edif|bldg|"
    r"building)\b\.?[ ]*#?[ ]*"
    r"(?:\d{1,4}(?:[ -]?[a-z]\b(?!'))?|(?-i:[A-HJ-Z]|[b-dfghj-nr-tv-x])\b(?!')(?:-?\d{1,3})?)|(?:\d(?:st|"
    r"nd|rd|th)|first|second|third|top)\s+(?:floor|fl)\b|"
    r"#[ ]*\d{1,4}[a-z]?\b|(?:primer|segundo|tercer|cuarto)\s+piso|\d[.ºo°]\s+piso)"
)
_REGION = (
    r"(?:,?[ ]+(?-i:[A-Z][\w'ñáéíóú]+)(?:[ ](?-i:[A-Z][\w'ñáéíóú]+)){0,2},?[ ]+(?-i:[A-Z]{2})\b\.?(?:[ ]"
    r"+\d{5}(?:-\d{4})?)?|,[ ]+(?-i:[A-Z][a-zñáéíóú]+)(?:[ ](?-i:[A-Z][a-zñáéíóú]+))?(?=[ ]*[.,;)\n]|[ ]+(?:y|"
    r"and|desde|since|for|but|pero)\b|$)|[ ]+\d{5}\b)"
)
_TAIL = rf"(?:,?[ ]*{_UNIT}){{0,3}}{_REGION}?"
_CALLE = r"(?:calle|avenida|ave|av|carretera|camino|callej[oó]n|paseo|v[ií]a)\b\.?"
_CAP = r"(?-i:[A-ZÁÉÍÓÚÑ][\w'\u2019áéíóúñ-]*)"
_NAMED = rf"(?:(?:de|del|la|las|los)[ ]+){{0,2}}[\w'\u2019-]+(?:[ ]+(?:(?:de|del|la|las|los)[ ]+){{0,2}}{_CAP}){{0,3}}"

_PLATE = (
    r"(?:(?=[A-Z0-9 -]{0,9}\d)(?=[0-9 -]{0,9}[A-Z])(?-i:[A-Z0-9]{1,7}(?:[ -][A-Z0-9]{2,5}){0,2})|"
    r"(?:[a-z]{1,3}[ -]?\d{3,5}|\d{1,3}[ -]?[a-z]{2,3}[ -]?\d{1,4}))"
)

_SHAPES = (
    ("email", "shape", r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    ("email", "shape", r"[\w.+-]{2,40}[ ]+(?:at|arroba)[ ]+[\w-]{2,30}[ ]+(?:dot|punto)[ ]+(?:com|net|org|edu)\b"),
    ("web", "shape", r"\b(?:https?://|www\.)[^\s<>\"\u201d)]+"),
    (
        "web",
        "shape",
        r"(?<![\w@.])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|org|net|me|gov|edu|info|io|tv|us|ly|be|gg|example)(?"
        r":/[^\s<>\"\u201d)]*)?(?![\w@])",
    ),
    ("web", "shape", r"(?<![\w@.])@[a-z0-9_][\w.]{1,39}"),
    (
        "web",
        "cue",
        r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|tik[ ]?tok|twitter|telegram|username|user[ ]name|handle|"
        r"usuario)[ ]*(?::|is|as|es|como|-)[ ]*([\w.]{3,40})",
    ),
    ("web", "shape", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"),
    ("phone", "shape", r"(?<![\w/-])(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4}(?![\w/]|-\d)"),
    ("phone", "shape", r"(?<![\w/-])\+\d{1,3}(?:[ .-]?\d{2,4}){3,5}(?!\d)"),
    ("phone", "shape", r"(?<![\w/.-])\d{3}[-. ]\d{4}(?![\w/]|-\d)"),
    ("phone", "shape", rf"\b{_DIGIT}(?:[ ,-]+{_DIGIT}){{6,11}}\b"),
    ("id", "shape", r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])|(?<![\w-])9\d\d-\d\d-\d{4}(?!\w)"),
    (
        "id",
        "shape",
        r"(?<![\w-])(?-i:[A-Z]{1,4}\d?)(?:-(?-i:[A-Z]{2,3})\d{0,2})?-?\d{2,4}-\d{4,8}(?:-(?-i:[A-Z]))?(?![\w-])",
    ),
    ("id", "shape", r"(?<![\w-])(?-i:A)[ #-]?\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)"),
    ("id", "shape", r"(?<![\w-])(?!20\d\d-[01]\d-[0-3]\d\b)\d{2,4}-(?-i:[A-Z]{1,3}-)?\d{4,8}(?![\w-])"),
    ("id", "shape", r"(?<![\w-])(?=(?:[A-Z]*\d){6})(?-i:[A-Z0-9]){8,20}(?![\w-])"),
    ("id", "shape", r"(?<![\w.,$/-])\d{7,20}(?![\w-])"),
    ("id", "shape", r"(?<!\d)\d{4}(?:[ -]\d{4}){3}(?!\d)"),
    (
        "id",
        "cue",
        r"\b(?:social(?:[ ]+security)?|ssn|itin|seguro(?:[ ]+social)?|licen[sc]e|licen[cs]ia(?:[ ]+de[ ]"
        r"+(?:conducir|manejar))?|licence|docket|"
        r"expediente|case|caso|casos|report|reporte|informe|incident|incidente|complaint|querella|ticket|"
        r"multa|citation|summons|warrant|passport|pasaporte|"
        r"alien|a-number|green[ ]+card|uscis|receipt|recibo|mrn|medical[ ]+record|inmate|booking|preso|"
        r"insurance|policy|p[oó]liza|"
        r"claim|account|cuenta|member|medicaid|medicare|vin|cad|event|evento|student|employee|extranjero|"
        r"residente|tarjeta|id|identificaci[oó]n|dl|file)\b"
        rf"(?:'s)?(?:[ ]+(?:license|licen[sc]ia|card|id|security|social))?{_FILL}({_CODE})(?!\w)",
    ),
    (
        "badge",
        "cue",
        r"\b(?:badges?|shields?|placas?|chapas?|insignias?)\b"
        r"(?:[ \t]*(?:[:#=(,]|\b(?:is|was|reads?|said|says|number|num|no|"
        r"n[uú]mero|n[uú]m|nr|es|era|dec[ií]a|dice|con|el|la|the)\b\.?)[ \t]*){0,4}[ \t]*(\d{2,8})(?![\w-]|[.,]\d)",
    ),
    (
        "plate",
        "cue",
        r"\b(?:(?:license[ ]+)?plates?|tags?|tablillas?|placas?|matr[ií]culas?|registration|reg)\b"
        rf"{_FILL}(?:[a-z]+[ ]+(?:plates?|tags?),?[ ]+)?({_PLATE})(?![\w-])",
    ),
    (
        "plate",
        "shape",
        r"(?:\b(?:car|cars|truck|van|suv|sedan|jeep|honda|toyota|nissan|ford|chevy|bmw|vehicle|carro|"
        r"troca|camioneta|guagua|veh[ií]culo|auto|moto)\b"
        r"[^.\n]{0,40}?[ (])((?-i:[A-Z]{2,3}[ -]?\d{3,5}|\d{1,2}[A-Z]{2,3}[ -]?\d{2,4}))(?![\w-])",
    ),
    (
        "birth",
        "cue",
        rf"\b(?:born|d\.?o\.?b|date[ ]+of[ ]+birth|birth[ ]?(?:day|date)|nac[ií]|naci[oó]|nacid[oa]|(?"
        rf":fecha[ ]+de[ ]+)?nacimiento|f\.?[ ]?nac|"
        rf"cumplea[ñn]os)\b\.?(?:[ ]*(?:[:(,=]|\b(?:is|was|on|in|el|en|es|era|d[ií]a|of|de|del|the)\b)[ ]*)"
        rf"{{0,4}}[ ]*({_DATE})",
    ),
    ("birth", "shape", rf"(?<![\w/-]){_DAY_OF_OLD}"),
    (
        "address",
        "shape",
        rf"(?<![\w$-])\d{{1,5}}(?:-\d{{1,4}})?[a-z]?[ ]+(?:[nsew]\.?[ ]+|(?:north|south|east|west)[ ]+)?(?"
        rf"!(?:block|of|the|a|my|cops?|officers?|min|feet|blocks|times|on|in|at|or|and|near|by|around|off|outside|behind|past)\b)[\w'\u2019.-]+(?"
        rf":[ ]+(?-i:[A-Z])[\w'\u2019-]+|[ ]+[\w'\u2019-]+){{0,2}}?[ ]+{_STREET}(?:[ ]+(?-i:[NSEW]{{1,2}})"
        rf"\b\.?)?{_TAIL}",
    ),
    (
        "address",
        "shape",
        rf"\b{_CALLE}[ ]+{_NAMED}[ ]*(?:,[ ]*)?(?:#|n[uú]m(?:ero|\.)?|no\.)?[ ]*\d{{1,5}}[a-z]?\b(?![ ]*(?"
        rf":a[ñn]os|horas))(?:,?[ ]*{_UNIT}){{0,3}}{_REGION}?",
    ),
    ("address", "shape", rf"\b(?:el[ ]+)?n[uú]mero[ ]+\d{{1,5}}[ ]+de[ ]+la[ ]+{_CALLE}[ ]+{_NAMED}{_TAIL}"),
    ("address", "shape", r"\b(?:p\.?[ ]?o\.?[ ]+box|apartado(?:[ ]+postal)?|box)[ ]+\d{1,6}"),
    (
        "address",
        "shape",
        rf"\b(?!(?:first|second|third|top|primer|segundo|tercer|cuarto|\d|piso|floor|room|rm|fl|unit|"
        rf"unidad|building)\b){_UNIT}(?:[ ]*,?[ ]*{_UNIT}){{0,2}}",
    ),
    (
        "address",
        "cue",
        rf"\b(?:live|lives|lived|living|reside|resides|residing|stay|stays)[ ]+(?:over[ ]+)?(?:at|on|off)"
        rf"[ ]+((?:\d+[ ]+)?[\w'\u2019-]+(?:[ ]+[\w'\u2019-]+)?[ ]+{_STREET}{_TAIL})",
    ),
    (
        "address",
        "cue",
        rf"\b(?:viv[eo]|vivimos|viven|vivía|resid[eo]|residente)[ ]+(?:\w+[ ]+)?(?:en|por|de|sobre)[ ]+((?"
        rf":la[ ]+)?{_CALLE}[ ]+{_NAMED}{_TAIL})",
    ),
)
_PATTERNS = tuple((kind, why, written.bounded(pattern)) for kind, why, pattern in _SHAPES)
_SHORTEST_CODE = 4
_YEAR = re.compile(r"(?:19|20)\d\d")


def find(text: str) -> Iterator[Found]:
    """Spans with kind and why; they may overlap."""
    for kind, why, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            start, end = hit.span(hit.lastindex or 0)
            while end > start and text[end - 1] in ".,;:!? ":
                end -= 1
            if _plausible(kind, why, text[start:end]):
                yield start, end, kind, why


def _plausible(kind: str, why: str, found: str) -> bool:
    """A case number has four signs at least and is no year."""
    if kind != "id" or why != "cue":
        return bool(found)
    return sum(char.isdigit() for char in found) >= _SHORTEST_CODE and not _YEAR.fullmatch(found)
