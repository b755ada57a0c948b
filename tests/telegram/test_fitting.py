"""A text too long for one message goes out in several; nothing of it is lost, the buttons are under the last."""

import pytest
from aiogram.utils.formatting import Bold, Text
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.delivery import Attachment, Button, Screen
from bot.telegram.fitting import fitted, pieces, rows_of

ROWS = ((Button("Yes", "m:speak:::en"),),)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_screen_that_fits_stays_as_it_is() -> None:
    screen = Screen(Text(Bold("Title"), "\n", "x" * 4000), ROWS, protected=True, edits=7)
    assert fitted(screen) == [screen]


def test_a_long_screen_becomes_several() -> None:
    lines = "\n".join(f"line {number} 😀" for number in range(1000))
    parts = fitted(Screen(Text(Bold("Title"), "\n", lines), ROWS, protected=True, edits=7))
    texts = [part.text.render()[0] for part in parts]
    assert len(parts) > 2
    assert all(units(text) <= 4096 for text in texts)
    assert "\n".join(texts) == f"Title\n{lines}"
    assert [part.rows for part in parts] == [()] * (len(parts) - 1) + [ROWS]
    assert {(part.protected, part.edits) for part in parts} == {(True, None)}


def test_a_file_keeps_its_caption() -> None:
    screen = Screen(Text("x" * 5000), attachment=Attachment(b"x", "a.pdf", "application/pdf"))
    assert fitted(screen) == [screen]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", [""]),
        ("abcdef", ["abcdef"]),
        ("abcdefghijkl", ["abcdefghij", "kl"]),
        ("abcdef\nghijk", ["abcdef", "ghijk"]),
        ("abcdef ghijk", ["abcdef", " ghijk"]),
        ("abcdef\n\nghijk", ["abcdef", "ghijk"]),
        ("ab\ncdefghijklm", ["ab\ncdefghi", "jklm"]),
        ("😀" * 6, ["😀" * 5, "😀"]),
    ],
)
def test_where_a_text_is_cut(text: str, cut: list[str]) -> None:
    assert pieces(text, limit=10) == cut


@given(st.text(st.sampled_from("ab 😀\n"), max_size=200))
def test_nothing_but_line_ends_is_lost(text: str) -> None:
    cut = pieces(text, limit=10)
    assert all(units(each) <= 10 for each in cut)
    assert "".join(cut).replace("\n", "") == text.replace("\n", "")


def test_short_buttons_share_a_row_and_long_ones_do_not() -> None:
    buttons = [Button(text, "m:speak:::en") for text in ("a", "b", "c" * 30, "d", "e", "f")]
    assert [[each.text[0] for each in row] for row in rows_of(buttons)] == [["a", "b"], ["c"], ["d", "e"], ["f"]]
