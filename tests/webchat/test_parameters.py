"""The readers of Bot API parameters: a plain value or a refusal in Telegram's words."""

from typing import Any

import pytest

from bot.webchat import parameters
from bot.webchat.parameters import Refusal, Upload, keyboard, link, units


@pytest.mark.parametrize(
    ("reader", "given", "value"),
    [
        (parameters.integer, "42", 42),
        (parameters.integer, -100123, -100123),
        (parameters.boolean, "true", True),
        (parameters.boolean, "False", False),
        (parameters.boolean, True, True),
        (parameters.string, "¿Qué?", "¿Qué?"),
        (parameters.parsed, '{"a": 1}', {"a": 1}),
        (parameters.objects, '[{"a": 1}]', [{"a": 1}]),
        (parameters.strings, '["message"]', ["message"]),
        (parameters.integers, [1, "2"], [1, 2]),
        (parameters.a_file, "AgAD", "AgAD"),
        (parameters.a_file, Upload("a", "", b"x"), Upload("a", "", b"x")),
        (parameters.entities, '[{"type": "bold", "offset": 0, "length": 2, "extra": 1}]', [
            {"type": "bold", "offset": 0, "length": 2}
        ]),
        (parameters.entities, [{"type": "pre", "offset": 0, "length": 2, "language": "sql"}], [
            {"type": "pre", "offset": 0, "length": 2, "language": "sql"}
        ]),
        (parameters.keyboard, {"remove_keyboard": True}, []),
    ],
)  # fmt: skip
def test_reads(reader: Any, given: Any, value: Any) -> None:
    assert reader(given) == value


@pytest.mark.parametrize(
    ("reader", "given"),
    [
        (parameters.integer, "4.2"),
        (parameters.integer, True),
        (parameters.integer, [1]),
        (parameters.integer, 1 << 63),
        (parameters.boolean, "perhaps"),
        (parameters.string, 7),
        (parameters.string, "lone \ud800"),
        (parameters.parsed, "{"),
        (parameters.parsed, "1"),
        (parameters.objects, "[1]"),
        (parameters.objects, "{}"),
        (parameters.strings, {"a": 1}),
        (parameters.integers, {"a": 1}),
        (parameters.a_file, "https://example.org/a.jpg"),
        (parameters.entities, [{"type": "blink", "offset": 0, "length": 1}]),
        (parameters.entities, [{"type": "bold", "offset": -1, "length": 1}]),
        (parameters.entities, [{"type": "bold", "offset": 0, "length": 0}]),
        (parameters.entities, [{"type": "bold"}]),
        (parameters.entities, [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}]),
    ],
)
def test_refuses(reader: Any, given: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        reader(given)
    assert refusal.value.status == 400
    assert refusal.value.description.startswith("Bad Request: ")


@pytest.mark.parametrize("address", ["https://example.org", "tel:+16125550100", "mailto:a@example.org"])
def test_a_link_may_be(address: str) -> None:
    assert link(address) == address


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://["]
)
def test_a_link_may_not_be(address: str) -> None:
    with pytest.raises(Refusal):
        link(address)


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Yes", **button}]]}


def test_a_button_carries_data_or_an_address() -> None:
    assert keyboard(inline(callback_data="é" * 32, url=None)) == [[{"text": "Yes", "data": "é" * 32}]]
    assert keyboard(inline(url="https://example.org")) == [[{"text": "Yes", "url": "https://example.org"}]]
    assert keyboard(inline(callback_data="a", style="danger"))[0][0]["style"] == "danger"


@pytest.mark.parametrize(
    "markup",
    [
        inline(callback_data="é" * 33),
        inline(callback_data=""),
        inline(),
        inline(callback_data="a", url="https://example.org"),
        inline(web_app={"url": "https://example.org"}),
        inline(text="  ", callback_data="a"),
        {"inline_keyboard": ["row"]},
        {"inline_keyboard": [["button"]]},
        {"inline_keyboard": [[{"text": str(n), "callback_data": "a"} for n in range(101)]]},
        {"keyboard": [[{"text": "Yes"}]]},
        {"force_reply": True},
        [],
    ],
)
def test_a_keyboard_may_not_be(markup: Any) -> None:
    with pytest.raises(Refusal):
        keyboard(markup)


def test_length_counts_as_telegram_does() -> None:
    assert [units("a"), units("é"), units("😀")] == [1, 1, 2]
