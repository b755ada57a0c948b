"""Says what a file is by its first bytes, never by its name; both sides of the door ask before they keep one."""

from urllib.parse import quote

import puremagic

from bot.webchat.messages import pieces
from bot.webchat.protocol import PHOTO_BYTES

RASTER = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
# Everything else is handed out as bytes without a type, so that no browser renders it under our name.
SERVED_AS_ITSELF = RASTER | {"application/pdf", "video/mp4", "audio/mpeg", "audio/ogg", "text/plain"}
_HEAD = 4096
_OGG, _OPUS = b"OggS", b"OpusHead"
_SPELLINGS = {"audio/wave": "audio/wav", "audio/x-wav": "audio/wav", "image/heif": "image/heic"}


def sniff(data: bytes) -> str:
    """The media type that the content shows."""
    head = data[:_HEAD]
    if head.startswith(_OGG):
        return "audio/ogg"
    try:
        found: list[str] = [match.mime_type for match in puremagic.magic_string(head) if match.mime_type]
    except (puremagic.PureError, ValueError):
        found = []
    if found:
        return _SPELLINGS.get(found[0], found[0])
    return "text/plain" if _is_text(head) else "application/octet-stream"


def _is_text(head: bytes) -> bool:
    try:
        # The last character may be cut in the middle.
        text = head.decode("utf-8") if len(head) < _HEAD else head[:-3].decode("utf-8", "ignore")
    except UnicodeDecodeError:
        return False
    return bool(text) and all(letter.isprintable() or letter in "\r\n\t\f" for letter in text)


def kind(mime: str, data: bytes) -> str:
    """Which kind of message the file travels as."""
    if mime in RASTER - {"image/gif"}:
        return "photo" if len(data) <= PHOTO_BYTES else "document"
    if mime.startswith("video/"):
        return "video"
    if mime == "audio/ogg" and _OPUS in data[:_HEAD]:
        return "voice"
    return "audio" if mime.startswith("audio/") else "document"


def served_as(mime: str) -> str:
    """The Content-Type of a download."""
    return mime if mime in SERVED_AS_ITSELF else "application/octet-stream"


def safe_name(name: str | None, kind_of: str) -> str:
    """A file name without folders, control characters and what shells and browsers trip over; never empty."""
    kept = "".join(pieces(name or "")).strip(". ")[:120]
    return kept or kind_of


def disposition(name: str) -> str:
    """The header that makes a browser save a file and never show it as a page."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
