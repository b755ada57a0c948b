"""Finding over the wire and what its screens show: numbers and places of the words, never what stands there."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.casework.search import FIELDS
from bot.casework.workdays import next_open
from bot.desk.search import Hit, Kept, Page
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Screen
from bot.telegram.search import LIST, SearchScreens
from bot.words import LANGUAGES, Words
from storage.searches import Listed, Search
from tests.house import House
from tests.telegram.made import AGENCY, member
from tests.telegram.talk import compared, files

WORDS = Words.load()
SCREENS = SearchScreens(WORDS)
AT = datetime(2026, 9, 14, tzinfo=UTC)


def search(name: str | None = None, **more: Any) -> Search:
    standard: dict[str, Any] = {"id": "s" * 20, "agency": AGENCY.id, "member_id": "m", "words": "zebra", "name": name}
    standard |= {"found": (), "alert": None, "threshold": None, "told_at": None, "made_at": AT}
    return Search(**(standard | more))


def listed(number: int) -> Listed:
    return Listed(f"case{number:016}", f"OPCR-2026-{number:05}-1", "received")


def page(count: int, *, more: bool = False, next: int | None = None, name: str | None = None) -> Page:
    hits = tuple(Hit(listed(number), FIELDS) for number in range(min(count, 8)))
    return Page(AGENCY, search(name), hits, count, more, next)


def rows(screen: Screen) -> list[list[str]]:
    assert screen.protected
    assert all(len(button.data.encode()) <= LIMIT_BYTES for row in screen.rows for button in row)
    return [[button.text for button in row] for row in screen.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_shows_where_the_words_were_and_not_what_stands_there(language: str) -> None:
    screen = SCREENS.found(member(language=language), page(1))
    (first, save) = rows(screen)
    where = [WORDS.say(language, f"find_field.{each}") for each in FIELDS]
    assert first == [f"OPCR-2026-00000-1 · {AGENCY.statuses['received'].name.to(language)} · {', '.join(where)}"]
    assert save == [WORDS.say(language, "find.button_save")]
    assert "zebra" not in screen.text.render()[0]


@pytest.mark.parametrize(
    ("shown", "title", "last"),
    [
        (page(0), "I found nothing", None),
        (page(1), "1 case", "Save"),
        (page(9, next=8), "9 cases", "Save"),
        (page(50, more=True, next=8), "More than 50 cases", "Save"),
        (page(9, name="Lake"), "9 cases", "OPCR"),  # it is saved already
    ],
)
def test_how_many_there_are_and_what_can_be_done(shown: Page, title: str, last: str | None) -> None:
    screen = SCREENS.found(member(), shown)
    assert screen.text.render()[0].startswith(title)
    labels = [row[0] for row in rows(screen)]
    assert ("More" in labels) is (shown.next is not None)
    assert labels[-1].startswith(last) if last else labels == []


def test_the_saved_searches_have_a_second_page_and_none_says_how_to_begin() -> None:
    kept = [search(f"Search {number} " + "x" * 60, id=f"{number:020}") for number in range(LIST + 2)]
    first = rows(SCREENS.searches(member(), kept, 0))
    assert [row[0][:8] for row in first] == [*(f"Search {number}" for number in range(LIST)), "More"]
    assert len(rows(SCREENS.searches(member(), kept, LIST))) == 2
    assert "/find" in SCREENS.searches(member(), [], 0).text.render()[0]


def test_the_news_of_a_saved_search_have_a_second_page() -> None:
    news = tuple(listed(number) for number in range(LIST + 3))
    screen = SCREENS.kept(member(), Kept(AGENCY, search("Lake", alert="threshold", threshold=(3, 30)), news), 0)
    text = screen.text.render()[0]
    assert "Lake" in text
    assert "3 new cases fit within 30 days" in text
    assert f"New cases that I have found since: {LIST + 3}" in text
    labels = [button for row in rows(screen) for button in row]
    assert labels[LIST:] == ["More", "Search again", "Change the alert", "Rename", "Delete"]
    second = SCREENS.kept(member(), Kept(AGENCY, search("Lake"), news), LIST)
    assert len(rows(second)) == 3 + 2  # three cases, then the four buttons side by side


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("alert", [None, "each", "daily", "weekly", "threshold"])
def test_what_an_alert_does_is_said_in_words(language: str, alert: str | None) -> None:
    threshold = (3, 30) if alert == "threshold" else None
    screen = SCREENS.settled(member(language=language), search("Lake", alert=alert, threshold=threshold))
    assert "{" not in screen.text.render()[0]
    assert len(rows(screen)) == 1
    assert len(rows(SCREENS.alerts(member(language=language), search("Lake")))) == 5


async def test_a_search_is_made_saved_and_tells_of_a_new_case(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home, "A zebra stood on the stairs.")
    await investigator.says("/find")
    await investigator.sees("Write what you want to find")
    await investigator.says("/find z")
    await investigator.sees("One letter is too short")
    await investigator.says("/find " + "word " * 800)
    await investigator.sees("too long to search for")
    await investigator.says('/find "zebra stood"')
    await investigator.sees("1 case")
    await investigator.taps("Save this search")
    await investigator.sees("What do you want to call this search")
    await investigator.says("Animals")
    await investigator.sees("Animals: when should I tell you")
    await investigator.taps("When there are many")
    await investigator.sees("Write two numbers")
    await investigator.says("many, please")
    await investigator.sees("Write two numbers, cases and days")
    await investigator.taps("When there are many")
    await investigator.sees("From how many cases")
    await investigator.says("2 cases in 30 days")
    await investigator.sees("when 2 new cases fit within 30 days")
    await investigator.says("/searches")
    await investigator.taps("Animals")
    await investigator.sees("I have not found a new case yet")
    await investigator.taps("Change the alert")
    await investigator.taps("For each case")
    await investigator.sees("each new case that fits")
    again = await files(home, "The zebra stood there again.")
    await compared(home)
    home.passes(seconds=(next_open(home.app.desk.default, home.now()) - home.now()).total_seconds() + 60)
    await investigator.returns()
    assert "zebra" not in await investigator.sees(f"There is a new case for one of your searches: {again.reference}")
    await investigator.taps("See the search")
    await investigator.sees("New cases that I have found since: 1")
    await investigator.taps("Search again")
    await investigator.sees("2 cases")
    await investigator.taps(filed.reference)
    await investigator.sees("Suggested allegations")
    await investigator.says("/searches")
    await investigator.taps("Animals")
    await investigator.sees("Delete|since")
    await investigator.taps("Delete")
    await investigator.sees("The search is deleted")
    await investigator.taps("Change the alert")
    await investigator.sees("I cannot find that")
