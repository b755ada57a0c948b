"""Who owns a case: one winner of every race, the others are told, and nobody's leaving leaves a case alone."""

import asyncio

import pytest

from bot.casework.errors import Refused, TryLater
from bot.desk import caseload, ownership, recusal, roster
from bot.desk.caseload import Move
from storage import cases
from storage.cases import Case
from storage.models import notices
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_duties import NOBODY, refusal


async def claim(office: Office, member: Member, case: Case) -> Case:
    return await ownership.claim(office.desk, await office.row(member.chat.id), member, case.id)


async def assign(office: Office, by: Member, case: Case, to: Member) -> Case:
    return await ownership.assign(office.desk, await office.row(by.chat.id), by, case.id, to.id)


async def test_a_claim_is_recorded_once_and_taking_it_again_is_harmless(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    office.clock.passes(hours=2)
    case = await claim(office, ana, case)
    assert (case.owner_id, case.moments["claimed"]) == (ana.id, office.clock())
    assert await claim(office, ana, case) == case
    async with office.desk.database.read() as session:
        timeline = [each.verb for each in await cases.events(session, HOME, case.id)]
    assert timeline == ["received", "claimed"]


async def test_of_two_replicas_that_claim_one_case_one_wins(office: Office, twin: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    rows = [await office.row(ana.chat.id), await twin.row(ben.chat.id)]
    outcomes = await asyncio.gather(
        ownership.claim(office.desk, rows[0], ana, case.id),
        ownership.claim(twin.desk, rows[1], ben, case.id),
        return_exceptions=True,
    )
    (won,) = [each for each in outcomes if isinstance(each, Case)]
    (lost,) = [each for each in outcomes if isinstance(each, Refused)]
    assert lost.because == "taken"
    assert (await office.now(case)).owner_id == won.owner_id
    assert [verb for _, verb, _ in await office.acts()].count("claim") == 1


async def test_the_others_messages_turn_into_taken(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    await office.delivers()
    await claim(office, ana, case)
    (edit,) = [each for each in await office.delivers() if "taken" in each.templates]
    assert edit.to == ben.chat.id
    assert edit.parcel.notices[0].params == {"reference": case.reference, "message": str(_number(office, ben))}


def _number(office: Office, member: Member) -> int:
    """Which message the post gave the last announcement to a member."""
    return max(
        1001 + n
        for n, each in enumerate(office.post.sent)
        if each.to == member.chat.id and each.templates[0].startswith("new_case")
    )


async def test_a_case_that_is_taken_before_its_news_went_out_is_no_news(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    await claim(office, ana, case)
    await office.delivers()
    assert office.post.to(ana.chat.id) == office.post.to(ben.chat.id) == ["welcome"]


async def test_the_owner_is_reminded_of_what_comes_after_the_claim_and_nobody_else(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    await office.delivers()
    await claim(office, ana, case)
    office.clock.strikes(10, 7)
    await office.delivers()
    assert office.post.to(ana.chat.id)[-1] == "reminder"
    assert "reminder" not in office.post.to(ben.chat.id)


async def test_a_claim_in_the_middle_of_a_reminder_stops_it_for_the_others(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    await office.delivers()
    office.clock.strikes(10, 7)
    for member in (ana, ben):
        office.post.faults[member.chat.id].append(TryLater(after=30))
    await office.delivers()  # fanned out, and neither phone could be reached
    await claim(office, ana, case)
    office.clock.passes(minutes=10)
    await office.delivers()
    assert "reminder" in office.post.to(ana.chat.id)
    assert "reminder" not in office.post.to(ben.chat.id)


async def test_assigning_tells_the_new_owner_and_moves_the_reminders(office: Office) -> None:
    boss, ana, ben = [await office.hires(role, name=role) for role in ("supervisor", "investigator", "investigator")]
    case = await office.files()
    await office.delivers()
    for member in (ana, ben):
        case = await assign(office, boss, case, member)
    assert (await office.now(case)).owner_id == ben.id
    await office.delivers()
    assert office.post.to(ben.chat.id) == ["welcome", "new_case", "assigned"]
    assert "assigned" not in office.post.to(ana.chat.id)  # it was not hers any more when the courier came
    office.clock.strikes(10, 7)
    assert [(each.to, each.templates) for each in await office.delivers()] == [(ben.chat.id, ["reminder"])]


@on_one
async def test_assigning_to_the_owner_again_changes_nothing(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    case = await assign(office, boss, await office.files(), ana)
    assert await assign(office, boss, case, ana) == case


@on_one
@pytest.mark.parametrize("who", ["auditor", "custodian", "invited", "removed", "foreign", "nobody"])
async def test_a_case_goes_to_nobody_who_does_not_work_on_cases(office: Office, who: str) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    to = "nobody"
    if who in ("auditor", "custodian"):
        to = (await office.hires(who)).id
    elif who == "invited":
        to = (await roster.invite(office.desk, roster.CONSOLE, HOME, role="investigator", name="New"))[0].id
    elif who == "removed":
        to = (await office.hires()).id
        await roster.remove(office.desk, roster.CONSOLE, HOME, to)
    elif who == "foreign":
        to = (await office.hires(agency="elsewhere")).id
    with pytest.raises(Refused) as refused:
        await ownership.assign(office.desk, await office.row(boss.chat.id), boss, case.id, to)
    assert refused.value.because == "no_such_member"
    assert (await office.now(case)).owner_id is None
    assert to not in {each.member.id for each in (await ownership.assignees(office.desk, boss, case.id))[1]}


@on_one
async def test_a_closed_case_is_neither_claimed_nor_assigned(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    for attempt in (claim(office, boss, case), assign(office, boss, case, boss)):
        with pytest.raises(Refused) as refused:
            await attempt
        assert refused.value.because == "closed"


async def test_when_the_owner_leaves_the_case_goes_back_to_its_queue_and_is_announced(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    kept, closed = await office.files(chat="1"), await office.files(chat="2")
    await office.delivers()
    for case in (kept, closed):
        await claim(office, ana, case)
    async with office.desk.database.write() as session:
        held = await office.now(closed)
        await cases.record(session, HOME, held, changes={"closed_at": office.clock()}, now=office.clock())
    await office.delivers()
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)

    kept, closed = await office.now(kept), await office.now(closed)
    assert (kept.owner_id, closed.owner_id) == (None, ana.id)
    assert [(each.to, each.templates) for each in await office.delivers()] == [(ben.chat.id, ["new_case"])]
    waiting = [row for row in await office.stored(notices) if row.case_id == kept.id and not row.sent_at]
    assert not [row for row in waiting if row.to == f"member:{ana.id}" and not row.dropped_at]
    office.clock.strikes(10, 7)
    assert [(each.to, each.templates) for each in await office.delivers()] == [(ben.chat.id, ["reminder"])]
    await claim(office, ben, kept)
    assert [verb for _, verb, subject in await office.acts() if subject == kept.id].count("remove") == 1


@on_one
async def test_an_announcement_that_is_taken_twice_is_edited_twice(office: Office) -> None:
    ana, ben, cem = [await office.hires(name=name) for name in ("Ana", "Ben", "Cem")]
    case = await office.files()
    await office.delivers()
    await claim(office, ana, case)
    await office.delivers()
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    await office.delivers()
    await claim(office, ben, case)
    (edit,) = [each for each in await office.delivers() if "taken" in each.templates]
    assert edit.to == cem.chat.id
    assert edit.parcel.notices[0].params["message"] == str(_number(office, cem))


@on_one
async def test_a_case_is_not_given_to_somebody_who_must_not_know_of_it(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    case = await office.files()
    await recusal.recuse(office.desk, await office.row(ana.chat.id), ana, case.id, because="My neighbor.")
    await refusal(office, "recused", ownership.assign(office.desk, NOBODY, boss, case.id, ana.id))
    assert ana.id not in {each.member.id for each in (await ownership.assignees(office.desk, boss, case.id))[1]}


@on_one
async def test_a_case_does_not_pass_from_its_owner_to_somebody_who_has_left(office: Office) -> None:
    boss, ana, ben = [await office.hires(role) for role in ("supervisor", "investigator", "investigator")]
    case = await claim(office, ana, await office.files())
    await roster.remove(office.desk, roster.CONSOLE, HOME, ben.id)
    await refusal(office, "no_such_member", ownership.assign(office.desk, NOBODY, boss, case.id, ben.id))
