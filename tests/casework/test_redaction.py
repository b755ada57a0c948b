"""A person settles every place: one by one, all of a kind, or by typing words; nothing goes out before that."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import redaction
from bot.casework.errors import Refused
from bot.casework.redaction import OUT, STAYS, TYPED, WAITING, Mark, Passage

STORY = Passage("story", "", "Luis Ortega hit me. LUIS  ORTEGA laughed. Call 612-555-0123.")
OTHER = Passage("answer", "Where", "At José's shop, near banana stands.")
NAME, PHONE = Mark(0, 0, 11, "name", "known"), Mark(0, 47, 59, "phone", "shape")


@dataclass(frozen=True)
class Proposal:
    start: int
    end: int
    kind: str
    because: str


def covered(marks: tuple[Mark, ...], state: str) -> list[str]:
    texts = (STORY.text, OTHER.text)
    return [texts[each.passage][each.start : each.end] for each in marks if each.state == state]


def test_what_is_proposed_waits() -> None:
    marks = redaction.proposed(1, [Proposal(3, 7, "name", "lexicon")])
    assert marks == (Mark(1, 3, 7, "name", "lexicon", WAITING),)
    assert redaction.waiting((NAME, PHONE)) == (0, 1)
    assert redaction.waiting((NAME, PHONE), "phone") == (1,)
    assert redaction.counted((NAME, PHONE, NAME)) == {"name": {WAITING: 2}, "phone": {WAITING: 1}}


def test_one_or_all_of_a_kind_are_settled() -> None:
    marks = redaction.settled((NAME, PHONE, NAME), [0], OUT)
    assert [each.state for each in marks] == [OUT, WAITING, WAITING]
    marks = redaction.settled(marks, redaction.waiting(marks, "name"), STAYS)
    assert [each.state for each in marks] == [OUT, WAITING, STAYS]
    assert redaction.counted(marks) == {"name": {OUT: 1, STAYS: 1}, "phone": {WAITING: 1}}
    assert [each.state for each in redaction.reopened(marks, "name")] == [WAITING, WAITING, WAITING]


def test_nothing_goes_out_while_anything_waits() -> None:
    with pytest.raises(Refused) as refused:
        redaction.out((NAME, PHONE), 0)
    assert (refused.value.because, refused.value.params["count"]) == ("packet_unreviewed", 2)
    marks = redaction.settled(redaction.settled((NAME, PHONE), [0], OUT), [1], STAYS)
    assert redaction.out(marks, 0) == (Mark(0, 0, 11, "name", "known", OUT),)
    assert redaction.out(marks, 1) == ()


def test_typed_words_are_found_wherever_they_stand_whatever_case_accents_and_gaps() -> None:
    marks = redaction.typed((STORY, OTHER), (NAME, PHONE), "luis ortega")
    assert covered(marks, OUT) == ["Luis Ortega", "Luis Ortega", "LUIS  ORTEGA"], "what waited inside is settled too"
    assert covered(marks, WAITING) == ["612-555-0123"]
    assert redaction.typed((STORY, OTHER), marks, "Luis Ortega") == marks, "twice is once"
    assert covered(redaction.typed((STORY, OTHER), (), "jose"), OUT) == ["José"]
    assert {each.kind for each in redaction.typed((OTHER,), (), "José")} == {TYPED}


def test_words_that_were_left_readable_go_black_when_typed_again() -> None:
    marks = redaction.typed((STORY,), (), "laughed")
    kept = redaction.settled(marks, [0], STAYS)
    assert [each.state for each in redaction.typed((STORY,), kept, "laughed")] == [OUT]


@pytest.mark.parametrize("words", ["banan", "Ort", "nobody", "", "  ", "́"])
def test_words_that_stand_nowhere_are_refused(words: str) -> None:
    with pytest.raises(Refused, match="packet_words_missing"):
        redaction.typed((STORY, OTHER), (), words)


def test_a_place_is_shown_with_what_stands_around_it() -> None:
    assert redaction.around((STORY,), NAME) == ("", "Luis Ortega", STORY.text[11:])
    long = Passage("story", "", "a" * 200 + "Luis" + "b" * 200)
    before, words, after = redaction.around((long,), Mark(0, 200, 204, "name", "known"))
    assert (before, words, after) == ("…" + "a" * redaction.BESIDE, "Luis", "b" * redaction.BESIDE + "…")


def test_both_come_back_from_json_and_stand_in_no_log() -> None:
    assert redaction.unpack(*redaction.pack((STORY, OTHER), (NAME, PHONE))) == ((STORY, OTHER), (NAME, PHONE))
    assert "Luis" not in repr(STORY)


@given(st.text(), st.text())
def test_what_is_found_is_a_place_of_the_text(text: str, words: str) -> None:
    for start, end in redaction._places(text, words):
        assert 0 <= start < end <= len(text)
