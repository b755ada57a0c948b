"""What is seen after filing: the receipt, where a case stands, and news that give nothing away."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.casework import deadlines
from bot.casework.deadlines import Duty
from bot.desk import clocks
from bot.desk.standing import Standing
from bot.telegram.case_screens import CaseScreens
from bot.telegram.delivery import Screen
from bot.telegram.screens import LANGUAGES
from bot.words import Words
from storage.appeals import Appeal
from storage.cases import Case
from storage.requests import OPEN, Request
from tests.telegram.made import AGENCY, AT, REFERENCE, case, message, notice

SCREENS = CaseScreens(Words.load())


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def data(screen: Screen) -> list[str]:
    return [button.data for row in screen.rows for button in row]


def standing(filed: Case, duties: tuple[Duty, ...] = (), **more: Any) -> Standing:
    known = {"unread": 0, "now": AT, "next_on": None if filed.closed_at else date(2026, 12, 24)}
    return Standing(filed, AGENCY, duties, **{**known, **more})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", AGENCY.statuses)
def test_where_a_case_stands_in_every_status(status: str, language: str) -> None:
    over = AGENCY.statuses[status].terminal
    filed = case(status=status, closed_at=AT if over else None, disposition="merit" if over else None)
    duties = deadlines.duties(AGENCY, clocks.facts(filed, {}))
    screen = SCREENS.standing(standing(filed, duties, unread=2), language)
    assert AGENCY.statuses[status].stage.to(language) in plain(screen)
    assert (AGENCY.dispositions["merit"].name.to(language) in plain(screen)) is over
    assert data(screen) == [f"c:read:{filed.id}::", f"c:copy:{filed.id}::"]
    assert (SCREENS._words.say(language, "status.clock") in plain(screen)) is not over
    bare = plain(SCREENS.standing(standing(filed), language))
    assert bare.count("2026") == (2 if over else 3), "the number, the day it was sent, the next date"


DUTY = Duty("review", date(2026, 11, 26), datetime(2026, 11, 27, 6, tzinfo=UTC), None, AT)


@pytest.mark.parametrize(
    ("met_at", "now", "said"),
    [
        (None, AT, "○ The first review is done: by November 26, 2026"),
        (AT, AT, "✓ The first review is done: done on November 24, 2026, on time"),
        (
            datetime(2026, 11, 30, 15, tzinfo=UTC),
            AT,
            "✓ The first review is done: done on November 30, 2026."
            " That was late: it was promised by November 26, 2026",
        ),
        (
            None,
            datetime(2026, 11, 27, 15, tzinfo=UTC),
            "✗ The first review is done: promised by November 26, 2026, not done yet. The office is late",
        ),
    ],
)
def test_a_promised_date_is_said_as_it_is(met_at: datetime | None, now: datetime, said: str) -> None:
    screen = SCREENS.standing(standing(case(), (replace(DUTY, met_at=met_at),), now=now), "en")
    assert said in plain(screen).split("\n")
    missed = met_at is None and now > AT
    assert data(screen) == [*([f"c:ask_up:{case().id}::"] if missed else []), f"c:copy:{case().id}::"]


def test_hold_silence_and_an_open_question_are_told_with_their_buttons() -> None:
    held = case(held_until=datetime(2026, 12, 1, 15, tzinfo=UTC), flags=("quiet",))
    screen = SCREENS.standing(standing(held), "en", asked=True)
    assert "on hold until December 1, 2026" in plain(screen)
    assert [each.split(":")[1] for each in data(screen)] == ["question", "loud", "copy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_from_the_office_are_counted_while_nobody_has_read_them(language: str) -> None:
    waiting = SCREENS._words.say(language, "status.papers", count=1)
    for papers, shown in (((0, 0), False), ((2, 1), True), ((2, 0), False)):
        screen = SCREENS.standing(standing(case(), papers=papers), language)
        assert (waiting in plain(screen)) is shown
        assert (f"c:papers:{case().id}::sent" in data(screen)) is (papers[0] > 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offices_that_can_be_told_too_are_named(language: str) -> None:
    said = SCREENS._words.say(language, "status.others", offices=AGENCY.name.to(language))
    for others, shown in (((AGENCY.name,), True), ((), False)):
        screen = SCREENS.standing(standing(case(), others=others), language)
        assert (said in plain(screen)) is shown
        assert (f"c:others:{case().id}::" in data(screen)) is shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_case_says_whether_somebody_may_look_again(language: str) -> None:
    closed, say = case(status="closed", closed_at=AT), SCREENS._words.say
    open_ = SCREENS.standing(standing(closed, appeal_until=date(2026, 12, 24)), language)
    late = SCREENS.standing(standing(closed, appeal_until=date(2026, 11, 1)), language)
    assert data(open_) == data(late) == [f"c:appeal:{closed.id}::", f"c:copy:{closed.id}::"], "late is never refused"
    assert plain(open_) != plain(late)
    asked = Appeal("a", closed.id, "asked", "Look again.", False, AT, AT, None, None, None)
    for state, key in (("asked", "appeal.waits"), ("refused", "appeal.refused")):
        screen = SCREENS.standing(standing(closed, appeal=replace(asked, state=state)), language)
        assert say(language, key, date="|", due="|").partition("|")[0] in plain(screen)
        assert data(screen) == [f"c:copy:{closed.id}::"]
        assert "Look again" not in plain(screen)
    passed = (plain(SCREENS.appealed(AGENCY, closed, replace(asked, late=each))) for each in (False, True))
    assert len(set(passed)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_of_the_office_has_its_answers(language: str) -> None:
    filed = case(language=language)
    free = SCREENS.is_it_free(filed)
    assert [each.split(":")[-1] for each in data(free)] == ["free", "pressed", "stay"]
    go = SCREENS.may_it_go(filed, AGENCY, 2)
    assert AGENCY.name.to(language) in plain(go)
    assert [each.split(":")[-1] for each in data(go)] == ["yes", "no"]
    for what in ("appeal", "opinion"):
        assert data(SCREENS.why(filed, what)) == [f"c:forget:{filed.id}::{what}"]


@pytest.mark.parametrize(
    ("templates", "verbs"),
    [
        (("no_news",), ["status", "quiet"]),
        (("question", "news"), ["question"]),
        (("how_was_it",), ["mark", "mark", "mark"]),
        (("withdrawal_kept",), ["status"]),
        (("transfer_kept",), ["status"]),
        (("another_office",), ["others"]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_unasked_brings_what_can_be_done_about_it(
    templates: tuple[str, ...], verbs: list[str], language: str
) -> None:
    screen = SCREENS.notices(AGENCY, case(language=language), [notice(each, stage="review") for each in templates])
    assert [each.split(":")[1] for each in data(screen)] == verbs
    assert REFERENCE in plain(screen)


def test_the_receipt_has_the_number_and_what_happens_by_when() -> None:
    filed = case()
    duties = deadlines.duties(AGENCY, clocks.facts(filed, {}))
    screen = SCREENS.receipt(AGENCY, filed, duties)
    assert REFERENCE in plain(screen)
    assert data(screen) == [f"c:status:{filed.id}::", f"c:copy:{filed.id}::"]
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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The office is waiting for this from you, by November 30, 2026: Please send the hospital paper."),
        (
            "es",
            "La oficina espera esto de usted a más tardar el 30 de noviembre de 2026: Please send the hospital paper.",
        ),
    ],
)
def test_what_the_office_waits_for_stands_in_one_line(language: str, said: str) -> None:
    due = date(2026, 11, 30)
    unsettled = {"settled_by": None, "settled_at": None, "answered_on": None}
    words = "Please send\n\nthe hospital  paper."
    asked = Request(1, "r", "c", None, OPEN, words, (), None, None, "member:m", AT, due, **unsettled)
    filed = case(language=language)
    assert said in plain(SCREENS.standing(standing(filed, awaited=(asked,)), language)).splitlines()
    many = replace(asked, asked="word " * 800)
    assert len(plain(SCREENS.standing(standing(filed, awaited=(many,)), language))) < 1000
