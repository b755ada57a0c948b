"""A case changes hands when somebody says yes, or goes back to its queue; until then it is whose it was."""

import pytest

from bot.casework.errors import Refused, Stale
from bot.desk import absences, caseload, handover, ownership, recusal, roster
from bot.desk.caseload import Move
from storage import cases
from storage.models import asks, events, notices
from tests.desk.office import Office, on_one
from tests.desk.test_duties import NOBODY, owned, refusal, silent

FULL = "I have sixty of them."


async def test_a_colleague_who_says_yes_has_the_case(office: Office) -> None:
    office, ana, case = await owned(office)
    ben = await office.hires(name="Ben")
    await office.delivers()
    assert [each.name for each in (await handover.colleagues(office.desk, ana, case.id))[1]] == ["Ben"]
    ask = await handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL)
    assert [(one.to, one.templates) for one in await office.delivers()] == [(ben.chat.id, ["handover_asked"])]
    assert (await office.now(case)).owner_id == ana.id
    case = await handover.answer(office.desk, NOBODY, ben, case.id, ask.id, take=True)
    assert case.owner_id == ben.id
    assert office.post.to(ben.chat.id).count("assigned") == 0
    await office.delivers()
    assert "handover_granted" in office.post.to(ana.chat.id)
    await silent(office, FULL, notices, asks, events)


@on_one
async def test_a_colleague_who_says_no_leaves_it_where_it_is(office: Office) -> None:
    office, ana, case = await owned(office)
    ben = await office.hires()
    ask = await handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL)
    await handover.answer(office.desk, NOBODY, ben, case.id, ask.id, take=False)
    assert (await office.now(case)).owner_id == ana.id
    await office.delivers()
    assert "handover_refused" in office.post.to(ana.chat.id)
    await refusal(office, "decided_already", handover.answer(office.desk, NOBODY, ben, case.id, ask.id, take=True))


@on_one
async def test_back_in_the_queue_it_is_news_again(office: Office) -> None:
    office, ana, case = await owned(office)
    ben = await office.hires()
    ask = await handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL)
    await office.delivers()
    case = await handover.give_back(office.desk, NOBODY, ana, case.id, because=FULL)
    assert case.owner_id is None
    await office.delivers()
    assert "new_case" in office.post.to(ben.chat.id)
    await refusal(office, "decided_already", handover.answer(office.desk, NOBODY, ben, case.id, ask.id, take=True))


@on_one
async def test_only_whoever_has_a_case_hands_it_over(office: Office) -> None:
    office, ana, case = await owned(office)
    ben = await office.hires()
    for work in (
        handover.offer(office.desk, NOBODY, ben, case.id, ana.id, because=FULL),
        handover.give_back(office.desk, NOBODY, ben, case.id, because=FULL),
    ):
        await refusal(office, "not_owner", work)


@on_one
async def test_nobody_who_cannot_take_it_is_asked(office: Office) -> None:
    office, ana, case = await owned(office)
    intake, gone = await office.hires("intake"), await office.hires()
    await roster.remove(office.desk, roster.CONSOLE, gone.agency, gone.id)
    for other in (intake.id, gone.id, ana.id, "nobody"):
        work = handover.offer(office.desk, NOBODY, ana, case.id, other, because=FULL)
        await refusal(office, "no_such_member", work)


@on_one
async def test_what_was_offered_and_is_somebody_else_s_by_now_cannot_be_taken(office: Office) -> None:
    office, ana, case = await owned(office)
    ben, boss = await office.hires(), await office.hires("supervisor", queues=[])
    ask = await handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL)
    await ownership.assign(office.desk, NOBODY, boss, case.id, boss.id)
    await refusal(office, "offer_over", handover.answer(office.desk, NOBODY, ben, case.id, ask.id, take=True))


@on_one
async def test_a_closed_case_changes_no_hands(office: Office) -> None:
    office, ana, case = await owned(office)
    ben, boss = await office.hires(), await office.hires("supervisor", queues=[])
    ask = await handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL)
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, NOBODY, boss, case.id, move)
    for work in (
        handover.answer(office.desk, NOBODY, ben, case.id, ask.id, take=True),
        handover.give_back(office.desk, NOBODY, ana, case.id, because=FULL),
    ):
        await refusal(office, "closed", work)


@on_one
async def test_an_offer_is_answered_by_whom_it_was_made_to(office: Office) -> None:
    office, ana, case = await owned(office)
    ben, eva = await office.hires(), await office.hires()
    ask = await handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL)
    with pytest.raises(Stale):
        await handover.answer(office.desk, NOBODY, eva, case.id, ask.id, take=True)
    second = await handover.offer(office.desk, NOBODY, ana, case.id, eva.id, because=FULL)
    with pytest.raises(Refused, match="decided_already"):
        await handover.answer(office.desk, NOBODY, ben, case.id, ask.id, take=True)
    assert (await handover.answer(office.desk, NOBODY, eva, case.id, second.id, take=True)).owner_id == eva.id


@on_one
async def test_nobody_who_is_away_is_asked(office: Office) -> None:
    office, ana, case = await owned(office)
    ben, cover = await office.hires(name="Ben"), await office.hires(name="Eva")
    today = office.clock().date()
    await absences.away(office.desk, NOBODY, ben, (today, today), cover.id)
    assert [each.name for each in (await handover.colleagues(office.desk, ana, case.id))[1]] == ["Eva"]
    await refusal(office, "away", handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL))


@on_one
async def test_an_offer_waits_for_whom_it_was_made_to_and_not_for_their_cover(office: Office) -> None:
    office, ana, case = await owned(office)
    ben, cover = await office.hires(name="Ben"), await office.hires(name="Eva")
    await office.delivers()
    await handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL)
    today = office.clock().date()
    await absences.away(office.desk, NOBODY, ben, (today, today), cover.id)
    assert [(one.to, one.templates) for one in await office.delivers()] == [(ben.chat.id, ["handover_asked"])]


@on_one
async def test_a_colleague_who_must_not_know_of_a_case_is_not_asked(office: Office) -> None:
    office, ana, case = await owned(office)
    ben = await office.hires(name="Ben")
    await recusal.recuse(office.desk, NOBODY, ben, case.id, because="My neighbor.")
    assert (await handover.colleagues(office.desk, ana, case.id))[1] == []
    await refusal(office, "no_such_member", handover.offer(office.desk, NOBODY, ana, case.id, ben.id, because=FULL))


@on_one
async def test_why_a_case_went_back_is_on_its_timeline(office: Office) -> None:
    office, ana, case = await owned(office)
    await handover.give_back(office.desk, NOBODY, ana, case.id, because=FULL)
    async with office.desk.database.read() as session:
        last = (await cases.events(session, case.agency, case.id))[-1]
    assert (last.verb, last.detail) == ("handed_back", {"owner": ana.id, "because": FULL})
