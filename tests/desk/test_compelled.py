"""What an officer was compelled to give goes to no prosecutor; the refusal says so, and nothing is sent."""

from datetime import date

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import compelled, correspondence, requests
from bot.desk.evidence import FileCame
from bot.desk.requests import STORY, Asking
from storage import cases, invitations
from storage.cases import Case
from storage.models import evidence as files
from storage.models import requests as request_rows
from tests.desk.office import ABROAD, HOME, Office, on_one

DUE = date(2026, 9, 20)


async def with_file(office: Office) -> tuple[Case, str]:
    case = await office.files()
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("document", "f", "1"))
    (file,) = await office.stored(files)
    return case, file.id


def asking(body: str, *shared: str) -> Asking:
    return Asking("Please look at this.", DUE, body=body, shared=shared)


async def test_a_compelled_file_is_refused_to_a_prosecutor_and_free_to_others(office: Office) -> None:
    ana, (case, file) = await office.hires(), await with_file(office)
    await compelled.mark(office.desk, await office.row(), ana, case.id, file, on=True)
    for prosecutor in ("county_attorney", "city_attorney"):
        with pytest.raises(Refused, match="compelled_prosecutor"):
            await requests.ask(office.desk, await office.row(), ana, case.id, asking(prosecutor, STORY, file))
    assert await office.stored(request_rows) == []
    await requests.ask(office.desk, await office.row(), ana, case.id, asking("internal_affairs", file))
    await requests.ask(office.desk, await office.row(), ana, case.id, asking("county_attorney", STORY))
    assert len(await office.stored(request_rows)) == 2


@on_one
async def test_a_statement_is_marked_with_its_files(office: Office) -> None:
    ana, (case, file) = await office.hires(), await with_file(office)
    async with office.desk.database.write() as session:
        now = office.clock()
        invited = await invitations.invite(
            session, HOME, case, who="Officer Lee", token_digest="t" * 64, by="x", expires_at=now, now=now
        )
        said = await invitations.state(session, HOME, invited, words="I had to say this.", files=[file], now=now)
    await compelled.mark(office.desk, await office.row(), ana, case.id, said.id, on=True)
    found = await compelled.look(office.desk, None, ana, case.id)
    assert (found.marked, [each.id for each in found.files], len(found.statements)) == ({said.id, file}, [file], 1)
    async with office.desk.database.read() as session:
        assert [each.verb for each in await cases.events(session, HOME, case.id)][-1] == "compelled"


@on_one
async def test_only_a_supervisor_takes_a_mark_off(office: Office) -> None:
    ana, chief, (case, file) = await office.hires(), await office.hires("supervisor"), await with_file(office)
    await compelled.mark(office.desk, await office.row(), ana, case.id, file, on=True)
    with pytest.raises(Refused, match="compelled_supervisor"):
        await compelled.mark(office.desk, await office.row(), ana, case.id, file, on=False)
    assert (await compelled.look(office.desk, None, ana, case.id)).marked == {file}
    await compelled.mark(office.desk, await office.row(), chief, case.id, file, on=False)
    assert (await compelled.look(office.desk, None, ana, case.id)).marked == frozenset()


@on_one
async def test_what_is_not_of_this_case_cannot_be_marked(office: Office) -> None:
    ana, eve, (case, file) = await office.hires(), await office.hires(agency=ABROAD), await with_file(office)
    other = await office.files(chat="2")
    with pytest.raises(Stale):
        await compelled.mark(office.desk, await office.row(), ana, other.id, file, on=True)
    with pytest.raises(NotYours):
        await compelled.mark(office.desk, await office.row(), eve, case.id, file, on=True)
