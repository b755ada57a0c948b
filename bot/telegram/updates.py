"""Sorts what a chat brings into words, commands and files; called by `resident` and `staff` with decoded messages."""

from typing import Final

from aiogram.types import Message

from bot.desk.evidence import FileCame

# Kinds that carry nothing a complaint could keep; each has a sentence of its own in the locales.
_EMPTY: Final = ("sticker", "dice", "poll", "game", "story")


def file_of(message: Message) -> FileCame | None:
    """The file in a message, by the channel's name for it; of a photo the largest size."""
    found = (
        ("photo", message.photo[-1] if message.photo else None),
        ("video", message.video),
        ("voice", message.voice),
        ("audio", message.audio),
        ("video", message.video_note),
        ("video", message.animation),
        ("document", message.document),
    )
    kind, file = next(((kind, file) for kind, file in found if file is not None), ("", None))
    if file is None:
        return None
    return FileCame(
        kind=kind,
        file_id=file.file_id,
        message=str(message.message_id),
        name=getattr(file, "file_name", None),
        mime=getattr(file, "mime_type", None) or ("image/jpeg" if kind == "photo" else None),
        size=file.file_size,
        caption=message.caption,
        album=message.media_group_id,
    )


def command_of(message: Message) -> tuple[str, str] | None:
    """A command and what follows it, such as ("start", "minneapolis_opcr"); None for anything else."""
    word, *rest = (message.text or "").split(maxsplit=1) or [""]
    name = word[1:].partition("@")[0].casefold()
    if not (message.text or "").startswith("/") or not name.isidentifier():
        return None
    return name, "".join(rest).strip()


def words_of(message: Message) -> str | None:
    """What a message says in words: its text, the sender's own shared number, or a place on the map."""
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return message.contact.phone_number if own else None
    if message.location is not None:
        return f"{message.location.latitude:.5f}, {message.location.longitude:.5f}"
    return message.text


def contact_of(message: Message) -> str:
    """The name and the number on a contact card, somebody else's too; empty for any other message."""
    card = message.contact
    if card is None:
        return ""
    name = " ".join(each for each in (card.first_name, card.last_name) if each)
    return f"{name}, {card.phone_number}"


def odd_kind(message: Message) -> str | None:
    """Why a message cannot be kept as an answer: "forwarded", "foreign_contact", "sticker" or "unknown_kind".

    A forwarded file is a file: often it is a neighbour's video, and what matters most.
    """
    if message.contact is not None and words_of(message) is None:
        return "foreign_contact"
    if any(getattr(message, kind, None) is not None for kind in _EMPTY):
        return "sticker"
    if file_of(message) is not None:
        return None
    if words_of(message) is None:
        return "unknown_kind"
    return "forwarded" if message.forward_origin is not None else None
