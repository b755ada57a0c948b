"""A copy holds what was said and the fingerprint of the record."""

import io

from pypdf import PdfReader

from bot.casework.interview import Picked, Pressed
from bot.desk import intake, pausing
from bot.desk.evidence import FileCame
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from bot.desk.papers import copy, fingerprint
from bot.desk.papers.wording import Wording
from bot.documents import pdf
from storage.cases import Case
from tests.desk.office import STORY, Office, on_one


@on_one
async def test_a_copy_holds_all_that_was_said(office: Office) -> None:
    case = await office.answers_everything(lambda about: f"words about {about}")
    agency = office.desk.agencies[case.agency]
    async with office.desk.database.read() as session:
        filled = await copy.build(session, agency, case, Wording(agency, "en"))
        assert filled["fingerprint"] == await fingerprint.of(session, agency.id, case)
    assert ("Where", "words about where") in filled["answers"]  # type: ignore[operator]
    assert "words about story" in str(filled["story"])


@on_one
async def test_what_came_beside_the_answers_is_in_it_and_no_paper_says_so_where_nothing_did(office: Office) -> None:
    await office.tells()
    await office.says("My sister saw it all from the porch.")
    await office.hears(FileCame("photo", "f", "9", caption="My arm."))
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    agency = office.desk.agencies[filed.case.agency]
    async with office.desk.database.read() as session:
        filled = await copy.build(session, agency, filed.case, Wording(agency, "en"))
    assert filled["also"] == ["My sister saw it all from the porch.", "My arm."]
    data = {"reference": "", "sample": True, "office": Wording(agency, "en").office(), **filled}
    for also, said in ((filled["also"], True), ([], False)):
        pages = PdfReader(io.BytesIO(pdf("copy", {**data, "also": also}, "en", made_at=office.clock()))).pages
        assert ("You also sent" in "".join(each.extract_text() for each in pages)) is said


@on_one
async def test_words_sent_while_the_name_was_asked_for_are_in_the_complainant_s_own_copy_alone(office: Office) -> None:
    draft = await office.tells()
    agency = office.desk.agencies[draft.agency]
    outcome: Asked | Filed = intake.resume(office.desk, draft)
    while isinstance(outcome, Asked):
        outcome = await _passes(office, outcome)
    case = outcome.case
    assert case.name_choice == "keep_from_investigators"
    async with office.desk.database.read() as session:
        for own, shown in (
            (True, "Marta Ruizvega 860-555-0177"),
            (False, "kept from investigators, as the complainant asked"),
        ):
            assert (await copy.build(session, agency, case, Wording(agency, "en", own=own)))["also"] == [shown]


async def _passes(office: Office, asked: Asked) -> Asked | Filed:
    """Skip what may be skipped; the name is written where it is asked what should happen with it."""
    question = asked.step.question
    if question is not None and question.id == "name_choice":
        await office.says("Marta Ruizvega 860-555-0177")
        return await office.hears(Picked("keep_from_investigators"))
    if question is not None and question.choices and not question.optional:
        return await office.hears(Picked(question.choices[0].id))
    return await office.hears(Pressed("submit" if question is None else "skip" if question.optional else "done"))


@on_one
async def test_a_short_complaint_has_a_short_copy(office: Office) -> None:
    case = await office.files()
    agency = office.desk.agencies[case.agency]
    async with office.desk.database.read() as session:
        filled = await copy.build(session, agency, case, Wording(agency, "es"))
    assert (filled["story"], filled["answers"], filled["files"]) == (STORY, [], [])


@on_one
async def test_a_copy_says_that_the_office_was_pausing_and_says_the_same_ever_after(office: Office) -> None:
    boss = await office.hires("supervisor")
    before = await office.files(chat="1")
    office.clock.passes(hours=1)
    await pausing.begin(office.desk, await office.row(boss.chat.id), boss, "in 9 days: two of us are ill")
    office.clock.passes(hours=1)
    case, agency = await office.files(chat="2"), office.desk.agencies[before.agency]

    async def said(of: Case, language: str) -> object:
        async with office.desk.database.read() as session:
            return (await copy.build(session, agency, of, Wording(agency, language))).get("paused")

    assert (await said(before, "en"), await said(case, "en")) == (None, "September 23, 2026")
    office.clock.passes(days=1)
    await pausing.end(office.desk, await office.row(boss.chat.id), boss)
    late = await office.files(chat="3")
    assert (await said(late, "es"), await said(case, "es")) == (None, "23 de septiembre de 2026")
