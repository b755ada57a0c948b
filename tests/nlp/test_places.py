"""Where: named places, and kinds of places that are none."""

from __future__ import annotations

from time import process_time

import pytest

from nlp import places


@pytest.mark.parametrize(
    "text", ["on my street", "at the store", "in the parking lot", "en la tienda", "on the street and then"]
)
def test_a_kind_of_place_is_not_one(text: str) -> None:
    assert list(places.find(text)) == []


@pytest.mark.parametrize(
    "text", ["2300 block of Park Ave", "Lake Street and 5th Ave", "precinct 4", "la Lake con la 15"]
)
def test_a_named_place(text: str) -> None:
    assert (0, len(text)) in list(places.find(text))


@pytest.mark.parametrize("run", ["a", "A1-", "Ab'", "Ab ", "1st ", "the store on "])
def test_a_long_run_of_one_thing_takes_no_time(run: str) -> None:
    began = process_time()
    list(places.find(run * (50_000 // len(run))))
    assert process_time() - began < 5
