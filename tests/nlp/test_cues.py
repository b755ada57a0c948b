"""What a name stands after."""

from __future__ import annotations

import pytest

from nlp.cues import CUES, DEED, LISTED, PLACES


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *(("Officer ", "title"), ("la señora ", "title"), ("don ", "title"), ("Lt. ", "title")),
        *(("my little cousin ", "kin"), ("mi hija mayor, ", "kin"), ("Ana's brother ", "kin")),
        *(("me llamo ", "introduced"), ("her name is ", "introduced"), ("le dicen ", "introduced")),
    ],
)
def test_a_cue_ends_where_the_name_begins(text: str, why: str) -> None:
    assert any(hit.end() == len(text) for name, _, cue in CUES if name == why for hit in cue.finditer(f"{text}Zed"))


def test_no_cue_in_a_contraction() -> None:
    assert not any(cue.search("I don't know") for _, _, cue in CUES)


def test_rows_deeds_and_places() -> None:
    assert LISTED.match(", and Zed")
    assert DEED.fullmatch("shouted")
    assert not DEED.fullmatch("reed")
    assert any(place.search("at Parker Elementary School") for place in PLACES)
