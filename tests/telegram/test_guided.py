"""Between offices, over the wire: a poster's place, a second office after the receipt, the commands on the way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.casework.passing import ANOTHER
from bot.desk import intake
from storage.models import notices
from tests.agencies.life import does
from tests.house import House, copied, everybody, house
from tests.telegram.talk import STORY, chat_of


@pytest_asyncio.fixture
async def everywhere(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment of every profile; Minneapolis is the default."""
    async with house(copied(empty_house, tmp_path / "data"), served=everybody()) as opened:
        yield opened


async def test_by_the_poster_of_one_office_and_on_to_another(everywhere: House) -> None:
    person = await everywhere.resident("hartford_oig-headquarters")
    for tap, then in (("English", "Before you start: Office of the Inspector"), ("I have read", "Tell us what")):
        await person.taps(tap)
        await person.sees(then)
    await person.says(STORY)
    await person.sees("Got it")
    await person.taps("Done")
    await person.sees("Did this happen to you?")
    await person.taps("Skip")
    await person.sees("What should happen with your name?")
    await person.taps("I give no name")
    await person.sees("When")
    await person.taps("Skip")
    await person.sees("You came by the poster at police headquarters.")
    await person.taps("Yes, it happened at police headquarters")
    await person.hears()
    draft = await intake.draft_of(everywhere.app.desk, chat_of(person))
    assert draft is not None
    answers = {id: value for id, value, _ in draft.answers}
    assert "253 High Street" in str(answers["where"])
    await person.taps("Send now")
    await person.sees("We have your complaint")
    await person.sees("You can file the same story with another office too.")
    await person.taps("Also file with: Commission on Human Rights")
    await person.sees("Before you start: Commission on Human Rights")
    draft = await intake.draft_of(everywhere.app.desk, chat_of(person))
    assert draft is not None
    assert (draft.agency, draft.purpose) == ("ct_chro", "complaint")


async def test_the_status_says_that_another_office_can_be_told_until_that_is_answered(everywhere: House) -> None:
    person = await everywhere.resident("hartford_oig")
    for tap in ("English", "I have read"):
        await person.taps(tap)
    await person.sees("Tell us what")
    await person.says(STORY)
    await person.sees("Got it")
    await person.taps("Done")
    await person.taps("Send now")
    await person.sees("You can file the same story with another office too.")
    await person.says("/status")
    await person.sees("another office can be told as well: Commission on Human Rights")
    await person.taps("See which office")
    await person.sees("(?s)You can file the same story.*where your family is from")
    await person.taps("No, thank you")
    await person.sees("stays with this office alone")
    await person.says("/status")
    assert "as well" not in await person.sees("HOIG-2026")
    async with everywhere.app.desk.database.read() as session:
        (sent,) = (await session.execute(select(notices.c.sent_at).where(notices.c.template == ANOTHER))).scalars()
    assert sent is not None, "it came with the receipt, so no notice follows"


async def test_what_works_everywhere_works_with_the_guide(everywhere: House) -> None:
    person = await everywhere.resident("guide")
    await person.taps("English")
    await person.sees("No office sees it until you say so.")
    await person.says("/privacy")
    await person.sees("It belongs to none of the offices")
    await person.says("/pause")
    await person.sees("You can stop here.")
    await person.says("/start")
    await person.sees("Welcome back.")
    await person.says("/status")
    await person.says("/help")
    await person.sees("To ask a person who can help: call 211.")
    await person.says("/practice")
    await person.sees("PRACTICE.")


@pytest.mark.parametrize(
    ("language", "whom"),
    [
        ("English", "To ask a person who can help: call 211."),
        ("Español", "Para preguntarle a una persona quién puede ayudar: llame al 211."),
    ],
)
async def test_the_guide_names_no_office_of_its_own(everywhere: House, language: str, whom: str) -> None:
    person = await everywhere.resident("guide")
    await does(everywhere, person, f">{language}")
    assert whom in await does(everywhere, person, "/help")
