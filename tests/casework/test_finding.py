"""What was found in the story is offered once, and counts only when confirmed."""

import pytest

from bot.casework.agency import Agency
from bot.casework.interview import ALSO, Answer, Edit, Found, Picked
from tests.casework.talking import (
    AGENCY,
    FACTS,
    INCIDENT,
    OPENING,
    PERSON,
    REVIEW,
    TOLD,
    another,
    asked,
    back,
    done,
    fact,
    keys,
    play,
    say,
    skip,
)


def test_facts_are_offered_on_one_screen_and_only_confirmed_ones_count() -> None:
    turn = play([*TOLD, FACTS])
    assert [item["text"] for item in turn.answers["facts"].value] == ["Officer Lee", "1234", "March 3, 2026", "Lake St"]
    assert turn.step.buttons == ("done", "skip", "back", "send_now")
    turn = play([Picked("1"), Picked("3"), Picked("0"), Picked("0"), done], turn=turn)
    assert turn.answers["respondents"].value == [{"text": "Officer Lee", "message": ""}]
    assert turn.answers["when"].value["on"] == "2026-03-03"
    assert "where" not in turn.answers


def test_skipped_facts_are_no_answers() -> None:
    turn = play([*TOLD, FACTS, skip])
    assert turn.answers["facts"] == Answer(None, "skipped")
    assert "respondents" not in turn.answers
    assert "facts" not in play([*TOLD, Found(())]).answers


@pytest.mark.parametrize("number", ["4", "x", "-1", "²"])
def test_a_number_that_is_not_on_the_screen_does_nothing(number: str) -> None:
    turn = play([*TOLD, FACTS, Picked(number)])
    assert keys(turn) == ["remark.not_here"]


def test_two_different_dates_are_asked_for() -> None:
    found = Found((fact("date", "March 3, 2026"), fact("date", "March 5, 2026")))
    assert "when" not in play([*TOLD, found, done]).answers


def test_what_the_person_answered_is_not_overwritten_by_a_fact() -> None:
    turn = play([*REVIEW, Edit("story"), done, FACTS, done])
    assert turn.answers["where"].value == "Lake and Chicago"
    assert asked(turn) == "review"


def test_nobody_goes_back_to_facts_that_were_passed_over() -> None:
    turn = play([*TOLD, FACTS, skip, back])
    assert asked(turn) == "story"
    assert asked(play([done, FACTS], turn=turn)) == "facts", "the story may be another one now"


def test_the_same_facts_are_not_offered_twice() -> None:
    turn = play([*TOLD, FACTS, Picked("1"), done])
    again = play([back, back, done, FACTS], turn=turn)
    assert asked(again) == "facts"  # going back opened them
    assert [item["confirmed"] for item in again.answers["facts"].value] == [True, False, True, True]
    later = play([FACTS], turn=play([done], turn=again))
    assert asked(later) == "for_whom"
    more = play([Found((*FACTS.facts, fact("vehicle", "car 512")))], turn=later)
    assert asked(more) == "facts"


def test_words_on_the_screen_of_facts_are_kept() -> None:
    turn = play([*TOLD, FACTS, say("the badge is 1243")])
    assert turn.answers[ALSO].value[0]["text"] == "the badge is 1243"


def without(*ids: str) -> Agency:
    kept = tuple(id for id in AGENCY.interview if id not in ids)
    return AGENCY.model_copy(update={"interview": kept})


def test_a_profile_without_facts_or_officers_works_too() -> None:
    agency = without("facts", "respondents", "when", "where")
    turn = play([*TOLD, FACTS, another], agency=agency)
    assert asked(turn) == "for_whom"
    assert keys(turn) == ["remark.not_here"]
    fewer = without("respondents", "when", "where")
    assert set(play([*TOLD, FACTS, done], agency=fewer).answers) == {"language", "notice", "story", "facts"}


def test_a_profile_without_a_story_keeps_early_words_apart() -> None:
    turn = play([say("an officer hit my son"), *OPENING], agency=without("story"))
    assert keys(turn) == []
    assert turn.answers[ALSO].value[0]["text"] == "an officer hit my son"


def test_a_time_is_read_where_a_profile_asks_for_one() -> None:
    time = AGENCY.question("when").model_copy(update={"kind": "time"})
    agency = AGENCY.model_copy(update={"questions": {**AGENCY.questions, "when": time}})
    turn = play([*PERSON, say("8:30 pm")], agency=agency)
    assert turn.answers["when"].state == "given"


def test_a_list_that_must_not_be_empty_cannot_be_passed() -> None:
    strict = AGENCY.question("seen_or_shown").model_copy(update={"optional": False})
    agency = AGENCY.model_copy(update={"questions": {**AGENCY.questions, "seen_or_shown": strict}})
    assert keys(play([*INCIDENT, Picked("no"), done], agency=agency)) == ["remark.cannot_skip"]
