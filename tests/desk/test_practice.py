"""Practice walks through the whole interview and leaves nothing: no case, no file, no trace of the words."""

from datetime import timedelta

import pytest

from bot.casework.errors import Stale
from bot.casework.interview import Picked, Pressed
from bot.desk import intake, practice, retention
from bot.desk.evidence import FileCame
from bot.desk.intake import Asked
from storage.chats import Chat
from storage.drafts import Draft
from storage.models import cases, drafts, evidence, keys, notices
from tests.desk.office import DOOR, HOME, STORY, Office, on_one

ME = Chat(DOOR, "100")


async def practises(office: Office, language: str = "en") -> Draft:
    agency = office.desk.agencies[HOME]
    await practice.begin(office.desk, await office.row(), ME, agency, language)
    for incoming in (Picked(language), Pressed("done")):
        await office.hears(incoming)
    await office.says(STORY)
    await office.hears(FileCame("photo", "f", "7"))
    await office.hears(Pressed("done"))
    return await office.draft()


@pytest.mark.parametrize("language", ["en", "es"])
async def test_it_walks_through_and_nothing_is_filed_fetched_or_planned(office: Office, language: str) -> None:
    draft = await practises(office, language)
    assert (draft.purpose, draft.language) == ("practice", language)
    assert await office.stored(evidence) == []
    shown = intake.resume(office.desk, draft)
    assert shown.step.question is not None
    assert shown.step.question.kind != "facts", "nobody has read the story"
    assert not practice.ends(office.desk, draft, Pressed("done"))
    assert practice.ends(office.desk, draft, Pressed("send_now"))
    with pytest.raises(Stale):
        await office.hears(Pressed("send_now"))
    await intake.cancel(office.desk, await office.row(), draft)
    for table in (cases, drafts, evidence, keys, notices):
        assert await office.stored(table) == [], table.name


async def test_a_real_draft_stays_untouched(office: Office) -> None:
    real = await office.tells("They took my phone.")
    office.clock.passes(minutes=5)
    practised = await practises(office)
    assert practised.id != real.id
    await intake.cancel(office.desk, await office.row(), practised)
    assert await office.draft() == real
    assert isinstance(await office.hears(Picked("me")), Asked), "and goes on where it was"


@on_one
async def test_starting_over_is_practice_still(office: Office) -> None:
    draft = await practises(office)
    await office.hears(Pressed("restart"))
    fresh = await office.draft()
    assert (fresh.purpose, fresh.id == draft.id) == ("practice", False)


async def test_who_goes_away_leaves_nothing_after_a_day(office: Office) -> None:
    real = await office.tells("They took my phone.")
    office.clock.passes(minutes=5)
    await practises(office)
    office.clock.at += practice.KEPT - timedelta(minutes=1)
    assert await retention.round(office.desk) == 0
    office.clock.passes(minutes=2)
    assert await retention.round(office.desk) == 1
    assert (await office.draft()).id == real.id


@on_one
async def test_danger_is_heard_in_practice_too(office: Office) -> None:
    await practice.begin(office.desk, await office.row(), ME, office.desk.agencies[HOME], "en")
    for incoming in (Picked("en"), Pressed("done")):
        await office.hears(incoming)
    heard = await office.says("I want to kill myself.")
    assert isinstance(heard, Asked)
    assert heard.crisis
