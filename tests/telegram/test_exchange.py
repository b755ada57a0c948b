"""Whose update it is, and in which language their app speaks."""

from typing import Any

import pytest
from aiogram.types import Update

from bot.telegram.exchange import Heard, Reply, heard_of
from storage.chats import Chat
from storage.inbox import InboxRow
from tests.telegram.made import AT

ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "es-MX"}
MESSAGE = {"message_id": 3, "date": 1, "chat": {"id": 7, "type": "private"}, "from": ANA, "text": "hi"}
TAP = {"id": "1", "from": ANA, "chat_instance": "1", "data": "x", "message": {**MESSAGE, "message_id": 5}}


def heard(content: dict[str, Any], chat: str | None = "7") -> Heard | None:
    row = InboxRow(1, "telegram", 2, chat, b"", AT, None, 1)
    return heard_of(row, Update.model_validate({"update_id": 2, **content}))


@pytest.mark.parametrize(
    ("content", "pressed"),
    [({"message": MESSAGE}, None), ({"edited_message": MESSAGE}, None), ({"callback_query": TAP}, 5)],
)
def test_a_person_is_heard_in_their_chat(content: dict[str, Any], pressed: int | None) -> None:
    found = heard(content)
    assert found is not None
    assert (found.chat, found.language, found.pressed) == (Chat("telegram", "7"), "es", pressed)


@pytest.mark.parametrize("content", [{}, {"message": {**MESSAGE, "from": {**ANA, "is_bot": True}}}])
def test_who_asks_for_nothing_is_not(content: dict[str, Any]) -> None:
    assert heard(content) is None
    assert heard({"message": MESSAGE}, chat=None) is None


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("ES", "es"), ("es-419", "es"), ("so", "en"), (None, "en")]
)
def test_an_app_in_another_language_reads_english(code: str | None, language: str) -> None:
    found = heard({"message": {**MESSAGE, "from": {**ANA, "language_code": code}}})
    assert found is not None
    assert found.language == language


def test_a_reply_may_be_nothing_at_all() -> None:
    assert Reply() == Reply(screens=[], receipt=None, settled=False)
