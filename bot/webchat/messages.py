"""Builds what travels: entries into Bot API messages, updates and files, and into the page's JSON; pure.

An entry's `body` is what the database keeps sealed: text (of a file: its caption), entities, buttons, file, marks.
Both sides are views of it, so the bot and the page can never disagree about what was said.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

BOT: Final[Mapping[str, Any]] = {"id": 1, "is_bot": True, "first_name": "Redress", "username": "redress_web_bot"}
ME: Final[Mapping[str, Any]] = {
    **BOT,
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}

Body = dict[str, Any]


class Said(Protocol):
    """An entry of a conversation, as storage hands it out."""

    @property
    def seq(self) -> int: ...
    @property
    def message_id(self) -> int: ...
    @property
    def author(self) -> str: ...
    @property
    def body(self) -> Body: ...
    @property
    def at(self) -> datetime: ...
    @property
    def edited_at(self) -> datetime | None: ...
    @property
    def deleted(self) -> bool: ...
    @property
    def client_key(self) -> str | None: ...


def said(text: str, *, entities: list[Body] | None = None, **marks: Any) -> Body:
    """The body of a text message; `marks` are buttons, protected, group and reply_to."""
    return {"text": text, "entities": entities or [], **{name: value for name, value in marks.items() if value}}


def sent_file(file: Body, caption: str, *, entities: list[Body] | None = None, **marks: Any) -> Body:
    """The body of a message that is a file; its text is the caption."""
    return {**said(caption, entities=entities, **marks), "file": file}


def clean(text: str) -> str:
    """Text as the wire can carry it: surrogate pairs joined, lone ones replaced, NUL left out; nothing else changed."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def commands(text: str) -> list[Body]:
    """The entity of a /command at the start of a person's text, as Telegram marks it."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if not word.startswith("/") or len(word) < 2 or not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": len(word)}]


# --- towards the bot -------------------------------------------------------------------------------------------------


def chat(chat_id: int) -> Body:
    """Negative ids are groups, as in Telegram. Nobody has a name here: the page asks for none."""
    if chat_id < 0:
        return {"id": chat_id, "type": "group", "title": "Group"}
    return {"id": chat_id, "type": "private", "first_name": "Web chat"}


def person(chat_id: int, language: str) -> Body:
    return {"id": chat_id, "is_bot": False, "first_name": "Web chat", "language_code": language}


def message(entry: Said, chat_id: int, language: str) -> Body:
    """The entry as a Bot API Message."""
    body = entry.body
    sender = dict(BOT) if entry.author == "bot" else person(chat_id, language)
    built: Body = {
        "message_id": entry.message_id,
        "from": sender,
        "chat": chat(chat_id),
        "date": int(entry.at.timestamp()),
        **_content(body),
    }
    if entry.edited_at:
        built["edit_date"] = int(entry.edited_at.timestamp())
    if body.get("group"):
        built["media_group_id"] = body["group"]
    if body.get("protected"):
        built["has_protected_content"] = True
    if body.get("buttons"):
        built["reply_markup"] = {"inline_keyboard": [[_wire_button(b) for b in row] for row in body["buttons"]]}
    return built


def _content(body: Body) -> Body:
    names = ("caption", "caption_entities") if body.get("file") else ("text", "entities")
    content: Body = {name: value for name, value in zip(names, (body["text"], body["entities"]), strict=True) if value}
    if body.get("file"):
        content[body["file"]["kind"]] = media(body["file"])
    return content


def media(file: Body) -> Any:
    """PhotoSize list, Video, Audio, Voice or Document. Sizes and lengths are 0: nothing is decoded at this door."""
    common = {"file_id": file["id"], "file_unique_id": file["id"][:16], "file_size": file["size"]}
    named = {**common, "file_name": file["name"], "mime_type": file["mime"]}
    shapes: Mapping[str, Any] = {
        "photo": [{**common, "width": 0, "height": 0}],
        "video": {**named, "width": 0, "height": 0, "duration": 0},
        "audio": {**named, "duration": 0},
        "voice": {**common, "mime_type": file["mime"], "duration": 0},
        "document": named,
    }
    return shapes[file["kind"]]


def _wire_button(button: Mapping[str, str]) -> Body:
    wire = {"text": button["text"]}
    if "style" in button:
        wire["style"] = button["style"]
    return wire | ({"url": button["url"]} if "url" in button else {"callback_data": button["data"]})


def callback(query_id: str, entry: Said | None, message_id: int, chat_id: int, *, language: str, data: str) -> Body:
    """The CallbackQuery of a tap; a message that is gone is said to be inaccessible, as Telegram does (date 0)."""
    where: Body = {"chat": chat(chat_id), "message_id": message_id, "date": 0}
    if entry is not None and not entry.deleted:
        where = message(entry, chat_id, language)
    return {
        "id": query_id,
        "from": person(chat_id, language),
        "message": where,
        "chat_instance": str(chat_id),
        "data": data,
    }


def file_of(file: Body) -> Body:
    """The File that getFile answers with."""
    return {
        "file_id": file["id"],
        "file_unique_id": file["id"][:16],
        "file_size": file["size"],
        "file_path": f"{file['kind']}/{file['id']}",
    }


# --- towards the page ------------------------------------------------------------------------------------------------


def shown(entry: Said, seat: str) -> Body:
    """The entry as the page's JSON; of a deleted one nothing but the fact."""
    head = {
        "seq": entry.seq,
        "message_id": entry.message_id,
        "author": entry.author,
        "at": entry.at.isoformat(),
        "edited": entry.edited_at is not None,
        "deleted": entry.deleted,
        "key": entry.client_key,
    }
    if entry.deleted:
        return {**head, "text": "", "entities": [], "buttons": [], "file": None, "protected": False}
    body = entry.body
    return {
        **head,
        "text": body["text"],
        "entities": body["entities"],
        "buttons": body.get("buttons", []),
        "file": _shown_file(body["file"], seat) if body.get("file") else None,
        "protected": bool(body.get("protected")),
    }


def _shown_file(file: Body, seat: str) -> Body:
    return {
        **{name: file[name] for name in ("name", "mime", "size", "kind")},
        "url": f"/chat/{seat}/file/{file['id']}",
    }


def pieces(name: str) -> Iterator[str]:
    """The characters of a file name that are safe to show and to write into a header."""
    for letter in name.replace("\\", "/").rsplit("/", 1)[-1]:
        if letter.isprintable() and letter not in '"<>|:*?;':
            yield letter
