"""What staff see of clocks: dates, who put off what and why, what is asked, and a button for each thing to do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.casework import deadlines
from bot.casework.tolling import Extended, Snoozed
from bot.desk import clocks
from bot.desk.duties import Clocks
from bot.desk.queues import Page
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.cards import Cards
from bot.telegram.delivery import Screen
from bot.telegram.duty_screens import PAGE, DutyScreens
from bot.telegram.lists import ListScreens
from bot.words import LANGUAGES, Words
from storage.duties import ASKED, EXTENSION, HANDOVER, Ask, Hold, Snooze
from tests.telegram.made import AGENCY, AT, REFERENCE, card, case, id_of, member

WORDS = Words.load()
SCREENS = DutyScreens(WORDS)
WEEK = timedelta(days=7)
SNOOZED = Snoozed(AT, "review", id_of("m"), AT + WEEK)
ASK = Ask(id_of("q"), id_of("c"), EXTENSION, "review", 14, None, "Records.", id_of("m"), AT, ASKED, None, None)
OFFER = replace(ASK, id=id_of("o"), kind=HANDOVER, duty=None, days=None, to_id=id_of("b"))


def seen(**more: Any) -> Clocks:
    """The clocks of a case that has just come in."""
    filed = more.pop("case", case())
    facts = clocks.facts(filed, {}, more.pop("changes", ()))
    found = {"hold": None, "snoozes": (), "asks": (), "names": {id_of("m"): "Ana", id_of("b"): "Ben"}, "words": True}
    known = {"agency": AGENCY, "case": filed, "facts": facts, "duties": deadlines.duties(AGENCY, facts)}
    return Clocks(**{**known, **found, "now": AT, **more})


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def buttons(screen: Screen) -> dict[str, str]:
    return {button.text: button.data for row in screen.rows for button in row}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_fits_and_every_screen_is_for_staff_alone(language: str) -> None:
    who, all_of_it = member(language=language), seen(asks=(ASK, replace(OFFER, to_id=id_of("m"))))
    deadline = next(each for each in AGENCY.deadlines if each.name == "investigation")
    duty = all_of_it.duty("investigation")
    assert duty is not None
    for screen in (
        SCREENS.clocks(who, all_of_it),
        SCREENS.duty(who, all_of_it, duty),
        SCREENS.snoozes(who, all_of_it, "investigation"),
        SCREENS.extensions(who, all_of_it, deadline),
        SCREENS.holds(who, all_of_it),
        SCREENS.colleagues(who, case(), [member(id=id_of("b"), name="Ben")], 0),
        SCREENS.why(who, case(), "hand_over"),
    ):
        assert screen.protected
        assert screen.rows
        assert all(len(data.encode()) <= LIMIT_BYTES for data in buttons(screen).values())
        assert "{" not in plain(screen)


def test_the_clocks_say_what_is_late_moved_put_off_and_on_hold_and_why() -> None:
    changes = (Extended(AT, "review", 30), SNOOZED)
    hold = Hold(id_of("h"), id_of("c"), "The court.", f"member:{id_of('b')}", AT, AT + WEEK, None, None)
    snooze = Snooze(id_of("c"), "review", id_of("m"), "A trial.", AT, AT + WEEK)
    shown = seen(changes=changes, hold=hold, snoozes=(snooze,), asks=(ASK, OFFER), now=AT + timedelta(days=5))
    text = plain(SCREENS.clocks(member(), shown))
    for part in (
        "On hold until December 1, 2026. (Ben: The court.)",
        "○ A person takes the case: November 27, 2026 · late",
        "○ The first review is done: January 23, 2027 · moved",
        "Reminder put off until December 1, 2026 (Ana: A trial.)",
        "Asked for: 14 days more. The first review is done. (Ana: Records.)",
        "Ben was asked to take the case.",
    ):
        assert part in text
    assert "The court." not in plain(SCREENS.clocks(member(), replace(shown, words=False)))


def test_what_can_be_done_depends_on_who_looks_and_where_the_case_stands() -> None:
    boss, ana = member(), member(role="investigator")
    assert {"Give more days", "Do not give them", "Put on hold"} <= set(
        buttons(SCREENS.clocks(boss, seen(asks=(ASK,))))
    )
    assert "Give more days" not in buttons(SCREENS.clocks(ana, seen(asks=(ASK,))))
    assert "Take it" not in buttons(SCREENS.clocks(ana, seen(asks=(OFFER,))))
    assert "Take it" in buttons(SCREENS.clocks(member(id=id_of("b")), seen(asks=(OFFER,))))
    assert "Hand over" in buttons(SCREENS.clocks(ana, seen(case=case(owner_id=id_of("m")))))
    assert list(buttons(SCREENS.clocks(boss, seen(case=case(closed_at=AT))))) == ["Back to the case"]
    assert "No clock has started yet." in plain(SCREENS.clocks(boss, seen(duties=())))


def test_under_one_clock_there_is_more_time_only_where_the_profile_gives_any() -> None:
    shown = seen()
    review, number = shown.duty("review"), shown.duty("number")
    assert review is not None
    assert number is not None
    assert list(buttons(SCREENS.duty(member(), shown, review))) == ["Done", "Later", "More days", "Claim", "Clocks"]
    assert list(buttons(SCREENS.duty(member(), shown, number))) == ["Done", "Later", "Claim", "Clocks"]
    assert list(buttons(SCREENS.duty(member(), shown, replace(number, met_at=AT)))) == ["Clocks"]


def test_where_nothing_can_be_chosen_one_sentence_says_so() -> None:
    late = seen(now=AT + timedelta(days=3, hours=22))  # the supervisor hears of it on Monday morning
    assert buttons(SCREENS.snoozes(member(), late, "number"))
    number, review = (next(each for each in AGENCY.deadlines if each.name == name) for name in ("number", "review"))
    assert "cannot be moved" in plain(SCREENS.extensions(member(), seen(), number))
    used = seen(changes=(Extended(AT, "review", 30),))
    assert "as far as the rules allow" in plain(SCREENS.extensions(member(), used, review))


def test_many_colleagues_come_a_page_at_a_time() -> None:
    people = [member(id=f"{number:020}", name=f"Colleague {number}") for number in range(PAGE + 2)]
    first, second = (SCREENS.colleagues(member(), case(), people, start) for start in (0, PAGE))
    assert len(buttons(first)) == PAGE + 3
    assert buttons(first)["More"].endswith(f":from.{PAGE}")
    assert list(buttons(second)) == ["Colleague 8", "Colleague 9", "Back to the queue", "Clocks"]
    assert "Nobody else can take" in plain(SCREENS.colleagues(member(), case(), [], 0))


def test_the_card_and_the_lists_show_a_hold_and_a_snooze() -> None:
    held = case(held_until=AT + WEEK, next_at=AT + WEEK)
    duties = deadlines.duties(AGENCY, clocks.facts(held, {}, (SNOOZED,)))
    text = plain(Cards(WORDS).card(member(), card(case=held, duties=duties)))
    assert "On hold until December 1, 2026." in text
    assert "Reminder put off until December 1, 2026" in text
    row = ListScreens(WORDS)._case_row(Page((held,), None, AGENCY), held, "en", AT)
    assert row.text == f"{REFERENCE} · high · on hold until December 1, 2026"
