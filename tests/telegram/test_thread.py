"""The thin thread from story to status back, over the real wire."""

from tests.house import House
from tests.telegram.talk import files


async def test_a_story_reaches_an_investigator_and_the_news_come_back(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home, "They threw me on the ground and kicked me. I did nothing.")
    resident = filed.person
    await investigator.sees(f"New case {filed.reference}")
    await investigator.taps("Open OPCR-")
    card = await investigator.sees("Suggested allegations")
    assert "Excessive force" in card
    await investigator.taps("Claim")
    await investigator.sees("is yours")
    await investigator.taps("Status")
    await investigator.sees("What do you do")
    await investigator.taps("Start the review")
    await investigator.sees("Write a note")
    await investigator.says("We have read your complaint and will call you.")
    await investigator.sees("has moved on")
    await resident.sees("There is news")
    await resident.taps("Read")
    assert "will call you" in await resident.sees("From the office")
