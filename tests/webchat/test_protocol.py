"""What a call may carry: known parameters only, within Telegram's limits, and never silently less than was asked."""

from typing import Any

import pytest

from bot.webchat.parameters import Refusal, Upload
from bot.webchat.protocol import METHODS, read, spelled

PHOTO = Upload("a.png", "image/png", b"x")


def refused(method: str, fields: dict[str, Any], **uploads: Upload) -> str:
    with pytest.raises(Refusal) as refusal:
        read(method, fields, uploads)
    return refusal.value.description


def test_a_method_is_known_in_any_case_and_no_other_is() -> None:
    assert spelled("SENDMESSAGE") == "sendMessage"
    with pytest.raises(Refusal) as refusal:
        spelled("sendDice")
    assert (refusal.value.status, refusal.value.description) == (404, "Not Found")


def test_every_required_parameter_is_a_parameter() -> None:
    for method in METHODS.values():
        assert set(method.required) <= set(method.parameters)


def test_a_form_and_json_mean_the_same() -> None:
    as_json = {"chat_id": 7, "text": "Hi", "protect_content": True, "reply_markup": {"inline_keyboard": []}}
    as_form = {"chat_id": "7", "text": "Hi", "protect_content": "true", "reply_markup": '{"inline_keyboard": []}'}
    assert read("sendMessage", as_json, {}) == read("sendMessage", as_form, {})


@pytest.mark.parametrize(
    ("method", "fields", "why"),
    [
        ("sendMessage", {"chat_id": 7}, "message text is empty"),
        ("sendMessage", {"chat_id": 7, "text": " \n "}, "message text is empty"),
        ("sendMessage", {"text": "Hi"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "@name", "text": "Hi"}, "an integer was expected (chat_id)"),
        ("sendMessage", {"chat_id": 7, "text": "a" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": 7, "text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": 7, "text": "Hi", "txet": "Hi"}, "unknown parameter 'txet'"),
        (
            "sendMessage",
            {"chat_id": 7, "text": "Hi", "parse_mode": "HTML"},
            "parse_mode is not supported in a web chat",
        ),
        ("editMessageText", {"chat_id": 7, "message_id": 1}, "message text is empty"),
        ("answerCallbackQuery", {"callback_query_id": "7-a", "text": "a" * 201}, "MESSAGE_TOO_LONG"),
        ("sendChatAction", {"chat_id": 7, "action": "dancing"}, "wrong parameter action in request"),
        ("getFile", {}, "file_id is empty"),
        ("sendPhoto", {"chat_id": 7, "photo": "attach://a"}, "there is no file under that attach:// name (photo)"),
        ("sendMediaGroup", {"chat_id": 7, "media": []}, "media group must include 2-10 items"),
        ("sendMediaGroup", {"chat_id": 7, "media": [{"type": "animation"}]}, "wrong type of a media group item"),
    ],
)
def test_refuses(method: str, fields: dict[str, Any], why: str) -> None:
    assert refused(method, fields) == f"Bad Request: {why}"


def test_an_entity_lies_inside_the_text() -> None:
    mark = {"type": "bold", "offset": 1, "length": 2}
    assert read("sendMessage", {"chat_id": 7, "text": "a😀", "entities": [mark]}, {})["entities"] == [mark]
    assert "outside of the text" in refused("sendMessage", {"chat_id": 7, "text": "ab", "entities": [mark]})


def test_a_caption_has_its_own_limit() -> None:
    fields = {"chat_id": 7, "caption": "a" * 1025}
    assert refused("sendPhoto", fields, photo=PHOTO) == "Bad Request: message caption is too long"


def test_a_file_comes_by_name_or_by_attachment() -> None:
    assert read("sendPhoto", {"chat_id": 7}, {"photo": PHOTO})["photo"] == PHOTO
    assert read("sendPhoto", {"chat_id": 7, "photo": "attach://x"}, {"x": PHOTO})["photo"] == PHOTO
    assert read("sendPhoto", {"chat_id": 7, "photo": "AgAD"}, {})["photo"] == "AgAD"


def test_a_file_that_nobody_asked_for_is_refused() -> None:
    assert "no parameter asks for" in refused("sendMessage", {"chat_id": 7, "text": "Hi"}, extra=PHOTO)


def test_an_album_takes_its_parts() -> None:
    media = [{"type": "photo", "media": "attach://a", "caption": "One"}, {"type": "photo", "media": "attach://b"}]
    album = read("sendMediaGroup", {"chat_id": 7, "media": media}, {"a": PHOTO, "b": PHOTO})["media"]
    assert [(item["kind"], item["file"], item["caption"]) for item in album] == [
        ("photo", PHOTO, "One"),
        ("photo", PHOTO, ""),
    ]
