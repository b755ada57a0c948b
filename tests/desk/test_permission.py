"""Default deny: every verb of the desk, every role, every agency; what exists and what does not look the same."""

import inspect
import pkgutil
from collections import Counter
from collections.abc import Awaitable
from dataclasses import replace
from importlib import import_module

import pytest

import bot.desk
from bot.casework.authorization import STAFF_ROLES, TABLE, Actor, Verb, may, permit
from bot.casework.errors import NotYours, RedressError
from bot.desk import offers, ownership, roster
from storage.chats import Chat
from storage.roster import Member
from tests.desk.attempts import (
    ATTEMPTS,
    NOT_FOR_STAFF,
    NOT_ON_THE_CHAIN,
    NOTHING,
    OF_ONE_MEMBER,
    OF_ONES_AGENCY,
    OF_ONESELF,
    WITHOUT_RIGHTS,
    target,
    with_things_of,
)
from tests.desk.office import ABROAD, DOOR, HOME, Office, on_one


def test_every_verb_has_a_row_and_a_verb_without_one_is_denied() -> None:
    assert set(TABLE) == set(Verb)
    assert not may("a new verb", Actor("supervisor", HOME, "member:x"), HOME)  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        permit(Verb.OPEN, Actor("supervisor", HOME, "member:x"), None)


def test_every_verb_that_staff_have_is_tried_below() -> None:
    tried = {verb for verb, _ in ATTEMPTS.values()} | NOT_FOR_STAFF | {Verb.DUTY}
    assert tried == set(Verb)
    for verb in NOT_FOR_STAFF:
        assert not TABLE[verb] & set(STAFF_ROLES), verb


def test_every_function_that_takes_a_member_is_tried_below() -> None:
    found = set()
    for each in pkgutil.iter_modules(bot.desk.__path__):
        module = import_module(f"bot.desk.{each.name}")
        for name, work in inspect.getmembers(module, inspect.iscoroutinefunction):
            parameters = inspect.signature(work).parameters
            if work.__module__ == module.__name__ and not name.startswith("_") and "desk" in parameters:
                found |= {work} if {"member", "by"} & set(parameters) and "session" not in parameters else set()
    assert found == set(ATTEMPTS) | OF_ONESELF | WITHOUT_RIGHTS


async def outcome(attempt: Awaitable[object]) -> RedressError | None:
    try:
        await attempt
    except RedressError as refused:
        return refused
    return None


def told(refused: RedressError) -> tuple[object, ...]:
    """Everything that a refusal says."""
    return type(refused), refused.args, refused.params, str(refused)


async def outsider(office: Office, role: str, who: str) -> Member:
    """Somebody whom nothing of this office concerns."""
    if who in ("foreign", "removed"):
        member = await office.hires(role, agency=ABROAD if who == "foreign" else HOME)
        if who == "removed":
            await roster.remove(office.desk, roster.CONSOLE, HOME, member.id)
        return member
    fresh, token = await roster.invite(office.desk, roster.CONSOLE, HOME, role=role, name="Early")
    chat = Chat(DOOR, f"8-{role}")
    if who == "redeemed":
        await roster.redeem(office.desk, await office.row(chat.id), chat, token)
    return replace(fresh, chat=chat, state="confirmed")  # as if something had let them in


@pytest.mark.parametrize("who", ["foreign", "removed", "invited", "redeemed"])
async def test_whoever_is_not_of_this_office_gets_the_same_nothing(office: Office, who: str) -> None:
    at, before = await target(office)
    members = [await outsider(office, role, who) for role in STAFF_ROLES]
    acts, row = await office.acts(), await office.row("900")
    at, nothing = replace(at, row=row), replace(NOTHING, row=row)
    for work, (_, attempt) in ATTEMPTS.items():
        if who == "foreign" and work in OF_ONES_AGENCY:
            continue
        for member in members:
            real, none = await outcome(attempt(office, member, at)), await outcome(attempt(office, member, nothing))
            assert type(real) is NotYours, f"{who} {member.role}: {work.__name__}"
            assert none is not None
            assert told(real) == told(none), f"{who} {member.role}: {work.__name__}"
    assert await office.acts() == acts
    assert await office.now(before) == before


@on_one
@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_a_colleague_may_do_what_the_table_says_and_nothing_else(office: Office, role: str) -> None:
    at, case = await target(office)
    member = await office.hires(role)
    at = await with_things_of(office, member, at)
    for work, (verb, attempt) in ATTEMPTS.items():
        refused = await outcome(attempt(office, member, at))
        allowed = role in TABLE[verb]
        if work is roster.remove:  # there is nobody of that name, which looks like no right at all
            assert type(refused) is NotYours
        else:
            assert (type(refused) is not NotYours) is allowed, f"{role}: {work.__name__}: {refused!r}"
        if not allowed:
            none = await outcome(attempt(office, member, NOTHING))
            assert none is not None
            assert told(none) == told(refused), work.__name__  # type: ignore[arg-type]
    by = f"member:{member.id}"
    done = [verb for who, verb, _ in await office.acts() if who == by and verb != "redeem"]
    assert set(done) <= {verb.value for verb in Verb if role in TABLE[verb]}
    if role not in TABLE[Verb.CLAIM]:
        assert (await office.now(case)).owner_id is None


@on_one
@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_what_one_member_has_is_nothing_to_a_colleague(office: Office, role: str) -> None:
    at, _ = await target(office)
    member = await office.hires(role)
    acts = await office.acts()
    for work in OF_ONE_MEMBER:
        real, none = [await outcome(ATTEMPTS[work][1](office, member, each)) for each in (at, NOTHING)]
        assert type(real) is NotYours, work.__name__
        assert none is not None
        assert told(real) == told(none), work.__name__
    assert await office.acts() == acts


@on_one
async def test_every_read_and_every_change_by_staff_is_one_row_of_the_chain(office: Office) -> None:
    at, _ = await target(office)
    boss = await office.hires("supervisor")
    at = await with_things_of(office, boss, at)
    for work, (verb, attempt) in ATTEMPTS.items():
        before = Counter(await office.acts())
        refused = await outcome(attempt(office, boss, at))
        new = Counter((who, what) for who, what, _ in (Counter(await office.acts()) - before).elements())
        if refused is None and work not in NOT_ON_THE_CHAIN:
            expected = "open" if work is ownership.assignees else verb.value
            beside = [("complainant", "file"), ("program", "transfer")] if work is offers.accept else []
            assert new == Counter([(f"member:{boss.id}", expected), *beside]), work.__name__
        else:
            assert not new, work.__name__
