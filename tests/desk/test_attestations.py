"""Nobody is let in who has not attested; a no is kept; who was let in before waits at the door again."""

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.clock import Clock
from bot.demo import Seats
from bot.desk import attestations, caseload, roster
from storage import roster as rows
from storage.chats import Chat
from storage.roster import Member
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import ABROAD, DOOR, HOME, Office, on_one

CHAT = Chat(DOOR, "950")


async def comes(office: Office) -> Member:
    """Somebody who has opened their link."""
    _, token = await roster.invite(office.desk, roster.CONSOLE, HOME, role="investigator", name="Leo")
    member = await roster.redeem(office.desk, await office.row("950"), CHAT, token)
    assert member is not None
    return member


async def says(office: Office, member: Member, said: str) -> Member:
    return await attestations.attest(office.desk, await office.row("950"), CHAT, member.id, said)


async def test_who_attests_can_be_let_in_and_the_chain_says_so(office: Office) -> None:
    office = at_hartford(office, asks_everybody=True)
    leo = await comes(office)
    asked = await attestations.to_ask(office.desk, CHAT)
    assert asked is not None
    assert asked.id == leo.id
    with pytest.raises(Refused, match="not_attested"):
        await roster.confirm(office.desk, roster.CONSOLE, HOME, leo.id)
    said = await says(office, leo, "yes")
    assert (said.attested, said.attested_at) == ("yes", office.clock())
    assert (f"member:{leo.id}", "attest", leo.id) in await office.acts()
    with pytest.raises(Stale):
        await says(office, leo, "no")
    assert await attestations.to_ask(office.desk, CHAT) is None
    assert (await roster.confirm(office.desk, roster.CONSOLE, HOME, leo.id)).state == "confirmed"


async def test_a_no_is_kept_and_lets_nobody_in_and_the_supervisors_hear_once(office: Office) -> None:
    boss, other = await office.hires("supervisor"), await office.hires("supervisor", agency=ABROAD)
    ana = await office.hires()
    office = at_hartford(office, asks_everybody=True)
    leo = await comes(office)
    await says(office, leo, "no")
    with pytest.raises(Stale):
        await says(office, leo, "no")
    told = await office.tells_whom()
    assert [told[each.chat.id].count("attested_no") for each in (boss, other, ana) if each.chat] == [1, 0, 0]
    with pytest.raises(Refused, match="attested_no"):
        await roster.confirm(office.desk, roster.CONSOLE, HOME, leo.id)
    assert await roster.of_chat(office.desk, CHAT) == []
    assert (f"member:{leo.id}", "attest", leo.id) in await office.acts()


@on_one
async def test_nobody_answers_for_somebody_else_or_something_else(office: Office) -> None:
    office = at_hartford(office, asks_everybody=True)
    leo = await comes(office)
    with pytest.raises(Stale):
        await says(office, leo, "demo")
    with pytest.raises(Stale):
        await attestations.attest(office.desk, await office.row("951"), Chat(DOOR, "951"), leo.id, "yes")


@on_one
async def test_who_was_let_in_before_waits_at_the_door_again_and_sees_no_case(office: Office) -> None:
    before = at_hartford(office)
    ana, case = await before.hires(), await before.files(STORY)
    office = at_hartford(before, asks_everybody=True)
    await attestations.recall(office.desk)
    assert ana.chat is not None
    assert await roster.of_chat(office.desk, ana.chat) == []
    with pytest.raises(NotYours):
        await caseload.card(office.desk, ana, case.id)
    assert await attestations.to_ask(office.desk, ana.chat) is not None
    await attestations.attest(office.desk, await office.row("960"), ana.chat, ana.id, "yes")
    await roster.confirm(office.desk, roster.CONSOLE, HOME, ana.id)
    await attestations.recall(office.desk)
    assert (await caseload.card(office.desk, ana, case.id)).case.id == case.id


@on_one
async def test_for_a_seat_of_the_demo_the_program_says_it_under_its_own_name(office: Office) -> None:
    office = at_hartford(office, asks_everybody=True)
    leo = await comes(office)
    await attestations.seat(office.desk, leo)
    (now,) = [each for each in await roster.every(office.desk, HOME) if each.id == leo.id]
    assert now.attested == rows.DEMO
    assert ("program", "attest", leo.id) in await office.acts()


@on_one
async def test_whoever_sits_down_in_the_demo_is_not_asked(office: Office) -> None:
    office, seats = at_hartford(office, asks_everybody=True), Seats()
    await seats.invite(office.desk, Clock())
    leo = await roster.redeem(office.desk, await office.row("950"), CHAT, seats.seats["investigator"])
    assert leo is not None
    assert await attestations.to_ask(office.desk, CHAT) is None, "before anybody admits them"
    await seats.admit()
    (now,) = await roster.of_chat(office.desk, CHAT)
    assert (now.id, now.attested) == (leo.id, rows.DEMO)


@on_one
async def test_where_nothing_is_asked_everything_is_as_it_was(office: Office) -> None:
    leo = await comes(office)
    assert await attestations.to_ask(office.desk, CHAT) is None
    await attestations.recall(office.desk)
    await attestations.seat(office.desk, leo)
    assert (await roster.confirm(office.desk, roster.CONSOLE, HOME, leo.id)).attested is None
