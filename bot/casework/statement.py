"""The plain statement of a complaint in numbered paragraphs, and what is still missing in it; called by its paper.

It holds the complainant's own story, cut and never changed: nothing is added to it, and what was sent beside it, or to
another office, is not sworn to.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.casework import position
from bot.casework.agency import Agency
from bot.casework.incident import window
from bot.casework.plain import fold
from bot.casework.turns import Answer, Answers

SHORT: Final = 300
"""A paragraph of more characters is cut at the end of a sentence, where there is one."""
_NUMBERED: Final = frozenset(
    (
        *("badge", "no", "number", "officer", "agent", "car", "unit", "the", "an", "id", "with"),
        *("placa", "num", "numero", "agente", "oficial", "policia", "patrulla", "unidad"),
        *("el", "la", "un", "una", "con"),
    )
)
"""Words that stand beside a number in place of a name; "my boss" says more, and a person reads it."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+")


def paragraphs(answers: Answers) -> tuple[str, ...]:
    """Return the story, message by message, in short paragraphs."""
    return tuple(short for piece in position.story_items(answers) for short in _cut(str(piece.get("text") or "")))


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
    """Return what the paper should have and has not, as (question, what of it); a question can lack several things.

    `all` of it, the `street`, a `town` that we know, an address for `each` of several, the exact `day`, a `name`.
    """
    assert agency.sworn is not None, "only an agency with a paper to swear to asks this"
    return tuple((id, lack) for id in agency.sworn.needs for lack in _lacks(agency, answers, id))


def _lacks(agency: Agency, answers: Answers, id: str) -> Iterator[str]:
    answer, question = answers.get(id), agency.question(id)
    if answer is None or answer.value in (None, "", []):
        yield "all"
    elif question.kind == "date":
        when = window(answer)
        if when is None or not when.exact:
            yield "day"
    elif question.kind == "respondents":
        if not all(map(_is_name, _named(answer))):
            yield "name"
    elif question.kind == "listed":
        if answer.value["id"] is None:
            yield "town"
        if not any(map(str.isdigit, answer.value["said"])):
            yield "street"
        if _several(agency, answers, id):
            yield "each"


def _several(agency: Agency, answers: Answers, id: str) -> bool:
    """Say whether one address stands for several: they may be at one place, and they may not."""
    rule = agency.sworn
    return rule is not None and id == rule.address and len(_named(answers.get(rule.respondents))) > 1


def _named(answer: Answer | None) -> list[str]:
    return [piece["text"] for piece in (answer.value or () if answer else ()) if piece.get("text")]


def _is_name(text: str) -> bool:
    """A badge or a number alone names nobody."""
    return any(word not in _NUMBERED for word in re.findall(r"[^\W\d_]{2,}", fold(text)))
