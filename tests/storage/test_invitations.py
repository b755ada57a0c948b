"""Witnesses' links: opened once, in time, and what is said then is sealed with the case."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import invitations, keys
from storage.chats import Chat
from storage.database import Database
from storage.errors import RowStale

CHAT = Chat("telegram", "700")
SECRET = "d" * 64


async def test_a_token_opens_once_and_in_time(database: Database, given: Any, now: datetime) -> None:
    until = now + timedelta(days=14)
    async with database.write() as session:
        case = await given.case(session)
        made = await invitations.invite(
            session, "north", case, who="The baker", token_digest=SECRET, by="member:a", expires_at=until, now=now
        )
        assert (made.who, made.state, made.chat) == ("The baker", "invited", None)
        assert await invitations.of_token(session, "e" * 64, now) is None
        assert await invitations.of_token(session, SECRET, until) is None
        found = await invitations.of_token(session, SECRET, now)
        assert found == made
        await invitations.redeem(session, "north", made, CHAT)
        assert await invitations.of_token(session, SECRET, now) is None
        for late in (
            invitations.redeem(session, "north", made, CHAT),
            invitations.revoke(session, "north", made.id),
        ):
            with pytest.raises(RowStale):
                await late
        (mine,) = await invitations.of_chat(session, CHAT)
        assert (mine.id, mine.chat) == (made.id, CHAT)
        assert await invitations.of_chat(session, Chat("webchat", "700")) == []


async def test_one_that_was_taken_back_opens_nothing(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        until = now + timedelta(days=1)
        made = await invitations.invite(
            session, "north", case, who="x", token_digest=SECRET, by="member:a", expires_at=until, now=now
        )
        await invitations.revoke(session, "north", made.id)
        assert await invitations.of_token(session, SECRET, now) is None
        assert [each.state for each in await invitations.of_case(session, "north", case.id)] == ["revoked"]
        assert await invitations.load(session, "south", case.id, made.id) is None


async def test_statements_come_oldest_first(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        made = await invitations.invite(
            session,
            "north",
            case,
            who="x",
            token_digest=SECRET,
            by="member:a",
            expires_at=now + timedelta(days=1),
            now=now,
        )
        assert await invitations.stated(session, "north", case.id) == []
        first = await invitations.state(session, "north", made, words="One.", contact="Rosa", files=["e1"], now=now)
        second = await invitations.state(session, "north", made, words="Two.", now=now)
    async with database.read() as session:
        assert await invitations.stated(session, "north", case.id) == [first, second]
        assert await invitations.stated(session, "south", case.id) == []


async def test_a_link_to_a_case_without_its_key_does_not_exist(database: Database, given: Any, now: datetime) -> None:
    until = now + timedelta(days=1)
    async with database.write() as session:
        gone, there = [await given.case(session, chat=chat) for chat in ("1", "2")]
        for number, case in enumerate((gone, gone, there)):
            made = await invitations.invite(
                session, "north", case, who="x", token_digest=f"{number}" * 64, by="member:a", expires_at=until, now=now
            )
            if number > 0:
                await invitations.redeem(session, "north", made, CHAT)
        await keys.erase(session, "north", gone.key_id)
    async with database.read() as session:
        assert await invitations.of_token(session, "0" * 64, now) is None
        assert [each.case_id for each in await invitations.of_chat(session, CHAT)] == [there.id]
