"""The paper to swear to holds the complainant's own words, names what is missing, and says where and how to swear."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from bot.casework import interview
from bot.casework.interview import Context, Incoming, Picked, Pressed, Said
from bot.desk import caseload, documents, intake, own_papers
from bot.desk.caseload import Move
from bot.desk.filing import Filed
from storage import drafts
from storage.cases import Case
from storage.chats import Chat
from tests.desk.office import DOOR, Office, on_one
from tests.house import agencies

CHRO = "ct_chro"
STORY = "My boss said I am too old for the floor. Two days later I was let go.\nA man of 24 has my job now."
pytestmark = on_one


def in_connecticut(office: Office) -> Office:
    return replace(office, desk=replace(office.desk, agencies=agencies(CHRO)))


def picks(*choices: str) -> list[Incoming]:
    return [*(Picked(each) for each in choices), Pressed("done")]


def says(text: str) -> list[Incoming]:
    return [Said(text, str(hash(text)))]


WHOLE: dict[str, list[Incoming]] = {
    "for_whom": [Picked("me")],
    "name_choice": [Picked("use_name")],
    "name": says("Ana María López"),
    "contact": says("860-555-0123 after 5"),
    "area": picks("employment"),
    "practice": picks("put_out"),
    "basis": picks("age"),
    "respondents": says("Green Market LLC, Mr. Hall"),
    "respondent_place": says("12 Main Street, Norwich"),
    "when": says("September 1, 2026"),
    "hope": says("I want my job back."),
}
SHORT = WHOLE | {"respondent_place": says("Norwich"), "when": says("last summer"), "basis": [Pressed("skip")]}


async def files(office: Office, answers: dict[str, list[Incoming]], language: str = "en") -> Case:
    """Somebody has answered everything in this way and submits it."""
    agency, chat = office.desk.agencies[CHRO], Chat(DOOR, "100")
    begun = await intake.begin(office.desk, None, chat, agency, language)
    context = Context(language, office.clock())
    turn = interview.begin(agency)
    ahead = [Picked(language), Pressed("done"), Said(STORY, "1"), Pressed("done")]
    while ahead or turn.step.question is not None:
        incoming = ahead or answers[turn.step.question.id]  # type: ignore[union-attr]
        for each in incoming:
            turn = interview.reply(agency, turn.answers, each, context)
        ahead = []
    async with office.desk.database.write() as session:
        packed = interview.pack(turn.answers)
        await drafts.save(session, CHRO, begun.draft, answers=packed, notes={}, language=language, now=office.clock())
    filed = await office.hears(Pressed("submit"))
    assert isinstance(filed, Filed)
    return await office.now(filed.case)


async def paper(office: Office, case: Case, language: str = "en") -> tuple[bytes, str]:
    pat = await office.hires("intake", agency=CHRO, name="Pat")
    made = await documents.make(office.desk, await office.row(), pat, case.id, "complaint_to_swear", language)
    pages = PdfReader(io.BytesIO(made.data)).pages
    return made.data, " ".join(" ".join(page.extract_text() for page in pages).split())


def part(text: str, begin: str, end: str) -> str:
    return text[text.index(begin) + len(begin) : text.index(end)]


async def test_a_whole_complaint_is_ready_to_swear(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE)
    _, text = await paper(office, case)
    assert "This is not a filing yet." in text
    assert "Ana María López" in text
    assert "860-555-0123 after 5" in text
    about = part(text, "Who the complaint is about", "What it is about")
    assert "Green Market LLC, Mr. Hall" in about
    assert "12 Main Street, Norwich" in about
    sorts = part(text, "What it is about", "What happened")
    for each in ("At work", "Fired, evicted or ended", "Age", "September 1, 2026"):
        assert each in sorts
    assert "“My boss said I am too old for the floor. Two days later I was let go.”" in text
    assert "“A man of 24 has my job now.”" in text
    assert "“I want my job back.”" in text
    assert "Signature of the person who complains" in text
    assert "What is still missing" not in text
    assert "File by February 28, 2027 at the latest. Another rule says June 28, 2027" in text
    where = part(text, "Where you can swear to it", "06604")
    assert where.index("Norwich") < where.index("Waterbury")


async def test_what_is_missing_is_named_and_nothing_is_made_up(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, SHORT)
    _, text = await paper(office, case)
    missing = part(text, "What is still missing", "How to swear to it")
    assert "Because of" in missing
    assert "Their address: the street and the number" in missing
    assert "When: the exact day" in missing
    assert "Name" not in missing
    assert "Age" not in part(text, "What it is about", "What happened")


async def test_it_is_made_in_spanish_as_well(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE, "es")
    _, text = await paper(office, case, "es")
    for each in (
        "Queja por discriminación",
        "Lo que pasó",
        "«My boss said",
        "Firma de quien se queja",
        "1 de septiembre",
    ):
        assert each in text


@pytest.mark.parametrize("language", ["en", "es"])
async def test_nothing_on_it_threatens(office: Office, language: str) -> None:
    office = in_connecticut(office)
    _, text = await paper(office, await files(office, WHOLE), language)
    for word in ("perjury", "penalty", "penalties", "prison", "perjurio", "pena de", "cárcel", "sanción"):
        assert word not in text.lower()


async def test_only_a_complaint_about_housing_needs_no_notary(office: Office) -> None:
    office = in_connecticut(office)
    _, text = await paper(office, await files(office, WHOLE))
    assert "need not be sworn before a notary" not in text
    at_home = await files(office, WHOLE | {"area": picks("housing", "employment")})
    _, text = await paper(office, at_home)
    assert "need not be sworn before a notary" in text


async def test_once_it_is_sworn_no_limit_stands_on_it(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE)
    boss = await office.hires("supervisor", agency=CHRO, name="Bo")
    case = await caseload.act(office.desk, await office.row(), boss, case.id, Move("swear", on=date(2026, 9, 14)))
    _, text = await paper(office, case)
    assert "at the latest" not in text


async def test_a_name_that_is_kept_is_not_on_a_paper_that_staff_make(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE | {"name_choice": [Picked("keep_from_investigators")]})
    _, text = await paper(office, case)
    assert "López" not in text


async def test_the_complainant_takes_it_for_themselves_name_and_all_beside_their_copy(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE | {"name_choice": [Picked("keep_from_investigators")]})
    taken = [
        await own_papers.copy(office.desk, await office.row(), case, *template)
        for template in (("complaint_to_swear",), (), ("complaint_to_swear",))
    ]
    assert [each.document.kind for each in taken] == ["complaint_to_swear", "copy", "complaint_to_swear"]
    assert taken[0].data == taken[2].data
    assert "López" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(taken[0].data)).pages)
