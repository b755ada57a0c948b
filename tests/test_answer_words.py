"""Answers and days as people write them, long ones cut."""

from datetime import UTC, date, datetime, time

import pytest

from bot.answer_words import AnswerWords, shorten
from bot.casework.agency import Choice, Question, Text
from bot.casework.interview import Answer
from bot.words import Words
from tests.telegram.made import AGENCY

ANSWERS = AnswerWords(Words.load())


@pytest.mark.parametrize(
    ("id", "given", "said"),
    [
        ("for_whom", Answer("me", "given"), "Yes, to me"),
        ("for_whom", Answer("a choice of an older profile", "given"), "a choice of an older profile"),
        ("seen_or_shown", Answer(["papers", "witness"], "given"), "Someone saw it, Photos, video or papers"),
        ("hurt", Answer(True, "given"), "Yes"),
        ("hurt", Answer(False, "given"), "No"),
        ("hope", Answer(None, "skipped"), "(skipped)"),
        ("hope", Answer("x" * 500, "given"), "x" * 299 + "…"),
        ("when", Answer({"on": "2026-03-03", "precision": "day", "said": "3/3"}, "given"), "March 3, 2026"),
        ("when", Answer({"on": "2026-03-01", "precision": "month", "said": "in March"}, "given"), "in March"),
        ("when", Answer({"on": None, "precision": "unknown", "said": ""}, "given"), "(not known)"),
        (
            "contact",
            Answer({"phone": "+16125550142", "email": None, "said": "612-555-0142, after 5"}, "given"),
            "612-555-0142, after 5",
        ),
        ("contact", Answer({"phone": "+16125550142", "email": None, "said": None}, "given"), "612-555-0142"),
        ("contact", Answer({"phone": "+525512345678", "email": None, "said": None}, "given"), "+525512345678"),
        ("respondents", Answer([{"text": "tall"}, {"text": "badge 22"}, {}], "given"), "tall / badge 22"),
        ("papers", Answer([{"evidence": "e"}, {"evidence": "f", "text": "a bill"}], "given"), "a bill Files: 2"),
    ],
)
def test_an_answer_in_words(id: str, given: Answer, said: str) -> None:
    assert ANSWERS.shown(AGENCY.question(id), given, "en") == said


def test_days_are_written_with_the_month_in_letters() -> None:
    assert ANSWERS.day(date(2026, 3, 4), "en") == "March 4, 2026"
    assert ANSWERS.day(date(2026, 3, 4), "es") == "4 de marzo de 2026"


def test_a_long_text_is_shortened_by_its_end() -> None:
    assert shorten("one two three", 20) == "one two three"
    assert shorten("one two three", 9) == "one two…"


@pytest.mark.parametrize(
    ("at", "en", "es"),
    [
        (time(0, 5), "12:05 am", "12:05 a. m."),
        (time(8, 30), "8:30 am", "8:30 a. m."),
        (time(12), "12:00 pm", "12:00 p. m."),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), "11:59 pm", "11:59 p. m."),
    ],
)
def test_a_time_of_day_is_worded_one_way(at: time | datetime, en: str, es: str) -> None:
    assert (ANSWERS.time(at, "en"), ANSWERS.time(at, "es")) == (en, es)


def test_a_moment_is_a_day_and_a_time() -> None:
    at = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    assert ANSWERS.moment(at, "en") == "December 1, 2026, 3:00 pm"
    assert ANSWERS.moment(at, "es") == "1 de diciembre de 2026, 3:00 p. m."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"said": "12 Main Street, Norwich", "id": "norwich", "near": []}, "12 Main Street, Norwich"),
        ({"said": "12 Main Street, Norwhich", "id": "norwich", "near": []}, "12 Main Street, Norwhich (Norwich)"),
        ({"said": "Springfield", "id": None, "near": []}, "Springfield"),
        ({"said": "", "id": "norwich", "near": []}, "Norwich"),
    ],
)
def test_what_was_typed_stands_beside_what_it_means(value: dict[str, object], shown: str) -> None:
    towns = (Choice(id="norwich", label=Text(en="Norwich", es="Norwich")),)
    label = Text(en="Town", es="Pueblo")
    question = Question(id="town", kind="listed", ask=label, name=label, choices=towns)
    assert ANSWERS.shown(question, Answer(value, "given"), "en") == shown
