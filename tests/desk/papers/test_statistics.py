"""The report in words: which sections there are, for the office and for the public, and the same cells in the CSV."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.casework.agency import Agency
from bot.casework.follow_up import FollowUpKind
from bot.casework.kept_times import Clocked, Courses, Times
from bot.casework.parts import Choice, Region, Text, Unit
from bot.desk.papers import statistics
from bot.desk.papers.wording import Wording
from storage.tallies import Alike, Found, Watched
from tests.casework.talking import AGENCY

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
NAME = Text(en="Recommendation", es="Recomendación")


@dataclass
class Wanted:
    public: bool
    first: date = date(2026, 1, 1)
    last: date = date(2026, 6, 30)


@dataclass
class Counts:
    courses: Courses = field(default_factory=lambda: Courses(NOW))
    alike: list[Alike] = field(default_factory=list)
    alleged: dict[str, int] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)
    ages: Counter[int] = field(default_factory=Counter)
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    unread: int = 0


def agency() -> Agency:
    done = Choice(id="accepted", label=Text(en="Accepted", es="Aceptada"))
    return AGENCY.model_copy(update={
        "regions": {"north": Region(id="north", name=Text(en="North", es="Norte"))},
        "units": {"one": Unit(id="one", name=Text(en="Unit One", es="Unidad Uno"))},
        "follow_ups": {"policy": FollowUpKind(id="policy", name=NAME, choices=(done,))},
    })  # fmt: skip


def counts() -> Counts:
    made = Counts(alleged={"EF": 30, "DI": 12}, ages=Counter({0: 10, 4: 20}), unread=2)
    made.alike = [
        Alike("review", None, False, None, "en", "north", "one", 20),
        Alike("investigation", None, False, "phone", "es", None, None, 10),
        Alike("closed", "merit", True, "letter", "en", None, None, 7),
        Alike("closed", None, True, "letter", "en", None, None, 2),
    ]
    made.found = [
        Found(code, finding, "a", "none", 6) for code in ("EF", "DI") for finding in ("sustained", "unfounded")
    ]
    made.watched = [Watched("policy", "settled", "accepted", 5), Watched("policy", "open", None, 6)]
    made.watched.append(Watched("other", "open", None, 9))
    clock = Clocked(met=20, late=5, overdue=0, running=7, held=1)
    for days in range(25):
        clock.times.add(timedelta(days=days))
    made.courses.duties["number"] = clock
    made.courses.stages |= {"review": Times(), "received": Times()}
    made.answers = {"gender": Counter(woman=20, man=12, none_given=7), "race": Counter(several=9, white=30)}
    return made


def sections(public: bool, found: Counts | None = None, language: str = "en") -> dict[str, list[list[str]]]:
    wording = Wording(agency(), language, today=NOW)
    filled, _ = statistics.worded(wording, found or counts(), Wanted(public))
    return {each["title"]: each["rows"] for each in filled["sections"]}  # type: ignore[attr-defined]


def test_the_office_sees_everything() -> None:
    made = sections(public=False)
    assert list(made) == [
        *("Open and closed", "What the complaints are about", "Where the open complaints stand"),
        *(
            "How old the open complaints are",
            "How the closed complaints ended",
            "Findings",
            "How grave the violations are",
        ),
        *("Discipline or other action", "How the complaints came", "Language of the complainant", "Region", "Unit"),
        *(
            "Time limits: how long it took",
            "Time limits: how many were kept",
            "Days until a complaint came to each stage",
        ),
        *("Recommendation: what became of it", "Gender of the complainants", "Race or ethnicity of the complainants"),
    ]
    assert ["No result noted", "2"] in made["How the closed complaints ended"]
    assert made["Time limits: how many were kept"] == [["A person takes the case", "20", "5", "0", "7", "1"]]
    assert made["Time limits: how long it took"] == [["A person takes the case", "80 %", "12", "22"]]
    assert made["Recommendation: what became of it"] == [
        ["Not answered yet", "6"], ["Taken back", "0"], ["Accepted", "5"], ["Total", "11"],
    ]  # fmt: skip
    assert ["More than one", "9"] in made["Race or ethnicity of the complainants"]
    assert ["Intake review", "0", "–", "–"] in made["Days until a complaint came to each stage"]


def test_where_nothing_is_graded_there_is_no_table_of_grades() -> None:
    wording = Wording(agency().model_copy(update={"severities": {}}), "en", today=NOW)
    filled, _ = statistics.worded(wording, counts(), Wanted(public=False))
    titles = [each["title"] for each in filled["sections"]]  # type: ignore[attr-defined]
    assert "Findings" in titles
    assert "How grave the violations are" not in titles


def test_the_public_sees_no_small_number_and_nothing_that_two_tables_would_tell() -> None:
    made = sections(public=True)
    assert not made.keys() & {"Unit", "Time limits: how many were kept", "Days until a complaint came to each stage"}
    assert ["No result noted", "*"] in made["How the closed complaints ended"]
    assert not {"1", "2", "3", "4"} & {cell for rows in made.values() for row in rows for cell in row}


def test_what_hangs_on_a_hidden_total_is_withheld() -> None:
    found = counts()
    found.alike = [each._replace(number=3) if each.closed else each for each in found.alike[:3]]
    made = sections(public=True, found=found)
    assert made["Open and closed"] == [["Total", "33"]]
    for title in (
        "Where the open complaints stand",
        "How old the open complaints are",
        "How the closed complaints ended",
    ):
        assert made[title] == [["Total", "*"]]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("public", [True, False])
def test_every_cell_is_in_the_table_too(language: str, public: bool) -> None:
    filled, cells = statistics.worded(Wording(agency(), language, today=NOW), counts(), Wanted(public))
    read = [tuple(each) for each in csv.reader(io.StringIO(statistics.csv_of(cells).decode("utf-8-sig")))]
    shown = [
        (section["title"], row[0], column, cell)
        for section in filled["sections"]  # type: ignore[attr-defined]
        for row in section["rows"]
        for column, cell in zip(section["head"][1:], row[1:], strict=True)
    ]
    assert read[0] == statistics.COLUMNS
    assert read[3:] == shown
    assert len(shown) > 50


def test_a_note_says_how_many_cannot_be_opened() -> None:
    filled, _ = statistics.worded(Wording(agency(), "en", today=NOW), counts(), Wanted(public=False))
    (duties,) = (each for each in filled["sections"] if each["title"] == "Time limits: how many were kept")  # type: ignore[attr-defined]
    assert "cannot be opened any more: 2." in duties["note"]


def test_nothing_and_too_few_are_told_in_one_sentence() -> None:
    for found, words in ((Counts(), "No complaint"), (Counts(alike=[counts().alike[3]]), "Fewer than five")):
        filled, cells = statistics.worded(Wording(agency(), "en"), found, Wanted(public=True))
        assert filled["sections"] == []
        assert str(filled["intro"]).startswith(words)
        assert len(cells) == 2
