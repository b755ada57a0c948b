"""What the office sent is the complainant's with a tap; their copy shows what they filed, and /verify proves it."""

import pytest
from sqlalchemy import update

from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.interview import Edited, Pressed
from bot.desk import corrections, correspondence, documents, evidence, own_papers, standing
from bot.desk.evidence import FileCame
from bot.desk.filing import Filed
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.models import cases as case_rows
from storage.models import documents as rows
from storage.models import events
from tests.desk.office import DOOR, HOME, STORY, Office, on_one
from tests.desk.test_documents import makes, text_of


async def corrected(office: Office, case: Case) -> None:
    ana = await office.hires()
    row = await office.row(ana.chat.id if ana.chat else "")
    await corrections.correct(office.desk, row, ana, case.id, "where", "Lake Street and 5th", "The report says so.")


async def amended(office: Office, text: str) -> None:
    await correspondence.amend(office.desk, await office.row(), Chat(DOOR, "100"), Edited(text, "0"))


async def test_a_copy_is_the_same_bytes_until_something_comes_to_it(office: Office) -> None:
    case = await office.files()
    first = await own_papers.copy(office.desk, await office.row(), case)
    office.clock.passes(days=3)
    again = await own_papers.copy(office.desk, await office.row(), case)
    assert (again.document, again.data) == (first.document, first.data)
    assert len(await office.stored(rows)) == 1
    spanish = await correspondence.speak(office.desk, await office.row(), case, "es")
    translated = await own_papers.copy(office.desk, await office.row(), spanish)
    assert "Lo que usted mandó" in text_of(translated.data)
    assert STORY in text_of(translated.data)


async def test_versions_change_neither_the_copy_nor_what_is_verified(office: Office) -> None:
    case = await office.answers_everything(lambda question: f"Words on {question}")
    first = await own_papers.copy(office.desk, await office.row(), case)
    kept = (await own_papers.verify(office.desk, case)).kept
    await corrected(office, case)
    await corrected(office, await office.now(case))
    office.clock.passes(minutes=1)
    async with office.desk.database.read() as session:
        (story, *_) = [each for each in await cases.answers(session, case.agency, case) if each[0] == "story"]
    message = story[1][0]["message"]
    await correspondence.amend(office.desk, await office.row(), Chat(DOOR, "100"), Edited("Other words", message))
    await correspondence.add_words(office.desk, await office.row(), case, "One thing more.")
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "1"))
    case = await office.now(case)
    checked = await own_papers.verify(office.desk, case)
    assert checked.as_filed
    assert checked.kept == checked.found == kept
    assert dict(checked.since) == {"messages": 1, "files": 1, "amended": 1, "corrected": 2}
    shown = text_of((await own_papers.copy(office.desk, await office.row(), case)).data)
    assert "Words on where" in shown
    assert "Lake Street and 5th" not in shown
    assert "Other words" not in shown
    assert shown == text_of(first.data)


@on_one
async def test_a_copy_names_the_files_that_were_filed_and_none_that_the_office_brought(office: Office) -> None:
    await office.begins()
    for name in ("mine.jpg", "later.jpg", "police report.pdf"):
        office.post.files[name] = name.encode()
    await office.hears(FileCame("photo", "mine.jpg", "1", name="mine.jpg"))
    await office.hears(Pressed("done"))
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    case, ana = filed.case, await office.hires()
    office.clock.passes(minutes=1)
    await correspondence.add_file(
        office.desk, await office.row(), case, FileCame("photo", "later.jpg", "2", name="later.jpg")
    )
    came = FileCame("document", "police report.pdf", "3", name="police report.pdf")
    await evidence.bring(office.desk, await office.row(ana.chat.id if ana.chat else ""), ana, case.id, came)
    await office.collects()
    shown = text_of((await own_papers.copy(office.desk, await office.row(), case)).data)
    assert "mine.jpg" in shown
    assert "later.jpg" not in shown
    assert "police report" not in shown
    assert (await own_papers.verify(office.desk, case)).since["files"] == 1, "the office's own is none of theirs"


@on_one
async def test_an_edited_story_shows_the_first_words_and_counts_as_added(office: Office) -> None:
    case = await office.files()
    await amended(office, "They only talked.")
    assert STORY in text_of((await own_papers.copy(office.desk, await office.row(), await office.now(case))).data)
    assert (await own_papers.verify(office.desk, await office.now(case))).since["amended"] == 1


async def test_a_record_that_was_altered_is_found(office: Office) -> None:
    case = await office.files()
    async with office.desk.database.write() as session:
        held = await cases.hold(session, case.agency, case.id)
        assert held is not None
        await cases.record(session, case.agency, held, changes={"answers": []}, now=office.clock())
    assert not (await own_papers.verify(office.desk, await office.now(case))).as_filed


@on_one
async def test_a_case_of_before_has_no_fingerprint_to_compare_with(office: Office) -> None:
    case = await office.files()
    async with office.desk.database.write() as session:
        await session.execute(update(events).values(verb="came"))
    checked = await own_papers.verify(office.desk, case)
    assert (checked.kept, checked.as_filed) == (None, False)


@on_one
async def test_nobody_else_reads_what_was_sent(office: Office) -> None:
    one, other, ana = await office.files(), await office.files(chat="200"), await office.hires()
    made = (await makes(office, ana, one, "acknowledgement")).document
    with pytest.raises(Stale):  # not sent yet
        await own_papers.read(office.desk, await office.row(), one, made.id)
    await documents.send(office.desk, await office.row(ana.chat.id if ana.chat else ""), ana, one.id, made.id)
    assert (await standing.standings(office.desk, Chat(DOOR, "100")))[0].papers == (1, 1)
    with pytest.raises(NotYours):
        await correspondence.own(office.desk, Chat(DOOR, "200"), one.id)
    with pytest.raises(Stale):
        await own_papers.read(office.desk, await office.row("200"), other, made.id)
    assert [each.id for each in await own_papers.sent(office.desk, one)] == [made.id]
    assert await own_papers.sent(office.desk, other) == ()
    await own_papers.read(office.desk, await office.row(), one)
    assert (await standing.standings(office.desk, Chat(DOOR, "100")))[0].papers == (1, 0)


@on_one
async def test_an_office_without_copies_says_so(office: Office) -> None:
    case, home = await office.files(), office.desk.agencies[HOME]
    kinds = {id: each for id, each in home.documents.items() if id != "copy"}
    office.desk.agencies[HOME] = home.model_copy(update={"documents": kinds})  # type: ignore[index]
    with pytest.raises(Refused, match="no_such_document"):
        await own_papers.copy(office.desk, await office.row(), case)


@on_one
async def test_a_case_that_cannot_be_read_any_more_has_no_papers(office: Office) -> None:
    from storage import keys

    case = await office.files()
    async with office.desk.database.write() as session:
        await keys.erase(session, case.agency, case.key_id)
    assert await own_papers.sent(office.desk, await office.now(case)) == ()
    assert await office.stored(case_rows)
