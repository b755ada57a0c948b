"""What one update leads to, and that it is said: to whom it belongs, even where the wire fails."""

from bot.webchat.faults import blocked, cut
from tests.house import House
from tests.telegram.talk import STORY, begins, counts, files, idle, put_off, story


async def test_a_person_who_has_blocked_the_bot_does_not_stop_anything(home: House) -> None:
    person = await begins(home)
    home.app.webchat.faults.next("sendMessage", blocked())  # type: ignore[union-attr]
    await person.says(STORY)
    await idle(home)
    assert await story(home, person) == [STORY]
    assert await counts(home) == {**await counts(home), "waiting": 0, "unanswered": 0, "quarantined": 0}


async def test_a_tap_that_cannot_be_acknowledged_counts_all_the_same(home: House) -> None:
    person = await home.resident()
    home.app.webchat.faults.next("answerCallbackQuery", cut(), times=2)  # type: ignore[union-attr]
    await person.taps("English")
    assert "Before you start" in await person.hears()


async def test_staff_are_told_that_a_reply_was_lost(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    await investigator.sees("New case")
    home.app.webchat.faults.next("sendMessage", cut())  # type: ignore[union-attr]
    await investigator.says(f"/case {filed.reference}")
    await put_off(home)
    home.passes(seconds=70)
    assert "What you did last is done" in await investigator.sees("lost on the way")
