"""One of very many choices, such as the towns of a state, typed by the person; called by `hearing` and `correction`.

What is on the list is found whatever accents and capitals it is typed with, also within an address. What is nearly on
it is offered. What is not on it is kept as it was said: a person decides what it means, and nobody is sent away for it.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from bot.casework import replies
from bot.casework.agency import Choice
from bot.casework.plain import fold

OFFERED: Final = 4
_LONGEST: Final = 60  # characters; a longer answer is a sentence, and is only looked through for whole names
_ALIKE: Final = 0.72


def read(text: str, choices: Sequence[Choice]) -> dict[str, Any]:
    """Return {"said", "id" or None, "near"}: the words as they came, the choice that is meant, or those that may be.

    Raises Unreadable where nothing is written.
    """
    said = replies.text(text)
    names = {name: each.id for each in choices for name in (_bare(each.label.en), _bare(each.label.es), _bare(each.id))}
    plain = _bare(said)
    short = [id for name, id in names.items() if _shortens(plain.split(), name.split())]
    within = _within(plain, names)
    ends = len(within) == 1 and not short and _ends(plain, [name for name, id in names.items() if id == within[0]])
    sure = names.get(plain) or (within[0] if ends else None)
    return {"said": said, "id": sure, "near": [] if sure else _near(plain, names, [*short, *within])}


def picked(value: object, choice: str) -> dict[str, Any]:
    """Return the answer once one of those that were offered was tapped: what was typed stays beside it."""
    said = value.get("said", "") if isinstance(value, Mapping) else ""
    return {"said": said, "id": choice, "near": []}


def _within(plain: str, names: Mapping[str, str]) -> list[str]:
    """Return the choices whose whole names stand in the words, the last first: an address ends with its town.

    A name that is part of a longer one which stands there was not said.
    """
    found = [(match.start(), match.end(), id) for name, id in names.items() for match in _whole(name, plain)]
    said = [
        (end, id)
        for start, end, id in found
        if not any(begun <= start and end <= over and (begun, over) != (start, end) for begun, over, _ in found)
    ]
    return [*dict.fromkeys(id for _, id in sorted(said, reverse=True))]


def _whole(name: str, plain: str) -> list[re.Match[str]]:
    return [*re.finditer(rf"\b{re.escape(name)}\b", plain)] if name in plain else []


def _near(plain: str, names: Mapping[str, str], likely: Sequence[str]) -> list[str]:
    """Return the ids of what may be meant: names that were shortened or stand in the words, then alike ones."""
    ends = [" ".join(plain.split()[-count:]) for count in (2, 1)]
    alike = [name for said in (plain, *ends) for name in get_close_matches(said, names, n=OFFERED, cutoff=_ALIKE)]
    return [*dict.fromkeys((*likely, *(names[name] for name in alike if len(plain) <= _LONGEST)))][:OFFERED]


def _ends(plain: str, names: Sequence[str]) -> bool:
    """Say whether nothing but a short word or a number follows the name: in an address, streets have names of towns."""
    return any(re.search(rf"\b{re.escape(name)}(?: \d+| \w{{1,2}})*$", plain) for name in names)


def _shortens(said: list[str], name: list[str]) -> bool:
    """Say whether each word may stand for the word of the name at its place, as in "W. Haven"."""
    return len(said) == len(name) and all(full.startswith(part) for part, full in zip(said, name, strict=True))


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[\W_]", " ", fold(text)).split())
