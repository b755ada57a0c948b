"""Until when to file, in words: the earliest day warns, the latest is shown, and nobody is sent away."""

import re
from datetime import date, timedelta

import pytest

from bot.casework.filing_time import Filing
from bot.limit_words import RESIDENT, STAFF, LimitWords
from bot.words import LANGUAGES, Words

SAYS = LimitWords(Words.load())
ON = date(2026, 9, 1)


def limits(first: int = 180, last: int = 300, *, exact: bool = True, sure: bool = True) -> Filing:
    days = (ON + timedelta(days=first), ON + timedelta(days=last), ON, first)
    return Filing(*days, exact=exact, strictest="a", longest="b", sure=sure)


@pytest.mark.parametrize(
    ("found", "after", "words"),
    [
        (limits(), 0, "File by February 28, 2027 at the latest. Another rule says June 28, 2027"),
        (limits(180, 180), 0, "file by February 28, 2027 at the latest."),
        (limits(), 200, "You can still file. A person decides"),
        (limits(), 400, "You can still tell us."),
        (Filing(None, None, None, 180, exact=False, strictest="a", longest="b"), 0, "180 days by the shortest rule"),
    ],
)
def test_a_resident_is_warned_and_never_refused(found: Filing, after: int, words: str) -> None:
    (told,) = SAYS.said(found, ON + timedelta(days=after), "en")
    assert words in told


@pytest.mark.parametrize(
    ("found", "after", "key"),
    [
        (limits(30, 30, sure=False), 0, "open"),
        (limits(30, 60, sure=False), 0, "open"),
        (limits(30, 60, sure=False), 40, "unknown"),  # by an uncertain day it may be over
        (limits(30, 30, sure=False), 40, "over"),
        (Filing(None, None, None, 30, exact=False, strictest="a", longest="b", sure=False), 0, "unknown"),
    ],
)
@pytest.mark.parametrize(("to", "language"), [(RESIDENT, "en"), (RESIDENT, "es"), (STAFF, "en"), (STAFF, "es")])
def test_a_rule_that_nobody_has_seen_is_not_said_to_hold(
    found: Filing, after: int, key: str, to: str, language: str
) -> None:
    (told,) = SAYS.said(found, ON + timedelta(days=after), language, to=to)
    pattern = re.sub(r"\\{\w+\\}", ".+", re.escape(Words.load().raw(language, f"{to}_unsure_{key}")))
    assert re.fullmatch(pattern, told)
    assert re.search(r"may (?:be|have been|not count)|[Pp]uede (?:haber|que)", told)


def test_a_day_that_is_not_exact_is_named() -> None:
    assert (
        SAYS.said(limits(exact=False), ON, "es")[1]
        == "Contamos desde el 1 de septiembre de 2026, porque no se sabe el día exacto."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("after", [0, 200, 400])
def test_staff_read_it_in_one_line(language: str, after: int) -> None:
    (told,) = SAYS.said(limits(), ON + timedelta(days=after), language, to=STAFF)
    assert "2027" in told
    assert SAYS.said(None, ON, language) == []
