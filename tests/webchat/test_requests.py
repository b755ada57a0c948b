"""Small readers of what a browser sends."""

from typing import Any

import pytest

from bot.webchat.requests import key_of, seconds, whole


@pytest.mark.parametrize(
    ("given", "number"),
    [("7", 7), (7, 7), (0, 0), (-1, None), (True, None), (None, None), ("x", None), (1.5, None), (1 << 31, None)],
)
def test_whole(given: Any, number: int | None) -> None:
    assert whole(given) == number


@pytest.mark.parametrize(
    ("given", "wait"),
    [("1.0", 1.0), ("3", 3.0), ("99", 25.0), ("-1", 0.0), (None, 0.0), ("x", 0.0), ("nan", 0.0), ("inf", 25.0)],
)
def test_seconds(given: Any, wait: float) -> None:
    assert seconds(given, 25.0) == wait


@pytest.mark.parametrize(("given", "key"), [("k1", "k1"), ("", None), (None, None), (7, None), ("a" * 99, "a" * 64)])
def test_key(given: Any, key: str | None) -> None:
    assert key_of(given) == key
