"""What to do about a word of a profile that nobody knows; the sentences that all checks of a profile share."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

Found = Iterator[tuple[str, str]]  # where, and what is wrong with what to do
ID = re.compile(r"[a-z][a-z0-9_]{0,23}")


def is_id(word: str) -> bool:
    """Say whether a word may be an id: ids travel inside buttons, which hold 64 bytes."""
    return ID.fullmatch(word) is not None


def close(word: object, known: Collection[object]) -> str:
    """Suggest the nearest known word, as the start of what to do about an unknown one."""
    names = [str(name) for name in known]
    found = get_close_matches(str(word), names, n=1, cutoff=0.6)
    return f'Did you mean "{found[0]}"? ' if found else ""


def unknown(word: object, known: Collection[str], what: str) -> str:
    """Say that a word names nothing, and what there is."""
    listed = f"Use one of: {', '.join(dict.fromkeys(known))}." if known else "Define it."
    return f'there is no {what} "{word}". {close(word, known).strip() or listed}'


def twice(names: Iterable[str], where: str) -> Found:
    """Name what stands in a list more than once."""
    for name, times in Counter(names).items():
        if times > 1:
            yield where, f'"{name}" is here {times} times. Keep one.'


def misnamed(table: str, ids: Iterable[str]) -> Found:
    """Name what cannot be an id."""
    for id in ids:
        if not is_id(id):
            advice = "Use up to 24 small letters, digits and _, starting with a letter."
            yield f"{table}.{id}", f'"{id}" cannot be an id. {advice}'
