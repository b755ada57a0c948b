"""Reads the time of day a person means, in English or Spanish; called through `replies.time`, always confirmed."""

import re
from typing import Final

from bot.casework import calendar_words as words
from bot.casework.errors import Unreadable
from bot.casework.plain import clean, fold

_HALF_DAYS: Final = {
    **dict.fromkeys(("am", "morning", "manana", "madrugada"), "morning"),
    **dict.fromkeys(("pm", "afternoon", "tarde", "dia"), "afternoon"),
    "evening": "evening",
    **dict.fromkeys(("night", "tonight", "noche", "anoche"), "night"),
}
_PART: Final = re.compile(rf"\b(?:\d+)?(?P<part>{words.one_of(_HALF_DAYS)})\b")
_NOON: Final = re.compile(r"\b(?:noon|midday|medio ?dia)\b")
_MIDNIGHT: Final = re.compile(r"\b(?:midnight|media ?noche)\b")
_CLOCK: Final = re.compile(
    r"(?P<lead>\b(?:at|around|about|by|after|before|between|like|las|la) )?"
    r"(?:\b(?P<beside>half past|quarter past|quarter to|(?:quince|cuarto) para las) )?"
    rf"\b(?P<hour>\d{{1,2}}|{words.one_of(words.HOURS)})"
    r"(?::(?P<minute>\d\d)|\b(?: (?P<spoken>thirty|fifteen|forty-five|y media|y cuarto|menos cuarto)))?"
    r"(?! ?[/:\d])(?:ish)?(?: ?(?P<sure>hrs?|h|horas|am|pm)\b|\b)(?! \d)"
    r"(?P<alone>$| (?=(?:at|in|to|de|del|por|en|o'?clock)\b)|(?=-))?"
)
_MINUTES: Final = {
    **dict.fromkeys(("half past", "thirty", "y media"), 30),
    **dict.fromkeys(("quarter past", "fifteen", "y cuarto"), 15),
    "forty-five": 45,
    **dict.fromkeys(("quarter to", "menos cuarto", "quince para las", "cuarto para las"), -15),
}
_SPAN: Final = re.compile(r"\b(?:between|entre|from|(?<!quarter )to)\b|-")


def read(text: str) -> dict[str, str | None]:
    """Return {"at": "HH:MM" or None, "part" of the day or None, "precision": minute, about or unknown, "said"}.

    An hour that could be morning or evening is asked back, never guessed.
    """
    plain = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", fold(text))
    part = _PART.search(plain)
    half = _HALF_DAYS[part["part"]] if part else None
    clock = next((found for found in _CLOCK.finditer(plain) if _tells_time(found)), None)
    at = _named(plain) if clock is None else _on_the_clock(clock, half)
    vague = at is None or words.HEDGE.search(plain) or _SPAN.search(plain)
    precision = "about" if vague else "minute"
    if at is None and half is None:
        if not words.UNKNOWN.search(plain):
            raise Unreadable("time")
        precision = "unknown"
    return {"at": at, "part": None if at else half, "precision": precision, "said": clean(text).strip()}


def _tells_time(found: re.Match[str]) -> bool:
    """A number among other words is no time of day; one that stands alone, or before "at night", is."""
    standing = found.start() == 0 and found["alone"] is not None
    return standing or any(found[group] is not None for group in ("lead", "beside", "minute", "spoken", "sure"))


def _named(plain: str) -> str | None:
    if _NOON.search(plain):
        return "12:00"
    return "00:00" if _MIDNIGHT.search(plain) else None


def _on_the_clock(found: re.Match[str], half: str | None) -> str:
    said = found["hour"]
    hour = int(said) if said.isdigit() else words.HOURS[said]
    minute = int(found["minute"]) if found["minute"] else _MINUTES.get(found["beside"] or found["spoken"], 0)
    if hour > 24 or minute > 59 or (hour > 12 and half == "morning"):
        raise Unreadable("time_impossible")
    clear = hour == 0 or hour > 12 or said.startswith("0") or found["sure"] in {"h", "hr", "hrs", "horas"}
    if half is None and not clear:
        raise Unreadable("time_half")
    total = (_of_24(hour, half) * 60 + minute) % (24 * 60)
    return f"{total // 60:02}:{total % 60:02}"


def _of_24(hour: int, half: str | None) -> int:
    """Return the hour of 24; the night goes on until morning, so 3 at night is 3."""
    if half in {"afternoon", "evening"}:
        return hour + 12 if hour < 12 else hour
    if half == "night":
        return 0 if hour == 12 else hour + 12 if 5 <= hour < 12 else hour
    return 0 if half == "morning" and hour == 12 else hour
