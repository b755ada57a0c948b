"""The English and Spanish words of the calendar, folded as `plain.fold` leaves them; read by dates.py and times.py."""

import re
from collections.abc import Iterable, Mapping
from typing import Final


def _numbered(lines: Iterable[str], first: int = 1) -> dict[str, int]:
    """Give all words of a line the line's number."""
    return {word: number for number, line in enumerate(lines, first) for word in line.split()}


MONTHS: Final = _numbered(
    (
        "january enero jan ene",
        "february febrero feb",
        "march marzo mar",
        "april abril apr abr",
        "may mayo",
        "june junio jun",
        "july julio jul",
        "august agosto aug",
        "september septiembre setiembre sept sep",
        "october octubre oct",
        "november noviembre nov",
        "december diciembre dec dic",
    )
)
WEEKDAYS: Final = _numbered(
    (
        "monday lunes",
        "tuesday martes tues",
        "wednesday miercoles",
        "thursday jueves thurs",
        "friday viernes",
        "saturday sabado",
        "sunday domingo",
    ),
    first=0,
)
SEASONS: Final = _numbered(("winter invierno", "spring primavera", "summer verano", "fall autumn otono"), first=0)
"""The season's number; it begins in month 3 * number (winter: in December of the year before)."""

_SPANISH: Final = _numbered(
    (
        *("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
        *("trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
        *("veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho"),
        *("veintinueve", "treinta"),
    )
)
_ENGLISH: Final = _numbered(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
)
_ORDINALS: Final = _numbered(
    (
        *("first primero", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
        *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
        *("nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth"),
        *("twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth"),
        "thirty-first",
    )
)
NTH: Final = {**_SPANISH, **_ORDINALS, "treinta y uno": 31}
"""What stands for the day of a month."""

HOURS: Final = {**_ENGLISH, **_SPANISH, "una": 1}

VAGUE_COUNTS: Final = {"couple": 2, "par": 2} | dict.fromkeys(
    ("few", "several", "unos", "unas", "varios", "varias", "algunos", "algunas"), 3
)
COUNTS: Final = {**HOURS, "a": 1, "an": 1, "un": 1, "twenty": 20, "thirty": 30, **VAGUE_COUNTS}
"""How many days, weeks, months or years ago."""

DAYS_IN: Final = _numbered(("day days dia dias",), 1) | _numbered(("week weeks semana semanas",), 7)
MONTHS_IN: Final = _numbered(("month months mes meses",), 1) | _numbered(("year years ano anos",), 12)
SHORT_UNITS: Final = ("minute", "minutes", "minuto", "minutos", "hour", "hours", "hora", "horas")

UNKNOWN: Final = re.compile(
    r"\b(?:do ?n'?t (?:know|remember|recall)|do not (?:know|remember|recall)|dunno|idk|not sure|unsure|no idea|unknown"
    r"|can'?t (?:remember|recall|say)|cannot (?:remember|recall|say)|forgot|forget"
    r"|n[oi] (?:lo )?se|n[oi] (?:lo |me )?(?:recuerdo|acuerdo)|ni idea|no tengo idea|no estoy segur[oa]|desconozco"
    r"|se me olvido|no sabria|quien sabe)\b"
)
HEDGE: Final = re.compile(
    r"\b(?:around|about|approximately|approx|roughly|circa|maybe|perhaps|probably|possibly|think|believe|guess|ish"
    r"|some ?time|or so|something like|before|after|like"
    r"|como|mas o menos|alrededor|aprox|aproximadamente|creo|quizas?|tal ?vez|a lo mejor|por ahi|cerca de"
    r"|antes|despues|probablemente|posiblemente)\b"
)


def one_of(words: Mapping[str, int] | Iterable[str]) -> str:
    """Return a pattern for any of the words, the longer first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


MONTH: Final = rf"(?P<month>{one_of(MONTHS)})"
WEEKDAY: Final = rf"\b(?P<weekday>{one_of(WEEKDAYS)})\b"
YEAR_WORDS: Final = "last year|ano pasado|this year|este ano|next year|proximo ano"
OF_YEAR: Final = (
    r"(?:[ -](?:(?:of|in|de|del|en|el|ano|year) )*"
    rf"(?P<year>\d{{4}}\b|'\d\d\b|\d\d$|{YEAR_WORDS}))?"
)
"""The year after a day, month or season, if it was said."""

IN_YEAR: Final = r"\b(?:in|during|since|of|around|about|was|en|de|del|desde|year|ano) (?P<year>(?:19|20|21)\d\d)\b"
