"""The other side of a transfer: an offer is looked at, taken with a number of its own, or refused with a reason."""

import asyncio

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import offers, transfers
from bot.desk.transfers import Proposal
from storage import cases
from storage.models import cases as case_rows
from storage.models import notices
from tests.desk.office import ABROAD, HOME, STORY, Office, on_one
from tests.desk.test_transfers import WHY, kept, offered


async def test_taken_it_is_a_case_of_the_other_office_with_its_own_clocks(office: Office) -> None:
    boss, other, case, given = await offered(office)
    office.clock.passes(days=2)
    filed = await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    new = filed.case
    assert new.reference.startswith("ELSE-2026-")
    assert (new.agency, new.received_at, new.chat) == (ABROAD, office.clock(), case.chat)
    async with office.desk.database.read() as session:
        assert await cases.narrative(session, ABROAD, new) == STORY
        (came,) = [e for e in await cases.events(session, ABROAD, new.id) if e.verb == "transfer"]
        went = [e.detail for e in await cases.events(session, HOME, case.id) if e.verb == "transfer"]
    assert came.detail["from"] == case.reference
    assert came.detail["first_received_at"] == case.received_at.isoformat(), "both clocks are on record"
    assert [each["step"] for each in went] == ["asked", "offered", "accepted"]
    assert went[-1]["to"] == new.reference

    old = await office.now(case)
    assert (old.status, old.disposition, old.flags) == ("referred", "referred", ("transferred",))
    assert old.closed_at == office.clock()
    assert filed.receipt is not None
    await office.courier.hand_over(filed.receipt)
    await office.delivers()
    assert office.post.to("100")[-2:] == ["receipt", "news"]
    assert office.post.to(boss.chat.id)[-1] == "transfer_news"
    assert await kept(office) == []


async def test_taken_twice_is_one_case(office: Office) -> None:
    _, other, _, given = await offered(office)
    await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    with pytest.raises(Refused) as refused:
        await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    assert refused.value.because == "transfer_decided"
    assert len([row for row in await office.stored(case_rows) if row.agency == ABROAD]) == 1


async def test_two_colleagues_take_it_at_once(office: Office, twin: Office) -> None:
    _, other, _, given = await offered(office)
    second = await office.hires("supervisor", queues=[], agency=ABROAD)
    taken = await asyncio.gather(
        offers.accept(office.desk, await office.row(other.chat.id), other, given.id),
        offers.accept(twin.desk, await twin.row(second.chat.id), second, given.id),
        return_exceptions=True,
    )
    assert len([row for row in await office.stored(case_rows) if row.agency == ABROAD]) == 1
    assert all(isinstance(each, Refused | Stale) or not isinstance(each, BaseException) for each in taken)


async def test_refused_it_stays_and_says_why(office: Office) -> None:
    boss, other, case, given = await offered(office)
    await offers.refuse(office.desk, await office.row(other.chat.id), other, given.id, "It is not our town.")
    await office.delivers()
    assert office.post.to("100")[-1] == "transfer_kept"
    assert office.post.to(boss.chat.id)[-1] == "transfer_news"
    (tried,) = (await transfers.look(office.desk, None, boss, case.id)).tried
    assert (tried.state, tried.answer) == ("refused", "It is not our town.")
    assert await kept(office) == [], "what was offered is erased"
    assert (await office.now(case)).closed_at is None
    with pytest.raises(Refused):
        await offers.read(office.desk, await office.row(other.chat.id), other, given.id)
    row = await office.row(boss.chat.id)
    again = await transfers.propose(office.desk, row, boss, case.id, Proposal(ABROAD, WHY))
    assert again.state == "asked"


async def test_an_offer_that_nobody_answers_is_brought_up_again(office: Office) -> None:
    _, other, _, given = await offered(office)
    assert given.due_at is not None
    office.clock.passes(days=8)
    await office.delivers()
    assert office.post.to(other.chat.id).count("transfer_due") >= 1
    await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    left = [row for row in await office.stored(notices) if row.template == "transfer_due" and row.sent_at is None]
    assert left == []


@on_one
async def test_the_story_is_read_by_whoever_decides(office: Office) -> None:
    boss, other, _, given = await offered(office)
    seen = await offers.look(office.desk, None, other, given.id)
    assert (seen.source.id, seen.files, seen.transfer.because) == (HOME, 0, WHY)
    package = await offers.read(office.desk, await office.row(other.chat.id), other, given.id)
    assert package.narrative == STORY
    assert (await office.acts()).count((f"member:{other.id}", "receive", given.id)) == 2, "every look is recorded"
    investigator = await office.hires(agency=ABROAD)
    for member in (boss, investigator):
        with pytest.raises(NotYours):
            await offers.look(office.desk, None, member, given.id)
    with pytest.raises(NotYours):
        await offers.look(office.desk, None, other, "nothing")


@on_one
async def test_offers_come_in_pages_the_longest_waiting_first(office: Office) -> None:
    boss = await office.hires("supervisor", queues=[])
    other = await office.hires("supervisor", queues=[], agency=ABROAD)
    for number in range(offers.PAGE + 2):
        case = await office.files(chat=str(300 + number))
        office.clock.passes(minutes=1)
        row = await office.row(boss.chat.id)
        await transfers.propose(office.desk, row, boss, case.id, Proposal(ABROAD, WHY))
        await transfers.answer(office.desk, await office.row(), case, agrees=True)
    first, after = await offers.waiting(office.desk, other)
    second, end = await offers.waiting(office.desk, other, after)
    assert (len(first), len(second), end) == (offers.PAGE, 2, None)
    asked = [each.asked_at for each in (*first, *second)]
    assert asked == sorted(asked)


@on_one
async def test_somebody_of_two_offices_is_asked_as_the_right_one(office: Office) -> None:
    boss, other, _, given = await offered(office)
    assert await offers.member_for(office.desk, [boss, other], given.id) == other
    assert await offers.member_for(office.desk, [boss], given.id) is None
