"""A case goes to another office: nothing leaves before the complainant agrees, and only what was chosen goes along."""

from dataclasses import replace

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.transfer import CONSENT
from bot.desk import caseload, offers, transfers
from bot.desk.caseload import Move
from bot.desk.transfers import Proposal
from storage import cases
from storage.cases import Case
from storage.models import drafts, keys
from storage.models import transfers as rows
from storage.roster import Member
from storage.transfers import Transfer
from tests.desk.office import ABROAD, HOME, STORY, Office, on_one

WHY = "It happened in their town."


async def proposed(office: Office, *chosen: str) -> tuple[Member, Case, Transfer]:
    """A supervisor would give a case away."""
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    wanted = Proposal(ABROAD, WHY, chosen)
    made = await transfers.propose(office.desk, await office.row(boss.chat.id), boss, case.id, wanted)
    return boss, case, made


async def offered(office: Office) -> tuple[Member, Member, Case, Transfer]:
    """The complainant has agreed; the supervisor of the other office is there too."""
    boss, case, _ = await proposed(office)
    other = await office.hires("supervisor", queues=[], agency=ABROAD, name="Ola")
    given = await transfers.answer(office.desk, await office.row(), case, agrees=True)
    await office.delivers()
    return boss, other, case, given


async def kept(office: Office) -> list[tuple[str, str]]:
    """Drafts by agency and purpose, without the questions that follow a receipt."""
    return [(r.agency, r.purpose) for r in await office.stored(drafts) if r.purpose != "statistics"]


async def test_asked_agreed_offered(office: Office) -> None:
    boss, case, made = await proposed(office)
    other = await office.hires("supervisor", queues=[], agency=ABROAD)
    await office.delivers()
    assert office.post.to("100")[-1] == "question"
    assert await transfers.question(office.desk, case) == made
    assert await kept(office) == [], "nothing has left the office"
    given = await transfers.answer(office.desk, await office.row(), case, agrees=True)
    assert (given.state, given.consent_version, given.consent_by) == ("offered", CONSENT, "complainant")
    assert given.consent_at == office.clock()
    await office.delivers()
    assert office.post.to(other.chat.id) == ["welcome", "transfer_offered"]
    assert await kept(office) == [(ABROAD, "transfer")]
    assert "transfer_offered" not in office.post.to(boss.chat.id)


async def test_what_is_offered_opens_with_the_other_office_s_key_alone(office: Office) -> None:
    _, _, _, given = await offered(office)
    (package,) = [r for r in await office.stored(drafts) if r.id == given.package_id]
    (key,) = [r for r in await office.stored(keys) if r.id == package.key_id]
    assert key.agency == ABROAD
    assert STORY.encode() not in package.answers


async def test_no_means_no(office: Office) -> None:
    boss, case, _ = await proposed(office)
    await transfers.answer(office.desk, await office.row(), case, agrees=False)
    await office.delivers()
    assert office.post.to(boss.chat.id)[-1] == "transfer_news"
    assert (await transfers.look(office.desk, None, boss, case.id)).tried[0].state == "declined"
    assert await kept(office) == []
    with pytest.raises(Refused) as refused:
        await transfers.answer(office.desk, await office.row(), case, agrees=True)
    assert refused.value.because == "no_question"


@on_one
async def test_without_consent_the_other_office_sees_nothing_at_all(office: Office) -> None:
    _, case, made = await proposed(office)
    other = await office.hires("supervisor", agency=ABROAD)
    before = await office.stored(rows)
    for refused in (
        offers.look(office.desk, None, other, made.id),
        offers.read(office.desk, await office.row(), other, made.id),
        offers.accept(office.desk, await office.row(), other, made.id),
        offers.refuse(office.desk, await office.row(), other, made.id, "No."),
    ):
        with pytest.raises(NotYours):
            await refused
    assert await offers.waiting(office.desk, other) == ([], None)
    assert await office.stored(rows) == before
    assert (await office.now(case)).closed_at is None


@on_one
async def test_staff_do_not_agree_for_somebody_who_has_a_chat(office: Office) -> None:
    boss, case, _ = await proposed(office)
    with pytest.raises(Refused) as refused:
        await transfers.note_consent(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert refused.value.because == "ask_in_the_chat"
    assert await kept(office) == []


@on_one
async def test_somebody_without_a_chat_agrees_on_paper(office: Office) -> None:
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    other = await office.hires("supervisor", agency=ABROAD)
    async with office.desk.database.write() as session:
        changes = {"chat": None, "came_by": "paper"}
        await cases.record(session, HOME, case, changes=changes, now=office.clock())
    row = await office.row(boss.chat.id)
    made = await transfers.propose(office.desk, row, boss, case.id, Proposal(ABROAD, WHY))
    given = await transfers.note_consent(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert given.consent_by == f"member:{boss.id}"
    filed = await offers.accept(office.desk, await office.row(other.chat.id), other, made.id)
    assert (filed.case.chat, filed.case.came_by, filed.receipt) == (None, "paper", None)
    with pytest.raises(Refused):
        await transfers.note_consent(office.desk, await office.row(boss.chat.id), boss, case.id)


async def test_a_proposal_is_stopped_and_leaves_nothing_there(office: Office) -> None:
    boss, other, case, given = await offered(office)
    await transfers.stop(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert await kept(office) == []
    await office.delivers()
    assert office.post.to("100")[-1] == "transfer_kept"
    with pytest.raises(Refused) as refused:
        await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    assert refused.value.because == "transfer_decided"
    with pytest.raises(Refused):
        await transfers.stop(office.desk, await office.row(boss.chat.id), boss, case.id)


@on_one
async def test_what_cannot_be_proposed(office: Office) -> None:
    boss, case, _ = await proposed(office)
    ana = await office.hires()
    for wanted, who, fault in (
        (Proposal(ABROAD, WHY), boss, Refused),  # one at a time
        (Proposal(HOME, WHY), boss, Stale),
        (Proposal("nowhere", WHY), boss, Stale),
        (Proposal(ABROAD, WHY), ana, NotYours),
    ):
        with pytest.raises(fault):
            await transfers.propose(office.desk, await office.row(who.chat.id), who, case.id, wanted)
    await transfers.stop(office.desk, await office.row(boss.chat.id), boss, case.id)
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    row = await office.row(boss.chat.id)
    with pytest.raises(Refused) as refused:
        await transfers.propose(office.desk, row, boss, case.id, Proposal(ABROAD, WHY))
    assert refused.value.because == "closed"
    assert len(await office.stored(rows)) == 1


async def test_an_office_outside_is_named_and_gets_nothing(office: Office) -> None:
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    row = await office.row(boss.chat.id)
    made = await transfers.refer(
        office.desk, row, boss, case.id, "Springfield Board", "They can help: Springfield Board."
    )
    assert (made.state, made.target, made.because) == ("referred", None, "Springfield Board")
    await office.delivers()
    assert office.post.to("100")[-1] == "message_waiting"
    assert await kept(office) == []
    assert (await office.now(case)).closed_at is None


@on_one
async def test_an_office_may_keep_open_what_another_has_taken(office: Office) -> None:
    keeps = office.desk.agencies[HOME].model_copy(
        update={"transfer": office.desk.agencies[HOME].transfer.model_copy(update={"to": None, "disposition": None})}
    )
    office = replace(office, desk=replace(office.desk, agencies={**office.desk.agencies, HOME: keeps}))
    _, other, case, given = await offered(office)
    await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    now = await office.now(case)
    assert (now.closed_at, now.status, now.flags) == (None, "received", ("transferred",))
