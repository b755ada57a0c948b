"""The names of a case's record, however they are written in the text."""

from __future__ import annotations

import pytest

from nlp import known
from nlp.written import words

RECORD = ["Luis Ortega-Núñez", "Xiomara Fairweather", "Al Wu", "Will Park"]


def found(text: str) -> set[tuple[str, str]]:
    return {(text[start:end], why) for start, end, why in known.find(text, words(text), RECORD)}


@pytest.mark.parametrize(
    ("text", "find"),
    [
        ("then luis ortega nunez came", ("luis ortega nunez", "known")),
        ("LUIS ORTEGA-NÚÑEZ", ("LUIS ORTEGA-NÚÑEZ", "known")),
        ("luisorteganunez wrote", ("luisorteganunez", "known")),
        ("and al wu left", ("al wu", "known")),
        ("and will park left", ("will park", "known")),
        ("the Ortegas live there", ("Ortegas", "known_part")),
        ("ortega's car", ("ortega", "known_part")),
        ("I told Will nothing", ("Will", "known_part")),
        ("X.F. said so", ("X.F.", "initials")),
        ("L. O. N. signed", ("L. O. N.", "initials")),
        ("officer fairwether", ("fairwether", "misspelt")),
        ("Xoimara came", ("Xoimara", "misspelt")),
        ("Luiz came", ("Luiz", "misspelt")),
    ],
)
def test_a_name_of_the_record(text: str, find: tuple[str, str]) -> None:
    assert find in found(text)


@pytest.mark.parametrize(
    "text", ["I will leave", "the annual report", "Will you come", "all who", "luxury", "fair weather"]
)
def test_everyday_words_stay(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(("one", "other", "slips"), [("ana", "ana", 0), ("ana", "aan", 1), ("luis", "luiza", 2)])
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert known.distance(one, other) == slips
