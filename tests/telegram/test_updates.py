"""What a chat can bring, sorted into words, commands, files, and what cannot be kept."""

from typing import Any

import pytest
from aiogram.types import Message

from bot.telegram.updates import command_of, contact_of, file_of, odd_kind, words_of

OWN, OTHER = 7, 8
FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 10}
SIZED = {**FILE, "width": 4, "height": 3}
TIMED = {**FILE, "duration": 2, "mime_type": "video/mp4"}
ORIGIN = {"type": "hidden_user", "sender_user_name": "Rosa", "date": 1}
CONTACT = {"phone_number": "+16125550188", "first_name": "Rosa"}


def message(**content: Any) -> Message:
    head = {"message_id": 3, "date": 1, "chat": {"id": OWN, "type": "private"}}
    sender = {"from": {"id": OWN, "is_bot": False, "first_name": "Ana"}}
    return Message.model_validate(head | sender | content)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", ("start", "")),
        ("/start minneapolis_opcr", ("start", "minneapolis_opcr")),
        ("/START@redress_bot  minneapolis_opcr ", ("start", "minneapolis_opcr")),
        ("/withdraw\nplease, today", ("withdraw", "please, today")),
        ("/case OPCR-2026-00001-8", ("case", "OPCR-2026-00001-8")),
        ("/language ES", ("language", "ES")),
        ("/", None),
        ("/ start", None),
        ("//start", None),
        ("/2nd street", None),
        (" /start", None),
        ("no /start", None),
        ("", None),
    ],
)
def test_a_command_and_what_follows_it(text: str, command: tuple[str, str] | None) -> None:
    assert command_of(message(text=text)) == command


@pytest.mark.parametrize(
    ("content", "kind", "name", "mime"),
    [
        ({"photo": [{**SIZED, "file_id": "small"}, SIZED]}, "photo", None, "image/jpeg"),
        ({"video": {**TIMED, "width": 1, "height": 1, "file_name": "a.mp4"}}, "video", "a.mp4", "video/mp4"),
        ({"voice": {**FILE, "duration": 2, "mime_type": "audio/ogg"}}, "voice", None, "audio/ogg"),
        ({"audio": {**FILE, "duration": 2, "file_name": "a.mp3"}}, "audio", "a.mp3", None),
        ({"video_note": {**FILE, "length": 1, "duration": 2}}, "video", None, None),
        ({"animation": {**TIMED, "width": 1, "height": 1}}, "video", None, "video/mp4"),
        ({"document": {**FILE, "file_name": "a.pdf", "mime_type": "application/pdf"}}, "document", "a.pdf",
         "application/pdf"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_kind(content: dict[str, Any], kind: str, name: str | None, mime: str | None) -> None:
    came = file_of(message(**content, caption="Look", media_group_id="g"))
    assert came is not None
    assert (came.kind, came.file_id, came.name, came.mime) == (kind, "f1", name, mime)
    assert (came.message, came.size, came.caption, came.album) == ("3", 10, "Look", "g")
    assert odd_kind(message(**content)) is None


def test_words_are_no_file() -> None:
    assert file_of(message(text="hi")) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text": "hi"}, "hi"),
        ({"contact": {**CONTACT, "user_id": OWN}}, "+16125550188"),
        ({"contact": {**CONTACT, "user_id": OTHER}}, None),
        ({"contact": CONTACT}, None),
        ({"location": {"latitude": 44.9778, "longitude": -93.265}}, "44.97780, -93.26500"),
        ({"photo": [SIZED]}, None),
    ],
)
def test_what_a_message_says_in_words(content: dict[str, Any], words: str | None) -> None:
    assert words_of(message(**content)) == words


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"text": "hi"}, None),
        ({"contact": {**CONTACT, "user_id": OWN}}, None),
        ({"contact": {**CONTACT, "user_id": OTHER}}, "foreign_contact"),
        ({"contact": CONTACT, "forward_origin": ORIGIN}, "foreign_contact"),
        ({"text": "hi", "forward_origin": ORIGIN}, "forwarded"),
        ({"photo": [SIZED], "forward_origin": ORIGIN}, None),
        ({"dice": {"emoji": "🎲", "value": 3}}, "sticker"),
        ({"sticker": {**SIZED, "type": "regular", "is_animated": False, "is_video": False}}, "sticker"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, None),
        ({"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": OWN, "type": "private"}}}, "unknown_kind"),
        ({}, "unknown_kind"),
    ],
)
def test_what_cannot_be_kept_has_a_name(content: dict[str, Any], kind: str | None) -> None:
    assert odd_kind(message(**content)) == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"contact": CONTACT}, "Rosa, +16125550188"),
        ({"contact": {**CONTACT, "last_name": "Vega", "user_id": OTHER}}, "Rosa Vega, +16125550188"),
        ({"text": "hi"}, ""),
    ],
)
def test_a_contact_card_in_words(content: dict[str, Any], words: str) -> None:
    assert contact_of(message(**content)) == words
