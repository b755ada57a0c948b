"""Whoever must not work on a case knows nothing of it from that moment on, wherever they look; a person decides."""

import pytest
import structlog

from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.party import NewParty
from bot.desk import alarm, caseload, ownership, parties, queues, recusal, roster
from storage import cases, recusals
from storage import roster as rows
from storage.cases import Case
from storage.models import notices
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one


async def names(office: Office, who: str, chat: str = "100") -> Case:
    """Somebody files and says who it was."""
    return await office.answers_everything(lambda id: who if id == "respondents" else f"plain {id}", chat)


async def knows(office: Office, member: Member, case: Case) -> set[bool]:
    """Whether a member finds the case, by its number, by its id, and in a list."""
    found = set()
    for look in (caseload.find(office.desk, member, case.reference), caseload.card(office.desk, member, case.id)):
        try:
            await look
            found.add(True)
        except NotYours:
            found.add(False)
    lists = [await queues.queue(office.desk, member), await queues.mine(office.desk, member)]
    return found | {any(each.id == case.id for page in lists for each in page.cases)}


async def recuse(office: Office, by: Member, case: Case, who: Member | None = None) -> Case:
    row = await office.row(by.chat.id)
    return await recusal.recuse(
        office.desk, row, by, case.id, because="We went to school together.", who=who.id if who else None
    )


async def test_who_recuses_themselves_is_out_and_the_case_goes_on(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    boss = await office.hires("supervisor", queues=[])
    case = await office.files()
    await office.delivers()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    await recuse(office, ana, case)
    assert (await office.now(case)).owner_id is None
    assert await knows(office, ana, case) == {False}
    assert await knows(office, ben, case) == {True}
    # It is news again for the others, and nothing about it reaches her.
    sent = await office.delivers()
    assert {each.to for each in sent if "new_case" in each.templates} == {ben.chat.id}
    office.clock.strikes(10, 7)
    assert ana.chat.id not in {each.to for each in await office.delivers()}
    (said,) = (await recusal.listed(office.desk, boss, case.id)).said
    assert (said[0].id, said[1].because, said[1].state) == (ana.id, "We went to school together.", "recused")
    assert (await recusal.listed(office.desk, ben, case.id)).said == ()


@on_one
async def test_a_supervisor_keeps_somebody_out_and_lets_them_in_again(office: Office) -> None:
    ana, boss = await office.hires(name="Ana"), await office.hires("supervisor")
    case = await office.files()
    with pytest.raises(NotYours):
        await recuse(office, ana, case, boss)
    with pytest.raises(Refused) as nobody:
        await recusal.recuse(office.desk, await office.row(), boss, case.id, because="x", who="nobody")
    assert nobody.value.because == "no_such_member"
    await recuse(office, boss, case, ana)
    assert await knows(office, ana, case) == {False}
    for state, wanted in (("cleared", True), ("recused", False)):
        await recusal.decide(office.desk, await office.row(), boss, case.id, ana.id, state)
        assert (True in await knows(office, ana, case)) is wanted
        with pytest.raises(Stale):  # pressed twice
            await recusal.decide(office.desk, await office.row(), boss, case.id, ana.id, state)
    with pytest.raises(Stale):
        await recusal.decide(office.desk, await office.row(), boss, case.id, ana.id, "proposed")


async def test_a_colleague_who_is_named_is_out_until_a_supervisor_has_decided(office: Office) -> None:
    smith, boss = await office.hires(name="Jo Smith"), await office.hires("supervisor", name="Pat Boss")
    case = await names(office, "It was Officer SMITH, badge 77")
    assert await knows(office, smith, case) == {False}
    sent = await office.tells_whom()
    assert "conflict" in sent[boss.chat.id]
    assert "new_case" not in sent[smith.chat.id]
    ((colleague, said),) = (await recusal.listed(office.desk, boss, case.id)).said
    assert (colleague.id, said.state, said.why) == (smith.id, "proposed", "named")
    await recusal.decide(office.desk, await office.row(), boss, case.id, smith.id, "cleared")
    assert True in await knows(office, smith, case)
    # What was decided is not proposed again.
    async with office.desk.database.write() as session:
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        await recusal.compare(office.desk, session, office.desk.agencies[HOME], held, ["smith"])
    assert True in await knows(office, smith, case)
    proposed = [verb for _, verb, subject in await office.acts() if subject == case.id and verb == "propose"]
    assert proposed == ["propose"]


@on_one
async def test_a_colleague_who_comes_later_is_compared_with_every_case_there_is(office: Office) -> None:
    await office.hires("supervisor", name="Pat Boss")
    case = await names(office, "A tall one called Smith")
    smith = await office.hires(name="Jo Smith")
    assert await knows(office, smith, case) == {False}
    assert [each for each in await office.stored(notices) if each.template == "conflict"]


@on_one
async def test_an_owner_whose_name_turns_up_later_loses_the_case(office: Office) -> None:
    smith = await office.hires(name="Jo Smith")
    case = await office.files()
    await ownership.claim(office.desk, await office.row(smith.chat.id), smith, case.id)
    async with office.desk.database.write() as session:
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        await recusal.compare(office.desk, session, office.desk.agencies[HOME], held, ["smith"])
    assert (await office.now(case)).owner_id is None
    assert await knows(office, smith, case) == {False}


@on_one
async def test_a_unit_that_a_case_is_about_gets_no_notice_of_it(office: Office) -> None:
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    async with office.desk.database.write() as session:
        await rows.place(session, HOME, ana.id, units=["patrol"])
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        await cases.record(session, HOME, held, changes={"respondent_unit": "patrol"}, now=office.clock())
    assert {each.to for each in await office.delivers() if "new_case" in each.templates} == {ben.chat.id}
    (ana,) = await roster.of_chat(office.desk, ana.chat)
    assert await knows(office, ana, case) == {False}


@on_one
async def test_when_everybody_on_duty_is_out_the_supervisor_hears(office: Office) -> None:
    ana, boss = await office.hires(name="Ana"), await office.hires("supervisor", queues=[])
    case = await office.files()
    await recuse(office, boss, case, ana)
    sent = await office.tells_whom()
    assert "new_case_unattended" in sent[boss.chat.id]
    assert "new_case" not in sent[ana.chat.id]


@on_one
async def test_a_reminder_that_was_meant_for_somebody_now_out_goes_to_the_supervisor(office: Office) -> None:
    ana, boss = await office.hires(name="Ana"), await office.hires("supervisor", queues=[])
    case = await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    async with office.desk.database.write() as session:  # as if between the plan and the courier
        await recusals.bar(
            session, HOME, case.id, ana.id, state="recused", why="own", by="x", now=office.clock(), because="x"
        )
    office.clock.strikes(10, 7)
    assert ana.chat.id not in await office.tells_whom()  # what nobody could have is planned anew
    assert "reminder" in (await office.tells_whom())[boss.chat.id]


@on_one
async def test_who_writes_their_own_name_into_their_case_learns_that_they_lost_it(office: Office) -> None:
    smith = await office.hires(name="Jo Smith")
    case = await office.files()
    await ownership.claim(office.desk, await office.row(smith.chat.id), smith, case.id)
    new = NewParty("respondent", "Officer Smith", known=True)
    left = await parties.add(office.desk, await office.row(smith.chat.id), smith, case.id, new, "He said so.")
    assert left.owner_id is None
    assert left == await office.now(case)


@on_one
async def test_a_conflict_of_the_only_supervisor_reaches_who_can_see_to_another(office: Office) -> None:
    boss = await office.hires("supervisor", name="Pat Smith", queues=[])
    custodian, auditor = await office.hires("custodian", name="Cleo"), await office.hires("auditor", name="Otto")
    await office.hires("auditor", name="Al Smith")
    await office.delivers()
    case = await names(office, "It was Officer SMITH, badge 77")
    with structlog.testing.capture_logs() as logs:
        sent = await office.delivers()
        told = {each.to: each for each in sent if "undecided" in each.templates}
        assert set(told) == {custodian.chat.id, auditor.chat.id}, "not whoever is meant, nor whoever has that name"
        for each in told.values():
            assert [one.params for one in each.parcel.notices] == [{"reference": case.reference}]
        assert boss.chat.id not in {each.to for each in sent}
        office.clock.passes(hours=3)
        assert "undecided" not in [template for each in await office.delivers() for template in each.templates]
        assert await alarm.round(office.desk) == 1
    assert [each["count"] for each in logs if each["event"] == "conflicts_without_supervisor"] == [1]
    assert "conflict" not in {each.get("template") for each in logs}, "somebody was told"
    other = await office.hires("supervisor", name="Kim Low", queues=[])
    assert (await office.tells_whom())[other.chat.id].count("conflict") == 2, "of both who have that name"
    assert await alarm.round(office.desk) == 0


@on_one
async def test_where_nobody_else_is_a_conflict_of_the_only_supervisor_is_the_operator_s(office: Office) -> None:
    boss = await office.hires("supervisor", name="Pat Smith", queues=[])
    await names(office, "It was Officer SMITH, badge 77")
    with structlog.testing.capture_logs() as logs:
        assert "conflict" not in (await office.tells_whom())[boss.chat.id]
        await alarm.round(office.desk)
    assert [each["event"] for each in logs if each.get("template") == "conflict"] == ["nobody_to_tell"]
    assert [each["count"] for each in logs if each["event"] == "conflicts_without_supervisor"] == [1]
    assert "Smith" not in repr(logs)
