"""The stage of a case for whoever has its number, and one answer for everything else."""

from dataclasses import replace

import pytest

from bot.casework import reference
from bot.desk.public_status import Board
from storage.models import audit
from tests.desk.office import ABROAD, Office, on_one


async def test_the_stage_and_nothing_else_in_both_languages(office: Office) -> None:
    case, board = await office.files(), Board(office.desk)
    before = await office.stored(audit)
    assert await board.stage(case.reference, "en") == "Received"
    assert await board.stage(case.reference.lower().replace("-", " "), "es") == "Recibida"
    assert await office.stored(audit) == before, "who asked for what is written down nowhere"


@on_one
async def test_an_office_without_the_law_answers_as_if_there_were_no_case(office: Office) -> None:
    abroad = office.desk.agencies[ABROAD].model_copy(update={"public_status": None})
    desk = replace(office.desk, agencies={**office.desk.agencies, ABROAD: abroad})
    foreign = await replace(office, desk=desk).files(agency=ABROAD)
    assert foreign.reference.startswith("ELSE-")
    assert await Board(desk).stage(foreign.reference, "en") is None
    assert await Board(office.desk).stage(foreign.reference, "en") is not None, "the same case where there is a law"


@on_one
@pytest.mark.parametrize("written", ["", "hello", "OPCR-2026-00001-0", reference.issue("OPCR", 2026, 77777),
                                     reference.issue("NOPE", 2026, 1)])  # fmt: skip
async def test_what_is_no_case_gives_nothing(office: Office, written: str) -> None:
    await office.files()
    assert await Board(office.desk).stage(written, "en") is None
