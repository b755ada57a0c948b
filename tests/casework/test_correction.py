"""Which answers may be corrected, how the right one is read, and what an edited message makes of the story."""

from datetime import date

import pytest

from bot.casework import correction
from bot.casework.errors import Unreadable
from bot.casework.interview import Answer, Edited
from tests.casework.talking import AGENCY

TODAY = date(2026, 11, 24)
STORY = Answer([{"text": "He hit me.", "message": "7"}, {"text": "It was dark.", "message": "8"}], "given")


def test_only_facts_can_be_corrected_never_who_somebody_is_or_what_they_chose() -> None:
    answers = {"for_whom": Answer("someone_else", "given"), "name_choice": Answer("use_name", "given"),
               "seen_or_shown": Answer(["witness"], "given")}  # fmt: skip
    offered = {each.id for each in correction.correctable(AGENCY, answers)}
    assert {"when", "where", "witnesses", "hope"} <= offered
    assert not offered & {"name", "contact", "affected", "name_choice", "for_whom", "story", "respondents", "language"}


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("where", " Lake Street ", "Lake Street"),
        ("witnesses", "Two neighbours", "Two neighbours"),
        ("when", "March 3", {"on": "2026-03-03", "until": None, "precision": "day", "said": "March 3"}),
    ],
)
def test_the_right_answer_is_read_as_the_interview_reads_it(question: str, text: str, value: object) -> None:
    answer = correction.read(AGENCY.question(question), text, "en", TODAY)
    assert answer == Answer(value, "given")


def test_a_time_is_read_too() -> None:
    asked = AGENCY.question("where").model_copy(update={"kind": "time"})
    answer = correction.read(asked, "8:30 pm", "en", TODAY)
    assert answer.value["at"] == "20:30"


def test_what_cannot_be_read_is_said() -> None:
    with pytest.raises(Unreadable):
        correction.read(AGENCY.question("when"), "the day it rained", "en", TODAY)


def test_an_edited_message_becomes_a_version() -> None:
    edited = Edited("He kicked me.", "7")
    assert correction.is_of_story({"story": STORY}, edited)
    amended = correction.amend({"story": STORY, "hope": Answer("x", "given")}, edited)
    assert amended is not None
    assert (amended.was, amended.now) == ("He hit me.\n\nIt was dark.", "He kicked me.\n\nIt was dark.")
    assert amended.answers["story"].value[0] == {"text": "He kicked me.", "message": "7", "was": ["He hit me."]}
    assert amended.answers["hope"] == Answer("x", "given")


@pytest.mark.parametrize(
    ("answers", "edited"),
    [
        ({}, Edited("new", "7")),
        ({"story": STORY}, Edited("new", "9")),
        ({"story": STORY}, Edited("He hit me.", "7")),
        ({"story": Answer(None, "skipped")}, Edited("new", "7")),
    ],
)
def test_what_changes_nothing(answers: dict[str, Answer], edited: Edited) -> None:
    assert correction.amend(answers, edited) is None
