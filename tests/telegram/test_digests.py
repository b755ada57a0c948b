"""A member's morning in the chat: numbers, references and buttons, one message with the reminders, and the choice."""

from datetime import time

import pytest
from sqlalchemy import select

from bot.casework import digest as rules
from bot.desk import digests
from bot.desk.addresses import Parcel
from bot.desk.digests import PARTS, Digest
from bot.telegram.delivery import Screen
from bot.telegram.digests import DigestScreens
from bot.telegram.notices import NoticeBoard
from bot.words import LANGUAGES, Words
from storage.digests import Rhythm
from storage.figures import Glance
from storage.models import notices
from tests.chat import Person
from tests.house import House
from tests.telegram.made import AGENCY, CHAT, HOME, id_of, member, notice
from tests.telegram.talk import files, idle
from tests.telegram.test_notices import buttons, plain

SCREENS = DigestScreens(Words.load())


def glance(count: int, *letters: str) -> Glance:
    return Glance(count, tuple((id_of(each), f"OPCR-2026-0000{n}-8") for n, each in enumerate(letters)))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_day_has_numbers_references_and_a_button_for_each_case_and_list(home: House, language: str) -> None:
    found = Digest(AGENCY, (("overdue", glance(7, *"abcde")), ("due", glance(1, "a")), ("new", glance(2, "f", "g"))))
    screen = SCREENS.morning(member(language=language), found, home.app.desk)
    said = plain(screen)
    assert ": 7\n" in said
    assert "OPCR-2026-00004-8" in said
    assert ("and 2 more" if language == "en" else "y 2 más") in said
    opens = [data for data in buttons(screen).values() if data.startswith("s:open:")]
    assert len(opens) == 5, "one for each case, however often it is named"
    assert [data for data in buttons(screen).values() if not data.startswith("s:open:")] == [
        "s:mine:::",
        "s:queue:::",
    ]
    assert screen.protected


async def test_lists_that_have_nothing_have_no_button(home: House) -> None:
    only_new = SCREENS.morning(member(), Digest(AGENCY, (("new", glance(1, "a")),)), home.app.desk)
    assert "All my cases" not in buttons(only_new)
    only_mine = SCREENS.morning(member(), Digest(AGENCY, (("held", glance(1, "a")),)), home.app.desk)
    assert "All that is waiting" not in buttons(only_mine)
    assert all(Words.load().has(f"digest.{part}") for part in PARTS)


@pytest.mark.parametrize(
    ("role", "chosen", "said", "offered"),
    [
        ("investigator", Rhythm(), "Time: 8:30 am", "No list, thank you"),
        ("investigator", Rhythm(hour=13), "Time: 1:00 pm", "When the office opens, 8:30 am"),
        ("investigator", Rhythm(daily=False), "It does not come now", "12:00 pm"),
        ("supervisor", Rhythm(), "come at the beginning of each week", "No weekly figures"),
        ("auditor", Rhythm(weekly=False), "do not come by themselves", "Send the figures every week"),
    ],
)
def test_the_choice_says_what_holds_now(role: str, chosen: Rhythm, said: str, offered: str) -> None:
    screen = SCREENS.choice(member(role=role), chosen, (time(8, 30), rules.hours(AGENCY)))
    assert said in plain(screen)
    assert offered in buttons(screen)
    assert ("6:00 am" in buttons(screen)) is (role != "auditor")


async def morning(home: House, person: Person, template: str) -> None:
    """Go on to when the next of these notices is due, and look at the chat again."""
    await digests.round(home.app.desk)
    async with home.app.desk.database.read() as session:
        coming = select(notices.c.due_at).where(notices.c.template == template, notices.c.due_at > home.now())
        due_at = (await session.execute(coming.order_by(notices.c.due_at).limit(1))).scalar_one()
    home.passes(seconds=(due_at - home.now()).total_seconds() + 1)
    await person.returns()


async def test_what_is_made_now_joins_the_reminders_and_says_nothing_when_there_is_nothing(home: House) -> None:
    board = NoticeBoard(home.app.desk, Words.load(), {})
    reader = member(role="supervisor")

    async def told(*templates: str) -> Screen | None:
        said = tuple(notice(each, duty="number", due_on="2026-11-27", rule="1 day before") for each in templates)
        return await board._rendered(Parcel(CHAT, "en", said, HOME, member=reader))

    both = await told("reminder", rules.WEEKLY)
    assert both is not None
    assert plain(both).startswith("Reminder, ")
    assert plain(both).endswith("\n\nThis week's figures are ready.")
    assert {data.split(":")[1] for data in buttons(both).values()} >= {"open", "figures"}
    assert both.protected
    alone = await told("reminder", rules.DAILY)
    first = await told("reminder")
    assert alone is not None
    assert first is not None
    assert (plain(alone), alone.rows) == (plain(first), first.rows), "a digest whose day is over is not said"
    assert await told(rules.DAILY) is None


async def test_a_member_chooses_an_hour_and_gets_that_morning(home: House) -> None:
    investigator = await home.staff("investigator")
    await investigator.says("/digest")
    await investigator.sees("Time: 8:30 am")
    await investigator.taps("No list")
    await investigator.sees("It does not come now")
    await investigator.taps("9:00 am")
    await investigator.sees("Time: 9:00 am")
    filed = await files(home)
    await morning(home, investigator, rules.DAILY)
    said = await investigator.sees("Your day")
    assert f"New in your queues since the last workday: 1\n{filed.reference}" in said
    await investigator.taps(filed.reference)
    await investigator.sees("Suggested allegations")
    await investigator.taps("All that is waiting")
    await investigator.sees("Waiting for somebody")


async def test_a_morning_without_anything_brings_no_message_and_the_week_a_button(home: House) -> None:
    supervisor = await home.staff("supervisor")
    await morning(home, supervisor, rules.DAILY)
    await idle(home, supervisor)
    await morning(home, supervisor, rules.WEEKLY)
    await supervisor.sees("This week's figures are ready")
    await supervisor.taps("Show the figures")
    await supervisor.sees("the figures")
    assert not any("Your day" in each for each in supervisor.shown())
