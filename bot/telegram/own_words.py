"""Which words on a screen are ours: the bot's own sentences, the profile's, colleagues' names, days, numbers of cases.

Asked by `reading` where an office reads off the chat. Whatever cannot be put together from these is somebody's words.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from string import Formatter
from typing import Any, Final

from bot.casework.agency import Agency
from bot.words import Words

DEEP: Final = 4
CUT: Final = 12
"""So many signs of a label that was shortened have to be ours."""
LONGEST: Final = 400
"""A line of ours that is put together is shorter, and no line that somebody made up may keep the program busy."""
DIGITS: Final = 4
"""A count or a time of the day has no more; telephone numbers, years of birth and plates do."""
FIELD: Final = "zzfieldzz"
MONTHS: Final = "month."
_REFERENCE: Final = re.compile(r"\b[A-Z]+-\d{4}-\d{5,9}-\d\b")
_BETWEEN: Final = tuple(map(re.compile, (r"( · )", r"((?<=[.?!…])\s)", r"(; )", r"(: )", r"( \()", r"(, )")))
"""What stands between two things that are said, the widest first."""
_SENTENCE: Final = re.compile(r"(?<=[.?!…:]) ")
_LONG: Final = re.compile(r"\d{4}")
_NUMBERED: Final = re.compile(r"\d{1,3}\.\s+")


class OwnWords:
    """Says of a line whether all of it is ours, in one language at one agency; `names` are the colleagues'."""

    def __init__(self, words: Words, agency: Agency, language: str, names: Iterable[str]) -> None:
        self._exact, self._patterns = _said(words, language)
        self._profile = _profile(agency)
        self._names = {_bare(each) for each in names}
        self._days = _days(words, language)

    def knows(self, text: str) -> bool:
        """True where nobody else has written any of this line."""
        return self._knows(_without_numbers(text, self._days), DEEP)

    def parts(self, label: str) -> list[tuple[str, bool]]:
        """A label in its parts, what stands between them included, and whether each is ours."""
        if self.knows(label):
            return [(label, True)]
        for between in _BETWEEN:
            pieces = [each for each in between.split(label) if each]
            if len(pieces) > 1:
                return [part for each in pieces for part in self.parts(each)]
        return [(label, False)]

    def _knows(self, text: str, deep: int) -> bool:
        bare = _bare(text)
        if not any(map(str.isalpha, bare)):
            return sum(map(str.isdigit, bare)) <= DIGITS and not _LONG.search(bare)
        if bare in self._exact or bare in self._profile or bare in self._names or self._cut(bare):
            return True
        if deep == 0 or len(bare) > LONGEST:
            return False
        for between in _BETWEEN:
            pieces = between.split(bare)
            if len(pieces) > 1 and all(self._knows(each, deep - 1) for each in pieces):
                return True
        fitting = (pattern.fullmatch(bare) for literal, pattern in self._patterns if literal in bare)
        return any(all(self._knows(each, deep - 1) for each in match.groups()) for match in fitting if match)

    def _cut(self, bare: str) -> bool:
        begins = bare.removesuffix("…").rstrip()
        if begins == bare or len(begins) < CUT:
            return False
        return any(each.startswith(begins) for known in (self._exact, self._profile) for each in known)


def _without_numbers(text: str, days: re.Pattern[str]) -> str:
    """The text with a plain 0 for every day, time and number of a case."""
    return _REFERENCE.sub("0", days.sub("0", text))


def _bare(text: str) -> str:
    """What is compared: without case, signs around it and the number of a list."""
    shown = re.sub(r"^[\W_]+", "", text)
    return re.sub(r"[^\w…]+$", "", _NUMBERED.sub("", shown, count=1)).casefold()


@lru_cache(maxsize=8)
def _said(words: Words, language: str) -> tuple[frozenset[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """The bot's sentences, line by line: those that are always the same, and patterns for those with fields."""
    exact: set[str] = set()
    patterns: dict[str, str] = {}
    days = _days(words, language)
    for key in words.keys(language):
        if key.startswith(MONTHS):
            continue  # people are called April and Julio
        for piece in _pieces(_without_numbers(words.raw(language, key), days)):
            if "{" not in piece:
                exact.add(_bare(piece))
            elif (literal := _literal(piece)) is not None:
                patterns[_pattern(piece)] = literal
    return frozenset(exact), tuple((literal, re.compile(pattern)) for pattern, literal in patterns.items())


def _pieces(raw: str) -> Iterator[str]:
    for line in raw.split("\n"):
        yield line
        yield from _SENTENCE.split(line)


def _literal(piece: str) -> str | None:
    """The longest run of words outside the fields; None where there is nothing to know a sentence by."""
    longest = max((_bare(text) for text, _, _, _ in Formatter().parse(piece)), key=len, default="")
    return longest if sum(map(str.isalpha, longest)) > 1 else None


def _pattern(piece: str) -> str:
    filled = "".join(text + (FIELD if name is not None else "") for text, name, _, _ in Formatter().parse(piece))
    return re.escape(_bare(filled)).replace(FIELD, "(.*?)")


_kept: dict[str, frozenset[str]] = {}


def _profile(agency: Agency) -> frozenset[str]:
    """Everything that stands in a profile, whatever it is for; kept by the profile's digest."""
    key = f"{agency.id}/{agency.digest}"
    if key not in _kept:
        _kept[key] = frozenset(_bare(each) for text in _strings(agency.model_dump()) for each in _pieces(text) if each)
    return _kept[key]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _strings(each)


def _days(words: Words, language: str) -> re.Pattern[str]:
    """A day as `answer_words` writes it."""
    months = "|".join(re.escape(words.say(language, f"month.m{number}")) for number in range(1, 13))
    shape = re.escape(words.say(language, "month.date", day="@d", month="@m", year="@y"))
    shape = shape.replace("@d", r"\d{1,2}").replace("@m", f"(?:{months})").replace("@y", r"\d{4}")
    return re.compile(rf"\b{shape}\b|\b\d{{1,2}}:\d{{2}}(?:\s[ap]\.\sm\.|\s[ap]m\b)?")
