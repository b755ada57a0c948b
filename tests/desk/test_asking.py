"""Words that somebody was asked for: remembered sealed, waited for a day, and no look at the case they are about."""

import pytest

from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused
from bot.desk import asking, caseload
from bot.desk.caseload import Move
from storage import views
from storage.cases import Case
from storage.roster import Member
from tests.desk.office import ABROAD, Office, on_one


async def again(office: Office, member: Member) -> Member:
    """The member as the roster knows them now."""
    assert member.chat is not None
    (found,) = await office.members(member.chat)
    return found


async def viewed(office: Office, member: Member, case: Case) -> bool:
    async with office.desk.database.read() as session:
        return case.id in await views.up_to_date(session, case.agency, member.id, [case.id])


@on_one
async def test_what_the_next_text_is_for_is_kept_and_forgotten(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    asked = {"verb": "note", "case": case.id}
    await asking.ask(office.desk, await office.row(), ana, asked)
    assert (await again(office, ana)).prompt == {**asked, "asked_at": office.clock().isoformat()}
    await asking.ask(office.desk, await office.row(), ana, None)
    assert (await again(office, ana)).prompt is None


@on_one
async def test_words_are_waited_for_a_day_and_no_longer(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    assert not asking.lapsed(ana, office.clock())
    await asking.ask(office.desk, None, ana, {"verb": "note", "case": case.id})
    office.clock.passes(hours=23, minutes=59)
    assert not asking.lapsed(await again(office, ana), office.clock())
    office.clock.passes(minutes=1)
    assert asking.lapsed(await again(office, ana), office.clock())


@on_one
async def test_asking_for_words_is_no_look_at_a_case(office: Office) -> None:
    """Acts on many cases want each of them opened: a press on Note does not open one."""
    ana, case = await office.hires(), await office.files()
    await asking.ask_about(office.desk, None, ana, Verb.NOTE, {"verb": "note", "case": case.id})
    await caseload.moves(office.desk, ana, case.id)
    assert not await viewed(office, ana, case)
    await caseload.card(office.desk, ana, case.id)
    assert await viewed(office, ana, case)


@on_one
async def test_nobody_is_asked_about_a_case_that_is_not_theirs(office: Office) -> None:
    foreign, auditor, case = await office.hires(agency=ABROAD), await office.hires("auditor"), await office.files()
    for each in (foreign, auditor):
        for about in (case.id, "nothing"):
            with pytest.raises(NotYours):
                await asking.ask_about(office.desk, None, each, Verb.NOTE, {"verb": "note", "case": about})
        assert (await again(office, each)).prompt is None


@on_one
async def test_what_a_closed_case_takes_no_more_is_said_before_anybody_writes(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, Move(action, outcome))
    for verb in asking.WHILE_OPEN:
        with pytest.raises(Refused, match="closed"):
            await asking.ask_about(office.desk, None, boss, verb, {"verb": verb.value, "case": case.id})
    assert (await again(office, boss)).prompt is None
    await asking.ask_about(office.desk, None, boss, Verb.NOTE, {"verb": "note", "case": case.id})
    assert (await again(office, boss)).prompt is not None
