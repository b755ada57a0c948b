"""Which words a label rests on, from what each piece gave to it: the stretch of one sentence that says most for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.grams import Numbers

MOST = 2
_LONGEST = 110
_WIDENED = 30
_HALF = 0.5
_END = re.compile(r"[.!?;\n]+\s*|$")


def stretches(text: str, pieces: Sequence[tuple[int, int]], given: Numbers) -> tuple[tuple[int, int], ...]:
    """At most two stretches of characters, the strongest first, a second only where it says at least half as much.

    `given` is what each piece gave to the label. Empty only where the text has no piece; where nothing speaks for the
    label, what speaks least against it.
    """
    told = [best for best in (_strongest(text, pieces, given, part) for part in _sentences(text, pieces)) if best]
    told.sort(key=lambda each: -each[0])
    strong = [each for each in told[:MOST] if each[0] > 0 and each[0] >= told[0][0] * _HALF] or told[:1]
    return tuple((start, end) for _, start, end in strong)


def _sentences(text: str, pieces: Sequence[tuple[int, int]]) -> Iterator[range]:
    """The pieces of each sentence, as positions."""
    first = 0
    for end in (match.end() for match in _END.finditer(text)):
        last = first
        while last < len(pieces) and pieces[last][0] < end:
            last += 1
        if last > first:
            yield range(first, last)
        first = last


def _strongest(
    text: str, pieces: Sequence[tuple[int, int]], given: Numbers, part: range
) -> tuple[float, int, int] | None:
    """The run of pieces that says most above the usual and is not too long to show, in whole words, and how much."""
    usual = max(0.0, float(given[part.start : part.stop].mean())) * _HALF
    best: tuple[float, int, int] | None = None
    total, start = 0.0, part.start
    for at in part:
        if total <= 0.0 or pieces[at][1] - pieces[start][0] > _LONGEST:
            total, start = 0.0, at
        total += float(given[at]) - usual
        if best is None or total > best[0]:
            best = (total, start, at)
    if best is None:
        return None
    begin = pieces[best[1]][0]
    end = min(pieces[best[2]][1], begin + _LONGEST)
    return best[0], *_words(text, begin, end)


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = max(0, start - _WIDENED), min(len(text), end + _WIDENED)
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end].isspace():
        end += 1
    return start, end
