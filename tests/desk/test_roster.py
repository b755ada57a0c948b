"""Invitations work once, in time and for whoever comes first; nobody is in before a person has said so."""

import asyncio
from datetime import timedelta

import pytest

from bot.casework.authorization import STAFF_ROLES, Actor
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import roster
from bot.desk.permission import actor
from bot.desk.roster import CONSOLE, INVITATION_DAYS
from storage.chats import Chat
from storage.models import members
from storage.roster import Member
from tests.desk.office import ABROAD, DOOR, HOME, Office, on_one

CHAT = Chat(DOOR, "500")


async def invited(office: Office, role: str = "investigator", **more: object) -> tuple[Member, str]:
    return await roster.invite(office.desk, CONSOLE, HOME, role=role, name="Ana Ruiz", **more)


async def test_an_invitation_is_redeemed_confirmed_and_welcomed(office: Office) -> None:
    member, token = await invited(office)
    assert (member.state, member.queues, member.name) == ("invited", ("critical", "intake"), "Ana Ruiz")
    redeemed = await roster.redeem(office.desk, await office.row("500"), CHAT, token)
    assert redeemed is not None
    assert redeemed.state == "redeemed"
    assert await office.members(CHAT) == []  # nothing opens before somebody has confirmed
    await roster.confirm(office.desk, CONSOLE, HOME, member.id)
    assert [each.id for each in await office.members(CHAT)] == [member.id]
    assert [(each.to, each.templates) for each in await office.delivers()] == [("500", ["welcome"])]
    assert await office.acts() == [
        ("operator", "invite", member.id),
        (f"member:{member.id}", "redeem", member.id),
        ("operator", "confirm", member.id),
    ]


async def test_a_link_works_once_and_the_secret_is_not_stored(office: Office) -> None:
    member, token = await invited(office)
    outcomes = [await roster.redeem(office.desk, await office.row(str(n)), Chat(DOOR, str(n)), token) for n in (1, 2)]
    assert [each is not None for each in outcomes] == [True, False]
    (row,) = await office.stored(members)
    assert token not in str(row)
    assert row.id == member.id


async def test_of_two_who_come_at_once_one_is_let_in(office: Office, twin: Office) -> None:
    _, token = await invited(office)
    rows = [await office.row("1"), await twin.row("2")]
    outcomes = await asyncio.gather(
        roster.redeem(office.desk, rows[0], Chat(DOOR, "1"), token),
        roster.redeem(twin.desk, rows[1], Chat(DOOR, "2"), token),
    )
    assert [each is not None for each in outcomes].count(True) == 1


async def test_a_guessed_a_used_and_an_expired_link_look_the_same(office: Office) -> None:
    _, used = await invited(office)
    await roster.redeem(office.desk, await office.row("1"), Chat(DOOR, "1"), used)
    _, late = await invited(office)
    office.clock.passes(days=INVITATION_DAYS)
    for token in ("guess", "", used, late, late + "x"):
        assert await roster.redeem(office.desk, await office.row("500"), CHAT, token) is None
    assert await office.members(CHAT) == []


@on_one
async def test_an_invitation_works_until_its_last_moment(office: Office) -> None:
    _, token = await invited(office)
    office.clock.at += timedelta(days=INVITATION_DAYS, microseconds=-1)
    assert await roster.redeem(office.desk, await office.row("500"), CHAT, token) is not None


@on_one
@pytest.mark.parametrize(
    ("what", "because"),
    [
        ({"role": "admin"}, "unknown_role"),
        ({"role": ""}, "unknown_role"),
        ({"queues": ["none"]}, "unknown_queue"),
        ({"role": "auditor", "queues": ["intake"]}, "no_queues"),
    ],
)
async def test_an_invitation_to_what_does_not_exist_is_refused(office: Office, what: dict, because: str) -> None:
    with pytest.raises(Refused) as refused:
        await invited(office, **what)
    assert refused.value.because == because
    assert await office.stored(members) == []


@on_one
@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_every_role_can_be_invited(office: Office, role: str) -> None:
    assert (await invited(office, role, queues=[]))[0].role == role


@pytest.mark.parametrize(("role", "queues"), [("investigator", 2), ("intake", 2), ("custodian", 0), ("auditor", 0)])
async def test_who_may_take_no_case_is_on_duty_for_none(office: Office, role: str, queues: int) -> None:
    """Else a case would wait with somebody who cannot take it, and nobody else would be told."""
    member, _ = await invited(office, role)
    assert len(member.queues) == queues


async def test_a_supervisor_confirms_their_own_colleagues_and_nobody_else(office: Office) -> None:
    boss, other = await office.hires("supervisor"), await office.hires("supervisor", agency=ABROAD)
    member, token = await invited(office)
    await roster.redeem(office.desk, await office.row("500"), CHAT, token)
    for by, agency in ((other, HOME), (other, ABROAD), (boss, ABROAD)):
        with pytest.raises(NotYours):
            await roster.confirm(office.desk, actor(by), agency, member.id)
    confirmed = await roster.confirm(office.desk, actor(boss), HOME, member.id, await office.row("901"))
    assert confirmed.state == "confirmed"
    assert {each.id for each in await roster.team(office.desk, boss)} == {boss.id, member.id}


@pytest.mark.parametrize("verb", ["confirm", "remove"])
async def test_there_is_nobody_to_confirm_or_remove(office: Office, verb: str) -> None:
    member, _ = await invited(office)
    await roster.remove(office.desk, CONSOLE, HOME, member.id)
    before = await office.acts()
    for agency, id in ((HOME, member.id), (HOME, "nobody"), (ABROAD, member.id)):
        with pytest.raises(NotYours):
            await getattr(roster, verb)(office.desk, CONSOLE, agency, id)
    assert await office.acts() == before


async def test_an_invitation_that_was_taken_back_opens_nothing(office: Office) -> None:
    member, token = await invited(office)
    await roster.remove(office.desk, CONSOLE, HOME, member.id)
    assert await roster.redeem(office.desk, await office.row("500"), CHAT, token) is None


async def test_a_removed_supervisor_lets_nobody_in(office: Office) -> None:
    boss = await office.hires("supervisor")
    member, token = await invited(office)
    await roster.redeem(office.desk, await office.row("500"), CHAT, token)
    await roster.remove(office.desk, CONSOLE, HOME, boss.id)
    by = actor(boss)
    for attempt in (
        roster.confirm(office.desk, by, HOME, member.id),
        roster.remove(office.desk, by, HOME, member.id),
        roster.invite(office.desk, by, HOME, role="investigator", name="Friend"),
        roster.team(office.desk, boss),
        roster.confirm(office.desk, Actor("supervisor", HOME, "member:invented"), HOME, member.id),
    ):
        with pytest.raises(NotYours):
            await attempt
    assert {row.state for row in await office.stored(members)} == {"removed", "redeemed"}


@on_one
async def test_one_person_works_for_two_agencies_in_one_chat(office: Office) -> None:
    here, there = [
        await roster.invite(office.desk, CONSOLE, agency, role="investigator", name="Ana") for agency in (HOME, ABROAD)
    ]
    for agency, (member, token) in ((HOME, here), (ABROAD, there)):
        await roster.redeem(office.desk, await office.row("500"), CHAT, token)
        await roster.confirm(office.desk, CONSOLE, agency, member.id)
    both = await office.members(CHAT)
    assert {each.agency for each in both} == {HOME, ABROAD}
    case = await office.files(agency=ABROAD)
    assert (await roster.member_for(office.desk, both, case.id)).agency == ABROAD
    with pytest.raises(NotYours):
        await roster.member_for(office.desk, both, "nothing")
    assert len(await roster.every(office.desk, HOME)) == 1


async def test_duty_is_turned_on_and_off_by_the_member_alone(office: Office) -> None:
    ana = await office.hires()
    await office.delivers()
    assert not await roster.turn_duty(office.desk, await office.row(ana.chat.id), ana)
    await office.files()
    await office.delivers()
    assert "new_case" not in office.post.to(ana.chat.id)
    (ana,) = await office.members(ana.chat)
    assert await roster.turn_duty(office.desk, await office.row(ana.chat.id), ana)
    await office.delivers()
    assert office.post.to(ana.chat.id)[-1] == "new_case"  # it waited for the first who would be there


@on_one
async def test_a_removed_member_changes_nothing_any_more(office: Office) -> None:
    ana = await office.hires()
    await roster.remove(office.desk, CONSOLE, HOME, ana.id)
    for attempt in (roster.speak(office.desk, await office.row("1"), ana, "es"),
                    roster.turn_duty(office.desk, await office.row("1"), ana)):  # fmt: skip
        with pytest.raises(NotYours):
            await attempt
    (row,) = await office.stored(members)
    assert (row.language, row.on_duty, row.chat_index) == ("en", False, None)


@on_one
async def test_times_languages_and_places_are_kept_and_audited(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor")
    times = {"0": ["09:00", "12:00"]}
    await roster.set_times(office.desk, await office.row(), ana, times)
    await roster.set_spoken(office.desk, await office.row(), ana, ["es"])
    placed = await roster.place(office.desk, await office.row(), boss, ana.id, "queues", "critical")
    assert (placed.duty_times, placed.languages, placed.queues) == (times, ("es",), ("intake",))
    placed = await roster.place(office.desk, await office.row(), boss, ana.id, "queues", "critical")
    assert placed.queues == ("intake", "critical")
    assert [verb for _, verb, _ in await office.acts()][-4:] == ["duty", "duty", "place", "place"]
    for what, code in (("queues", "gone"), ("units", "gone"), ("name", "x")):
        with pytest.raises(Stale):
            await roster.place(office.desk, await office.row(), boss, ana.id, what, code)
    with pytest.raises(NotYours):
        await roster.place(office.desk, await office.row(), boss, "nobody", "queues", "critical")


@on_one
async def test_whoever_was_removed_changes_neither_times_nor_languages(office: Office) -> None:
    ana = await office.hires()
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    for work, change in ((roster.set_times, None), (roster.set_spoken, ["es"])):
        with pytest.raises(NotYours):
            await work(office.desk, await office.row(), ana, change)  # type: ignore[operator]
