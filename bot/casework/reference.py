"""Case numbers such as OPCR-2026-00123-7: storage issues them through `issue`, whoever reads one uses `parse`.

The last digit checks the others (Damm's method): one wrong digit, or two neighbours swapped, is always noticed.
"""

import re
import unicodedata
from string import ascii_uppercase
from typing import Final

from bot.casework.errors import BadReference

# Zeros may be left out, but not added: "010000" would pass for a swap inside "100000".
_WRITTEN: Final = re.compile(
    r"(?P<prefix>[A-Z]+)(?P<year>[0-9]{4})(?P<number>[0-9]{1,5}|[1-9][0-9]{5,8})(?P<check>[0-9])"
)
_BETWEEN: Final = re.compile(r"[\s_./#,:;\u2010-\u2015\u2212-]+")
_MISREAD: Final = str.maketrans("OIL", "011")
_LONGEST: Final = 64

# Damm's quasigroup of order 10: _NEXT[state][digit]; zeros on the diagonal, so a text with its check digit ends at 0.
_NEXT: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def issue(prefix: str, year: int, number: int) -> str:
    """Return the case number for the `number`th case of a year, with its check digit."""
    body = f"{prefix}-{year:04}-{number:05}"
    return f"{body}-{_check(body)}"


def parse(text: str) -> str:
    """Return the case number as `issue` writes it, or raise BadReference.

    Small letters, spaces, missing hyphens or leading zeros, and O or l typed for 0 or 1 do no harm.
    """
    upper = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    squeezed = _BETWEEN.sub("", upper)
    digits = squeezed.lstrip(ascii_uppercase)
    read = _WRITTEN.fullmatch(squeezed.removesuffix(digits) + digits.translate(_MISREAD))
    if read is None or len(text) > _LONGEST:
        raise BadReference(text[:_LONGEST])
    canonical = issue(read["prefix"], int(read["year"]), int(read["number"]))
    if canonical[-1] != read["check"]:
        raise BadReference(text[:_LONGEST])
    return canonical


def _check(body: str) -> int:
    """Return the check digit; letters count too, as two digits each, so that a foreign prefix is noticed as a rule."""
    digits = "".join(f"{ord(sign) - ord('A'):02}" if sign.isalpha() else sign for sign in body if sign != "-")
    state = 0
    for digit in digits:
        state = _NEXT[state][int(digit)]
    return state
