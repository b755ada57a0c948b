"""Keeps a name that a complainant asked to keep out of a paper, wherever somebody wrote it; used by builders."""

import re
from collections.abc import Iterable
from typing import Any, Final

SHORTEST: Final = 3
_PHONE: Final = re.compile(r"\d[\d\s().-]{5,}\d")
_MAIL: Final = re.compile(r"[^\s,;<>]+@[^\s,;<>]+\w")
_WORD: Final = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W_]+)*")


def without(value: Any, kept: Iterable[str], instead: str) -> Any:
    """The same value with `instead` wherever one of the kept texts, or a name out of one, stands in a string."""
    pattern = _pattern(kept)
    return _cleaned(value, pattern, instead) if pattern else value


def _pattern(kept: Iterable[str]) -> re.Pattern[str] | None:
    """The whole texts in any case, telephone numbers however they are written, addresses, and words like a name."""
    wholes = [each.strip() for each in kept if len(each.strip()) >= SHORTEST]
    mails = [mail for each in wholes for mail in _MAIL.findall(each)]
    numbers = [re.sub(r"\D", "", number)[-10:] for each in wholes for number in _PHONE.findall(each)]
    names = {word for each in wholes for word in _WORD.findall(each) if len(word) >= SHORTEST and word[0].isupper()}
    found = [f"(?i:{re.escape(each)})" for each in sorted([*wholes, *mails], key=len, reverse=True)]
    found += [r"[\s().-]*".join(each) for each in numbers]
    found += [re.escape(each) for name in names for each in sorted({name, name.upper()}, reverse=True)]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(found)})(?![^\W_])") if found else None


def _cleaned(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda _: instead, value)
    if isinstance(value, dict):
        return {key: _cleaned(each, pattern, instead) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each, pattern, instead) for each in value]
    return value
