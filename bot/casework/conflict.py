"""Whether a colleague may be named in a case: by the words of a name, compared folded; called by `desk.recusal`.

It only proposes: two people may share a name, and a person decides. Whoever is meant knows nothing until then.
"""

import re
from collections.abc import Iterable, Mapping

from bot.casework.agency import Agency
from bot.casework.plain import fold
from bot.casework.turns import Answer

_SHORTEST = 3
_PARTICLES = frozenset({"del", "las", "los", "van", "von", "der", "san", "mac", "the"})


def surnames(name: str) -> tuple[str, ...]:
    """Return the words of a colleague's name that somebody may be called by: all but the first, if there are more."""
    words = _words(name)
    return tuple(words[1:] or words)


def named(agency: Agency, answers: Mapping[str, Answer], found: Iterable[str] = ()) -> frozenset[str]:
    """Return every word that may be somebody's name: of whom it is about, who told it, who was there.

    `found` is what the reader took for the name of an officer.
    """
    texts = [*found]
    for id, answer in answers.items():
        question = agency.questions.get(id)
        if question is None:
            continue
        if question.kind == "respondents":
            texts += [str(piece.get("text") or "") for piece in answer.value or ()]
        elif question.kind == "text" and (question.identity or question.people):
            texts.append(str(answer.value or ""))
    return words_of(texts)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of these texts that may be part of a name."""
    return frozenset(word for text in texts for word in _words(text))


def _words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+", fold(text))
    return [each for each in found if len(each) >= _SHORTEST and each not in _PARTICLES]
