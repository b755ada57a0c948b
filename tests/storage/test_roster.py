"""The roster: an invitation works once, in time, for one chat, and a person confirms who came."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import cases, roster
from storage.chats import Chat
from storage.database import Database
from storage.errors import RowStale
from storage.keys import erase
from storage.roster import Member

CHAT = Chat("telegram", "900")
WEEK = timedelta(days=7)


async def invite(database: Database, now: datetime, digest: str = "t" * 64, **more: Any) -> Member:
    standard = {"role": "investigator", "name": "Ana Ruiz", "queues": ["intake"], "invited_by": "operator"}
    standard |= {"language": "es", "token_digest": digest, "expires_at": now + WEEK, "now": now}
    async with database.write() as session:
        return await roster.invite(session, "north", **(standard | more))


async def redeem(database: Database, now: datetime, chat: Chat = CHAT) -> Member | None:
    async with database.write() as session:
        return await roster.redeem(session, "t" * 64, chat, now)


async def test_the_way_in(database: Database, now: datetime) -> None:
    invited = await invite(database, now)
    assert (invited.state, invited.name, invited.chat, invited.on_duty) == ("invited", "Ana Ruiz", None, True)
    redeemed = await redeem(database, now)
    assert redeemed is not None
    assert (redeemed.state, redeemed.chat) == ("redeemed", CHAT)
    async with database.read() as session:
        assert await roster.of_chat(session, CHAT) == []
    async with database.write() as session:
        confirmed = await roster.confirm(session, "north", invited.id)
    assert confirmed.state == "confirmed"
    async with database.read() as session:
        assert await roster.of_chat(session, CHAT) == [confirmed]
        assert await roster.load(session, "north", invited.id) == confirmed
        assert await roster.load(session, "south", invited.id) is None
        assert await roster.every(session, "north") == [confirmed]


async def test_an_invitation_works_once(database: Database, now: datetime) -> None:
    await invite(database, now)

    came = await asyncio.gather(*(redeem(database, now, Chat("telegram", str(number))) for number in range(16)))

    assert sum(one is not None for one in came) == 1


async def test_an_expired_or_unknown_one_does_not_work(database: Database, now: datetime) -> None:
    await invite(database, now)
    await invite(database, now, "u" * 64)

    assert await redeem(database, now + WEEK) is None
    async with database.write() as session:
        assert await roster.redeem(session, "x" * 64, CHAT, now) is None


async def test_one_whose_key_is_gone_does_not_work(database: Database, now: datetime) -> None:
    invited = await invite(database, now)
    async with database.write() as session:
        await erase(session, "north", invited.key_id)
    assert await redeem(database, now) is None


async def test_only_who_redeemed_is_confirmed_and_only_in_their_agency(database: Database, now: datetime) -> None:
    invited = await invite(database, now)
    for agency in ("north", "south"):
        with pytest.raises(RowStale):
            async with database.write() as session:
                await roster.confirm(session, agency, invited.id)


async def test_a_removed_member_is_nobody_in_the_chat(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        member = await given.member(session)
        await roster.prompt(session, "north", member.id, {"text": "note"})
        removed = await roster.remove(session, "north", member.id)
        assert await roster.of_chat(session, CHAT) == []
        assert await roster.on_duty(session, "north", "intake") == []
        with pytest.raises(RowStale):
            await roster.remove(session, "north", member.id)
    assert (removed.state, removed.chat, removed.prompt, removed.name) == ("removed", None, None, "Ana Ruiz")


async def test_a_removed_invitation_cannot_be_redeemed(database: Database, now: datetime) -> None:
    invited = await invite(database, now)
    async with database.write() as session:
        await roster.remove(session, "north", invited.id)
    assert await redeem(database, now) is None


async def test_who_looks_after_a_queue(database: Database, given: Any) -> None:
    async with database.write() as session:
        ana = await given.member(session, chat="1", queues=["intake", "critical"])
        bo = await given.member(session, chat="2", queues=["critical"])
        sue = await given.member(session, chat="3", role="supervisor", queues=[])
        await given.member(session, "south", chat="4", queues=["critical"])
        assert [one.id for one in await roster.on_duty(session, "north", "critical")] == [ana.id, bo.id]
        await roster.set_duty(session, "north", ana.id, False)
        await roster.set_queues(session, "north", bo.id, ["intake"])
        await roster.set_language(session, "north", bo.id, "es")
        await roster.set_duty(session, "north", sue.id, False)
        assert await roster.on_duty(session, "north", "critical") == []
        assert [one.language for one in await roster.on_duty(session, "north", "intake")] == ["es"]
        assert [one.id for one in await roster.supervisors(session, "north")] == [sue.id]


async def test_a_prompt_is_kept_until_it_is_answered(database: Database, given: Any) -> None:
    async with database.write() as session:
        member = await given.member(session)
        await roster.prompt(session, "north", member.id, {"case": "c", "action": "note"})
    async with database.write() as session:
        (found,) = await roster.of_chat(session, CHAT)
        assert found.prompt == {"case": "c", "action": "note"}
        await roster.prompt(session, "north", member.id, None)
    async with database.read() as session:
        (found,) = await roster.of_chat(session, CHAT)
    assert found.prompt is None


async def test_open_cases_are_counted(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana, bo = await given.member(session, chat="1"), await given.member(session, chat="2")
        for chat, changes in enumerate(
            [{"owner_id": ana.id}, {"owner_id": ana.id}, {"owner_id": bo.id, "closed_at": now}, {}]
        ):
            await cases.record(session, "north", await given.case(session, chat=str(chat)), changes=changes, now=now)
        assert await roster.load_counts(session, "north") == {ana.id: 2}
        assert await roster.load_counts(session, "south") == {}


async def test_one_person_may_serve_two_agencies(database: Database, given: Any) -> None:
    async with database.write() as session:
        await given.member(session)
        await given.member(session, "south")
        assert [one.agency for one in await roster.of_chat(session, CHAT)] == ["north", "south"]


async def test_what_somebody_attests_is_kept_once_and_only_at_the_door(database: Database, now: datetime) -> None:
    invited = await invite(database, now)
    async with database.write() as session:
        with pytest.raises(RowStale):
            await roster.attest(session, "north", invited.id, roster.YES, now)
    await redeem(database, now)
    async with database.write() as session:
        assert [each.id for each in await roster.at_the_door(session, CHAT)] == [invited.id]
        said = await roster.attest(session, "north", invited.id, roster.YES, now)
        assert (said.attested, said.attested_at) == ("yes", now)
        with pytest.raises(RowStale):
            await roster.attest(session, "north", invited.id, roster.NO, now)


async def test_who_never_attested_waits_at_the_door_again(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        assert [each.id for each in await roster.recall(session, "north")] == [ana.id]
        assert await roster.recall(session, "south") == []
        again = await roster.load(session, "north", ana.id)
        assert again is not None
        assert again.state == "redeemed"
        await roster.attest(session, "north", ana.id, roster.YES, now)
        await roster.confirm(session, "north", ana.id)
        assert await roster.recall(session, "north") == []
