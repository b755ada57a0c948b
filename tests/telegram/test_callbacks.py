"""Buttons carry opaque names that fit, and nothing that comes back is trusted to be ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.errors import Stale
from bot.telegram.callbacks import CASE, CHAT, DRAFT, LIMIT_BYTES, STAFF, Press, read

ID = "A" * 20
NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=9)


@given(
    scope=st.sampled_from([DRAFT, CASE, STAFF, CHAT]),
    verb=NAMES,
    subject=st.sampled_from(["", ID]),
    arg=st.text("abc:@.0189-_", max_size=14),
    revision=st.integers(0, 999_999_999),
)
def test_what_was_packed_is_read_back(scope: str, verb: str, subject: str, arg: str, revision: int) -> None:
    press = Press(scope, verb, subject, arg, revision)
    assert len(press.pack().encode()) <= LIMIT_BYTES
    assert read(press.pack()) == press


@pytest.mark.parametrize("arg", ["x" * 40, "ñ" * 20, "😀" * 10])
def test_what_would_not_fit_is_our_own_fault(arg: str) -> None:
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        Press(STAFF, "give", ID, arg + "x").pack()


@pytest.mark.parametrize(
    "data",
    [
        *("", "r", "r:", "r:pick", "r:pick::", "x:pick:::1", "r::a:1:b", "R:pick::1:", " r:pick::1:", "\0", "::::"),
        *(
            "r:pick::-1:",
            "r:pick::1.5:",
            "r:pick::²:",
            "r:pick::٣:",
            "r:pick:: 1:",
            "r:pick::9999999999:",
            "r:pick::x:",
        ),
        "r:pick::1e3:",
    ],
)
def test_what_we_never_wrote_is_stale(data: str) -> None:
    with pytest.raises(Stale):
        read(data)


@given(st.text(max_size=64))
def test_anything_at_all_is_a_press_or_stale(data: str) -> None:
    try:
        press = read(data)
    except Stale:
        return
    assert press.scope in {DRAFT, CASE, STAFF, CHAT}
    assert press.verb
    assert 0 <= press.revision < 10**9
