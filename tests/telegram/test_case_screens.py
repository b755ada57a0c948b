"""What is seen after filing: the receipt, where a case stands, and news that give nothing away."""

from dataclasses import replace

import pytest

from bot.casework import deadlines
from bot.desk import clocks
from bot.desk.correspondence import Standing
from bot.telegram.case_screens import CaseScreens
from bot.telegram.delivery import Screen
from bot.telegram.screens import LANGUAGES
from bot.telegram.words import Words
from tests.telegram.made import AGENCY, AT, REFERENCE, case, message, notice

SCREENS = CaseScreens(Words.load())


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def data(screen: Screen) -> list[str]:
    return [button.data for row in screen.rows for button in row]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", AGENCY.statuses)
def test_where_a_case_stands_in_every_status(status: str, language: str) -> None:
    over = AGENCY.statuses[status].terminal
    filed = case(status=status, closed_at=AT if over else None, disposition="merit" if over else None)
    duties = deadlines.duties(AGENCY, clocks.facts(filed, {}))
    screen = SCREENS.standing(Standing(filed, AGENCY, duties, unread=2), language)
    assert AGENCY.statuses[status].stage.to(language) in plain(screen)
    assert (AGENCY.dispositions["merit"].name.to(language) in plain(screen)) is over
    assert ("2026" in plain(screen).partition("\n")[2]) is True
    assert data(screen) == [f"c:read:{filed.id}::"]
    assert plain(SCREENS.standing(Standing(filed, AGENCY, (), 0), language)).count("2026") == 2
    if over:
        assert "by " not in plain(screen).split("\n", 3)[-1]


def test_the_receipt_has_the_number_and_what_happens_by_when() -> None:
    filed = case()
    duties = deadlines.duties(AGENCY, clocks.facts(filed, {}))
    screen = SCREENS.receipt(AGENCY, filed, duties)
    assert REFERENCE in plain(screen)
    assert "by November 27, 2026" in plain(screen)
    met = [replace(each, met_at=AT) for each in duties]
    assert "What happens next" not in plain(SCREENS.receipt(AGENCY, filed, met))


def test_news_are_read_behind_a_button_and_a_notice_says_only_that_there_are_some() -> None:
    one = SCREENS.notices(AGENCY, case(), [notice("news", stage="review")])
    assert plain(one) == f"There is news about {REFERENCE}: {AGENCY.statuses['review'].stage.en}"
    assert data(one) == [f"c:status:{case().id}::"]
    two = SCREENS.notices(AGENCY, case(), [notice("news_with_note", stage="review"), notice("message_waiting")])
    assert data(two) == [f"c:read:{case().id}::"]
    assert len(plain(two).split("\n\n")) == 2
    unknown = SCREENS.notices(AGENCY, case(), [notice("news", stage="a status of an older profile")])
    assert REFERENCE in plain(unknown)


def test_news_come_one_by_one_and_whole() -> None:
    screens = SCREENS.news(case(), [message("one"), message("x" * 5000)], "en")
    assert len(screens) == 4
    assert plain(screens[0]) == f"From the office, about {REFERENCE}:\n\none"
    assert sum(plain(each).count("x" * 100) for each in screens) >= 49
    assert plain(SCREENS.news(case(), [], "en")[0]) == "There is no message from the office yet."


def test_taking_back_is_explained_before_it_is_asked() -> None:
    assert [each.split(":")[1] for each in data(SCREENS.withdraw(case()))] == ["withdraw_yes", "status"]
