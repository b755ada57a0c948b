"""What a Bot API call may carry, as a table; `botapi` reads every call with `read`, which does no I/O.

Telegram ignores a parameter it does not know; this door refuses it, so that a misspelt one is found in a test and
not in production. Parameters that Telegram knows and a web page cannot honour are refused by name as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.webchat.parameters import (
    CAPTION_UNITS,
    TEXT_UNITS,
    Reader,
    Refusal,
    Upload,
    a_file,
    bad,
    boolean,
    entities,
    integer,
    integers,
    keyboard,
    objects,
    parsed,
    string,
    strings,
    units,
)

MEDIA_KINDS = ("photo", "video", "audio", "voice", "document")
GETFILE_BYTES, UPLOAD_BYTES, PHOTO_BYTES = 20 * 1024 * 1024, 50 * 1024 * 1024, 10 * 1024 * 1024
_ACTION_NAMES = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker"
    " find_location record_video_note upload_video_note"
)
CHAT_ACTIONS = frozenset(_ACTION_NAMES.split())

# Telegram knows these; the page has nothing to show for them, so silence would be a lie.
_UNSUPPORTED_NAMES = (
    "business_connection_id message_thread_id direct_messages_topic_id allow_paid_broadcast message_effect_id"
    " suggested_post_parameters parse_mode inline_message_id has_spoiler show_caption_above_media rich_message"
    " thumbnail cover start_timestamp"
)
UNSUPPORTED = frozenset(_UNSUPPORTED_NAMES.split())

_SEND: Mapping[str, Reader] = {
    "chat_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
    "reply_parameters": parsed,
    "reply_markup": keyboard,
}
_CAPTION: Mapping[str, Reader] = {"caption": string, "caption_entities": entities}
_EDIT: Mapping[str, Reader] = {"chat_id": integer, "message_id": integer, "reply_markup": keyboard}
_COMMANDS: Mapping[str, Reader] = {"scope": parsed, "language_code": string}


@dataclass(frozen=True, slots=True)
class Method:
    """The parameters of one method and those it cannot do without."""

    parameters: Mapping[str, Reader]
    required: tuple[str, ...] = ()


def _sends(kind: str, **more: Reader) -> Method:
    return Method({**_SEND, **_CAPTION, **more, kind: a_file}, ("chat_id", kind))


METHODS: Mapping[str, Method] = {
    "getMe": Method({}),
    "logOut": Method({}),
    "close": Method({}),
    "getWebhookInfo": Method({}),
    "deleteWebhook": Method({"drop_pending_updates": boolean}),
    "getUpdates": Method({"offset": integer, "limit": integer, "timeout": integer, "allowed_updates": strings}),
    "sendMessage": Method(
        {**_SEND, "text": string, "entities": entities, "link_preview_options": parsed}, ("chat_id", "text")
    ),
    "sendPhoto": _sends("photo"),
    "sendDocument": _sends("document", disable_content_type_detection=boolean),
    "sendVideo": _sends("video", duration=integer, width=integer, height=integer, supports_streaming=boolean),
    "sendAudio": _sends("audio", duration=integer, performer=string, title=string),
    "sendVoice": _sends("voice", duration=integer),
    "sendMediaGroup": Method(
        {**{name: reader for name, reader in _SEND.items() if name != "reply_markup"}, "media": objects},
        ("chat_id", "media"),
    ),
    "sendChatAction": Method({"chat_id": integer, "action": string}, ("chat_id", "action")),
    "editMessageText": Method(
        {**_EDIT, "text": string, "entities": entities, "link_preview_options": parsed},
        ("chat_id", "message_id", "text"),
    ),
    "editMessageCaption": Method({**_EDIT, **_CAPTION}, ("chat_id", "message_id")),
    "editMessageReplyMarkup": Method(_EDIT, ("chat_id", "message_id")),
    "deleteMessage": Method({"chat_id": integer, "message_id": integer}, ("chat_id", "message_id")),
    "deleteMessages": Method({"chat_id": integer, "message_ids": integers}, ("chat_id", "message_ids")),
    "answerCallbackQuery": Method(
        {"callback_query_id": string, "text": string, "show_alert": boolean, "url": string, "cache_time": integer},
        ("callback_query_id",),
    ),
    "getFile": Method({"file_id": string}, ("file_id",)),
    "setMyCommands": Method({**_COMMANDS, "commands": objects}, ("commands",)),
    "deleteMyCommands": Method(_COMMANDS),
    "setMyDescription": Method({"description": string, "language_code": string}),
    "leaveChat": Method({"chat_id": integer}, ("chat_id",)),
}
_SPELLING = {name.lower(): name for name in METHODS}


def spelled(method: str) -> str:
    """The method's own spelling, whatever the case it was called in; 404 for one that is not served."""
    if method.lower() not in _SPELLING:
        raise Refusal(404, "Not Found")
    return _SPELLING[method.lower()]


def read(method: str, fields: Mapping[str, Any], uploads: Mapping[str, Upload]) -> dict[str, Any]:
    """The call's parameters as checked values; a `Refusal` in Telegram's words for anything else."""
    known = METHODS[method]
    given = {name: value for name, value in fields.items() if value is not None}
    files = dict(uploads)
    values: dict[str, Any] = {}
    for name, raw in given.items():
        if name in UNSUPPORTED and name not in known.parameters:
            raise bad(f"{name} is not supported in a web chat")
        if name not in known.parameters:
            raise bad(f"unknown parameter {name[:60]!r}")
        try:
            values[name] = _read_one(known.parameters[name], raw, files)
        except Refusal as refusal:
            raise Refusal(refusal.status, f"{refusal.description} ({name})") from None
    for name in [name for name in files if known.parameters.get(name) is a_file]:
        values[name] = files.pop(name)
    _check_required(known, values)
    return _checked(method, values, files)


def _read_one(reader: Reader, raw: Any, files: dict[str, Upload]) -> Any:
    if reader is a_file and isinstance(raw, str) and raw.startswith("attach://"):
        return attached(raw, files)
    return reader(raw)


def attached(address: str, files: dict[str, Upload]) -> Upload:
    """Take the part that `attach://NAME` points at; each part is used once."""
    part = files.pop(address.removeprefix("attach://"), None)
    if part is None:
        raise bad("there is no file under that attach:// name")
    return part


def _check_required(known: Method, values: Mapping[str, Any]) -> None:
    for name in known.required:
        if name not in values:
            raise bad("message text is empty" if name == "text" else f"{name} is empty")


def _checked(method: str, values: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
    if "media" in values:
        values["media"] = [_album_item(item, files) for item in values["media"]]
        if not 2 <= len(values["media"]) <= 10:
            raise bad("media group must include 2-10 items")
    if files:
        raise bad("a file came with the call that no parameter asks for")
    if "text" in values and "chat_id" in values:
        values["text"], values["entities"] = _text(values["text"], values.get("entities", []))
    if "caption" in values:
        values["caption_entities"] = _caption(values["caption"], values.get("caption_entities", []))
    if units(values.get("text", "")) > 200 and method == "answerCallbackQuery":
        raise bad("MESSAGE_TOO_LONG")
    if method == "sendChatAction" and values["action"] not in CHAT_ACTIONS:
        raise bad("wrong parameter action in request")
    return values


def _text(text: str, marked: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > TEXT_UNITS:
        raise bad("message is too long")
    return text, _inside(text, marked)


def _caption(caption: str, marked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if units(caption) > CAPTION_UNITS:
        raise bad("message caption is too long")
    return _inside(caption, marked)


def _inside(text: str, marked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if any(entity["offset"] + entity["length"] > units(text) for entity in marked):
        raise bad("can't parse entities: an entity lies outside of the text")
    return marked


def _album_item(item: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
    kind = item.get("type")
    if kind not in MEDIA_KINDS:
        raise bad("wrong type of a media group item")
    marked = entities(item.get("caption_entities") or [])
    caption = string(item.get("caption") or "")
    source = item.get("media")
    media = _read_one(a_file, source, files)
    return {"kind": kind, "file": media, "caption": caption, "caption_entities": _caption(caption, marked)}
