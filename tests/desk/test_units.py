"""The unit that a case is about knows nothing of it: every verb, every list, by every road that leads to a case."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.casework.authorization import STAFF_ROLES, TABLE
from bot.casework.errors import NotYours, RedressError
from bot.casework.parts import Text, Unit
from bot.desk import (
    absences,
    digests,
    handover,
    likeness,
    offers,
    ownership,
    queues,
    reading,
    roster,
    search,
    staff_intake,
    tasks,
    transfers,
    watch,
)
from bot.desk.tasks import NewTask
from bot.desk.transfers import Proposal
from bot.telegram.shelf import Shelf
from storage import cases
from storage import roster as rows
from storage.cases import Case
from storage.models import notices
from storage.roster import Member
from tests.desk.attempts import ATTEMPTS, NOTHING, OF_ONE_MEMBER, OF_ONES_AGENCY, Target, target, with_things_of
from tests.desk.office import ABROAD, HOME, STORY, Office, on_one
from tests.desk.test_permission import outcome, told
from tests.telegram.clerk import WORDS, Clerk, office_in
from tests.telegram.test_reading import COMMANDS

OF_NO_CASE = {
    *(offers.look, offers.read, offers.accept, offers.refuse),  # tried below
    *(roster.invite, roster.confirm, roster.remove, roster.place, staff_intake.hear),
}
NAME = Text(en="Patrol", es="Patrulla")
UNITS = {
    "patrol": Unit(id="patrol", name=NAME, respondents=True, when={"unit": "patrol"}),
    "any": Unit(id="any", name=NAME, respondents=True, unknown=True),
}


def with_units(office: Office) -> Office:
    """The same office, which knows of its units which a case can be about."""
    agency = office.desk.agencies[HOME].model_copy(update={"units": UNITS})
    return replace(office, desk=replace(office.desk, agencies={**office.desk.agencies, HOME: agency}))


async def is_about(office: Office, case: Case, unit: str = "patrol") -> Case:
    """The profile has found out, or a supervisor has said, whom it is about."""
    async with office.desk.database.write() as session:
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        return await cases.record(session, HOME, held, changes={"respondent_unit": unit}, now=office.clock())


async def of_patrol(office: Office, member: Member) -> Member:
    """The colleague comes to that unit."""
    async with office.desk.database.write() as session:
        await rows.place(session, HOME, member.id, units=["patrol", "any"])
        found = await rows.load(session, HOME, member.id)
    assert found is not None
    return found


def strings(value: object) -> Iterator[str]:
    """Everything that an answer of the desk says, also what its repr leaves out."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.name != "agency" or isinstance(getattr(value, each.name), str):
                yield from strings(getattr(value, each.name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from strings(key)
            yield from strings(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from strings(each)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    else:
        yield str(value)


async def walled(office: Office) -> tuple[Target, Case, Case]:
    """Everything there is to get at, in cases that are all about patrol; the case and the one beside it."""
    at, case = await target(office)
    async with office.desk.database.read() as session:
        other = await cases.by_reference(session, HOME, at.other)
    assert other is not None
    return at, await is_about(office, case), await is_about(office, other)


@on_one
@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize("moved", [False, True], ids=["always there", "came later"])
async def test_no_verb_of_the_desk_shows_or_changes_it(office: Office, role: str, moved: bool) -> None:
    """Whoever came to the unit later has still what they had before: a search, a ticked act, a name that was opened."""
    at, case, other = await walled(office)
    member = await office.hires(role)
    if not moved:
        member = await of_patrol(office, member)
    at = await with_things_of(office, member, at)
    if moved:
        member = await of_patrol(office, member)
    before = await office.now(case), await office.now(other)
    secrets = {case.id, case.reference, other.id, other.reference, STORY, at.file, at.request, at.suggestion}
    wrong = []
    for work, (verb, attempt) in ATTEMPTS.items():
        if role not in TABLE[verb] or work in OF_NO_CASE:
            continue
        name = f"{work.__module__}.{work.__name__}"
        if work in {*OF_ONES_AGENCY, *OF_ONE_MEMBER}:
            try:
                said: object = await attempt(office, member, at)
            except RedressError as refused:
                said = (str(refused), refused.args, refused.params)
            leaked = {each for each in strings(said) if any(secret in each for secret in secrets)}
            wrong += [(name, leaked)] if leaked else []
        else:
            real, none = await outcome(attempt(office, member, at)), await outcome(attempt(office, member, NOTHING))
            same = none is not None and real is not None and told(real) == told(none)
            wrong += [] if type(real) is NotYours and same else [(name, real)]
    assert not wrong
    assert (await office.now(case), await office.now(other)) == before


@on_one
async def test_whoever_comes_to_the_unit_gives_back_what_is_about_it(office: Office) -> None:
    office = with_units(office)
    boss, ben = await office.hires("supervisor", queues=[]), await office.hires(name="Ben")
    about = [await is_about(office, await office.files(chat=f"{number}")) for number in range(3)]
    free = await is_about(office, await office.files(chat="9"), "elsewhere")
    for each in (*about, free):
        await ownership.claim(office.desk, await office.row(ben.chat.id), ben, each.id)
    ben = await roster.place(office.desk, await office.row(boss.chat.id), boss, ben.id, "units", "patrol")
    assert {*ben.units} == {"patrol", "any"}
    assert [(await office.now(each)).owner_id for each in (*about, free)] == [None, None, None, ben.id]
    given = [(who, subject) for who, verb, subject in await office.acts() if verb == "place" and subject != ben.id]
    assert {*given} == {(f"member:{boss.id}", each.id) for each in about}
    assert [each.id for each in (await queues.mine(office.desk, ben)).cases] == [free.id]
    await roster.place(office.desk, await office.row(boss.chat.id), boss, ben.id, "units", "patrol")  # and leaves it
    assert about[0].id in {each.id for each in (await queues.queue(office.desk, ben)).cases}


@on_one
async def test_an_offer_from_another_office_is_nothing_to_the_unit_it_would_be_about(office: Office) -> None:
    office = with_units(office)
    chief, boss = await office.hires("supervisor"), await office.hires("supervisor", agency=ABROAD)
    ben = await of_patrol(office, await office.hires("supervisor", name="Ben"))
    case = await office.files(chat="101", agency=ABROAD)
    given = await transfers.propose(
        office.desk, await office.row(), boss, case.id, Proposal(HOME, "It was their street.")
    )
    await transfers.answer(office.desk, await office.row("101"), await office.now(case), agrees=True)
    assert [each.id for each in (await offers.waiting(office.desk, chief))[0]] == [given.id]
    assert await offers.waiting(office.desk, ben) == ([], None)
    told = await office.tells_whom()
    office.clock.passes(days=30)
    for who, found in (await office.tells_whom()).items():
        told.setdefault(who, []).extend(found)
    assert {"transfer_offered", "transfer_due"} <= {*told[chief.chat.id]}
    assert not {"transfer_offered", "transfer_due"} & {*told.get(ben.chat.id, [])}, "not even that there is one"
    for name in (given.id, "no-such-offer"):
        for refused in (
            offers.look(office.desk, None, ben, name),
            offers.read(office.desk, await office.row(), ben, name),
            offers.accept(office.desk, await office.row(), ben, name),
            offers.refuse(office.desk, await office.row(), ben, name, "No."),
        ):
            assert type(await outcome(refused)) is NotYours
    taken = (await offers.accept(office.desk, await office.row(), chief, given.id)).case
    assert taken.respondent_unit == "any"
    assert type(await outcome(offers.look(office.desk, None, ben, given.id))) is NotYours
    assert (await offers.look(office.desk, None, chief, given.id)).transfer.new_case_id == taken.id


@on_one
@pytest.mark.parametrize("alone", [False, True], ids=["another supervisor", "no other supervisor"])
async def test_no_notice_of_it_ever_reaches_the_unit(office: Office, alone: bool) -> None:
    """Not as a cover, not as the only supervisor to escalate to, not by a saved search, a task or a morning's list."""
    office = with_units(office)
    ana = await office.hires(name="Ana")
    if not alone:
        await office.hires("supervisor", name="Zoe", queues=[])
    ben = await of_patrol(office, await office.hires("supervisor", name="Ben"))
    page = await search.find(office.desk, None, ben, "kicked")
    kept = await search.save(office.desk, await office.row(ben.chat.id), ben, page.search.id, "Kicks")
    await watch.alert(office.desk, await office.row(ben.chat.id), ben, kept.id, "each", None)
    await office.delivers()
    before = len(office.post.sent)
    cases_ = [await office.files(chat="1"), await office.files(chat="2")]
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, cases_[0].id)
    soon = NewTask("Call", (office.clock() + timedelta(days=1)).date(), ana.id)
    await tasks.add(office.desk, await office.row(ana.chat.id), ana, cases_[0].id, soon)
    today = office.clock().date()
    days = (today, today + timedelta(days=30))
    await absences.away(office.desk, await office.row(ana.chat.id), ana, days, ben.id)
    await likeness.round(office.desk)
    for _ in range(12):
        await office.delivers()
        await digests.round(office.desk)
        office.clock.passes(days=4)
    await office.delivers()
    told_him = [each for sent in office.post.sent[before:] if sent.to == ben.chat.id for each in sent.parcel.notices]
    assert [each.template for each in told_him if each.case_id is not None] == []
    assert {each.template for each in told_him} <= {"digest", "weekly_figures", "undecided"}
    mornings = [each for each in await office.stored(notices) if each.template == "digest" and ben.id in each.key]
    assert [found for each in mornings if (found := await digests.of_member(office.desk, ben, each)) is not None] == []


@on_one
async def test_what_was_offered_linked_or_ticked_before_is_nothing_after_the_move(office: Office) -> None:
    office = with_units(office)
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    case = await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    ask = await handover.offer(office.desk, await office.row(ana.chat.id), ana, case.id, ben.id, because="Too many.")
    token = await reading.link(office.desk, await office.row(ben.chat.id), ben, case.id, "read:")
    ben = await of_patrol(office, ben)
    answered = handover.answer(office.desk, await office.row(ben.chat.id), ben, case.id, ask.id, take=True)
    assert type(await outcome(answered)) is NotYours
    assert (await office.now(case)).owner_id == ana.id
    again = handover.offer(office.desk, await office.row(ana.chat.id), ana, case.id, ben.id, because="Too many.")
    assert str(await outcome(again)) != "None"
    assert ben.id not in {each.id for each in (await handover.colleagues(office.desk, ana, case.id))[1]}
    assert await Shelf(office.desk, WORDS).open(token) is None


async def test_no_button_and_no_command_of_the_bot_shows_it(migrated_file: Path, tmp_path: Path) -> None:
    """Every verb that staff can press, and every command, with the case's own number."""
    async with office_in(tmp_path, migrated_file) as opened:
        at, case, other = await walled(opened)
        ben = await of_patrol(opened, await opened.hires("supervisor", name="Ben"))
        clerk = Clerk(opened, ben)
        shown = []
        for verb in sorted(clerk.staff._presses):
            for arg in ("", case.id, other.reference, at.file, at.request, at.suggestion):
                try:
                    text = await clerk.presses(f"s:{verb}:{case.id}::{arg}"[:64])
                except (RedressError, ValueError):
                    continue
                shown.append((verb, text + "".join(clerk.labels())))
        for command in (*sorted(clerk.staff._commands), *COMMANDS):
            for rest in ("", f" {case.reference}", f" {other.reference}"):
                try:
                    text = await clerk.says(f"/{command.lstrip('/')}{rest}")
                except (RedressError, ValueError):
                    continue
                shown.append((command, (text + "".join(clerk.labels())).replace(rest.strip() or "\0", "")))
        secrets = (case.id, case.reference, other.reference, "kicked", "threw me")
        assert len(shown) > 20
        assert [each for each, text in shown if any(secret in text for secret in secrets)] == []
