"""Text as it came in, made safe to keep (`clean`) and easy to compare (`fold`); called by every reader of replies."""

import re
import unicodedata
from typing import Final

_PARAGRAPH_END: Final = re.compile("[\n\r\x1c-\x1e\x85\u2029]")
_POP_EMBEDDING: Final = "\u202c"
_POP_ISOLATE: Final = "\u2069"
_CLOSED_BY: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP_EMBEDDING),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}
_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "−": "-"})


def clean(text: str) -> str:
    """Return the text without what no database takes (NUL, lone surrogates); nobody is told off for a keyboard.

    Everything else stays as it was written. Direction marks that were opened and never closed are closed at the end,
    so that they cannot turn round the words we put after them.
    """
    sound = text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return sound + _left_open(_PARAGRAPH_END.split(sound)[-1])


def _left_open(paragraph: str) -> str:
    """Return the marks that close what is still open; a paragraph's end closes by itself what came before it."""
    waiting: list[str] = []
    for character in paragraph:
        if character in _CLOSED_BY:
            waiting.append(_CLOSED_BY[character])
        elif character == _POP_EMBEDDING and waiting[-1:] == [_POP_EMBEDDING]:
            waiting.pop()
        elif character == _POP_ISOLATE and _POP_ISOLATE in waiting:
            while waiting.pop() != _POP_ISOLATE:
                pass
    return "".join(reversed(waiting))


def fold(text: str) -> str:
    """Return the text as it is compared: lower case, no accents, straight quotes and dashes, single spaces."""
    split = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
    bare = "".join(character for character in split if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())
