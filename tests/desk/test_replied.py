"""What staff send in answer to a card or a notice goes to that case, whoever looks after it."""

from datetime import timedelta

import pytest

from bot.casework.errors import NotYours
from bot.desk import caseload, evidence, ownership, replied
from bot.desk.caseload import Move
from bot.desk.evidence import FileCame
from storage import cases, outbox
from storage.cases import Case
from storage.models import evidence as rows
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one

FILE = FileCame("document", "f", "5", name="late.pdf", caption="It came by mail.")


async def shows(office: Office, member: Member, case: Case, message_id: int) -> None:
    """A card of the case stands in the member's chat."""
    until = office.clock() + timedelta(minutes=15)
    async with office.desk.database.write() as session:
        await outbox.opened(session, HOME, chat=member.chat, message_id=message_id, delete_at=until, case_id=case.id)


async def test_a_card_leads_to_its_case_and_the_file_to_evidence_by_whom(office: Office) -> None:
    ana, ben = await office.hires(), await office.hires(name="Ben")
    case, other = await office.files(), await office.files(chat="200")
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    await shows(office, ben, other, 7)
    await shows(office, ben, case, 8)
    found = await replied.to(office.desk, [ben], 8)
    assert found is not None
    assert (found[0].id, found[1]) == (ben.id, case.id)
    assert await replied.to(office.desk, [ana], 8) is None, "a number is a number of one chat"
    assert await replied.to(office.desk, [ben], 9) is None

    office.post.files["f"] = b"the paper"
    await evidence.bring(office.desk, await office.row(ben.chat.id), ben, case.id, FILE)
    await office.collects()
    (file,) = await office.stored(rows)
    assert (file.case_id, file.state) == (case.id, "stored")
    opened = await evidence.open_file(office.desk, ana, case.id, file.id, await office.row(ana.chat.id))
    assert opened.data == b"the paper"
    assert [(each.to, each.templates) for each in await office.delivers()] == [(ana.chat.id, ["file_added"])]
    async with office.desk.database.read() as session:
        last = (await cases.events(session, HOME, case.id))[-1]
        (note,) = await cases.messages(session, HOME, case.id)
    assert (last.verb, last.by, last.detail) == ("evidence", f"member:{ben.id}", {"evidence": file.id})
    assert (note.kind, note.text) == ("note", "It came by mail.")
    acts = await office.acts()
    assert (f"member:{ben.id}", "bring", case.id) in acts
    assert ("program", "keep", file.id) in acts


@on_one
async def test_a_notice_leads_to_its_case_unless_it_speaks_of_several(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    sent = next(each for each in await office.delivers() if each.templates == ["new_case"])
    found = await replied.to(office.desk, [ana], 1000 + office.post.sent.index(sent) + 1)
    assert found is not None
    assert found[1] == case.id
    for chat in ("200", "201"):
        other = await office.files(chat=chat)
        await ownership.claim(office.desk, await office.row(ana.chat.id), ana, other.id)
    office.clock.passes(days=24)
    together = next(
        each
        for each in await office.delivers()
        if each.to == ana.chat.id and len({n.case_id for n in each.parcel.notices}) > 1
    )
    assert await replied.to(office.desk, [ana], 1000 + office.post.sent.index(together) + 1) is None


@on_one
async def test_the_owner_is_not_told_of_their_own_file(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    await evidence.bring(office.desk, await office.row(ana.chat.id), ana, case.id, FILE)
    assert await office.delivers() == []


@on_one
async def test_a_file_for_a_closed_case_is_kept_and_the_case_stays_closed(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    for move in (Move("start"), Move("close", "duplicate")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    brought = await evidence.bring(office.desk, await office.row(boss.chat.id), boss, case.id, FILE)
    assert brought.closed_at is not None
    assert len(await office.stored(rows)) == 1
    assert (await office.now(case)).status == "closed"


@on_one
@pytest.mark.parametrize("role", ["custodian", "auditor"])
async def test_who_does_not_work_on_cases_brings_nothing(office: Office, role: str) -> None:
    stranger, case = await office.hires(role), await office.files()
    with pytest.raises(NotYours):
        await evidence.bring(office.desk, await office.row(), stranger, case.id, FILE)
    assert await office.stored(rows) == []


@on_one
async def test_an_album_stays_together(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    for number in range(3):
        came = FileCame("photo", f"f{number}", str(number), album="a1")
        await evidence.bring(office.desk, await office.row(ana.chat.id), ana, case.id, came)
    (again,) = await office.members(ana.chat)
    assert again.prompt is not None
    assert again.prompt.items() >= {"verb": "bring", "case": case.id, "album": "a1"}.items()
    assert len(await office.stored(rows)) == 3
    await office.delivers()
    assert office.post.to(ana.chat.id).count("file_added") == 1
