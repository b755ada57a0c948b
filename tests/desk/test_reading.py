"""Reading off the chat: a link opens one part of one case once, for a few minutes, for whoever may read it then."""

from dataclasses import replace

import pytest

from bot.casework.errors import NotYours, Stale
from bot.desk import caseload, reading, roster
from storage.cases import Case
from storage.models import readings
from storage.roster import Member
from tests.desk.office import ABROAD, HOME, Office, on_one

PART = "read:"


async def begins(office: Office, part: str = PART) -> tuple[Member, Case, str]:
    ana, case = await office.hires(), await office.files()
    return ana, case, await reading.link(office.desk, await office.row(ana.chat.id), ana, case.id, part)


async def test_a_link_opens_its_part_once(office: Office) -> None:
    ana, case, token = await begins(office)
    sheet = await reading.opened(office.desk, token)
    assert sheet is not None
    assert (sheet.member.id, sheet.reference) == (ana.id, case.reference)
    assert (sheet.link.case_id, sheet.link.part) == (case.id, PART)
    assert await reading.opened(office.desk, token) is None, "a used link opens nothing"
    acts = [(verb, subject) for by, verb, subject in await office.acts() if by == f"member:{ana.id}"]
    assert acts[-1] == ("link", case.id)


async def test_a_link_is_kept_as_a_digest_and_not_for_long(office: Office) -> None:
    _, _, token = await begins(office)
    (row,) = await office.stored(readings)
    assert token not in str(row)
    office.clock.passes(minutes=10)
    assert await reading.opened(office.desk, token) is None, "too old"
    assert await reading.opened(office.desk, "guessed") is None


@on_one
async def test_who_may_not_know_of_a_case_gets_no_link_and_nobody_a_strange_one(office: Office) -> None:
    ana, case, token = await begins(office)
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    assert await reading.opened(office.desk, token) is None, "checked anew when it is opened"
    foreign, ben = await office.hires(agency=ABROAD), await office.hires()
    with pytest.raises(NotYours):
        await reading.link(office.desk, await office.row(foreign.chat.id), foreign, case.id, PART)
    for part in ("", "x" * 65):
        with pytest.raises(Stale):
            await reading.link(office.desk, await office.row(ben.chat.id), ben, case.id, part)


@on_one
async def test_colleagues_are_known_by_name(office: Office) -> None:
    await office.hires(name="Ana"), await office.hires(name="Ben", agency=ABROAD)
    assert await reading.colleagues(office.desk, HOME) == ["Ana"]


@on_one
async def test_where_reading_is_off_the_chat_the_card_quotes_nothing(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    assert any(each.words for each in (await caseload.card(office.desk, ana, case.id)).suggestions)
    web = office.desk.agencies[HOME].model_copy(update={"staff_reading": "web"})
    desk = replace(office.desk, agencies={HOME: web})
    assert not any(each.words for each in (await caseload.card(desk, ana, case.id)).suggestions)
    assert reading.off_the_chat(web)
    assert not reading.off_the_chat(office.desk.agencies[HOME])
