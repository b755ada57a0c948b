"""A text too long for one message goes out in several; nothing of it is lost, the buttons are under the last."""

from collections.abc import Callable

import pytest
from aiogram.utils.formatting import Bold, Text
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import interview
from bot.casework.interview import Answer as Answered
from bot.desk.aftercare import Appealed
from bot.desk.caseload import Told
from bot.desk.offers import Offer, Package
from bot.desk.requests import Shown
from bot.desk.timeline import History
from bot.desk.witnesses import Stated
from bot.telegram.aftercare import AftercareScreens
from bot.telegram.cards import Cards
from bot.telegram.case_screens import CaseScreens
from bot.telegram.delivery import Attachment, Button, Screen
from bot.telegram.fitting import TEXT_LIMIT, fitted, pieces, rows_of
from bot.telegram.requests_screens import RequestScreens
from bot.telegram.timeline_screens import TimelineScreens
from bot.telegram.transfer_screens import TransferScreens
from bot.words import Words
from storage.appeals import Appeal
from storage.invitations import Statement
from storage.opinions import Opinion
from storage.requests import Answer, Request
from storage.timeline import MESSAGE, Entry
from storage.transfers import Transfer
from tests.telegram.made import AGENCY, AT, case, id_of, member, message

ROWS = ((Button("Yes", "m:speak:::en"),),)
LONGEST = "ñ" * TEXT_LIMIT
"""As much as one message holds, without a place to cut it."""
WORDS = Words.load()
WHO = member()


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_screen_that_fits_stays_as_it_is() -> None:
    screen = Screen(Text(Bold("Title"), "\n", "x" * 4000), ROWS, protected=True, edits=7)
    assert fitted(screen) == [screen]


def test_a_long_screen_becomes_several() -> None:
    lines = "\n".join(f"line {number} 😀" for number in range(1000))
    parts = fitted(Screen(Text(Bold("Title"), "\n", lines), ROWS, protected=True, edits=7))
    texts = [part.text.render()[0] for part in parts]
    assert len(parts) > 2
    assert all(units(text) <= 4096 for text in texts)
    assert "\n".join(texts) == f"Title\n{lines}"
    assert [part.rows for part in parts] == [()] * (len(parts) - 1) + [ROWS]
    assert {(part.protected, part.edits) for part in parts} == {(True, None)}


def test_a_file_keeps_its_caption() -> None:
    screen = Screen(Text("x" * 5000), attachment=Attachment(b"x", "a.pdf", "application/pdf"))
    assert fitted(screen) == [screen]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", [""]),
        ("abcdef", ["abcdef"]),
        ("abcdefghijkl", ["abcdefghij", "kl"]),
        ("abcdef\nghijk", ["abcdef", "ghijk"]),
        ("abcdef ghijk", ["abcdef", " ghijk"]),
        ("abcdef\n\nghijk", ["abcdef", "ghijk"]),
        ("ab\ncdefghijklm", ["ab\ncdefghi", "jklm"]),
        ("😀" * 6, ["😀" * 5, "😀"]),
    ],
)
def test_where_a_text_is_cut(text: str, cut: list[str]) -> None:
    assert pieces(text, limit=10) == cut


@given(st.text(st.sampled_from("ab 😀\n"), max_size=200))
def test_nothing_but_line_ends_is_lost(text: str) -> None:
    cut = pieces(text, limit=10)
    assert all(units(each) <= 10 for each in cut)
    assert "".join(cut).replace("\n", "") == text.replace("\n", "")


def test_short_buttons_share_a_row_and_long_ones_do_not() -> None:
    buttons = [Button(text, "m:speak:::en") for text in ("a", "b", "c" * 30, "d", "e", "f")]
    assert [[each.text[0] for each in row] for row in rows_of(buttons)] == [["a", "b"], ["c"], ["d", "e"], ["f"]]


def told() -> list[Screen]:
    answers = interview.pack({"hope": Answered(LONGEST, "given")})
    return Cards(WORDS).told(WHO, Told(case(), AGENCY, LONGEST, answers, identity_kept=False))


def history() -> list[Screen]:
    note = Entry((AT, MESSAGE, 1), MESSAGE, "note", "member:m", AT, {"text": LONGEST, "direction": "out"})
    page = History(case(), AGENCY, "notes", (note, note), None, {"m": "Ana"}, {}, {})
    return TimelineScreens(WORDS).history(WHO, page)


def requested() -> list[Screen]:
    due = {"by": "m", "at": AT, "due_on": AT.date(), "settled_by": "m", "settled_at": AT, "answered_on": AT.date()}
    one = Request(1, id_of("r"), id_of("c"), None, "answered", LONGEST, (), Answer(LONGEST), None, **due)
    return RequestScreens(WORDS).one(WHO, Shown(AGENCY, case(), one, ()))


def stated() -> list[Screen]:
    said = Stated("the neighbor", Statement(id_of("s"), id_of("c"), id_of("i"), LONGEST, LONGEST, (), AT))
    return RequestScreens(WORDS).statements(WHO, AGENCY, case(), [said])


def appealed() -> list[Screen]:
    waiting = Appeal(id_of("a"), id_of("c"), "asked", LONGEST, False, AT, AT, None, None, None)
    return AftercareScreens(WORDS).appeal_words(WHO, Appealed(case(), AGENCY, waiting))


def offered() -> list[Screen]:
    package = Package(Offer(TRANSFER, AGENCY, AGENCY, 0), LONGEST)
    return TransferScreens(WORDS).contents(WHO, package)


TRANSFER = Transfer(
    id_of("t"), AGENCY.id, id_of("c"), AGENCY.id, "offered", LONGEST, (), None, "member:m", AT,
    "2026-11-22", "complainant", AT, id_of("p"), AT, None, None, None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("screens", "times"),
    [
        (told, 2),
        (lambda: Cards(WORDS).talk(WHO, case(), [message(LONGEST), message(LONGEST)]), 2),
        (lambda: CaseScreens(WORDS).news(case(), [message(LONGEST)], "es"), 1),
        (history, 2),
        (requested, 2),
        (stated, 2),
        (appealed, 1),
        (lambda: AftercareScreens(WORDS).opinions(WHO, [Opinion("good", LONGEST, AT)]), 1),
        (offered, 1),
        (lambda: fitted(TransferScreens(WORDS).offer(WHO, Offer(TRANSFER, AGENCY, AGENCY, 0))), 1),
    ],
)
def test_the_longest_words_without_a_space_are_shown_whole(screens: Callable[[], list[Screen]], times: int) -> None:
    shown = screens()
    texts = [each.text.render()[0] for each in shown]
    assert all(0 < units(text) <= TEXT_LIMIT for text in texts)
    assert sum(text.count("ñ") for text in texts) >= times * TEXT_LIMIT
    assert all(not each.rows for each in shown[:-1]), "the buttons are under the last"
