"""Forgotten drafts go with files and key, settled inbox rows go, and what somebody touches or filed stays."""

from datetime import timedelta

import pytest

from bot.casework.interview import Pressed
from bot.clock import Clock
from bot.desk import documents, intake, retention
from bot.desk.evidence import FileCame
from storage import conversations, inbox, lookups
from storage.chats import Chat
from storage.errors import RowStale
from storage.models import conversations as rooms
from storage.models import drafts, evidence, keys
from storage.models import inbox as inbox_rows
from storage.models import lookups as lookup_rows
from tests.desk.office import DOOR, HOME, Office, on_one

KEPT = 60


async def test_a_draft_that_nobody_touched_is_erased_with_files_and_key(office: Office) -> None:
    await office.begins()
    await office.says("This must not stay.")
    office.post.files["f"] = b"a photo"
    await office.hears(FileCame("photo", "f", "1"))
    await office.collects()
    draft = await office.draft()
    office.clock.passes(days=KEPT)
    assert await retention.round(office.desk) == 0  # to the day
    office.clock.passes(seconds=1)
    assert await retention.round(office.desk) == 1
    assert await office.stored(drafts) == await office.stored(evidence) == await office.stored(keys) == []
    assert await office.desk.files.paths() == []
    assert (await office.acts())[-1] == ("program", "erase", draft.id)
    assert await retention.round(office.desk) == 0


@on_one
@pytest.mark.parametrize("touch", ["says", "speak", "put_aside"])
async def test_a_draft_that_is_touched_lives_on(office: Office, touch: str) -> None:
    await office.begins()
    office.clock.passes(days=KEPT - 1)
    if touch == "says":
        await office.says("I am still here.")
    elif touch == "speak":
        await intake.speak(office.desk, await office.row(), await office.draft(), "es")
    else:
        said = intake.Said("Forwarded.", "5")
        await intake.put_aside(office.desk, await office.row(), await office.draft(), said, "forwarded")
    office.clock.passes(days=KEPT - 1)
    assert await retention.round(office.desk) == 0
    assert len(await office.stored(drafts)) == 1


async def test_a_draft_that_is_touched_in_the_last_moment_is_not_erased(office: Office) -> None:
    await office.begins()
    forgotten = await office.draft()
    office.clock.passes(days=KEPT + 1)
    await office.says("I am back.")
    with pytest.raises(RowStale):
        async with office.desk.database.write() as session:
            await retention.erase(session, forgotten, office.clock())
    assert (await office.draft()).revision == forgotten.revision + 1


async def test_a_filed_complaint_stays_and_its_statistics_draft_goes_alone(office: Office) -> None:
    await office.tells()
    await office.hears(FileCame("photo", "f", "1"))
    office.post.files["f"] = b"a photo"
    await office.collects()
    await office.hears(Pressed("send_now"))
    office.clock.passes(days=KEPT + 1)
    assert await retention.round(office.desk) == 1  # the optional questions
    assert await office.stored(drafts) == []
    (file,) = await office.stored(evidence)
    assert file.state == "stored"
    assert len(await office.stored(keys)) == 1
    assert len(await office.desk.files.paths()) == 1


@on_one
async def test_one_agency_s_patience_is_not_another_s(office: Office) -> None:
    await office.begins("1")
    await office.begins("2", agency="elsewhere")
    patient = office.desk.agencies["elsewhere"].model_copy(update={"draft_kept_days": 90})
    office.desk.agencies["elsewhere"] = patient  # type: ignore[index]
    office.clock.passes(days=KEPT + 1)
    assert await retention.round(office.desk) == 1
    assert [row.agency for row in await office.stored(drafts)] == ["elsewhere"]


async def test_settled_updates_are_forgotten_after_thirty_days_and_waiting_ones_never(office: Office) -> None:
    await office.begins()
    waiting = await office.row("7")
    kept = len(await office.stored(inbox_rows))
    office.clock.passes(days=30)
    await retention.round(office.desk)
    assert len(await office.stored(inbox_rows)) == kept
    office.clock.passes(seconds=1)
    await retention.round(office.desk)
    assert [row.id for row in await office.stored(inbox_rows)] == [waiting.id]


async def test_who_looked_up_a_number_is_forgotten_after_an_hour(office: Office) -> None:
    async with office.desk.database.write() as session:
        await lookups.once_more(session, "203.0.113.7", 10, office.clock())
    office.clock.passes(minutes=59)
    await retention.round(office.desk)
    assert len(await office.stored(lookup_rows)) == 1
    office.clock.passes(minutes=1)
    await retention.round(office.desk)
    assert await office.stored(lookup_rows) == []


@on_one
async def test_more_drafts_than_one_page_are_erased_within_two_rounds(office: Office) -> None:
    agency = office.desk.agencies[HOME]
    for number in range(retention.BATCH + 1):
        await intake.begin(office.desk, None, Chat(DOOR, str(number)), agency, "en")
    office.clock.passes(days=KEPT + 1)
    assert await retention.round(office.desk) + await retention.round(office.desk) == retention.BATCH + 1


async def test_a_web_chat_is_forgotten_with_what_it_was_for(office: Office) -> None:
    async with office.desk.database.write() as session:
        for number in (1, 2, 3):
            await conversations.begin(session, token_digest=f"t{number}", now=office.clock(), chat_id=number)
    await office.files(chat="1")
    await office.begins("2")
    office.clock.passes(days=KEPT + 1)
    await retention.round(office.desk)
    await retention.round(office.desk)
    assert [row.chat_id for row in await office.stored(rooms)] == [1]


@on_one
async def test_an_inbox_row_that_is_owed_an_answer_is_kept(office: Office) -> None:
    row = await office.row("9")
    async with office.desk.database.write() as session:
        await inbox.quarantine(session, row.id, office.clock(), "undecodable")
    office.clock.passes(days=400)
    await retention.round(office.desk)
    assert [each.id for each in await office.stored(inbox_rows)] == [row.id]
    assert office.clock() - row.received_at > timedelta(days=365)


async def test_the_file_of_a_paper_without_a_row_goes_after_a_day_and_every_other_stays(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    made = await documents.make(office.desk, await office.row(), ana, case.id, "copy", "en")
    lost = f"{case.agency}/documents/lost"  # the program died before the row was written
    await office.desk.files.put(lost, b"sealed")
    office.clock.at = Clock()() + timedelta(hours=23)  # a file has the time of the disk
    await retention.round(office.desk)
    assert lost in await office.desk.files.paths()
    office.clock.passes(hours=2)
    await retention.round(office.desk)
    assert await office.desk.files.paths() == [made.document.path]
    assert (await documents.open_document(office.desk, ana, case.id, made.document.id)).data == made.data
