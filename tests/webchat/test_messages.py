"""One entry, two views: the Bot API's and the page's."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.webchat import messages
from bot.webchat.messages import clean, commands, message, said, sent_file, shown

AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
FILE = {"id": "f" * 20, "kind": "photo", "name": "a.png", "mime": "image/png", "size": 3}


@dataclass
class Entry:
    body: dict[str, Any] = field(default_factory=lambda: said("Hi"))
    author: str = "person"
    seq: int = 4
    message_id: int = 2
    at: datetime = AT
    edited_at: datetime | None = None
    deleted: bool = False
    client_key: str | None = None


def test_a_persons_text() -> None:
    built = message(Entry(), 77, "es")
    assert built["from"] == {"id": 77, "is_bot": False, "first_name": "Web chat", "language_code": "es"}
    assert built["chat"] == {"id": 77, "type": "private", "first_name": "Web chat"}
    assert (built["message_id"], built["date"], built["text"]) == (2, int(AT.timestamp()), "Hi")
    assert "entities" not in built


def test_a_bots_text_with_buttons() -> None:
    body = said("Hi", buttons=[[{"text": "Yes", "data": "y", "style": "primary"}, {"text": "Web", "url": "https://a"}]])
    built = message(Entry({**body, "protected": True}, "bot"), 77, "en")
    assert built["from"]["is_bot"]
    assert built["reply_markup"]["inline_keyboard"] == [
        [{"text": "Yes", "style": "primary", "callback_data": "y"}, {"text": "Web", "url": "https://a"}]
    ]
    assert built["has_protected_content"]


def test_an_edited_message_says_when() -> None:
    assert message(Entry(edited_at=AT), 77, "en")["edit_date"] == int(AT.timestamp())


@pytest.mark.parametrize("kind", ["video", "audio", "voice", "document"])
def test_a_file_travels_as_its_kind(kind: str) -> None:
    built = message(Entry(sent_file({**FILE, "kind": kind}, "Look", group="g")), 77, "en")
    assert (built["caption"], built["media_group_id"]) == ("Look", "g")
    assert built[kind]["file_id"] == FILE["id"]
    assert built[kind]["file_size"] == 3
    assert "text" not in built


def test_a_photo_is_a_list_of_sizes() -> None:
    assert [size["file_id"] for size in message(Entry(sent_file(FILE, "")), 77, "en")["photo"]] == [FILE["id"]]


def test_a_group_is_told_by_its_number() -> None:
    assert messages.chat(-100)["type"] == "group"


@pytest.mark.parametrize("entry", [None, Entry(deleted=True)])
def test_a_tap_on_a_message_that_is_gone(entry: Entry | None) -> None:
    query = messages.callback("77-a", entry, 2, 77, language="en", data="y")
    assert query["message"] == {"chat": messages.chat(77), "message_id": 2, "date": 0}


def test_a_tap_on_a_message_that_is_there() -> None:
    assert messages.callback("77-a", Entry(), 2, 77, language="en", data="y")["message"]["text"] == "Hi"


def test_the_page_sees_the_same() -> None:
    entry = shown(Entry(sent_file(FILE, "Look"), client_key="k"), "resident")
    assert (entry["text"], entry["key"], entry["edited"], entry["deleted"]) == ("Look", "k", False, False)
    assert entry["file"]["url"] == f"/chat/resident/file/{FILE['id']}"


def test_the_page_sees_nothing_of_a_deleted_message() -> None:
    entry = shown(Entry({}, deleted=True, client_key="k"), "resident")
    assert (entry["deleted"], entry["text"], entry["file"], entry["key"]) == (True, "", None, "k")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\0b", "ab"),
        ("\ud83d\ude00", "😀"),
        ("lone \ud800 here", "lone � here"),
        ("‮ right to left", "‮ right to left"),
        ("", ""),
    ],
)
def test_text_is_cleaned_of_what_no_wire_carries(given: str, kept: str) -> None:
    assert clean(given) == kept


@pytest.mark.parametrize(
    ("text", "length"), [("/start x", 6), ("/help", 5), ("/", 0), ("no", 0), (" /start", 0), ("", 0)]
)
def test_a_command_is_marked(text: str, length: int) -> None:
    assert sum(mark["length"] for mark in commands(text)) == length
