"""Papers speak as the chat does: days in the office's zone, answers whole, in the order of the interview."""

from datetime import UTC, date, datetime

from bot.casework.interview import Answer
from bot.desk.papers.wording import Wording
from tests.desk.office import HOME
from tests.house import agencies

OFFICE = agencies()[HOME]


def test_an_instant_is_the_day_it_was_at_the_office() -> None:
    late = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)  # ten in the evening of the day before in Minneapolis
    assert Wording(OFFICE, "en").day(late) == Wording(OFFICE, "en").day(date(2026, 9, 14))
    assert "septiembre" in Wording(OFFICE, "es").day(late)


def test_answers_come_in_the_order_of_the_interview_and_whole() -> None:
    long = "corner " * 300
    given = {
        "hurt": Answer(True, "given"),
        "where": Answer({"said": long}, "given"),
        "hope": Answer(None, "skipped"),
        "language": Answer("en", "given"),
    }
    assert Wording(OFFICE, "en").answers(given) == [("Where", long), ("Hurt", "Yes")]
    assert Wording(OFFICE, "es").answers(given, without=frozenset({"where"})) == [("Lastimados", "Sí")]


def test_the_letterhead_is_in_the_language_of_the_reader() -> None:
    assert Wording(OFFICE, "es").office()["name"] == OFFICE.name.es
    assert Wording(OFFICE, "en").office()["phone"] == OFFICE.phone
