"""The register: proposed at once where footage may be lost, asked for as a request, linked to the files that came."""

from datetime import date
from typing import Any

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import correspondence, ownership, register, requests
from bot.desk.evidence import FileCame
from bot.desk.evidence import bring as bring_file
from bot.desk.requests import Asking
from storage.cases import Case
from storage.roster import Member
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import Office, on_one

CAMERA = Asking("Please keep the recordings.", date(2026, 9, 21), "police_records", item="body_camera")


async def camera_came(office: Office, ana: Member, case: Case, **more: Any) -> str:
    """Ask for the camera's recordings and note an answer; returns the request's id."""
    asked = await requests.ask(office.desk, await office.row(), ana, case.id, CAMERA)
    await requests.answer(office.desk, await office.row(), ana, case.id, asked.id, date(2026, 9, 14), "Here.", **more)
    return asked.id


async def test_force_proposes_the_camera_at_once_until_it_is_asked_for(office: Office) -> None:
    office = at_hartford(office)
    ana = await office.hires()
    case = await office.files(STORY)
    at = await register.look(office.desk, ana, case.id)
    assert "body_camera" in at.proposed
    assert at.entries == ()
    assert "evidence_waits" in (await office.tells_whom())[ana.chat.id]  # type: ignore[union-attr]

    await requests.ask(office.desk, await office.row(), ana, case.id, CAMERA)
    for each in at.proposed[1:]:
        await register.dismiss(office.desk, await office.row(), ana, case.id, each)
    at = await register.look(office.desk, ana, case.id)
    assert [(each.item, each.body, each.due_on) for each in at.entries] == [
        ("body_camera", "police_records", date(2026, 9, 21))
    ]
    assert at.proposed == ()
    office.clock.strikes(9, 17)
    assert not [each for told in (await office.tells_whom()).values() for each in told if each == "evidence_waits"]


@on_one
async def test_what_nobody_decides_goes_to_the_owner_and_then_to_a_supervisor(office: Office) -> None:
    office = at_hartford(office)
    ana, boss = await office.hires(), await office.hires("supervisor", name="Sol")
    case = await office.files(STORY)
    await ownership.claim(office.desk, await office.row(), ana, case.id)
    await office.delivers()
    office.clock.strikes(9, 15)
    assert "evidence_waits" in (await office.tells_whom())[ana.chat.id]  # type: ignore[union-attr]
    office.clock.strikes(9, 16)
    assert "evidence_waits" in (await office.tells_whom())[boss.chat.id]  # type: ignore[union-attr]


@on_one
async def test_rude_words_propose_nothing(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files("The officer was rude and called me an idiot.")
    assert (await register.look(office.desk, ana, case.id)).proposed == ()


@on_one
async def test_files_are_linked_to_what_came_and_taken_off_again(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    asked = await requests.ask(office.desk, await office.row(), ana, case.id, CAMERA)
    await bring_file(office.desk, await office.row(), ana, case.id, FileCame("video", "v1", "1", name="cam.mp4"))
    (file,) = (await register.look(office.desk, ana, case.id)).files
    with pytest.raises(Refused, match="nothing_came_yet"):
        await register.link(office.desk, await office.row(), ana, case.id, asked.id, file.id)
    await requests.answer(office.desk, await office.row(), ana, case.id, asked.id, date(2026, 9, 14), "Two discs.")
    at = await register.link(office.desk, await office.row(), ana, case.id, asked.id, file.id)
    assert [each.answer.files for each in at.entries if each.answer] == [(file.id,)]
    at = await register.link(office.desk, await office.row(), ana, case.id, asked.id, file.id)
    assert [each.answer.files for each in at.entries if each.answer] == [()]
    with pytest.raises(Stale):
        await register.link(office.desk, await office.row(), ana, case.id, asked.id, "no-such-file")
    with pytest.raises(NotYours):
        await register.link(office.desk, await office.row(), ana, case.id, "no-such-request", file.id)


async def test_what_the_complainant_sent_for_it_is_linked_as_another_office_s_answer_is(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    row = office.row

    async def sends(name: str) -> None:
        await correspondence.add_file(office.desk, await row(), case, FileCame("photo", name, name, name=name))

    async def asks(item: str) -> str:
        wanted = Asking("Please send it.", date(2026, 9, 21), item=item)
        return (await requests.ask(office.desk, await row(), ana, case.id, wanted)).id

    await sends("before")
    office.clock.passes(hours=1)
    medical, photos = await asks("medical"), await asks("photos")
    await sends("not it")
    await requests.reopen(office.desk, await row(), ana, case.id, medical)
    await sends("it")
    await bring_file(office.desk, await row(), ana, case.id, FileCame("photo", "ours", "ours", name="ours"))
    for each in (medical, photos):
        await requests.accept(office.desk, await row(), ana, case.id, each)
    at = await register.look(office.desk, ana, case.id)
    names = {each.id: each.name for each in at.files}
    assert [[names[file] for file in each.answer.files] for each in at.entries if each.answer] == [["it"], ["not it"]]


@on_one
async def test_a_refusal_is_an_answer_that_says_so(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    await camera_came(office, ana, case, refused=True)
    (entry,) = (await register.look(office.desk, ana, case.id)).entries
    assert entry.answer is not None
    assert (entry.state, entry.answer.refused, entry.answer.words) == ("answered", True, "Here.")


@on_one
async def test_what_the_register_does_not_know_is_not_asked_for(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    strange = Asking("Please.", date(2026, 9, 21), "police_records", item="horoscope")
    with pytest.raises(Stale):
        await requests.ask(office.desk, await office.row(), ana, case.id, strange)
    with pytest.raises(Stale):
        await register.dismiss(office.desk, await office.row(), ana, case.id, "horoscope")
