"""A copy holds what was said and the fingerprint of the record."""

from bot.desk.papers import copy, fingerprint
from bot.desk.papers.wording import Wording
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
async def test_a_short_complaint_has_a_short_copy(office: Office) -> None:
    case = await office.files()
    agency = office.desk.agencies[case.agency]
    async with office.desk.database.read() as session:
        filled = await copy.build(session, agency, case, Wording(agency, "es"))
    assert (filled["story"], filled["answers"], filled["files"]) == (STORY, [], [])
