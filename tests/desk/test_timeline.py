"""The timeline: everything in order, each entry once, a page at a time, for those who may read."""

import pytest

from bot.casework.errors import NotYours, Stale
from bot.desk import caseload, correspondence, ownership, timeline
from bot.desk.evidence import FileCame
from storage.cases import Case
from storage.models import messages
from storage.roster import Member
from tests.desk.office import Office, on_one


async def history(office: Office, by: Member, case: Case, which: str = "all", before: timeline.Key | None = None):  # type: ignore[no-untyped-def]
    return await timeline.history(office.desk, None, by, case.id, which, before)


async def test_everything_that_happened_stands_in_order(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    steps = (
        lambda row: ownership.claim(office.desk, row, boss, case.id),
        lambda row: caseload.note(office.desk, row, boss, case.id, "Ask for the footage."),
        lambda row: caseload.message(office.desk, row, boss, case.id, "May we call?"),
        lambda row: correspondence.add_words(office.desk, row, case, "Yes."),
        lambda row: correspondence.add_file(office.desk, row, case, FileCame("photo", "f", "1")),
        lambda row: caseload.act(office.desk, row, boss, case.id, caseload.Move("start")),
        lambda row: correspondence.ask_to_withdraw(office.desk, row, case),
    )
    for step in steps:
        office.clock.passes(minutes=1)
        await step(await office.row())
    shown = await history(office, boss, case)
    assert [each.verb for each in shown.entries] == [
        *("received", "claimed", "note", "message", "message", "evidence", "status", "withdrawal")
    ]
    assert [each.at for each in shown.entries] == sorted(each.at for each in shown.entries)
    assert shown.earlier is None
    assert shown.names[boss.id] == boss.name


async def test_pages_join_without_a_gap_also_within_one_instant(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    for number in range(20):
        await caseload.note(office.desk, await office.row(ana.chat.id), ana, case.id, f"Note {number}")
    texts: list[str] = []
    page = await history(office, ana, case, "notes")
    pages = [page]
    while page.earlier is not None:
        page = await history(office, ana, case, "notes", page.earlier)
        pages.append(page)
    for each in reversed(pages):
        texts += [entry.detail["text"] for entry in each.entries]
    assert texts == [f"Note {number}" for number in range(20)]
    assert [len(each.entries) for each in pages] == [8, 8, 4]


@on_one
@pytest.mark.parametrize("which", ["notes", "contacts", "versions"])
async def test_a_part_without_entries_is_empty(office: Office, which: str) -> None:
    ana, case = await office.hires(), await office.files()
    shown = await history(office, ana, case, which)
    assert (shown.entries, shown.earlier) == ((), None)


@on_one
async def test_a_message_that_was_seen_on_the_timeline_was_read(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    await correspondence.add_words(office.desk, await office.row(), case, "Hello?")
    await history(office, ana, case)
    assert [each.read_at for each in await office.stored(messages)] == [office.clock()]


@on_one
async def test_it_is_for_readers_and_every_look_is_audited(office: Office) -> None:
    ana, auditor, case = await office.hires(), await office.hires("auditor"), await office.files()
    with pytest.raises(NotYours):
        await history(office, auditor, case)
    with pytest.raises(Stale):
        await history(office, ana, case, "secrets")
    await history(office, ana, case)
    assert (await office.acts())[-1] == (f"member:{ana.id}", "read", case.id)
