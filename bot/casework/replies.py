"""One reader per kind of question, called by the interview: each returns a value or raises Unreadable."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date as Day
from typing import Final

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from bot.casework import dates, times, to_come
from bot.casework.agency import Choice
from bot.casework.errors import Unreadable
from bot.casework.plain import clean, fold

__all__ = [
    "SENTENCES",
    "choice",
    "clean",
    "contact",
    "date",
    "day",
    "email",
    "many",
    "phone",
    "place",
    "text",
    "time",
    "yes_no",
]

SENTENCES: Final = (
    *(
        "date",
        "date_ahead",
        "date_ahead_impossible",
        "date_number",
        "date_impossible",
        "date_long_ago",
        "date_future",
        "time",
        "time_half",
        "time_impossible",
    ),
    *("choice", "yes_no", "phone", "phone_letters", "phone_short", "phone_impossible", "email", "empty"),
)
"""Every key of the locale table [unreadable] that can be asked for here."""

_NONE: Final = frozenset(
    ("none", "none of them", "neither", "nothing", "nobody", "ninguno", "ninguna", "ningun", "nada", "nadie", "ni uno")
)
_YES: Final = frozenset(
    (
        *("yes", "y", "yeah", "yep", "yup", "sure", "correct", "right", "of course", "yes please", "yes i do", "ok"),
        *("si", "s", "claro", "claro que si", "por supuesto", "correcto", "asi es", "si por favor"),
        *("si senor", "si senora"),
    )
)
_NO: Final = frozenset(
    (
        *("no", "n", "nope", "nah", "no thanks", "no thank you", "not at all", "no i don't"),
        *("no gracias", "para nada", "claro que no", "no senor", "no senora"),
    )
)
_COUNTRY: Final = "US"
_LONGEST_CONTACT: Final = 1000
_EMAIL: Final = re.compile(r"[^\s@<>(),;:\"\[\]]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}\b")
_LIKE_A_NUMBER: Final = re.compile(r"\d(?:[\s().-]{0,3}\d){5}")
_LETTERS_IN_IT: Final = re.compile(r"(?=\S*[^\W\d_])(?=(?:\D*\d){4})[\w().+-]{7,}")
_TIME: Final = re.compile(r"\d{1,2}(?::\d\d)?(?:[ap]\.?m\.?|hrs?|h|st|nd|rd|th)[.,;]?")
_NUMBER: Final = re.compile(r"(?:#|no |number |numero |option |opcion )?(\d{1,2})")
_SEPARATE: Final = re.compile(r"[,;/&+\n]|\b(?:and|y|e|or|o)\b", re.IGNORECASE)


def date(text: str, language: str, today: Day) -> dict[str, str | None]:
    """Read a day or a stretch of days; see dates.py for what is understood."""
    return dates.read(text, language, today)


def day(text: str, language: str, today: Day, *, future: bool) -> dict[str, str | None]:
    """Read a day; one that may lie ahead is the next of that name, unless the words say that it is over.

    What such a question wants to hear from whoever does not know differs, so its own hint says it.
    """
    if not future:
        return date(text, language, today)
    try:
        return to_come.read(text, language, today)
    except Unreadable as error:
        impossible = error.sentence == "date_impossible"
        raise Unreadable("date_ahead_impossible" if impossible else "date_ahead") from None


def time(text: str, language: str) -> dict[str, str | None]:
    """Read a time of day; both languages are understood, whichever is spoken."""
    return times.read(text)


def choice(text: str, choices: Sequence[Choice], language: str) -> str:
    """Read one of the choices: its label, its number, or a beginning that only one of them has."""
    said = _bare(text)
    spoken = [(each.id, _bare(each.label.to(language))) for each in choices]
    known = spoken + [(each.id, _bare(other)) for each in choices for other in (each.label.en, each.label.es, each.id)]
    number = _NUMBER.fullmatch(said)
    for fitting in (
        [id for id, label in known if label == said],
        [id for place, (id, _) in enumerate(spoken, 1) if number and place == int(number[1])],
        [id for id, _ in spoken if (id == "yes" and said in _YES) or (id == "no" and said in _NO)],
        [each.id for each in choices if each.alone and said in _NONE | _NO],
        [id for id, label in spoken if said and label.startswith(said)],
        [id for id, label in known if said and label.startswith(said)],
    ):
        if len(set(fitting)) == 1:
            return fitting[0]
    raise Unreadable("choice")


def many(text: str, choices: Sequence[Choice], language: str) -> tuple[str, ...]:
    """Read several choices, in the order in which they are offered; all parts of the text have to fit."""
    try:
        return (choice(text, choices, language),)
    except Unreadable:
        parts = [part for part in _SEPARATE.split(text) if _bare(part)]
        chosen = {choice(part, choices, language) for part in parts}
    if not chosen:
        raise Unreadable("choice")
    return tuple(each.id for each in choices if each.id in chosen)


def yes_no(text: str, language: str) -> bool:
    """Read a plain yes or no in either language; anything longer says more than that and is not cut down to it."""
    said = _bare(text)
    if said not in _YES | _NO:
        raise Unreadable("yes_no")
    return said in _YES


def agrees(text: str) -> bool:
    """Say whether this is a plain yes."""
    return _bare(text) in _YES


def phone(text: str) -> str:
    """Read the first telephone number in the text, as E.164."""
    found = _telephone(text)
    if found is None:
        raise Unreadable(_what_is_wrong(text))
    return phonenumbers.format_number(found.number, PhoneNumberFormat.E164)


def email(text: str) -> str:
    """Read the first e-mail address in the text."""
    found = _EMAIL.search(clean(text)[:_LONGEST_CONTACT])
    if found is None:
        raise Unreadable("email")
    name, _, domain = found.group().rpartition("@")
    return f"{name}@{domain.lower()}"


def contact(text: str) -> dict[str, str | None]:
    """Read how to reach a person: {"phone", "email", "said"}; what else was said (best time, a sister) is kept as said.

    Words alone are a contact too ("ask for me at the shelter"); a number or address that was mistyped is asked again.
    """
    said = _visible(text)
    address = _EMAIL.search(said[:_LONGEST_CONTACT])
    others = said.replace(address.group(), " ", 1) if address else said
    number = _telephone(others)
    if not address and not number:
        _refuse_mistyped(others)
    if number:  # an extension must not get lost: E.164 has no place for it
        others = others.replace(number.raw_string, str(number.number.extension or ""), 1)
    return {
        "phone": phonenumbers.format_number(number.number, PhoneNumberFormat.E164) if number else None,
        "email": email(address.group()) if address else None,
        "said": said if any(map(str.isalnum, others)) or not (address or number) else None,
    }


def place(text: str) -> str:
    """Read where it was: an address, a corner, a landmark, in the person's own words."""
    return _visible(text)


def text(text: str) -> str:
    """Read words; the only wrong reply is one in which nothing can be seen."""
    return _visible(text)


def _visible(text: str) -> str:
    kept = clean(text).strip()
    if not any(unicodedata.category(character)[0] in "LNPS" for character in kept):
        raise Unreadable("empty")
    return kept


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w'#]|_", " ", fold(text)).split())


def _telephone(text: str) -> phonenumbers.PhoneNumberMatch | None:
    found = PhoneNumberMatcher(clean(text)[:_LONGEST_CONTACT], _COUNTRY, leniency=Leniency.VALID)
    return next(iter(found), None)


def _what_is_wrong(text: str) -> str:
    """Return which sentence tells the person what to look at."""
    words = (word for word in text[:_LONGEST_CONTACT].split() if not _TIME.fullmatch(word))
    signs = [sign for word in words if re.search(r"\d", word) for sign in word if sign.isalnum()]
    digits = sum(map(str.isdigit, signs))
    if not digits:
        return "phone"
    if digits < len(signs) and len(signs) >= 7:
        return "phone_letters"
    return "phone_short" if digits < 10 else "phone_impossible"


def _refuse_mistyped(text: str) -> None:
    if "@" in text:
        raise Unreadable("email")
    start = text[:_LONGEST_CONTACT]
    if _LIKE_A_NUMBER.search(start) or any(_LETTERS_IN_IT.fullmatch(token) for token in start.split()):
        raise Unreadable(_what_is_wrong(text))
