"""Reading off the chat: a link opens one part of one case once, for a few minutes, for whoever may read it then."""

from dataclasses import replace

import pytest

from bot.casework.errors import NotYours, Stale
from bot.desk import aftercare, caseload, correspondence, evidence, reading, roster
from bot.desk.caseload import Move, Told
from bot.desk.evidence import FileCame
from bot.desk.reading import APPEAL, FILE, STORY, TALK, Thread
from storage.cases import Case
from storage.models import readings
from storage.roster import Member
from tests.desk.office import ABROAD, HOME, Office, on_one
from tests.desk.office import STORY as WORDS


async def begins(office: Office, part: str = STORY) -> tuple[Member, Case, str]:
    ana, case = await office.hires(), await office.files()
    return ana, case, await reading.link(office.desk, await office.row(ana.chat.id), ana, case.id, part)


async def test_a_link_shows_the_story_once(office: Office) -> None:
    ana, case, token = await begins(office)
    sheet = await reading.opened(office.desk, token)
    assert sheet is not None
    assert isinstance(sheet.content, Told)
    assert (sheet.member.id, sheet.content.narrative) == (ana.id, WORDS)
    assert await reading.opened(office.desk, token) is None, "a used link shows nothing"
    acts = [(verb, subject) for by, verb, subject in await office.acts() if by == f"member:{ana.id}"]
    assert acts[-2:] == [("link", case.id), ("read", case.id)]


async def test_a_link_is_kept_as_a_digest_and_not_for_long(office: Office) -> None:
    _, _, token = await begins(office)
    (row,) = await office.stored(readings)
    assert token not in str(row)
    office.clock.passes(minutes=10)
    assert await reading.opened(office.desk, token) is None, "too old"
    assert await reading.opened(office.desk, "guessed") is None


@on_one
async def test_the_thread_an_appeal_and_a_file_have_links_of_their_own(office: Office) -> None:
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    await correspondence.add_words(office.desk, await office.row(), case, "One more thing.")
    office.post.files["f"] = b"the photo"
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "1"))
    await office.collects()
    _, (file,) = await caseload.media(office.desk, boss, case.id, await office.row(boss.chat.id))
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    office.clock.passes(minutes=1)
    await aftercare.begin_appeal(office.desk, await office.row(), case)
    await aftercare.words(office.desk, await office.row(), await office.draft(), case, "Look again.")
    found = {}
    for part in (TALK, APPEAL, f"{FILE}{file.id}"):
        token = await reading.link(office.desk, await office.row(boss.chat.id), boss, case.id, part)
        sheet = await reading.opened(office.desk, token)
        assert sheet is not None
        found[part.partition(":")[0]] = sheet.content
    thread, appealed, opened = found["talk"], found["appeal"], found["file"]
    assert isinstance(thread, Thread)
    assert [each.text for each in thread.messages] == ["One more thing."]
    assert isinstance(appealed, aftercare.Appealed)
    assert appealed.appeal is not None
    assert appealed.appeal.text == "Look again."
    assert isinstance(opened, evidence.Opened)
    assert opened.data == b"the photo"


@on_one
async def test_who_may_not_read_gets_no_link_and_no_sheet(office: Office) -> None:
    ana, case, token = await begins(office)
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    assert await reading.opened(office.desk, token) is None, "checked anew when it is opened"
    auditor, foreign = await office.hires("auditor"), await office.hires(agency=ABROAD)
    for member in (auditor, foreign):
        with pytest.raises(NotYours):
            await reading.link(office.desk, await office.row(member.chat.id), member, case.id, STORY)
    ben = await office.hires()
    with pytest.raises(Stale):
        await reading.link(office.desk, await office.row(ben.chat.id), ben, case.id, "whatever")
    token = await reading.link(office.desk, await office.row(ben.chat.id), ben, case.id, f"{FILE}made-up")
    assert await reading.opened(office.desk, token) is None
    assert await reading.opened(office.desk, await _appeal(office, ben, case)) is None, "supervisors alone"


async def _appeal(office: Office, member: Member, case: Case) -> str:
    return await reading.link(office.desk, await office.row(member.chat.id), member, case.id, APPEAL)


@on_one
async def test_where_reading_is_off_the_chat_the_card_quotes_nothing(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    assert any(each.words for each in (await caseload.card(office.desk, ana, case.id)).suggestions)
    web = office.desk.agencies[HOME].model_copy(update={"staff_reading": "web"})
    desk = replace(office.desk, agencies={HOME: web})
    assert not any(each.words for each in (await caseload.card(desk, ana, case.id)).suggestions)
    assert reading.off_the_chat(web)
    assert not reading.off_the_chat(office.desk.agencies[HOME])
