"""What words and files do to the answers: nothing that was said is lost."""

import pytest

from bot.casework.interview import ALSO, Answer, Edit, Edited, Incoming, Picked, narrative, relevant, story_items
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
    say,
    skip,
)


def test_the_story_takes_many_messages_until_done() -> None:
    turn = play([*OPENING, say("First.", "5"), file("voice", message="6"), say("Second.", "7")])
    assert asked(turn) == "story"
    assert not turn.closed_story
    turn = play([done], turn=turn)
    assert turn.closed_story
    assert keys(turn) == []
    assert narrative(turn.answers) == "First.\n\nSecond."
    assert [item.get("kind") for item in story_items(turn.answers)] == [None, "voice", None]


def test_a_story_of_voice_alone_is_a_story() -> None:
    turn = play([*OPENING, file("voice")])
    assert keys(turn) == ["remark.voice_kept"]
    turn = play([done], turn=turn)
    assert keys(turn) == ["remark.listen"]
    assert narrative(turn.answers) == ""
    assert narrative({}) == ""
    assert story_items({"story": Answer(None, "open")}) == []


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("He pushed me.", "heard"),
        ("😡👮", "wordless"),
        ("?!...", "wordless"),
        ("911", "heard"),
        ("no! " * 999 + "no!", "heard"),
        ("no! " * 999 + "no!!", "heard_long"),
        ("👮" * 4000, "wordless"),
    ],
)
def test_what_is_said_about_one_more_message_of_the_story(words: str, remark: str) -> None:
    turn = play([*OPENING, say(words)])
    assert keys(turn) == [f"remark.{remark}"]
    assert turn.answers["story"].value == [{"text": words, "message": "1"}]


def test_under_the_papers_a_picture_of_a_face_is_as_good_as_a_word() -> None:
    turn = play([*INCIDENT, Picked("no"), Picked("papers"), done, say("🙏")])
    assert keys(turn) == ["remark.heard"]


@pytest.mark.parametrize(
    ("kind", "remark"),
    [("photo", "file_kept"), ("oversize", "too_big"), ("voice", "voice_kept"), ("archive", "archive_kept")],
)
def test_a_file_is_kept_anywhere(kind: str, remark: str) -> None:
    for way in (OPENING, PERSON, INCIDENT, REVIEW, []):
        turn = play([*way, file(kind, "my arm", name="a.jpg")])
        assert keys(turn) == [f"remark.{remark}"]
        place = "story" if way == OPENING else ALSO
        kept = {key: value for key, value in turn.answers[place].value[-1].items() if key != "at"}
        assert kept == {"evidence": "e1", "kind": kind, "message": "9", "name": "a.jpg", "text": "my arm"}


def test_an_edited_message_keeps_its_former_words() -> None:
    turn = play([*OPENING, say("He hit me", "5"), Edited("He pushed me", "5"), Edited("He pushed me twice", "5")])
    assert turn.answers["story"].value == [
        {"text": "He pushed me twice", "message": "5", "was": ["He hit me", "He pushed me"]}
    ]
    assert keys(turn) == ["remark.changed"]
    assert keys(play([Edited("He pushed me twice", "5")], turn=turn)) == []


def test_a_caption_added_later_is_kept_with_its_file() -> None:
    turn = play([*OPENING, say("It began at noon", "8"), file(), Edited("this is my arm", "9")])
    assert turn.answers["story"].value[1] == {
        "evidence": "e1",
        "kind": "photo",
        "message": "9",
        "text": "this is my arm",
    }


def test_an_edited_message_that_is_not_in_a_list_is_kept_apart() -> None:
    turn = play([*PERSON, Edited("Ana Maria Ruiz", "77")])
    assert keys(turn) == ["remark.kept"]
    assert turn.answers[ALSO].value == [{"text": "Ana Maria Ruiz", "message": "77", "at": "when"}]
    turn = play([Edited("Ana M. Ruiz", "77")], turn=turn)
    assert turn.answers[ALSO].value == [
        {"text": "Ana M. Ruiz", "message": "77", "at": "when", "was": ["Ana Maria Ruiz"]}
    ]


def test_what_was_told_before_the_notice_begins_the_story() -> None:
    turn = play([say("hola"), say("an officer hit my son"), Picked("en")])
    assert keys(turn) == []
    turn = play([done], turn=turn)
    assert keys(turn) == ["remark.moved"]
    assert narrative(turn.answers) == "an officer hit my son"
    assert [piece["text"] for piece in turn.answers[ALSO].value] == ["hola"]
    assert play([done], turn=turn).closed_story


def test_going_back_to_the_notice_moves_nothing_twice() -> None:
    turn = play([say("an officer hit my son"), *OPENING, say("and my dog"), back, say("one more thing to say"), done])
    assert asked(turn) == "story"
    assert narrative(turn.answers) == "an officer hit my son\n\nand my dog"
    assert [piece["text"] for piece in turn.answers[ALSO].value] == ["one more thing to say"]


@pytest.mark.parametrize(
    ("way", "remarks"),
    [
        ([], ["remark.kept"]),
        ([Picked("en")], ["remark.kept"]),
        (TOLD, ["remark.kept"]),
        (INCIDENT, ["remark.kept"]),
        ([*INCIDENT, skip], ["remark.kept"]),
        (REVIEW, ["remark.kept_review"]),
        (PERSON, ["unreadable.date", "remark.kept"]),
    ],
)
def test_words_in_the_wrong_place_are_kept(way: list[Incoming], remarks: list[str]) -> None:
    before = play(way)
    words = "please also write down that my sister heard every word"
    turn = play([say(words, "40")], turn=before)
    assert keys(turn) == remarks
    assert turn.answers[ALSO].value[-1]["text"] == words
    assert relevant(AGENCY, turn.answers)[ALSO] == turn.answers[ALSO]
    assert asked(turn) == asked(before)
    if remarks == ["remark.kept"]:
        assert before.step.question is not None
        assert turn.remarks[0].params == {"asked": before.step.question.name.en}


def test_many_can_be_taken_back_and_one_goes_alone() -> None:
    way = [*INCIDENT, Picked("no"), Picked("witness"), Picked("papers")]
    assert play(way).answers["seen_or_shown"] == Answer(["witness", "papers"], "open")
    assert play([*way, Picked("witness")]).answers["seen_or_shown"].value == ["papers"]
    assert play([*way, Picked("neither")]).answers["seen_or_shown"] == Answer(["neither"], "given")
    assert play([*way[:-2], done]).answers["seen_or_shown"] == Answer(None, "skipped")
    assert play([*way[:-1], Picked("witness"), done]).answers["seen_or_shown"] == Answer(None, "skipped")
    assert asked(play([*way, done])) == "witnesses"


def test_many_can_be_said_in_words() -> None:
    way = [*INCIDENT, Picked("no"), say("someone saw it")]
    assert play(way).answers["seen_or_shown"] == Answer(["witness"], "open")
    assert play([*way, say("someone saw it")]).answers["seen_or_shown"] == Answer(["witness"], "open")
    again = play([*way[:-1], Picked("neither"), back, say("someone saw it")])
    assert again.answers["seen_or_shown"] == Answer(["witness"], "open")


def test_papers_are_taken_until_done() -> None:
    way = [*INCIDENT, Picked("no"), Picked("papers"), done]
    assert asked(play(way)) == "papers"
    turn = play([*way, file(), say("this is the ticket"), file(message="10")])
    assert asked(turn) == "papers"
    assert len(turn.answers["papers"].value) == 3
    for closing in (done, skip):
        after = play([closing], turn=turn)
        assert asked(after) == "hope"
        assert len(after.answers["papers"].value) == 3
    assert play([*way, done]).answers["papers"] == Answer(None, "skipped")


def test_another_officer_is_added_from_the_next_screen() -> None:
    turn = play([*INCIDENT, another])
    assert asked(turn) == "respondents"
    turn = play([say("a tall one", "21")], turn=turn)
    assert [piece["text"] for piece in turn.answers["respondents"].value] == ["badge 1234", "a tall one"]
    assert asked(turn) == "hurt"
    for closing in (keep, skip, done):
        kept = play([another, closing], turn=turn)
        assert len(kept.answers["respondents"].value) == 2
        assert asked(kept) == "hurt"


def test_correcting_an_officer_keeps_the_former_words() -> None:
    turn = play([*REVIEW, Edit("respondents"), say("badge 1243", "30")])
    assert turn.answers["respondents"].value == [{"text": "badge 1243", "message": "30", "was": ["badge 1234"]}]
    assert asked(turn) == "review"


AHEAD = AGENCY.model_copy(
    update={"questions": AGENCY.questions | {"when": AGENCY.questions["when"].model_copy(update={"future": True})}}
)


@pytest.mark.parametrize("meant", [keep, say("yesterday"), say("Nov 21")])
def test_a_day_that_should_lie_ahead_and_is_over_is_asked_once_more(meant: Incoming) -> None:
    turn = play([*PERSON, say("yesterday")], agency=AHEAD)
    assert (asked(turn), keys(turn)) == ("when", ["remark.day_over"])
    turn = play([meant], agency=AHEAD, turn=turn)
    assert keys(turn) == []
    assert (turn.answers["when"].value["on"], turn.answers["when"].state) == ("2026-11-21", "given")


@pytest.mark.parametrize("words", ["today", "tomorrow", "in two weeks", "I don't know"])
def test_a_day_ahead_or_not_known_is_taken_at_once(words: str) -> None:
    for before in ([], [say("yesterday")]):
        turn = play([*PERSON, *before, say(words)], agency=AHEAD)
        assert keys(turn) == []
        assert turn.answers["when"].state == "given"


def test_another_day_that_is_over_is_asked_again() -> None:
    turn = play([*PERSON, say("yesterday"), say("November 2")], agency=AHEAD)
    assert (asked(turn), keys(turn)) == ("when", ["remark.day_over"])


@pytest.mark.parametrize("way", [PERSON[:-2], PERSON, INCIDENT[:-1], INCIDENT])
def test_what_is_too_long_for_a_question_is_kept_and_answers_nothing(way: list[Incoming]) -> None:
    """A name, a day, an officer, yes or no: a chat app has cut a long message, and its rest is no answer either."""
    before = play(way)
    turn = play([say("x" * 2001, "7")], turn=before)
    assert (asked(turn), keys(turn)) == (asked(before), ["remark.too_long"])
    assert [piece["text"] for piece in turn.answers[ALSO].value] == ["x" * 2001]
    assert {id: each for id, each in turn.answers.items() if id != ALSO} == before.answers


def test_a_long_answer_that_is_none_too_long_is_taken() -> None:
    turn = play([*PERSON[:-2], say("x" * 2000)])
    assert turn.answers["name"].value == "x" * 2000
