"""Versions: what staff correct and what the complainant edits; the first version stays, with who and when."""

from datetime import date

import pytest

from bot.casework import interview
from bot.casework.errors import NotYours, Refused, Stale, Unreadable
from bot.casework.interview import Edited
from bot.casework.sworn import PAPER
from bot.desk import caseload, corrections, correspondence, own_papers, timeline
from bot.desk.caseload import Move
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.models import events
from storage.roster import Member
from storage.timeline import Entry
from tests.desk.office import DOOR, STORY, Office, on_one
from tests.desk.papers.test_complaint_to_swear import CHRO, WHOLE, files, in_connecticut

BETTER = "They threw me on the ground. A second officer kicked me."


async def correct(office: Office, by: Member, case: Case, question: str, text: str) -> None:
    row = await office.row(by.chat.id)
    await corrections.correct(office.desk, row, by, case.id, question, text, "The report says so.")


async def amend(office: Office, text: str, message: str = "0", chat: str = "100") -> tuple[Case, bool] | None:
    return await correspondence.amend(office.desk, await office.row(chat), Chat(DOOR, chat), Edited(text, message))


async def versions(office: Office, by: Member, case: Case) -> tuple[Entry, ...]:
    return (await timeline.history(office.desk, None, by, case.id, "versions")).entries


async def answered(office: Office, case: Case, question: str) -> object:
    async with office.desk.database.read() as session:
        answers = interview.unpack(await cases.answers(session, case.agency, case))
    return answers[question].value if question in answers else None


async def test_a_corrected_fact_keeps_what_was_filed(office: Office) -> None:
    ana = await office.hires()
    case = await office.answers_everything(lambda question: f"Words on {question}")
    office.clock.passes(days=2)
    await correct(office, ana, case, "where", "Lake Street and 5th")
    (version,) = await versions(office, ana, case)
    said = {
        "question": "where",
        "was": "Words on where",
        "now": "Lake Street and 5th",
        "because": "The report says so.",
    }
    assert {name: version.detail[name] for name in said} == said
    assert ["where", "Words on where", "given"] in version.detail["before"], "what /verify goes by"
    assert (version.by, version.at) == (f"member:{ana.id}", office.clock())
    assert await answered(office, case, "where") == "Lake Street and 5th"
    told = await caseload.read(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert told.narrative.startswith("Words on story")


@on_one
async def test_a_fact_that_nobody_gave_can_be_filled_in(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await correct(office, ana, case, "when", "September 3")
    (version,) = await versions(office, ana, case)
    assert version.detail["was"] is None
    assert version.detail["now"]["on"] == "2026-09-03"


@on_one
@pytest.mark.parametrize(
    ("question", "text", "fault"),
    [("when", "when it rained", Unreadable), ("name", "Leo", Stale), ("name_choice", "use_name", Stale),
     ("nothing", "x", Stale)],
)  # fmt: skip
async def test_what_cannot_be_corrected_stays(office: Office, question: str, text: str, fault: type[Exception]) -> None:
    ana, case = await office.hires(), await office.files()
    before = await office.now(case)
    with pytest.raises(fault):
        await correct(office, ana, case, question, text)
    assert await office.now(case) == before


@on_one
async def test_a_closed_case_is_not_corrected_and_an_auditor_corrects_nothing(office: Office) -> None:
    boss, auditor, case = await office.hires("supervisor"), await office.hires("auditor"), await office.files()
    with pytest.raises(NotYours):
        await correct(office, auditor, case, "where", "Lake Street")
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, caseload.Move(action, outcome))
    before = await office.stored(events)
    with pytest.raises(Refused, match="closed_work"):
        await correct(office, boss, case, "where", "Lake Street")
    assert await office.stored(events) == before


async def test_an_edited_message_of_the_story_is_a_version_and_news(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await office.delivers()
    assert await amend(office, BETTER) == (await office.now(case), True)
    (version,) = await versions(office, ana, case)
    assert (version.verb, version.by) == ("amended", "complainant")
    assert {name: version.detail[name] for name in ("was", "now")} == {"was": STORY, "now": BETTER}
    async with office.desk.database.read() as session:
        assert await cases.narrative(session, case.agency, case) == STORY, "what was filed is never touched"
    assert "statement_changed" in [each for sent in await office.delivers() for each in sent.templates]
    assert await amend(office, "They kicked me.") is not None
    first, second = await versions(office, ana, case)
    assert (first.detail["now"], second.detail["was"], second.detail["now"]) == (BETTER, BETTER, "They kicked me.")


@on_one
async def test_an_edit_that_says_the_same_is_no_version(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    found = await amend(office, STORY)
    assert found is not None
    assert found[1] is False
    assert await versions(office, ana, case) == ()


@on_one
async def test_an_edit_of_something_else_is_none_of_the_story(office: Office) -> None:
    await office.files()
    assert await amend(office, BETTER, message="77") is None
    assert await amend(office, BETTER, chat="101") is None


@on_one
async def test_the_complainant_s_new_words_are_kept_even_once_it_is_closed(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, caseload.Move(action, outcome))
    await amend(office, BETTER)
    assert [each.detail["now"] for each in await versions(office, boss, case)] == [BETTER]


@on_one
async def test_whoever_still_has_to_swear_hears_that_the_paper_was_put_right_and_gets_the_new_one(
    office: Office,
) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE)
    pat = await office.hires("intake", agency=CHRO, name="Pat")
    old = await own_papers.copy(office.desk, await office.row(), case, PAPER)
    await office.delivers()
    await correct(office, pat, case, "respondent_place", "40 Bank Street, Waterbury")
    assert (await office.tells_whom())["100"] == ["swear_anew"]
    new = await own_papers.copy(office.desk, await office.row(), case, PAPER)
    assert (old.document.filled["address"], new.document.filled["address"]) == (
        [["Their address", "12 Main Street, Norwich"]],
        [["Their address", "40 Bank Street, Waterbury"]],
    )
    assert old.data != new.data
    boss = await office.hires("supervisor", agency=CHRO, name="Bo")
    case = await caseload.act(office.desk, await office.row(), boss, case.id, Move("swear", on=date(2026, 9, 14)))
    await office.delivers()
    await correct(office, pat, case, "respondent_place", "41 Bank Street, Waterbury")
    assert "100" not in await office.tells_whom()
