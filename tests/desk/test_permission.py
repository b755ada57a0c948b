"""Default deny: every verb of the desk, every role, every agency; what exists and what does not look the same."""

import inspect
import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pytest

from bot.casework.authorization import STAFF_ROLES, TABLE, Actor, Verb, may, permit
from bot.casework.errors import NotYours, RedressError
from bot.desk import caseload, correspondence, evidence, ownership, reports, roster
from bot.desk.caseload import Move
from bot.desk.evidence import FileCame
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.inbox import InboxRow
from storage.models import allegations
from storage.models import evidence as evidence_rows
from storage.roster import Member
from tests.desk.office import ABROAD, DOOR, HOME, Office, on_one


@dataclass(frozen=True)
class Target:
    """What somebody tries to get at."""

    case: str
    file: str
    suggestion: str
    colleague: str
    agency: str = HOME
    row: InboxRow | None = None  # the update, where one is enough because nothing is ever applied


Attempt = Callable[[Office, Member, Target], Awaitable[object]]


def of_member(work: Callable[..., Awaitable[object]], *what: str | Callable[[Target], object]) -> Attempt:
    """An attempt that takes the update, the member, the case, and whatever else is named."""

    async def attempt(office: Office, member: Member, at: Target) -> object:
        row = at.row or await office.row("900")
        rest = [each(at) if callable(each) else each for each in what]
        by_name = list(inspect.signature(work).parameters)
        first = [office.desk, row, member] if by_name[1] == "source" else [office.desk, member]
        more = {"source": row} if by_name[1] != "source" and "source" in by_name else {}
        return await work(*first, at.case, *rest, **more)

    return attempt


def of_actor(work: Callable[..., Awaitable[object]], *what: Callable[[Target], object], **named: object) -> Attempt:
    """An attempt by somebody as the audit chain names them."""

    async def attempt(office: Office, member: Member, at: Target) -> object:
        return await work(office.desk, caseload.actor(member), at.agency, *(each(at) for each in what), **named)

    return attempt


async def find(office: Office, member: Member, at: Target) -> object:
    async with office.desk.database.read() as session:
        case = await cases.load(session, HOME, at.case)
    return await caseload.find(office.desk, member, case.reference if case else "OPCR-2026-99999-5")


ATTEMPTS: Mapping[Callable[..., Any], tuple[Verb, Attempt]] = {
    caseload.queue: (Verb.QUEUE, lambda office, member, at: caseload.queue(office.desk, member)),
    caseload.mine: (Verb.MINE, lambda office, member, at: caseload.mine(office.desk, member)),
    caseload.find: (Verb.OPEN, find),
    caseload.card: (Verb.OPEN, of_member(caseload.card)),
    caseload.read: (Verb.READ, of_member(caseload.read)),
    caseload.talk: (Verb.READ, of_member(caseload.talk)),
    caseload.media: (Verb.MEDIA, of_member(caseload.media)),
    evidence.open_file: (Verb.MEDIA, of_member(evidence.open_file, lambda at: at.file)),
    caseload.decide: (Verb.DECIDE, of_member(caseload.decide, lambda at: (at.suggestion, "confirmed"))),
    caseload.note: (Verb.NOTE, of_member(caseload.note, "a note")),
    caseload.message: (Verb.MESSAGE, of_member(caseload.message, "a message")),
    ownership.claim: (Verb.CLAIM, of_member(ownership.claim)),
    ownership.assign: (Verb.ASSIGN, of_member(ownership.assign, lambda at: at.colleague)),
    ownership.assignees: (Verb.ASSIGN, lambda office, member, at: ownership.assignees(office.desk, member)),
    caseload.act: (Verb.ACT, of_member(caseload.act, lambda at: Move("start"))),
    roster.invite: (Verb.INVITE, of_actor(roster.invite, role="investigator", name="New")),
    roster.confirm: (Verb.CONFIRM, of_actor(roster.confirm, lambda at: at.colleague)),
    roster.remove: (Verb.REMOVE, of_actor(roster.remove, lambda at: "nobody")),
    roster.team: (Verb.CONFIRM, lambda office, member, at: roster.team(office.desk, member)),
    reports.export: (Verb.EXPORT, of_actor(reports.export, lambda at: io.StringIO(), as_csv=True)),
}
OF_ONESELF = {caseload.ask, roster.speak, roster.turn_duty}  # a removed member is refused; tested with their modules
NOT_FOR_STAFF = {Verb.FILE, Verb.ADD, Verb.STATUS, Verb.WITHDRAW, Verb.CANCEL, Verb.REDEEM,
                 Verb.REMIND, Verb.DELIVER, Verb.KEEP, Verb.ERASE}  # fmt: skip
MODULES: tuple[ModuleType, ...] = (caseload, ownership, evidence, roster, reports)


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
    for module in MODULES:
        for name, work in inspect.getmembers(module, inspect.iscoroutinefunction):
            parameters = inspect.signature(work).parameters
            if work.__module__ == module.__name__ and not name.startswith("_") and "desk" in parameters:
                found |= {work} if {"member", "by"} & set(parameters) and "session" not in parameters else set()
    assert found == set(ATTEMPTS) | OF_ONESELF


async def target(office: Office) -> tuple[Target, Case]:
    case = await office.files()
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f", "1"))
    colleague, token = await roster.invite(office.desk, roster.CONSOLE, HOME, role="investigator", name="New")
    await roster.redeem(office.desk, await office.row("7"), Chat(DOOR, "7"), token)
    (suggestion,), (file,) = await office.stored(allegations), await office.stored(evidence_rows)
    return Target(case.id, file.id, suggestion.id, colleague.id), await office.now(case)


async def outcome(attempt: Awaitable[object]) -> RedressError | None:
    try:
        await attempt
    except RedressError as refused:
        return refused
    return None


def told(refused: RedressError) -> tuple[object, ...]:
    """Everything that a refusal says."""
    return type(refused), refused.args, refused.params, str(refused)


NOTHING = Target("no-such-case", "no-such-file", "no-such-row", "nobody")


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
        if who == "foreign" and work in (caseload.queue, caseload.mine, roster.team, ownership.assignees):
            continue  # these are about one's own agency, whichever that is
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
async def test_every_read_and_every_change_by_staff_is_one_row_of_the_chain(office: Office) -> None:
    at, _ = await target(office)
    boss = await office.hires("supervisor")
    for work, (verb, attempt) in ATTEMPTS.items():
        before = await office.acts()
        refused = await outcome(attempt(office, boss, at))
        new = [(who, what) for who, what, _ in (await office.acts())[len(before) :]]
        if refused is None and work not in (caseload.find, ownership.assignees, roster.team):
            assert new == [(f"member:{boss.id}", verb.value)], work.__name__
        else:  # finding a reference shows nothing yet; the lists of colleagues show no case
            assert new == []
