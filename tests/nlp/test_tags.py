"""Tags of pieces become facts of whole words."""

from __future__ import annotations

import numpy as np
import pytest

from nlp import tags
from nlp.encoder import TAGS, Heard
from nlp.reading import Fact


def heard(text: str, pieces: list[tuple[str, str]]) -> Heard:
    """A text heard as these (piece, tag), all sure."""
    spans, rows, at = [], [], 0
    for piece, tag in pieces:
        at = text.index(piece, at)
        spans.append((at, at + len(piece)))
        at += len(piece)
        row = np.full(len(TAGS), 0.02, np.float32)
        row[TAGS.index(tag)] = 0.95
        rows.append(row)
    return Heard(tuple(spans), np.zeros(1, np.float32), np.zeros((1, len(spans)), np.float32), np.array(rows))


@pytest.mark.parametrize(
    ("text", "pieces", "facts"),
    [
        ("by Officer Vega.", [("by", ""), ("Officer", "first officer"), ("Vega", "further officer"), (".", "")],
         [("officer", "Officer Vega")]),
        ("on March 9, badge 41", [("March", "first date"), ("9", "further date"), (",", ""), ("41", "first badge")],
         [("date", "March 9"), ("badge", "41")]),
        ("Vega Ruiz", [("Vega", "first officer"), ("Ruiz", "first officer")], [("officer", "Vega Ruiz")]),
        ("Vega, Ruiz", [("Vega", "first officer"), (",", ""), ("Ruiz", "first officer")],
         [("officer", "Vega"), ("officer", "Ruiz")]),
        ("en la de Vega", [("la", "first place"), ("de", ""), ("Vega", "first officer")], [("officer", "Vega")]),
        ("at Elm Park 7, Leo", [("Elm", "first place"), ("Park", ""), ("7", ""), (",", ""), ("Leo", "")],
         [("place", "Elm Park 7")]),
        ("ELM PARK LEO", [("ELM", "first place"), ("PARK", "further place"), ("LEO", "")], [("place", "ELM PARK")]),
        ("car 418b", [("car", "first vehicle"), ("41", "further vehicle")], [("vehicle", "car 418b")]),
        ('at "Elm St".', [('"', "first place"), ("Elm", "further place"), ("St", "further place")],
         [("place", "Elm St")]),
        ("viernes como a las once de la noche", [("viernes", "first date"), ("como", ""), ("once", "first date"),
         ("de", "further date"), ("la", "further date")], [("date", "viernes"), ("date", "once de la noche")]),
        ("at the Sunoco and left", [("the", "first place"), ("Sunoco", "further place"), ("and", "further place")],
         [("place", "the Sunoco")]),
        ("in front of. Then", [("front", "first place"), ("of", "further place")], [("place", "front")]),
        ("May 3rd around 9:30", [("May", "first date"), ("3rd", "further date"), ("around", "further date"),
         ("9", ""), (":", ""), ("30", "first date")], [("date", "May 3rd around 9:30")]),
        ("on Avenue A", [("Avenue", "first place"), ("A", "further place")], [("place", "Avenue A")]),
        ("Friday night", [("Friday", "first date"), ("night", "further date")], [("date", "Friday night")]),
        ("ayer en la tarde", [("ayer", ""), ("tarde", "first date")], []),
        ("la patrulla era la 212", [("patrulla", "first vehicle"), ("era", ""), ("212", "first vehicle")],
         [("vehicle", "212")]),
        ("his badge", [("badge", "first badge")], []),
        ("Cell B", [("B", "first place")], []),
        ("nothing here", [("nothing", ""), ("here", "")], []),
        ("...", [("...", "first date")], []),
    ],
)  # fmt: skip
def test_facts_are_whole_words(text: str, pieces: list[tuple[str, str]], facts: list[tuple[str, str]]) -> None:
    found = tags.facts(text, heard(text, pieces))
    assert [(fact.kind, fact.text) for fact in found] == facts
    assert all(text[fact.start : fact.end] == fact.text for fact in found)


def test_a_piece_that_is_likelier_nothing_is_nothing() -> None:
    said = heard("Elm", [("Elm", "")])
    said.tags[0, TAGS.index("first place")] = 0.4
    assert tags.facts("Elm", said) == ()


def test_a_piece_between_two_of_a_fact_belongs_to_it_where_it_may() -> None:
    text = "March the 9th"
    for chance, facts in ((0.3, ["March the 9th"]), (0.1, ["March", "9th"])):
        said = heard(text, [("March", "first date"), ("the", ""), ("9th", "further date")])
        said.tags[1, TAGS.index("further date")] = chance
        assert [fact.text for fact in tags.facts(text, said)] == facts


@pytest.mark.parametrize(
    ("text", "kind", "counts"),
    [
        ("el agente Lee", "officer", True),
        ("the officer stops", "officer", False),
        ("OFFICER STOPS", "officer", False),
        ("March 9", "date", False),
    ],
)
def test_what_is_written_like_a_fact_counts_where_it_was_heard_or_is_a_rank_and_a_name(
    text: str, kind: str, counts: bool
) -> None:
    deaf = heard(text, [(word, "") for word in text.split()])
    deaf.tags[:] = 0.001
    fact = Fact(kind, 0, len(text), text)
    assert tags.confirmed(text, deaf, [fact]) == [fact] * counts
    deaf.tags[-1, TAGS.index(f"further {kind}")] = 0.3
    assert tags.confirmed(text, deaf, [fact]) == [fact]


def test_what_stands_far_apart_is_not_one_fact() -> None:
    text = "March" + " " * 50_000 + "9th"
    said = heard(text, [("March", "first date"), ("9th", "further date")])
    assert [fact.text for fact in tags.facts(text, said)] == ["March", "9th"]


def test_a_run_of_pieces_of_which_none_is_sure_is_nothing() -> None:
    text = "March 9"
    said = heard(text, [("March", "first date"), ("9", "further date")])
    said.tags[said.tags > 0.5] = 0.7
    assert tags.facts(text, said) == ()
    said.tags[0, TAGS.index("first date")] = 0.93
    assert [fact.text for fact in tags.facts(text, said)] == ["March 9"]


def test_what_stands_beyond_what_was_heard_is_taken_as_written() -> None:
    text = "on and on badge 41"
    said = heard(text, [("on", ""), ("and", ""), ("on", "")])
    fact = Fact("badge", 16, 18, "41")
    assert tags.confirmed(text, said, [fact]) == [fact]


def test_a_trace_counts_only_inside_the_fact() -> None:
    text = "on March 9 then"
    said = heard(text, [("on", ""), ("March", "first date"), ("9", ""), ("then", "")])
    inside, outside, elsewhere = (
        Fact("date", 3, 10, "March 9"),
        Fact("date", 9, 15, "9 then"),
        Fact("place", 3, 8, "March"),
    )
    said.tags[said.tags < 0.5] = 0.001
    assert tags.confirmed(text, said, [inside, outside, elsewhere]) == [inside]
