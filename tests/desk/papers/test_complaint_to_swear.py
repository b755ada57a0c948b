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
    at_home = await files(office, WHOLE | {"area": picks("housing")})
    _, text = await paper(office, at_home)
    assert "need not be sworn before a notary" in text
    assert "at home" not in text, "one page must not forbid what the other allows"
    assert "sign it where it says so" in text
    both = await files(office, WHOLE | {"area": picks("housing", "employment")})
    _, text = await paper(office, both)
    assert "need not be sworn before a notary" not in text, "what is about work would not be filed"


async def test_only_the_story_is_sworn_to(office: Office) -> None:
    """Words typed at a question with buttons: kept for the staff, and in the copy; nobody swears to them."""
    office = in_connecticut(office)
    stray = Said("me /cancel no, my landlord", "88")
    case = await files(office, WHOLE | {"for_whom": [stray, Picked("me")]})
    _, text = await paper(office, case)
    assert "my landlord" not in text
    copied = await own_papers.copy(office.desk, await office.row(), case)
    copy = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(copied.data)).pages).split())
    assert "You also sent me /cancel no, my landlord" in copy


@pytest.mark.parametrize(
    ("language", "when", "meant"),
    [
        ("en", "last month", "Between August 1, 2026 and August 31, 2026. In my words: “last month”"),
        ("es", "el mes pasado", "Entre el 1 de agosto de 2026 y el 31 de agosto de 2026. Con mis palabras: «el mes"),
        ("en", "I don't know", "When I don't know"),
    ],
)
async def test_a_day_means_the_same_to_whoever_reads_it_later(
    office: Office, language: str, when: str, meant: str
) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE | {"when": says(when)}, language)
    assert meant in (await paper(office, case, language))[1]


async def test_what_the_law_asks_for_has_a_line_to_write_it_and_is_not_called_optional(office: Office) -> None:
    office = in_connecticut(office)
    about = [Said("512", "61"), Pressed("another"), Said("Mr. Hall", "62")]
    nameless = {"name_choice": [Picked("no_name")], "respondents": about, "basis": [Pressed("skip")]}
    case = await files(office, WHOLE | nameless | {"respondent_place": says("Springfield MA")})
    _, text = await paper(office, case)
    lines = part(text, "Who complains", "What it is about")
    law = part(text, "What is still missing The law asks for this.", "You can swear to it without this.")
    for each in (
        "Name",
        "Complaint is about: a name, for a number alone does not say who it is",
        "Their address: the town, for we did not find it on our list",
        "Their address: the street and the number",
        "Their address: if they are not all at this address, one for each of them",
    ):
        assert each in lines
        assert each in law
    assert "Contact" in lines
    optional = part(text, "You can swear to it without this.", "How to swear to it")
    assert ["address" in optional, "Contact" in optional, "Because of" in optional] == [False, True, True]


async def test_once_it_is_sworn_no_limit_stands_on_it(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE)
    boss = await office.hires("supervisor", agency=CHRO, name="Bo")
    case = await caseload.act(office.desk, await office.row(), boss, case.id, Move("swear", on=date(2026, 9, 14)))
    _, text = await paper(office, case)
    assert "at the latest" not in text


async def test_once_it_is_sworn_it_does_not_say_that_it_is_no_filing_nor_how_to_sign(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE)
    assert "This is not a filing yet." in (await paper(office, case))[1]
    boss = await office.hires("supervisor", agency=CHRO, name="Bo")
    case = await caseload.act(office.desk, await office.row(), boss, case.id, Move("swear", on=date(2026, 9, 14)))
    _, text = await paper(office, case)
    assert "This is not a filing yet." not in text
    assert "Do not sign this at home" not in text


async def test_a_name_that_is_kept_is_not_on_a_paper_that_staff_make(office: Office) -> None:
    office = in_connecticut(office)
    case = await files(office, WHOLE | {"name_choice": [Picked("keep_from_investigators")]})
    _, text = await paper(office, case)
    assert "López" not in text
    assert "Name Contact" in part(text, "Who complains", "What it is about"), "a line for each, to be filled in"


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
