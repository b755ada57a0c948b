"""A witness comes by a link that works once, says what they saw, and learns nothing of the case."""

import pytest

from bot.casework.errors import NotYours, Refused
from bot.casework.interview import Pressed, Said
from bot.desk import caseload, evidence, intake, retention, witnesses
from bot.desk.caseload import Move
from bot.desk.evidence import FileCame
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.drafts import Draft
from storage.models import drafts as draft_rows
from storage.models import evidence as evidence_rows
from storage.models import invitations as rows
from storage.models import statements
from storage.roster import Member
from tests.desk.office import DOOR, HOME, STORY, Office, on_one

CHAT = "700"


async def invited(office: Office) -> tuple[Member, Case, str]:
    """A case, somebody who looks after it, and the word of a witness's link."""
    ana, case = await office.hires(), await office.files()
    await office.delivers()
    row = await office.row(ana.chat.id)
    _, token, _ = await witnesses.invite(office.desk, row, ana, case.id, "The neighbor")
    return ana, case, token


async def opens(office: Office, token: str, chat: str = CHAT) -> Draft:
    return await witnesses.redeem(office.desk, await office.row(chat), Chat(DOOR, chat), token, "es")


async def hears(office: Office, *came: Pressed | FileCame | str) -> Asked | Filed:
    outcome: Asked | Filed | None = None
    for number, each in enumerate(came):
        incoming = Said(each, f"w{number}") if isinstance(each, str) else each
        outcome = await intake.hear(office.desk, await office.row(CHAT), await office.draft(CHAT), incoming)
    assert outcome is not None
    return outcome


async def test_a_statement_reaches_the_case_with_its_files(office: Office) -> None:
    ana, case, token = await invited(office)
    draft = await opens(office, token)
    assert (draft.purpose, draft.language, draft.case_id) == ("witness", "es", case.id)
    photo = FileCame("photo", "f", "9", caption="From my window.")
    await hears(office, Pressed("done"), "I saw two officers.", photo)
    assert (await office.stored(evidence_rows))[0].case_id is None, "not the case's before it is sent"
    await hears(office, Pressed("done"), "Rosa, 612-555-0100")
    outcome = await hears(office, Pressed("submit"))
    assert isinstance(outcome, Filed)
    assert outcome.stated is not None
    assert outcome.stated.id == draft.id
    _, (stated,) = await witnesses.statements(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert stated.who == "The neighbor"
    assert stated.statement.words == "I saw two officers.\n\nFrom my window."
    assert stated.statement.contact == "Rosa, 612-555-0100"
    (file,) = await office.stored(evidence_rows)
    assert (file.case_id, stated.statement.files) == (case.id, (file.id,))
    office.post.files["f"] = b"the photo"
    await office.collects()
    opened = await evidence.open_file(office.desk, ana, case.id, file.id, await office.row(ana.chat.id))
    assert opened.data == b"the photo"
    assert [each.templates for each in await office.delivers()] == [["witness_stated"]]
    async with office.desk.database.read() as session:
        assert await cases.narrative(session, HOME, case) == STORY, "the complainant's words are as they were"
        assert (await cases.events(session, HOME, case.id))[-1].verb == "witness_stated"
    assert [each for each in await office.acts() if each[0].startswith("witness:")][-1][1:] == ("state", case.id)


@on_one
async def test_the_witness_sees_nothing_of_the_case(office: Office) -> None:
    _, case, token = await invited(office)
    outcome = intake.resume(office.desk, await opens(office, token))
    shown = [repr(outcome.step)]
    for each in (Pressed("done"), "I saw it.", Pressed("done"), Pressed("skip")):
        outcome = await hears(office, each)
        assert isinstance(outcome, Asked)
        shown.append(repr((outcome.step, outcome.remarks)))
    assert outcome.step.kind == "review"
    assert not any(secret in said for said in shown for secret in (case.reference, "kicked", STORY))
    assert await office.stored(statements) == []


@pytest.mark.parametrize("why", ["used", "expired", "guessed", "taken back"])
async def test_a_link_that_does_not_work_says_nothing_and_leaves_nothing(office: Office, why: str) -> None:
    ana, case, token = await invited(office)
    if why == "used":
        await opens(office, token, "701")
    elif why == "expired":
        office.clock.passes(days=14)
    elif why == "taken back":
        (link,) = await office.stored(rows)
        await witnesses.revoke(office.desk, await office.row(ana.chat.id), ana, case.id, link.id)
    tried = "x" * 32 if why == "guessed" else token
    before = await office.stored(rows), await office.stored(draft_rows)
    assert not await witnesses.opens(office.desk, tried)
    with pytest.raises(Refused, match="invitation"):
        await opens(office, tried)
    assert (await office.stored(rows), await office.stored(draft_rows)) == before


@on_one
async def test_a_link_that_was_opened_cannot_be_taken_back(office: Office) -> None:
    ana, case, token = await invited(office)
    await opens(office, token)
    (link,) = await office.stored(rows)
    with pytest.raises(Refused, match="link_opened"):
        await witnesses.revoke(office.desk, await office.row(), ana, case.id, link.id)
    with pytest.raises(NotYours):
        await witnesses.revoke(office.desk, await office.row(), ana, case.id, "x" * 20)
    assert (await office.stored(rows))[0].state == "redeemed"


@on_one
async def test_what_is_remembered_later_goes_to_the_same_case_and_is_told_once_a_day(office: Office) -> None:
    ana, case, token = await invited(office)
    await opens(office, token)
    await hears(office, Pressed("done"), "I saw it.", Pressed("done"), Pressed("skip"), Pressed("submit"))
    (link,) = await witnesses.of_chat(office.desk, Chat(DOOR, CHAT))
    await witnesses.add(office.desk, await office.row(CHAT), link, "There was a third one.")
    await witnesses.add(office.desk, await office.row(CHAT), link, FileCame("video", "v", "12"))
    assert [each.templates for each in await office.delivers()] == [["witness_stated"]]
    _, stated = await witnesses.statements(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert [each.statement.words for each in stated] == ["I saw it.", "There was a third one.", ""]
    assert len(stated[2].statement.files) == 1
    assert await witnesses.of_chat(office.desk, Chat(DOOR, "100")) == []


@on_one
async def test_a_statement_may_come_after_the_case_is_closed_but_no_new_link(office: Office) -> None:
    boss = await office.hires("supervisor")
    _, case, token = await invited(office)
    for move in (Move("start"), Move("close", "duplicate")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    with pytest.raises(Refused, match="closed"):
        await witnesses.invite(office.desk, await office.row(), boss, case.id, "Another")
    await opens(office, token)
    await hears(office, Pressed("done"), "I saw it.", Pressed("done"), Pressed("skip"), Pressed("submit"))
    assert len(await office.stored(statements)) == 1
    assert (await office.now(case)).closed_at is not None


@on_one
async def test_done_without_a_word_is_not_a_statement(office: Office) -> None:
    _, _, token = await invited(office)
    await opens(office, token)
    outcome = await hears(office, Pressed("done"), Pressed("done"))
    assert isinstance(outcome, Asked)
    assert [each.key for each in outcome.remarks] == ["nothing_yet"]


@on_one
async def test_a_new_beginning_stays_with_the_case_and_a_cancelled_statement_leaves_nothing(office: Office) -> None:
    _, case, token = await invited(office)
    await opens(office, token)
    await hears(office, Pressed("done"), FileCame("photo", "f", "1"), Pressed("restart"))
    draft = await office.draft(CHAT)
    assert (draft.purpose, draft.case_id) == ("witness", case.id)
    await hears(office, Pressed("done"), FileCame("photo", "f", "2"))
    await intake.cancel(office.desk, await office.row(CHAT), await office.draft(CHAT))
    assert await office.stored(evidence_rows) == []
    assert (await office.now(case)).readable, "the key belongs to the case"


@on_one
async def test_a_statement_that_nobody_sends_is_erased_in_time(office: Office) -> None:
    _, _, token = await invited(office)
    await opens(office, token)
    office.clock.passes(days=61)
    await retention.round(office.desk)
    assert await intake.draft_of(office.desk, Chat(DOOR, CHAT)) is None


@on_one
@pytest.mark.parametrize("role", ["custodian", "auditor"])
async def test_only_who_works_on_cases_invites_and_reads(office: Office, role: str) -> None:
    _, case, _ = await invited(office)
    stranger = await office.hires(role)
    with pytest.raises(NotYours):
        await witnesses.invite(office.desk, await office.row(), stranger, case.id, "Somebody")
    with pytest.raises(NotYours):
        await witnesses.statements(office.desk, await office.row(), stranger, case.id)


@on_one
async def test_a_witness_who_thinks_better_of_it_is_named_as_the_witness(office: Office) -> None:
    _, _, token = await invited(office)
    draft = await opens(office, token)
    await intake.cancel(office.desk, await office.row(CHAT), draft)
    assert (await office.acts())[-1] == (f"witness:{draft.notes['invitation']}", "cancel", draft.id)
