"""The plain statement of a complaint in numbered paragraphs, and what is still missing in it; called by its paper.

It holds the complainant's own words and answers, in their order, cut and never changed: nothing is added to them.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.casework import position
from bot.casework.agency import Agency
from bot.casework.incident import occurred
from bot.casework.turns import ALSO, Answers

SHORT: Final = 300
"""A paragraph of more characters is cut at the end of a sentence, where there is one."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+")


def paragraphs(answers: Answers) -> tuple[str, ...]:
    """Return what was told, message by message, in short paragraphs; what was said in the wrong place comes last."""
    pieces = position.story_items(answers) + (answers[ALSO].value if ALSO in answers else [])
    return tuple(short for piece in pieces for short in _cut(str(piece.get("text") or "")))


def _cut(text: str) -> Iterator[str]:
    for line in text.splitlines():
        so_far = ""
        for sentence in _sentences(line.strip()):
            if so_far and len(so_far) + len(sentence) >= SHORT:
                yield so_far
                so_far = ""
            so_far = f"{so_far} {sentence}".strip()
        if so_far:
            yield so_far


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(line):
        yield line[start : end.end()].strip()
        start = end.end()
    yield line[start:].strip()


def missing(agency: Agency, answers: Answers) -> tuple[tuple[str, str], ...]:
    """Return what the paper should have and has not, as (question, what of it): all, the street, or the exact day."""
    assert agency.sworn is not None, "only an agency with a paper to swear to asks this"
    return tuple((id, lack) for id in agency.sworn.needs if (lack := _lack(agency, answers, id)) is not None)


def _lack(agency: Agency, answers: Answers, id: str) -> str | None:
    answer, question = answers.get(id), agency.question(id)
    if answer is None or answer.value in (None, "", []):
        return "all"
    if question.kind == "date":
        when = occurred(agency, answers)
        return None if when is not None and when.exact else "day"
    if question.kind == "listed" and not any(map(str.isdigit, answer.value["said"])):
        return "street"
    return None
