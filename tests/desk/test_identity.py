"""A name that is kept: a reason of who asks, a reason of who opens, a few hours, and a chain of it all."""

import pytest

from bot.casework import interview
from bot.casework.errors import NotYours, Refused
from bot.casework.interview import Picked, Pressed
from bot.desk import identity, recusal, roster
from bot.desk.filing import Filed
from storage.cases import Case
from storage.models import unlocks as rows
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one

NAME = "Rosa Quispe"


async def kept(office: Office) -> Case:
    """Somebody files, gives a name, and asks that the investigators do not see it."""
    await office.tells()
    for each in (Pressed("skip"), Picked("keep_from_investigators")):
        await office.hears(each)
    await office.says(NAME)
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    return await office.now(filed.case)


async def asked(office: Office) -> tuple[Member, Member, Case, str]:
    """Ana has asked for the name; Eva keeps the names."""
    ana, eva = await office.hires(), await office.hires("custodian", name="Eva")
    case = await kept(office)
    await office.delivers()
    await identity.ask(office.desk, await office.row(ana.chat.id), ana, case.id, "I must call them today.")
    (row,) = await office.stored(rows)
    return ana, eva, case, row.id


async def decides(office: Office, eva: Member, case: Case, unlock: str, because: str, *, opens: bool = True) -> None:
    await identity.decide(office.desk, await office.row(eva.chat.id), eva, case.id, unlock, because, opens=opens)


async def test_a_name_is_asked_for_opened_read_and_shut_again(office: Office) -> None:
    ana, eva, case, unlock = await asked(office)
    assert [(each.to, each.templates) for each in await office.delivers()] == [(eva.chat.id, ["name_asked"])]
    question = await identity.question(office.desk, await office.row(eva.chat.id), eva, case.id)
    assert (question.unlock.because, question.asker.name) == ("I must call them today.", "Ana")
    await decides(office, eva, case, unlock, "The call cannot wait.")
    assert [(each.to, each.templates) for each in await office.delivers()] == [(ana.chat.id, ["name_opened"])]

    _, state = await identity.last(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert state is not None
    assert state.decision == "The call cannot wait."
    name = await identity.read(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert interview.unpack(name.answers)["name"].value == NAME

    office.clock.passes(hours=24)
    before = await office.stored(rows)
    with pytest.raises(Refused, match="name_closed_again"):
        await identity.read(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert await office.stored(rows) == before
    verbs = [verb for _, verb, subject in await office.acts() if subject == case.id]
    assert verbs[-5:] == ["ask_name", "decide_name", "decide_name", "name", "name"]


@on_one
async def test_nobody_else_reads_what_was_opened_for_one(office: Office) -> None:
    ana, eva, case, unlock = await asked(office)
    ben, boss = await office.hires(name="Ben"), await office.hires("supervisor")
    await decides(office, eva, case, unlock, "The call cannot wait.")
    for other in (ben, boss, eva):
        with pytest.raises(NotYours):
            await identity.read(office.desk, await office.row(), other, case.id)
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    with pytest.raises(NotYours):
        await identity.read(office.desk, await office.row(), ana, case.id)


@on_one
@pytest.mark.parametrize("because", ["", "  \n "])
async def test_without_a_reason_nothing_is_asked(office: Office, because: str) -> None:
    ana, _ = await office.hires(), await office.hires("custodian")
    case = await kept(office)
    with pytest.raises(Refused, match="reason_missing"):
        await identity.ask(office.desk, await office.row(), ana, case.id, because)
    assert await office.stored(rows) == []


@on_one
async def test_without_a_reason_nothing_is_opened(office: Office) -> None:
    _, eva, case, unlock = await asked(office)
    with pytest.raises(Refused, match="reason_missing"):
        await decides(office, eva, case, unlock, " ")
    assert (await office.stored(rows))[0].state == "asked"


@on_one
@pytest.mark.parametrize("role", ["intake", "investigator", "supervisor", "auditor"])
async def test_who_keeps_no_names_opens_none(office: Office, role: str) -> None:
    _, _, case, unlock = await asked(office)
    other = await office.hires(role)
    with pytest.raises(NotYours):
        await decides(office, other, case, unlock, "I want to.")
    with pytest.raises(NotYours):
        await identity.question(office.desk, await office.row(), other, case.id)
    assert (await office.stored(rows))[0].state == "asked"


@on_one
async def test_nobody_opens_what_they_asked_for_themselves(office: Office) -> None:
    ana, _, case, unlock = await asked(office)
    member, token = await roster.invite(office.desk, roster.CONSOLE, HOME, role="custodian", name="Ana")
    await roster.redeem(office.desk, None, ana.chat, token)
    await roster.confirm(office.desk, roster.CONSOLE, HOME, member.id)
    both = next(each for each in await office.members(ana.chat) if each.role == "custodian")
    with pytest.raises(Refused, match="own_question"):
        await decides(office, both, case, unlock, "It is urgent.")
    assert (await office.stored(rows))[0].state == "asked"


@on_one
async def test_a_refusal_is_told_with_its_reason_behind_a_tap(office: Office) -> None:
    ana, eva, case, unlock = await asked(office)
    await office.delivers()
    await decides(office, eva, case, unlock, "A letter will do.", opens=False)
    (sent,) = await office.delivers()
    assert (sent.to, sent.templates) == (ana.chat.id, ["name_refused"])
    assert "letter" not in repr(sent.parcel.notices)
    _, state = await identity.last(office.desk, await office.row(), ana, case.id)
    assert state is not None
    assert (state.state, state.decision, state.opens_until) == ("refused", "A letter will do.", None)
    with pytest.raises(NotYours):
        await identity.read(office.desk, await office.row(), ana, case.id)
    with pytest.raises(Refused, match="name_decided"):
        await decides(office, eva, case, unlock, "After all.")
    with pytest.raises(Refused, match="name_decided"):
        await identity.question(office.desk, await office.row(), eva, case.id)


@on_one
async def test_what_cannot_be_asked_for(office: Office) -> None:
    ana = await office.hires()
    case, open_one = await kept(office), await office.files(chat="200")
    with pytest.raises(Refused, match="no_custodian"):
        await identity.ask(office.desk, await office.row(), ana, case.id, "A call.")
    await office.hires("custodian")
    for verb in (identity.ask(office.desk, await office.row(), ana, open_one.id, "A call."),
                 identity.last(office.desk, await office.row(), ana, open_one.id)):  # fmt: skip
        with pytest.raises(Refused, match="name_not_kept"):
            await verb
    await identity.ask(office.desk, await office.row(), ana, case.id, "A call.")
    with pytest.raises(Refused, match="name_asked_already"):
        await identity.ask(office.desk, await office.row(), ana, case.id, "A call.")
    assert len(await office.stored(rows)) == 1


@on_one
async def test_every_custodian_is_told_and_no_one_else(office: Office) -> None:
    boss, zoe = await office.hires("supervisor"), await office.hires("custodian", name="Zoe")
    _, eva, _, _ = await asked(office)
    told = {each.to for each in await office.delivers() if each.templates == ["name_asked"]}
    assert told == {zoe.chat.id, eva.chat.id}
    assert "name_asked" not in office.post.to(boss.chat.id)


@on_one
async def test_a_custodian_who_must_not_know_of_a_case_is_no_custodian_for_it(office: Office) -> None:
    ana, eva, boss = await office.hires(), await office.hires("custodian"), await office.hires("supervisor")
    case = await kept(office)
    await recusal.recuse(office.desk, await office.row(), boss, case.id, because="Her brother.", who=eva.id)
    with pytest.raises(Refused, match="no_custodian"):
        await identity.ask(office.desk, await office.row(), ana, case.id, "A call.")
    assert await office.stored(rows) == []
