"""One moment of an interview, as every part of a reply sees it."""

from datetime import UTC, date, datetime

from bot.casework.interview import ALSO, Answer, Context
from bot.casework.scene import Scene
from tests.casework.talking import AGENCY, ENGLISH, OPENING, REVIEW, TOLD, play


def test_today_is_the_date_on_the_agencys_wall() -> None:
    late = Context("en", datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
    assert Scene.of(AGENCY, {}, late).today == date(2026, 11, 21)


def test_what_is_asked_and_what_was_answered_so_far() -> None:
    scene = Scene.of(AGENCY, play(OPENING).answers, ENGLISH)
    assert scene.question is not None
    assert scene.question.id == "story"
    assert scene.answer is None
    assert scene.pieces("story") == []
    told = Scene.of(AGENCY, play(TOLD).answers, ENGLISH)
    assert len(told.pieces("story")) == 1
    over = Scene.of(AGENCY, play(REVIEW).answers, ENGLISH)
    assert over.question is None
    assert over.answer is None


def test_the_first_question_of_a_kind() -> None:
    scene = Scene.of(AGENCY, {}, ENGLISH)
    story = scene.first("story")
    assert story is not None
    assert story.id == "story"
    assert scene.first("time") is None


def test_what_is_kept_aside_says_what_was_being_asked() -> None:
    scene = Scene.of(AGENCY, play(TOLD).answers, Context("es", ENGLISH.now))
    turn = scene.aside({"text": "oiga", "message": "7"}, "kept")
    assert turn.answers[ALSO] == Answer([{"text": "oiga", "message": "7", "at": "for_whom"}], "given")
    assert turn.remarks[0].params == {"asked": "A quién le pasó"}
