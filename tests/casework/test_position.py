"""Where an interview stands is computed from its answers alone."""

from typing import Any

import pytest

from bot.casework.interview import ALSO, Edit, Edited, Incoming, Picked, facts, step
from tests.casework.talking import (
    AGENCY,
    INCIDENT,
    OPENING,
    PERSON,
    REVIEW,
    TOLD,
    another,
    asked,
    back,
    done,
    file,
    keep,
    keys,
    play,
    review,
    say,
    send_now,
    skip,
)


@pytest.mark.parametrize(
    ("way", "question", "buttons"),
    [
        ([], "language", ()),
        ([Picked("es")], "notice", ("done", "back")),
        (OPENING, "story", ("done", "back")),
        (TOLD, "for_whom", ("skip", "back", "send_now")),
        ([*TOLD, skip], "name_choice", ("back", "send_now")),
        ([*TOLD, skip, Picked("no_name")], "when", ("skip", "back", "send_now")),
        ([*TOLD, skip, Picked("use_name")], "name", ("skip", "back", "send_now")),
        (INCIDENT, "hurt", ("skip", "another", "back", "send_now")),
        ([*INCIDENT, Picked("yes")], "injuries", ("skip", "back", "send_now")),
        ([*INCIDENT, Picked("no")], "seen_or_shown", ("done", "skip", "back", "send_now")),
        (REVIEW, "review", ("submit", "back", "restart")),
    ],
)
def test_where_one_stands(way: list[Incoming], question: str, buttons: tuple[str, ...]) -> None:
    turn = play(way)
    assert asked(turn) == question
    assert turn.step.buttons == buttons
    assert turn.step == step(AGENCY, turn.answers, "complaint")


@pytest.mark.parametrize(
    ("way", "came", "value"),
    [
        ([], say("español"), "es"),
        (TOLD, say("to me and others"), "me_and_others"),
        (INCIDENT, say("yes"), True),
        (INCIDENT, say("no"), False),
        (PERSON, say("I don't know"), "unknown"),
        (PERSON[:-1], say("ask at the shelter"), "ask at the shelter"),
    ],
)
def test_words_answer_what_is_asked(way: list[Incoming], came: Incoming, value: Any) -> None:
    before = play(way)
    answer = play([came], turn=before).answers[asked(before)]
    got = answer.value
    if isinstance(got, dict):
        got = got.get("precision") or got["said"]
    assert (got, answer.state) == (value, "given")


@pytest.mark.parametrize(
    ("way", "came", "remark"),
    [
        (PERSON, say("31 February"), "unreadable.date_impossible"),
        (PERSON, say("February 31, 2026"), "unreadable.date_impossible"),
        (PERSON, say("tomorrow"), "unreadable.date_future"),
        (PERSON, say("3"), "unreadable.date_number"),
        (PERSON[:-1], say("612-555"), "unreadable.phone_short"),
        (PERSON[:-2], say("\u200b \n"), "unreadable.empty"),
        (OPENING, say("  "), "unreadable.empty"),
        (OPENING, Edited(" ", "1"), "unreadable.empty"),
        (OPENING, file("sticker"), "unreadable.not_kept"),
        ([], back, "remark.first_question"),
        ([], skip, "remark.cannot_skip"),
        ([], keep, "remark.not_here"),
        ([], Picked("xx"), "remark.not_here"),
        ([], send_now, "remark.nothing_yet"),
        ([], review, "remark.nothing_yet"),
        ([], another, "remark.not_here"),
        ([], Edit("language"), "remark.not_here"),
        (OPENING, done, "remark.nothing_yet"),
        (OPENING, Picked("en"), "remark.not_here"),
        (PERSON, another, "remark.not_here"),
        (PERSON, done, "remark.not_here"),
        (INCIDENT, Picked("maybe"), "remark.not_here"),
        (REVIEW, Picked("en"), "remark.not_here"),
        (REVIEW, skip, "remark.not_here"),
        (REVIEW, done, "remark.not_here"),
        (REVIEW, Edit("nothing"), "remark.not_here"),
        (REVIEW, Edit("notice"), "remark.not_here"),
        (REVIEW, Edit("injuries"), "remark.not_here"),
    ],
)
def test_what_cannot_be_read_or_done_changes_nothing(way: list[Incoming], came: Incoming, remark: str) -> None:
    before = play(way)
    turn = play([came], turn=before)
    assert keys(turn) == [remark]
    assert turn.answers == before.answers
    assert asked(turn) == asked(before)


def test_a_condition_may_ask_about_answers_and_not_about_what_came_beside_them() -> None:
    turn = play([*OPENING, say("They pushed me against the car."), done, file("photo"), skip])
    turn.answers[ALSO] = turn.answers["story"]
    assert facts(AGENCY, turn.answers) == {"language": "en", "notice": "given", "story": "given"}
