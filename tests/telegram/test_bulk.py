"""One act for many cases over the wire: ticked, checked, planned, undone or done, with a report at the end."""

from bot.desk import bulk_acts
from bot.desk.bulk_plan import WINDOW
from storage.cases import Case
from tests.house import House
from tests.telegram.talk import Filed, files, opens
from tests.telegram.test_rights import presses, writes

STALE = "That button is from an earlier message. Nothing has changed."


async def now(home: House, filed: Filed) -> Case:
    return await filed.case(home)


async def test_two_cases_are_closed_with_one_act_after_the_undo_window(home: House) -> None:
    supervisor, one, two = await home.staff("supervisor"), await files(home), await files(home)
    await opens(supervisor, one)
    await supervisor.says("/bulk")
    await supervisor.sees("Which list")
    await supervisor.taps("Waiting, all my queues")
    await supervisor.sees("Chosen: 0")
    await supervisor.taps("All on this page")
    await supervisor.sees("Chosen: 2")
    await supervisor.taps("Go on with 2")
    await supervisor.sees("What do you want to do")
    await supervisor.taps("Start the review")
    await supervisor.sees("Write a note for the complainants")
    await supervisor.says("We have begun to look at it.")
    said = await supervisor.sees("Please check")
    assert "“We have begun to look at it.”" in said
    assert f"It cannot be done now for these: 1\n• {two.reference}: You have not opened this case" in said
    await supervisor.taps(two.reference)
    await supervisor.sees("Suggested allegations")
    await supervisor.taps("Look again")
    assert "done for these cases: 2" in await supervisor.sees("Please check")
    await supervisor.taps("Yes, do it for 2")
    await supervisor.sees("Start time")
    assert [(await now(home, each)).status for each in (one, two)] == ["received"] * 2
    home.passes(seconds=WINDOW.total_seconds() + 1)
    assert await bulk_acts.round(home.app.desk) == 2
    assert [(await now(home, each)).status for each in (one, two)] == ["review"] * 2
    await one.person.sees("There is news about")
    await supervisor.sees("Done: 2. Not done: 0.")
    await supervisor.taps("See which")
    assert one.reference in await supervisor.sees("How it went")


async def test_a_list_to_tick_is_narrowed_down_like_the_queue(home: House) -> None:
    supervisor = await home.staff("supervisor")
    await files(home)
    await supervisor.says("/bulk")
    await supervisor.taps("Waiting, all my queues")
    await supervisor.sees("Chosen: 0")
    await supervisor.taps("Filter")
    await supervisor.sees("What do you want to see")
    await supervisor.taps("English")
    await supervisor.sees("Only: English")
    await supervisor.taps("All on this page")
    assert "Only: English" in await supervisor.sees("Chosen: 1")
    await supervisor.taps("Filter")
    await supervisor.taps("Spanish")
    await supervisor.sees("Nothing fits")
    await supervisor.taps("Show everything")
    await supervisor.sees("Chosen: 1")


async def test_what_is_undone_in_time_never_was(home: House) -> None:
    intake, filed = await home.staff("intake"), await files(home)
    await opens(intake, filed)
    await intake.says("/bulk")
    await intake.taps("Waiting, all my queues")
    await intake.sees("Chosen: 0")
    await intake.taps(f"☐ {filed.reference}")
    await intake.taps("Go on with 1")
    await intake.taps("Write to the complainants")
    await intake.sees("Each complainant gets it")
    await intake.says("We are on it.")
    await intake.taps("Yes, do it for 1")
    await intake.sees("Start time")
    await intake.taps("Undo")
    await intake.sees("Nothing was done and nobody was told")
    home.passes(seconds=WINDOW.total_seconds() + 1)
    assert await bulk_acts.round(home.app.desk) == 0
    await filed.person.refreshes()
    assert not any("wrote to you" in each for each in filed.person.shown())


async def test_forged_and_old_buttons_change_nothing(home: House) -> None:
    supervisor, investigator = await home.staff("supervisor"), await home.staff("investigator")
    await files(home)
    assert await writes(home, investigator, "/bulk") == ["I cannot find that."]
    pressed = ("bulk_tick:::", "bulk_page:::x", "bulk_page:::0.x", "bulk_page:::", "bulk_narrow:::",
               "bulk_next:::", "bulk_do:::erase:all",
               "bulk_do:::message", "bulk_outcome:::merit", "bulk_outcome:::gone", "bulk_no_words:::",
               "bulk_preview:::", "bulk_plan:::x", "bulk_plan:::2")  # fmt: skip
    told = await presses(home, supervisor, *(f"s:{each}" for each in pressed))
    assert told == [STALE] * len(pressed)
    assert await presses(home, supervisor, "s:bulk_undo:::x", "s:bulk_report:::x") == ["I cannot find that."] * 2
    assert await presses(home, supervisor, "s:bulk:::") == [
        "One step for many cases. Which list do you choose them from?"
    ]
    assert await presses(home, supervisor, "s:bulk_from:::of_x") == ["I cannot find that."]
    assert await presses(home, supervisor, "s:bulk_next:::") == ["This cannot be done for any of the cases you chose."]
