"""The office's figures in the chat: in words that can be read aloud, and as two pictures, in either language."""

import re
from dataclasses import replace

import pytest

from bot.casework.figures import Age, Kept, Load, Reached
from bot.desk.figures import Figures
from bot.telegram.callbacks import read
from bot.telegram.figures import MOST, PERIODS, REPORTS, FigureWords
from bot.words import LANGUAGES, Words
from tests.house import House
from tests.telegram.made import AGENCY, AT
from tests.telegram.talk import files, idle
from tests.telegram.test_rights import writes

SAID = FigureWords(Words.load())
PEOPLE = ((None, Load(4, 1, 1, 2, 40)), ("Ana Ruiz", Load(12, 3, 2, 8, 95)))
STAGES = (("received", Load(4, 1, 1, 2, 40)), ("of_last_year", Load(12, 3, 2, 8, 95)))
SOMETIMES = AGENCY.deadlines[2].model_copy(update={"when": {"allegation": "EF"}})
DUTIES = (
    (AGENCY.deadlines[0], Kept(6, 1, 1, 5)),
    (AGENCY.deadlines[1], Kept(running=2)),
    (SOMETIMES, Kept(1, 0, 0, 2, 9)),
)
FOUND = Figures(
    agency=AGENCY,
    at=AT,
    people=PEOPLE,
    stages=STAGES,
    ages=(Age(5, 1), Age(4, 0), Age(3, 0), Age(2, 0), Age(2, 1)),
    duties=DUTIES,
    unread=3,
    reached=(("review", Reached(2.5, 9)), ("closed", Reached(120.4, 3))),
)


def table(language: str = "en", found: Figures = FOUND) -> str:
    return SAID.table(found, language).text.render()[0]


def test_the_words_name_every_number() -> None:
    said = table()
    for line in (
        "Open: 16. Overdue: 4. On hold: 3. The oldest has waited 95 days.",
        "Nobody yet: open 4, overdue 1, on hold 1. Days of the oldest: 40.",
        "Ana Ruiz: open 12, overdue 3, on hold 2. Days of the oldest: 95.",
        "of_last_year: open 12",
        "0 to 7 days: open 5; of those, on hold 1.",
        "8 to 30 days: open 4",
        "More than 180 days: open 2; of those, on hold 1.",
        "A person takes the case: 25 % late. Met on time 6, met late 1, late and open 1, not due yet 5.",
        "none due",
        "not due yet 2, does not apply 9.",
        "Cases that cannot be opened any more: 3.",
        "Intake review: days 2.5, cases 9.",
        "Closed: days 120, cases 3.",
    ):
        assert line in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_show_what_the_words_say(language: str) -> None:
    said = table(language)
    (_, work, legend), (_, course, none) = SAID.pictures(FOUND, language)
    assert (len(legend), none) == (3, ())
    for panel in (*work, *course):
        assert panel.title in said
        assert len(panel.title) <= 46, "or it would run out of the picture"
        for bar in panel.bars:
            assert bar.label in said
            assert bar.said in said
    people = work[0]
    assert [bar.parts for bar in people.bars] == [(2, 1, 1), (8, 3, 1)]
    assert all(sum(bar.parts) == int(bar.said) for panel in work for bar in panel.bars)
    assert [bar.parts for bar in course[0].bars] == [(0, 25), (0, 0), (0, 0)]


def test_a_large_office_fits_into_the_picture_and_the_words_name_everybody() -> None:
    crowd = tuple((f"Person {n}", Load(n, 0, 0, n, 1)) for n in range(40))
    found = replace(FOUND, people=((None, Load()), *crowd))
    assert len(SAID.pictures(found, "en")[0][1][0].bars) == MOST
    assert "Person 39: open 39" in table(found=found)


def test_an_office_without_cases_says_so() -> None:
    assert table(found=replace(FOUND, stages=(), reached=())).count("Nothing yet.") == 2
    assert "Todavía" not in table("es")
    assert "cannot be opened" not in table(found=replace(FOUND, unread=0))
    assert not re.search(r"\{|\}", table("es"))


async def test_a_supervisor_gets_the_words_and_two_pictures(home: House) -> None:
    supervisor, investigator = await home.staff("supervisor"), await home.staff("investigator", "Ana Ruiz")
    await files(home)
    await supervisor.says("/figures")
    said = await supervisor.sees("the figures")
    assert "Nobody yet: open 1" in said
    assert "Ana Ruiz: open 0" in said
    await supervisor.sees("How the duties were kept")
    await idle(home, supervisor)
    pictures = [each for each in supervisor.entries.values() if each.get("file")]
    assert len(pictures) == 2
    assert all(each["protected"] for each in pictures)
    assert await writes(home, investigator, "/figures") == ["I cannot find that."]


async def test_a_report_comes_as_paper_and_as_table_for_the_office_and_for_the_public(home: House) -> None:
    auditor = await home.staff("auditor")
    await files(home)
    await auditor.says("/figures")
    await auditor.sees("as a paper")
    for button, name in (("This year so far", "internal"), ("Last year, for the public", "public")):
        await auditor.taps(button)
        await auditor.sees("Here is the report")
        await auditor.sees("The same numbers as a table")
        await idle(home, auditor)
        sent = [each["file"]["name"] for each in auditor.entries.values() if each.get("file")]
        assert [each.rpartition(".")[2] for each in sent if name in each] == ["pdf", "csv"]


def test_a_button_of_another_period_is_an_old_one() -> None:
    offered = [row[0].data for row in SAID.offer("es").rows]
    assert [read(each).arg for each in offered] == [*REPORTS]
    assert {read(each).arg.partition("_")[0] for each in offered} == {*PERIODS}
