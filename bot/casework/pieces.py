"""Messages and files that one answer is made of: the story, officers, files, and what came in the wrong place."""

from typing import Any

from bot.casework.turns import Attached, Edited

Piece = dict[str, Any]

KEPT_KINDS = frozenset(
    {"photo", "video", "voice", "audio", "document", "archive", "oversize", "video_note", "animation"}
)


def of_words(text: str, message: str) -> Piece:
    """Keep a message by its words."""
    return {"text": text, "message": message}


def of_file(file: Attached, caption: str) -> Piece:
    """Keep a file, with the words that came under it."""
    kept = {"evidence": file.evidence, "kind": file.kind, "message": file.message}
    return kept | ({"name": file.name} if file.name else {}) | ({"text": caption} if caption else {})


def reworded(pieces: list[Piece], edited: Edited) -> list[Piece] | None:
    """Put an edited message's new words in place and keep the former ones; None when it is not one of these."""
    if not any(piece.get("message") == edited.message for piece in pieces):
        return None
    return [_with(piece, edited.text) if piece.get("message") == edited.message else piece for piece in pieces]


def replaced(pieces: list[Piece], piece: Piece) -> list[Piece]:
    """Put one piece in the place of all others and keep their words with it."""
    former = [words for old in pieces for words in (*old.get("was", ()), old["text"])]
    return [piece | ({"was": former} if former else {})]


def words(pieces: list[Piece]) -> str:
    """Return what was written, one message after the other, a blank line between."""
    return "\n\n".join(piece["text"] for piece in pieces if piece.get("text"))


def _with(piece: Piece, text: str) -> Piece:
    former = piece.get("text")
    if former == text:
        return piece
    return piece | {"text": text} | ({"was": [*piece.get("was", ()), former]} if former else {})
