"""What goes to another office is sealed anew there, and erased with its files as soon as nobody wants it there.

What somebody was compelled to give goes only where it is kept from prosecutors too, and counts as compelled there.
"""

import pytest

from bot.casework.errors import Undeliverable
from bot.desk import compelled, correspondence, offers, packages, retention, transfers
from bot.desk.evidence import Collector, FileCame
from bot.desk.transfers import Proposal
from storage import cases, drafts, evidence
from storage.cases import Case
from storage.models import compelled as marks
from storage.models import evidence as files
from storage.roster import Member
from storage.transfers import Transfer
from tests.desk.office import ABROAD, HOME, Office, on_one
from tests.desk.test_transfers import WHY, kept

KEPT = 60


async def packed(office: Office) -> tuple[Member, Member, Case, Transfer]:
    """An offer with one of two files, fetched by the other office already."""
    case = await office.files()
    office.post.files |= {"yes": b"the photo", "no": b"another photo"}
    for name in ("yes", "no"):
        await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", name, name))
    await office.collects()
    boss = await office.hires("supervisor", queues=[])
    board = await transfers.look(office.desk, None, boss, case.id)
    wanted = Proposal(ABROAD, WHY, (board.files[0].id, "a made-up id"))
    await transfers.propose(office.desk, await office.row(boss.chat.id), boss, case.id, wanted)
    other = await office.hires("supervisor", queues=[], agency=ABROAD)
    given = await transfers.answer(office.desk, await office.row(), case, agrees=True)

    async def fetch(source: tuple[str, str]) -> bytes:
        assert source[0] == packages.CHANNEL
        return await packages.contents(office.desk, source[1])

    while await Collector(office.desk, fetch).round():
        pass
    assert len(await office.desk.files.paths()) == 3
    return boss, other, case, given


async def test_a_chosen_file_is_sealed_anew_and_the_others_stay(office: Office) -> None:
    _, other, _, given = await packed(office)
    filed = await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    (chosen,) = given.files
    async with office.desk.database.read() as session:
        (went,) = await evidence.of_case(session, ABROAD, filed.case.id)
        there = await evidence.load(session, HOME, chosen)
    assert there is not None
    assert (went.state, went.sha256) == ("stored", there.sha256)
    assert went.path != there.path
    assert await office.desk.files.get(went.path or "") != await office.desk.files.get(there.path or "")
    with pytest.raises(Undeliverable):
        await packages.contents(office.desk, f"{ABROAD}/{chosen}")
    assert len(await office.stored(files)) == 3


@on_one
@pytest.mark.parametrize("how", ["stopped", "refused", "lapsed"])
async def test_what_is_not_taken_leaves_no_file_there(office: Office, how: str) -> None:
    boss, other, case, given = await packed(office)
    if how == "stopped":
        await transfers.stop(office.desk, await office.row(boss.chat.id), boss, case.id)
    elif how == "refused":
        await offers.refuse(office.desk, await office.row(other.chat.id), other, given.id, "It is not our town.")
    else:
        office.clock.passes(days=KEPT, seconds=1)
        await retention.round(office.desk)
    assert await kept(office) == []
    assert {row.agency for row in await office.stored(files)} == {HOME}
    assert len(await office.desk.files.paths()) == 2, "the first office has its own still"


async def test_an_offer_that_nobody_answers_ends_truthfully(office: Office) -> None:
    boss, other, case, given = await packed(office)
    await office.delivers()
    office.clock.passes(days=KEPT, seconds=1)
    assert await retention.round(office.desk) >= 1
    (tried,) = (await transfers.look(office.desk, None, boss, case.id)).tried
    assert (tried.state, tried.decided_by, tried.decided_at) == ("stopped", "program", office.clock())
    assert await offers.waiting(office.desk, other) == ([], None)
    told = await office.tells_whom()
    assert "transfer_news" in told[boss.chat.id]
    assert "transfer_kept" in told["100"]
    acts = await office.acts()
    assert {("program", "erase", given.package_id), ("program", "transfer", case.id)} <= {*acts}


@on_one
async def test_an_offer_lives_until_the_day_of_its_answer_however_soon_drafts_go(office: Office) -> None:
    hasty = office.desk.agencies[ABROAD].model_copy(update={"draft_kept_days": 1})
    office.desk.agencies[ABROAD] = hasty  # type: ignore[index]
    boss, _, case, given = await packed(office)
    assert given.due_at is not None
    while office.clock() < given.due_at:
        await retention.round(office.desk)
        assert await kept(office) == [(ABROAD, "transfer")]
        office.clock.passes(days=1)
    await retention.round(office.desk)
    assert await kept(office) == []
    assert (await transfers.look(office.desk, None, boss, case.id)).pending is None


def blind(office: Office) -> None:
    """The other office knows of no prosecutors: it could keep nothing from them."""
    office.desk.agencies[ABROAD] = office.desk.agencies[ABROAD].model_copy(update={"bodies": {}})  # type: ignore[index]


async def kept_back(office: Office, case: Case) -> list[int]:
    async with office.desk.database.read() as session:
        events = await cases.events(session, HOME, case.id)
    return [each.detail["count"] for each in events if each.detail.get("step") == "kept_back"]


async def noted(office: Office, case: Case) -> int:
    """How often the program wrote into the chain that something of a case stays."""
    return sum(1 for act in await office.acts() if act == ("program", "transfer", case.id))


async def test_what_was_compelled_does_not_go_to_an_office_that_may_not_see_it(office: Office) -> None:
    blind(office)
    case, boss = await office.files(), await office.hires("supervisor", queues=[])
    office.post.files |= {"yes": b"the photo", "no": b"a statement"}
    for name in ("yes", "no"):
        await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", name, name))
    await office.collects()
    free, forced = (await transfers.look(office.desk, None, boss, case.id)).files
    await compelled.mark(office.desk, await office.row(boss.chat.id), boss, case.id, forced.id, on=True)
    board = await transfers.look(office.desk, None, boss, case.id)
    assert [board.stays(board.targets[ABROAD], each) for each in board.files] == [False, True]
    wanted = Proposal(ABROAD, WHY, (free.id, forced.id))
    made = await transfers.propose(office.desk, await office.row(boss.chat.id), boss, case.id, wanted)
    assert made.files == (free.id,)
    assert (await kept_back(office, case), await noted(office, case)) == ([1], 1)
    await office.delivers()
    assert "transfer_news" in office.post.to(boss.chat.id)
    given = await transfers.answer(office.desk, await office.row(), case, agrees=True)
    assert len(await drafts_files(office, given)) == 1
    assert await kept_back(office, case) == [1], "said once"


async def drafts_files(office: Office, given: Transfer) -> list[evidence.Evidence]:
    async with office.desk.database.read() as session:
        return await evidence.of_draft(session, ABROAD, given.package_id or "")


async def test_what_is_marked_after_the_proposal_stays_too(office: Office) -> None:
    blind(office)
    case, boss = await office.files(), await office.hires("supervisor", queues=[])
    office.post.files |= {"f": b"a statement"}
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "f"))
    await office.collects()
    (file,) = (await transfers.look(office.desk, None, boss, case.id)).files
    wanted = Proposal(ABROAD, WHY, (file.id,))
    await transfers.propose(office.desk, await office.row(boss.chat.id), boss, case.id, wanted)
    await compelled.mark(office.desk, await office.row(boss.chat.id), boss, case.id, file.id, on=True)
    given = await transfers.answer(office.desk, await office.row(), case, agrees=True)
    assert await drafts_files(office, given) == []
    assert (await kept_back(office, case), await noted(office, case)) == ([1], 1)


async def test_what_is_marked_while_the_offer_waits_is_taken_out_of_it(office: Office) -> None:
    boss, other, case, given = await packed(office)
    blind(office)
    (there,) = await drafts_files(office, given)
    (chosen,) = given.files
    await compelled.mark(office.desk, await office.row(boss.chat.id), boss, case.id, chosen, on=True)
    assert await drafts_files(office, given) == []
    assert there.path not in await office.desk.files.paths()
    assert (await kept_back(office, case), await noted(office, case)) == ([1], 1)
    await compelled.mark(office.desk, await office.row(boss.chat.id), boss, case.id, chosen, on=True)
    assert await kept_back(office, case) == [1], "there is nothing left to take out"
    async with office.desk.database.read() as session:
        package = await drafts.load(session, ABROAD, given.package_id or "")
    assert package is not None
    assert there.id not in str(package.answers)
    filed = await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    async with office.desk.database.read() as session:
        assert await evidence.of_case(session, ABROAD, filed.case.id) == []


async def test_where_it_may_be_seen_it_counts_as_compelled_too(office: Office) -> None:
    boss, other, case, given = await packed(office)
    (chosen,) = given.files
    await compelled.mark(office.desk, await office.row(boss.chat.id), boss, case.id, chosen, on=True)
    filed = await offers.accept(office.desk, await office.row(other.chat.id), other, given.id)
    async with office.desk.database.read() as session:
        (went,) = await evidence.of_case(session, ABROAD, filed.case.id)
    assert {(row.agency, row.item_id) for row in await office.stored(marks)} == {(HOME, chosen), (ABROAD, went.id)}
    assert (await kept_back(office, case), await noted(office, case)) == ([], 1), "the one act is the acceptance"
