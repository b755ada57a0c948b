"""Facts in both languages, and what must not be asked back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nlp import facts
from nlp.reading import Fact


def found(text: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.text) for fact in facts.find(text)]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("badge 2214 was his", ("badge", "2214")),
        ("badge #2214", ("badge", "2214")),
        ("his badge number is 0977", ("badge", "0977")),
        ("la placa 2214", ("badge", "2214")),
        ("con número de placa 88", ("badge", "88")),
        ("they came in car 412", ("vehicle", "car 412")),
        ("unit 1203 came", ("vehicle", "unit 1203")),
        ("la patrulla 33 pasó", ("vehicle", "patrulla 33")),
        ("squad number 77", ("vehicle", "squad number 77")),
        ("la unidad decía 44-B", ("vehicle", "unidad decía 44-B")),
        ("patrol unit 6-12 came", ("vehicle", "patrol unit 6-12")),
        ("the plate said KDR 4410", ("vehicle", "KDR 4410")),
        ("squad 12-345 came", ("vehicle", "squad 12-345")),
        ("his shield says 20417", ("badge", "20417")),
        ("the cruiser had plate KDR 4410", ("vehicle", "KDR 4410")),
        ("Officer Diaz did it", ("officer", "Officer Diaz")),
        ("then Sgt. R. Kowalski came", ("officer", "Sgt. R. Kowalski")),
        ("officer diaz did it", ("officer", "officer diaz")),
        ("OFFICER DIAZ DID IT", ("officer", "OFFICER DIAZ")),
        ("el oficial Pérez me gritó", ("officer", "el oficial Pérez")),
        ("they call him Big Mike", ("officer", "Big Mike")),
        ("le dicen El Toro", ("officer", "El Toro")),
        ("my parole officer Ms. Vance", ("officer", "Ms. Vance")),
        ("on June 3 they came", ("date", "June 3")),
        ("it was 3/14/2026", ("date", "3/14/2026")),
        ("last Friday he came", ("date", "last Friday")),
        ("ayer me pararon", ("date", "ayer")),
        ("fue el 3 de junio", ("date", "el 3 de junio")),
        ("eso fue hace dos semanas", ("date", "hace dos semanas")),
        ("two weeks ago", ("date", "two weeks ago")),
        ("at the corner of Lake St and Chicago Ave", ("place", "the corner of Lake St and Chicago Ave")),
        ("I went to the 5th Precinct", ("place", "the 5th Precinct")),
        ("outside the Walmart on University Ave", ("place", "the Walmart on University Ave")),
        ("fue en la calle Park con la Main", ("place", "la calle Park con la Main")),
        ("they stopped me on broad street", ("place", "broad street")),
    ],
)
def test_a_fact_is_found_as_written(text: str, fact: tuple[str, str]) -> None:
    assert fact in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the officer told me to leave",
        "the officer didn't care",
        "OFFICER TOLD ME TO LEAVE",
        "el oficial me dijo que no",
        "I have 3 kids and $200",
        "my car 2004 honda",
        "he may 3 times hit me",
        "every Friday I work",
        "I was walking down the street",
        "en la calle me pararon",
        "they police my block",
        "",
    ],
)
def test_nothing_is_asked_where_nothing_was_named(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("The license plate was 412 and he drove off.", "his plate 221 was dirty", "la tablilla 331 del carro"),
        *("the plate said 412 on the back", "the cruiser was 5-10 feet away", "patrol car was 2-3 blocks down"),
    ],
)
def test_a_number_and_the_next_word_are_no_plate_and_a_distance_is_no_car(text: str) -> None:
    assert not any(kind == "vehicle" for kind, _ in found(text))


def test_a_name_tag_is_no_plate() -> None:
    assert found("his tag read 6148") == []
    assert found("license tag read 221 KPL") == [("vehicle", "221 KPL")]


def fact(kind: str, text: str, words: str) -> Fact:
    return Fact(kind, text.index(words), text.index(words) + len(words), words)


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        (("place", "212 behind Elm"), [("vehicle", "car 212"), ("place", "behind Elm")]),
        (("place", "hood of car 212"), [("place", "hood of"), ("vehicle", "car 212")]),
        (("officer", "212"), [("vehicle", "car 212")]),
        (("vehicle", "212"), [("vehicle", "car 212")]),
        (("place", "Elm"), [("vehicle", "car 212"), ("place", "Elm")]),
    ],
)
def test_a_number_told_with_its_word_is_of_that_kind(heard: tuple[str, str], left: list[tuple[str, str]]) -> None:
    text = "on the hood of car 212 behind Elm"
    joined = facts.joined([fact(*heard[:1], text, heard[1])], [fact("vehicle", text, "car 212")])
    assert [(each.kind, each.text) for each in joined] == left
    assert all(text[each.start : each.end] == each.text for each in joined)


def test_spans_point_into_the_text_and_do_not_overlap() -> None:
    text = "🙂 On June 3 Officer Diaz, badge 2214, car 412, stopped me at Lake St and Chicago Ave."
    spans = [(fact.start, fact.end) for fact in facts.find(text)]
    assert all(text[fact.start : fact.end] == fact.text for fact in facts.find(text))
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
