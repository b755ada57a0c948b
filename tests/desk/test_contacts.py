"""The contact log: written once, for ever, on the timeline."""

from datetime import date

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import caseload, contacts, timeline
from bot.desk.contacts import Contact
from storage.models import events
from storage.roster import Member
from tests.desk.office import Office, on_one

YESTERDAY = date(2026, 9, 13)


def made(on: date = YESTERDAY, way: str = "phone") -> Contact:
    return Contact("The neighbour", way, on, "Nobody answered.")


async def log(office: Office, by: Member, case_id: str, contact: Contact) -> None:
    await contacts.log(office.desk, await office.row(by.chat.id), by, case_id, contact)


async def test_a_contact_is_a_line_of_the_timeline(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await log(office, ana, case.id, made())
    shown = await timeline.history(office.desk, None, ana, case.id, "contacts")
    (entry,) = shown.entries
    assert entry.detail == {"who": "The neighbour", "way": "phone", "on": "2026-09-13", "outcome": "Nobody answered."}
    assert (entry.by, entry.at) == (f"member:{ana.id}", office.clock())
    assert "contact" in [verb for _, verb, _ in await office.acts()]


@on_one
@pytest.mark.parametrize(
    ("contact", "because"),
    [(made(date(2026, 9, 15)), "contact_in_future"), (made(way="pigeon"), "no_such_way")],
)
async def test_what_cannot_have_been(office: Office, contact: Contact, because: str) -> None:
    ana, case = await office.hires(), await office.files()
    before = await office.stored(events)
    with pytest.raises(Refused, match=because):
        await log(office, ana, case.id, contact)
    assert await office.stored(events) == before


@on_one
async def test_not_for_an_auditor_and_not_once_it_is_closed(office: Office) -> None:
    auditor, boss, case = await office.hires("auditor"), await office.hires("supervisor"), await office.files()
    with pytest.raises(NotYours):
        await log(office, auditor, case.id, made())
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, caseload.Move(action, outcome))
    with pytest.raises(Refused, match="closed_work"):
        await log(office, boss, case.id, made())
