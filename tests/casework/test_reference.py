"""Case numbers: forgiving to type, and a slip of the finger is noticed."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.errors import BadReference
from bot.casework.reference import issue, parse

PREFIXES = ("OPCR", "OIG", "CHRO", "DOCP")
NUMBERS = (1, 9, 10, 123, 4567, 99_999, 100_000, 1_234_567)
REFERENCES = [issue(prefix, year, number) for prefix, year, number in product(PREFIXES, (2026, 2027, 2100), NUMBERS)]


def refused(text: str) -> bool:
    try:
        parse(text)
    except BadReference:
        return True
    return False


def test_issue() -> None:
    assert issue("OPCR", 2026, 123) == "OPCR-2026-00123-0"


@pytest.mark.parametrize("reference", REFERENCES)
def test_what_was_issued_is_read(reference: str) -> None:
    assert parse(reference) == reference


@pytest.mark.parametrize(
    "typed",
    [
        "opcr-2026-00123-0",
        "OPCR 2026 00123 0",
        "OPCR2026001230",
        "opcr2026 123 0",
        "OPCR-2026-123-0",
        " #OPCR-2026-00123-0. ",
        "OPCR–2026—00123−0",
        "OPCR-2O26-OO123-0",
        "opcr-2026-00l23-0",
        "OPCR_2026/00123.0",
        "ＯＰＣＲ-２０２６-００１２３-０",
        "O P C R 2026 00123 0",
    ],
)
def test_parse_is_forgiving(typed: str) -> None:
    assert parse(typed) == "OPCR-2026-00123-0"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "2026-00123-0",
        "OPCR",
        "OPCR-26-00123-0",
        "OPCR-2026-3",
        "OPCR-2026-00123-4",
        "OPCR-2026-00123",
        "OPCX-2026-00123-0",
        "OPCR-2026-00123-0 and more",
        "OPCR-2026-00123-٠",
        "OPCR-2026-00123-0" + " " * 80,
        "\0",
    ],
)
def test_anything_else_is_not_a_case_number(typed: str) -> None:
    with pytest.raises(BadReference):
        parse(typed)


def test_a_refusal_does_not_repeat_a_long_text() -> None:
    with pytest.raises(BadReference) as refusal:
        parse("x" * 5_000)
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_wrong_digit_is_noticed(reference: str) -> None:
    places = [place for place, sign in enumerate(reference) if sign.isdigit()]
    for place, digit in product(places, "0123456789"):
        if digit != reference[place]:
            assert refused(reference[:place] + digit + reference[place + 1 :])


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_swap_of_neighbours_is_noticed(reference: str) -> None:
    places = [place for place, sign in enumerate(reference) if sign.isdigit()]
    for left, right in pairwise(places):
        if reference[left] != reference[right]:
            swapped = list(reference)
            swapped[left], swapped[right] = swapped[right], swapped[left]
            assert refused("".join(swapped))


@given(st.sampled_from(PREFIXES), st.integers(1000, 9999), st.integers(0, 9_999_999), st.data())
def test_slips_are_noticed_in_any_case_number(prefix: str, year: int, number: int, data: st.DataObject) -> None:
    digits = issue(prefix, year, number).replace("-", "").removeprefix(prefix)
    place = data.draw(st.integers(0, len(digits) - 2))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    assert refused(prefix + digits[:place] + wrong + digits[place + 1 :])
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert refused(prefix + swapped) == (swapped != digits)


def test_the_table_notices_every_slip_wherever_it_is() -> None:
    """Exhaustive: rows and columns without repetition, and no two digits that can change places unseen."""
    from bot.casework.reference import _NEXT

    for state in range(10):
        assert sorted(_NEXT[state]) == list(range(10))
        assert sorted(row[state] for row in _NEXT) == list(range(10))
        assert _NEXT[state][state] == 0
    for state, one, other in product(range(10), repeat=3):
        if one != other:
            assert _NEXT[_NEXT[state][one]][other] != _NEXT[_NEXT[state][other]][one]


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert refused(text) or parse(parse(text)) == parse(text)
