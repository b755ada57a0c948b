"""A letter says what the case knows in its reader's language: dates, the outcome, a name that may be used."""

import pytest

from bot.casework.errors import Refused
from bot.casework.letter import Block, DocumentKind
from bot.casework.parts import Text
from bot.desk.papers import letter
from bot.desk.papers.wording import Chosen, Wording
from storage import cases
from storage.cases import Case
from tests.desk.office import Office, on_one

NAME = Text(en="Letter", es="Carta")


def kind(words: str) -> DocumentKind:
    return DocumentKind(id="x", name=NAME, template="letter", block=(Block(id="a", en=words, es=words),))


async def says(office: Office, case: Case, words: str, language: str = "en") -> str:
    agency = office.desk.agencies[case.agency]
    wording = Wording(agency, language, kind(words), Chosen(), today=office.clock())
    async with office.desk.database.read() as session:
        filled = await letter.build(session, agency, case, wording)
    (paragraph,) = filled["paragraphs"]  # type: ignore[misc]
    return str(paragraph)


@on_one
async def test_every_variable_has_what_it_stands_for(office: Office) -> None:
    case = await office.answers_everything(lambda question: f"Words on {question}")
    assert await says(office, case, "{reference} {received}") == f"{case.reference} September 14, 2026"
    assert await says(office, case, "{received} {today}", "es") == " ".join(["14 de septiembre de 2026"] * 2)
    agency = office.desk.agencies[case.agency]
    assert await says(office, case, "{stage}", "es") == agency.statuses[case.status].stage.es
    assert await says(office, case, "{office} {phone} {web}") == f"{agency.name.en} {agency.phone} {agency.web}"
    assert await says(office, case, "{name}") == "Words on name"
    assert "2026" in await says(office, case, "{next_date}")
    assert await says(office, case, "{next_duty}")


@on_one
async def test_a_name_stands_in_no_letter_unless_it_may_be_used(office: Office) -> None:
    case = await office.answers_everything(lambda question: f"Words on {question}")
    for choice in ("keep_from_investigators", "no_name"):
        async with office.desk.database.write() as session:
            case = await cases.record(session, case.agency, case, changes={"name_choice": choice}, now=office.clock())
        with pytest.raises(Refused, match="letter_too_early"):
            await says(office, case, "Dear {name}")


@on_one
async def test_an_outcome_that_is_not_there_yet_is_not_made_up(office: Office) -> None:
    case = await office.files()
    with pytest.raises(Refused, match="letter_too_early"):
        await says(office, case, "{disposition}")
    async with office.desk.database.write() as session:
        ended = {"disposition": next(iter(office.desk.agencies[case.agency].dispositions)), "closed_at": office.clock()}
        case = await cases.record(session, case.agency, case, changes=ended, now=office.clock())
    assert await says(office, case, "{disposition}")
    with pytest.raises(Refused, match="letter_too_early"):
        await says(office, case, "{next_date}")
